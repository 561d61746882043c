"""What is known of passages beside words and vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexDamaged
from retrieval.facets import FORMS, FUNCTIONS, Facet, Facets, SpeechFacet, speech_key
from retrieval.models import Form, Function, Roles

STYLE = SpeechFacet("s_0000000000000a01", 2024, "讲话", "在作风建设推进会上的讲话 style.md")
SAFETY = SpeechFacet("s_0000000000000a02", None, None, "安全.txt")


def facet(
    key: int,
    speech: SpeechFacet = STYLE,
    function: Function = Function.MEASURES,
    forms: tuple[Form, ...] = (),
    themes: tuple[str, ...] = (),
    parent: int | None = None,
    length: int = 100,
) -> Facet:
    """A passage that surely does ``function`` and is made of ``forms``."""
    functions = np.array([float(one is function) for one in FUNCTIONS], dtype=np.float32)
    of_forms = np.array([float(one in forms) for one in FORMS], dtype=np.float32)
    return Facet(key, parent, speech, length, themes, functions, of_forms, Roles(function, forms))


@pytest.fixture
def facets() -> Facets:
    """Four passages of two speeches, one of them a point."""
    return Facets.create(
        [
            facet(9, SAFETY, Function.CLOSING, (Form.PARALLELISM, Form.MAXIM), ("安全生产",)),
            facet(3, themes=("作风建设", "基层减负")),
            facet(5, themes=("作风建设",), parent=3, length=40),
            facet(4, function=Function.PROBLEMS, themes=("作风建设",)),
        ]
    )


def test_they_are_sorted_by_key(facets: Facets) -> None:
    """Whatever the order they came in."""
    assert facets.keys.tolist() == [3, 4, 5, 9]
    assert facets.rows([9, 3]).tolist() == [3, 0]
    assert facets.length[facets.rows([5])].tolist() == [40]
    assert [facets.speeches[number] for number in facets.speech[facets.rows([9, 4])]] == [SAFETY, STYLE]


def test_what_passages_do_and_are_made_of(facets: Facets) -> None:
    """Row by row, any of what is named, as the roles say it."""
    assert facets.does([Function.CLOSING, Function.PROBLEMS]).tolist() == [False, True, False, True]
    assert facets.has([Form.MAXIM, Form.FIGURES]).tolist() == [False, False, False, True]
    assert not facets.does([]).any()
    assert not facets.has([]).any()
    assert Facets.create().does([Function.CLOSING]).tolist() == Facets.create().has([Form.MAXIM]).tolist() == []


def test_roles_come_by_key(facets: Facets) -> None:
    """Forms in their own order; nothing for a key that is not here."""
    assert facets.roles(9) == Roles(Function.CLOSING, (Form.PARALLELISM, Form.MAXIM))
    assert facets.roles(4) == Roles(Function.PROBLEMS)
    assert [roles.theme for key in (9, 3) if (roles := facets.roles(key))] == ["安全生产", "作风建设"]
    assert [facets.roles(key) for key in (0, 6, 10)] == [None, None, None]


def test_themes_are_counted_once_a_paragraph(facets: Facets) -> None:
    """A point says again what its paragraph says."""
    assert facets.theme_counts == {"作风建设": 2, "安全生产": 1, "基层减负": 1}


def test_what_is_saved_is_what_is_opened(facets: Facets, tmp_path: Path) -> None:
    """Every passage, to the last figure."""
    facets.save(tmp_path / "facets")
    opened = Facets.open(tmp_path / "facets")
    assert opened.speeches == facets.speeches
    keys = frozenset(facets.keys.tolist())
    for before, after in zip(facets.facets(keys), opened.facets(keys), strict=True):
        assert (before.key, before.parent, before.speech, before.length) == (
            after.key, after.parent, after.speech, after.length,
        )  # fmt: skip
        assert (before.themes, before.roles) == (after.themes, after.roles)
        assert np.array_equal(before.functions, after.functions)
        assert np.array_equal(before.forms, after.forms)


def test_a_next_generation_keeps_what_it_is_told_to(facets: Facets) -> None:
    """Speeches and themes that nothing points to are gone."""
    kept = Facets.create(facets.facets(frozenset({9})))
    assert kept.keys.tolist() == [9]
    assert kept.speeches == (SAFETY,)
    assert kept.theme_counts == {"安全生产": 1}


def test_no_passage_is_an_index_too(tmp_path: Path) -> None:
    """An empty library."""
    Facets.create().save(tmp_path / "facets")
    empty = Facets.open(tmp_path / "facets")
    assert len(empty) == 0
    assert empty.theme_counts == {}
    assert empty.roles(1) is None


@pytest.mark.parametrize("name", ["facets.npz", "facets.json"])
def test_a_damaged_file_is_told(facets: Facets, tmp_path: Path, name: str) -> None:
    """And never read as something else."""
    facets.save(tmp_path / "facets")
    (tmp_path / "facets" / name).write_bytes(b"{")
    with pytest.raises(IndexDamaged, match="重建"):
        Facets.open(tmp_path / "facets")


def test_a_speech_has_a_number_that_fits() -> None:
    """63 bits, the same every time."""
    assert 0 <= speech_key("s_ffffffffffffffff") < 2**63
    assert speech_key(STYLE.id) != speech_key("s_0000000000000b01")
