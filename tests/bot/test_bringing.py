"""Favourites from a file: the same drawer again, doubled nowhere, damage told."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bringing import Brought, bring
from bot.characters import seen
from bot.errors import ImportRefused
from bot.export import write
from bot.exporting import sheet_of
from bot.store import Store, View
from bot.store.words import folded
from bot.texts.zh import ZH
from corpus.database import open_engine
from retrieval.models import Function
from tests.bot.export.making import favourite

ME = "tg:1"
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
drawer = st.lists(
    st.tuples(
        words,
        st.sampled_from(["", "记一笔", "note"]),
        st.sampled_from([None, *Function]),
        st.lists(words, max_size=2).map(tuple),
        st.lists(st.integers(0, 4), max_size=3, unique=True),
        st.booleans(),
    ),
    max_size=6,
)
names = st.lists(
    words.filter(lambda name: folded(seen(name))), min_size=5, max_size=5, unique_by=lambda one: folded(seen(one))
)


def open_store(folder: str | Path) -> Store:
    """A store in which one person is known."""
    store = Store.open(open_engine(f"sqlite:///{Path(folder) / 'people.db'}"))
    store.people.remember(ME, "zh")
    return store


def exported(store: Store, view: View | None = None) -> dict[str, Any]:
    """What a .json of the drawer holds, but for when it was made."""
    content = json.loads(write(sheet_of(store, ZH, ME, view or View(), ""), "json"))
    assert isinstance(content, dict)
    return {key: value for key, value in content.items() if key != "made"}


@given(drawer, names)
@settings(max_examples=25, deadline=None)
def test_an_empty_home_gets_the_same_drawer(kept: Sequence[Any], names: Sequence[str]) -> None:
    """Texts, sources, times, notes, functions, themes, tags, their order and the piece being written; twice as once."""
    with tempfile.TemporaryDirectory() as here, tempfile.TemporaryDirectory() as there:
        store = open_store(here)
        tags = [store.tags.make(ME, name) for name in names]
        for number, (text, note, function, themes, on, gone) in enumerate(kept, start=1):
            one = favourite(text, number, note=note, function=function, themes=themes)
            favourite_id, new = store.favourites.bring(one)
            assert new
            for tag in on:
                store.tags.put(ME, favourite_id, tags[tag].id)
                store.tags.move(ME, favourite_id, tags[tag].id, 0)
            if gone:
                store.favourites.remove(ME, favourite_id)
        store.drawers.write_for(ME, tags[0].id)
        content = write(sheet_of(store, ZH, ME, View(), ""), "json")
        left = store.favourites.count(ME)
        empty = open_store(there)
        assert bring(empty, ME, content) == Brought(left, 0, 0)
        assert exported(empty) == exported(store)
        assert bring(empty, ME, content) == Brought(0, left, 0)
        assert exported(empty) == exported(store)
        for ours, theirs in zip(store.favourites.page(ME, 0, 99), empty.favourites.page(ME, 0, 99), strict=True):
            assert (ours.text, ours.provenance, ours.saved_at) == (theirs.text, theirs.provenance, theirs.saved_at)


@pytest.fixture
def content(tmp_path: Path) -> dict[str, Any]:
    """A file of two favourites with a tag."""
    (tmp_path / "first").mkdir()
    store = open_store(tmp_path / "first")
    tag = store.tags.make(ME, "甲")
    for number in (1, 2):
        favourite_id, _ = store.favourites.bring(favourite(f"第{number}段的话。", number, note="从文件来"))
        store.tags.put(ME, favourite_id, tag.id)
    return exported(store)


def brought(tmp_path: Path, content: object) -> tuple[Store, Brought]:
    """What a new home has of it."""
    (tmp_path / "second").mkdir(exist_ok=True)
    store = open_store(tmp_path / "second")
    return store, bring(store, ME, json.dumps(content, ensure_ascii=False).encode())


@pytest.mark.parametrize(
    "damage",
    [
        {"text": "别的话。"},
        {"text": None},
        {"text": ""},
        {"sha256": "0" * 64},
        {"passage": "p_0000000000000000"},
        {"saved_at": "2025-01-01T00:00:00"},
        {"saved_at": "gestern"},
        {"function": "没有的功能"},
        {"note": "长" * 1000},
        {"note": "\x00"},
        {"themes": None},
        {"source": {}},
        {"source": None},
    ],
)
def test_a_damaged_entry_is_told_and_the_rest_comes_in(
    content: dict[str, Any], tmp_path: Path, damage: dict[str, object]
) -> None:
    """Text, hash and id must belong together, and every field be what it is to be."""
    content["favourites"][0] |= damage
    store, told = brought(tmp_path, content)
    assert told == Brought(1, 0, 1)
    assert [one.text for one in store.favourites.page(ME, 0, 9)] == ["第1段的话。"]
    assert store.tags.all(ME)[0].count == 1


@pytest.mark.parametrize("field", ["start", "end", "paragraph", "year", "section", "kind", "date", "title"])
def test_a_damaged_source_is_told(content: dict[str, Any], tmp_path: Path, field: str) -> None:
    """A passage without its source is none."""
    content["favourites"][0]["source"][field] = 2**40 if field != "title" else None
    assert brought(tmp_path, content)[1] == Brought(1, 0, 1)
    del content["favourites"][0]["source"][field]
    assert brought(tmp_path, content)[1] == Brought(0, 1, 1)


def test_what_is_there_stays_as_it_is(content: dict[str, Any], tmp_path: Path) -> None:
    """A note that is there is kept, one that is missing comes; what was removed comes back; own order goes before."""
    (tmp_path / "second").mkdir()
    store = open_store(tmp_path / "second")
    mine, _ = store.favourites.bring(favourite("第2段的话。", 2, note="我自己的"))
    bare, _ = store.favourites.bring(favourite("第1段的话。", 1))
    tag = store.tags.make(ME, "甲")
    store.tags.put(ME, mine, tag.id)
    store.favourites.remove(ME, bare)
    assert brought(tmp_path, content)[1] == Brought(1, 1, 0)
    assert {one.id: one.note for one in store.favourites.page(ME, 0, 9)} == {mine: "我自己的", bare: "从文件来"}
    assert store.tags.order(ME, tag.id) == (mine, bare)


@pytest.mark.parametrize(
    "content",
    [b"", b"no json", b"\xff\xfe", b"[]", b"null", b'{"format": "other"}', b"[" * 100_000,
     b'{"format": "jianggao-favourites", "version": 2, "favourites": []}',
     b'{"format": "jianggao-favourites", "version": 1, "favourites": {}}'],
    ids=lambda content: str(content[:20]),
)  # fmt: skip
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    """With a sentence, and nothing is changed."""
    store = open_store(tmp_path)
    with pytest.raises(ImportRefused, match=r"\.json|升级"):
        bring(store, ME, content)
    assert store.favourites.count(ME) == 0


def test_odd_tags_are_passed_over(content: dict[str, Any], tmp_path: Path) -> None:
    """The favourites come in all the same."""
    content["tags"] += [{"name": ""}, {"name": "长" * 99, "passages": []}, 7, {"name": "乙", "passages": [1, "p_x"]}]
    store, told = brought(tmp_path, content)
    assert told == Brought(2, 0, 0)
    assert {tag.name: tag.count for tag in store.tags.all(ME)} == {"甲": 2, "乙": 0}
