"""Tags, views, what is at hand, and forgetting, in the database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from bot.store import Asked, SavedHit, Store, Taken, View
from bot.store.tables import metadata
from bot.store.tags import LONGEST
from bot.store.views import Views
from bot.store.words import folded
from corpus.database import reading
from corpus.library import Library
from retrieval.models import Function
from tests.bot.fakes import STYLE

ME, YOU = "tg:1", "tg:2"
NOT_A_PERSONS = {"people", "receipts"}
"""Tables without a column ``person``: the person itself, and numbers of updates."""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of one speech."""
    with Library.open(f"sqlite:///{tmp_path / 'jianggao.db'}") as library:
        library.add(STYLE)
        yield library


@pytest.fixture
def store(library: Library) -> Store:
    """A store in which one person keeps four passages, and another one."""
    store = Store.open(library.engine)
    for person, count in ((ME, 4), (YOU, 1)):
        store.people.remember(person, "zh")
        for passage in STYLE.passages[:count]:
            found = library.passage(passage.id)
            store.favourites.save(person, found.passage, found.speech)
    return store


def test_a_name_is_one_tag(store: Store) -> None:
    """Width, case and spacing make no second one; people's tags are their own."""
    first = store.tags.make(ME, " Work  Style ")
    assert (first.name, first.count) == ("Work Style", 0)
    assert store.tags.make(ME, "ｗｏｒｋ style") == first
    assert store.tags.named(ME, "WORK STYLE") == first
    assert store.tags.named(YOU, "Work Style") is None
    assert store.tags.make(YOU, "Work Style").id != first.id
    assert folded("A　b\n") == "a b"
    for wrong in ("", " \n", "长" * (LONGEST + 1), "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * LONGEST):
        with pytest.raises(ValueError, match=str(LONGEST)):
            store.tags.make(ME, wrong)


def test_making_a_tag_at_the_same_time_makes_one(store: Store) -> None:
    """Also where many threads ask for it at once, and put it on."""

    def work(_: int) -> tuple[int, bool]:
        tag = store.tags.make(ME, "大会")
        return tag.id, store.tags.put(ME, 1, tag.id)

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(work, range(16)))
    assert len({tag for tag, _ in results}) == 1
    assert sum(new for _, new in results) == 1
    assert store.tags.all(ME)[0].count == 1


def test_nobody_touches_anothers_tags(store: Store) -> None:
    """Neither by their tags nor by their favourites."""
    mine, yours = store.tags.make(ME, "甲"), store.tags.make(YOU, "甲")
    assert not store.tags.put(YOU, 1, yours.id)
    assert not store.tags.put(YOU, 5, mine.id)
    assert store.tags.put(ME, 1, mine.id)
    assert not store.tags.take(YOU, 1, mine.id)
    assert not store.tags.rename(YOU, mine.id, "乙")
    assert not store.tags.remove(YOU, mine.id)
    assert not store.tags.move(YOU, 1, mine.id, 0)
    assert store.tags.get(YOU, mine.id) is None
    assert store.tags.on(YOU, [1]) == {}
    store.drawers.write_for(YOU, mine.id)
    assert store.drawers.written_for(YOU) is None


def test_a_deleted_tag(store: Store) -> None:
    """It comes back as it was, or empty where its name is used anew; a name it held is free for another."""
    tag = store.tags.make(ME, "甲")
    store.tags.put(ME, 1, tag.id)
    assert [store.tags.remove(ME, tag.id) for _ in range(2)] == [True, False]
    assert (store.tags.all(ME), store.tags.on(ME, [1])) == ((), {})
    assert store.favourites.count(ME, View(tag=tag.id)) == 0
    assert [store.tags.restore(ME, tag.id) for _ in range(2)] == [True, False]
    assert store.tags.on(ME, [1])[1][0].name == "甲"
    store.tags.remove(ME, tag.id)
    anew = store.tags.make(ME, "甲")
    assert (anew.id, anew.count) == (tag.id, 0)
    store.tags.put(ME, 2, anew.id)
    store.tags.remove(ME, anew.id)
    other = store.tags.make(ME, "乙")
    assert store.tags.rename(ME, other.id, "甲")
    assert store.tags.get(ME, tag.id) is None
    assert not store.tags.restore(ME, tag.id)
    assert [one.name for one in store.tags.all(ME)] == ["甲"]


def test_a_removed_favourite_keeps_its_tags(store: Store) -> None:
    """Removed it counts nowhere; restored it has its tags and note again, and saved anew as well."""
    tag = store.tags.make(ME, "甲")
    store.tags.put(ME, 1, tag.id)
    store.favourites.annotate(ME, 1, "记")
    store.favourites.remove(ME, 1)
    assert store.tags.all(ME)[0].count == 0
    store.favourites.restore(ME, 1)
    assert store.tags.order(ME, tag.id) == (1,)
    kept = store.favourites.get(ME, 1)
    assert kept is not None
    assert kept.note == "记"


@given(moves=st.lists(st.tuples(st.integers(1, 4), st.integers(-2, 6)), max_size=8))
@settings(max_examples=20, deadline=None)
def test_moving_loses_and_doubles_nothing(
    moves: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is moved where, the order is that of a list in which the same was done."""
    with Library.open(f"sqlite:///{tmp_path_factory.mktemp('moves') / 'jianggao.db'}") as library:
        library.add(STYLE)
        store = Store.open(library.engine)
        store.people.remember(ME, "zh")
        tag = store.tags.make(ME, "甲").id
        expected = []
        for passage in STYLE.passages[:4]:
            found = library.passage(passage.id)
            favourite, _ = store.favourites.save(ME, found.passage, found.speech)
            store.tags.put(ME, favourite.id, tag)
            expected.append(favourite.id)
        for favourite_id, to in moves:
            store.tags.move(ME, favourite_id, tag, to)
            expected.remove(favourite_id)
            expected.insert(max(0, min(to, 3)), favourite_id)
        assert store.tags.order(ME, tag) == tuple(expected)
        assert store.favourites.ids(ME, View(tag=tag)) == tuple(expected)


def test_a_view_has_one_id(store: Store, library: Library) -> None:
    """The same view is the same row; it is its person's own; the oldest are forgotten."""
    view = store.views.of(ME, View(words="作风", function=Function.OPENING))
    assert view.id
    assert store.views.of(ME, View(words="作风", function=Function.OPENING)) == view
    assert store.views.get(ME, view.id) == view
    assert store.views.get(YOU, view.id) is None
    assert store.views.of(ME, View()) == View() == store.views.get(YOU, 0)
    few = Views(library.engine, keep=2)
    ids = [few.of(ME, View(words=str(number))).id for number in range(4)]
    assert [few.get(ME, one) is not None for one in ids] == [False, False, True, True]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", '"', "100%", "\x00", "的", "作风 建设", "ＡＢＣ"])
def test_odd_words_find_or_do_not(store: Store, words: str) -> None:
    """Marks that mean something to a database mean nothing here."""
    store.favourites.annotate(ME, 2, "花了 100% 的力气 a_b abc")
    expected = {"%": (2,), "_": (2,), "100%": (2,), "ＡＢＣ": (2,)}
    found = store.favourites.ids(ME, View(words=words))
    if words in expected:
        assert found == expected[words]
    else:
        assert set(found) <= {1, 2, 3, 4}


def test_everything_of_a_person_is_forgotten(store: Store, library: Library) -> None:
    """Not a row of theirs stays in any table, nor a word in the receipts; all of the other person's does."""
    for person in (ME, YOU):
        store.searches.add(person, "作风", "zh", [SavedHit("p_1")])
        tag = store.tags.make(person, "甲")
        store.tags.put(person, 1 if person == ME else 5, tag.id)
        store.views.of(person, View(words="作风"))
        store.drawers.write_for(person, tag.id)
        store.drawers.ask(person, Asked.FIND)
        update = {"update_id": 1, "message": {"from": {"id": int(person[3:])}, "text": f"words of {person}"}}
        store.receipts.take(f"1:{person}", "1:7", json.dumps(update), "us")
    store.receipts.take("1:odd", "1:7", "no json", "us")
    before = _rows(library, YOU)
    store.forget(ME)
    store.forget(ME)
    assert _rows(library, ME) == {}
    assert _rows(library, YOU) == before
    with reading(library.engine) as connection:
        payloads = list(connection.execute(text("select payload from receipts order by key")).scalars())
    assert payloads[0] == "no json"
    assert payloads[1] is None
    assert "tg:2" in payloads[2]
    assert store.receipts.take("1:tg:1", "1:7", "again", "us") is Taken.KNOWN


def test_every_table_knows_its_person() -> None:
    """A table without a column ``person`` would be forgotten by forgetting."""
    assert {name for name, table in metadata.tables.items() if "person" not in table.c} == NOT_A_PERSONS


def _rows(library: Library, person: str) -> dict[str, int]:
    found = {}
    with reading(library.engine) as connection:
        for name, table in metadata.tables.items():
            column = table.c.person if "person" in table.c else table.c.id if name == "people" else None
            if column is not None:
                found[name] = len(connection.execute(select(table).where(column == person)).all())
    return {name: count for name, count in found.items() if count}
