"""Which passages a request gets and in what order, on a small library by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval import ranking
from retrieval.dense import DenseIndex
from retrieval.facets import Facets, SpeechFacet, speech_key
from retrieval.lexical import Entry, LexicalIndex
from retrieval.models import Function, Request, Years
from retrieval.ranking import Index, Mode, rank
from retrieval.wanted import FITS
from tests.retrieval.test_facets import facet

SAFETY_SPEECH = SpeechFacet("s_0000000000000a02", 2023, "讲话", "在安全生产会议上的讲话")
VILLAGE_SPEECH = SpeechFacet("s_0000000000000a04", 2025, "讲话", "在乡村振兴现场会上的讲话")
TEXTS = {
    1: ("抓好安全生产，压实企业责任。", SAFETY_SPEECH, Function.REQUIREMENTS),
    2: ("安全生产只有起点，没有终点，让我们共同努力。", SAFETY_SPEECH, Function.CLOSING),
    3: ("扎实推进乡村振兴，促进农民增收。", VILLAGE_SPEECH, Function.MEASURES),
    4: ("任重道远，让我们携手前进。", VILLAGE_SPEECH, Function.CLOSING),
}
SAFETY = np.array([1.0, 0.0], dtype=np.float32)
VILLAGE = np.array([0.0, 1.0], dtype=np.float32)
NOTHING = np.zeros(2, dtype=np.float32)
VECTORS = np.array([[1.0, 0.0], [0.9, np.sqrt(1 - 0.81)], [0.0, 1.0], [0.1, np.sqrt(1 - 0.01)]], dtype=np.float32)
CLOSING = (Function.CLOSING,)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Four passages of two speeches; their vectors point the way of their theme."""
    lexical = LexicalIndex.create(tmp_path / "lexical")
    lexical.update(Entry.of(key, text, "", speech.source) for key, (text, speech, _) in TEXTS.items())
    speeches = LexicalIndex.create(tmp_path / "speeches", words=False)
    speeches.update(
        Entry.of(
            speech_key(speech.id), "".join(text for text, its, _ in TEXTS.values() if its is speech), "", speech.source
        )
        for speech in (SAFETY_SPEECH, VILLAGE_SPEECH)
    )
    dense = DenseIndex.create(2, graph=False)
    dense.add(list(TEXTS), VECTORS)
    facets = Facets.create(facet(key, speech, function) for key, (_, speech, function) in TEXTS.items())
    return Index(lexical, speeches, dense, facets, VECTORS)


def keys(index: Index, request: Request, vector: np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[int]:
    """Keys found, best first."""
    return [one.key for one in rank(index, request, vector).ranked]


def test_the_theme_comes_first(index: Index) -> None:
    """What says it and is near to it leads; what does neither is left out."""
    assert keys(index, Request("", "安全生产"), SAFETY) == [1, 2]


def test_what_does_what_is_asked_for_leads(index: Index) -> None:
    """A closing on the theme is first and fits; others on the theme come after, closings on other themes do not."""
    ranking = rank(index, Request("", "安全生产", CLOSING), SAFETY)
    assert [one.key for one in ranking.ranked] == [2, 1]
    assert ranking.ranked[0].fit >= FITS > ranking.ranked[1].fit


def test_a_closing_need_not_name_the_theme_of_its_speech(index: Index) -> None:
    """The speech around it stands out by the theme, and that is enough."""
    assert keys(index, Request("", "乡村振兴", CLOSING), VILLAGE)[0] == 4


def test_a_function_alone_gives_all_that_do_it(index: Index) -> None:
    """However many there are; nothing at all asked for gives nothing."""
    assert set(keys(index, Request("", "", CLOSING), NOTHING)) == {2, 4}
    assert keys(index, Request("", "", (Function.GOALS,)), NOTHING) == []
    assert keys(index, Request("", ""), NOTHING) == []


def test_years_narrow(index: Index) -> None:
    """Both what a theme finds and what a function does."""
    since = Years(2024, None)
    assert keys(index, replace(Request("", "", CLOSING), years=since), NOTHING) == [4]
    ranking = rank(index, replace(Request("", "安全生产"), years=since), SAFETY)
    assert ranking.ranked == ()
    assert ranking.on_theme  # the library has the theme; the condition leaves nothing of it


def test_a_request_that_narrows_is_looked_for_farther_down(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it lets in may stand below what a plain theme looks at, but not without end."""
    request = Request("", "安全生产", must=("终点",))
    monkeypatch.setattr(ranking, "WIDE", 1)
    assert 2 in keys(index, request, SAFETY)
    monkeypatch.setattr(ranking, "NARROWED", 1)
    assert 2 not in keys(index, request, SAFETY)


def test_a_theme_that_nobody_speaks_of_has_no_answer(index: Index) -> None:
    """Neither words nor nearness stand for it; one part alone cannot tell."""
    request = Request("", "量子计算")
    ranking = rank(index, request, NOTHING)
    assert (ranking.ranked, ranking.on_theme) == ((), False)
    assert rank(index, request, SAFETY, Mode.VECTORS).ranked


def test_a_word_by_itself_is_a_theme_however_common(index: Index) -> None:
    """Who sends 终点 alone wants the passages that say it."""
    assert keys(index, Request("", "终点"), SAFETY)[0] == 2


def test_a_persons_own_speeches_come_before_the_bundled_ones(index: Index) -> None:
    """Where both have it about as well; among bundled ones alone nothing changes."""
    request, vector = Request("", "", CLOSING), NOTHING

    def closings(bundled: set[int]) -> list[int]:
        facets = Facets.create(
            facet(key, replace(speech, bundled=key in bundled, id=f"s_{key:016x}"), function)
            for key, (_, speech, function) in TEXTS.items()
        )
        return keys(replace(index, facets=facets), request, vector)

    assert closings(set()) == closings({1, 2, 3, 4}) == [2, 4]
    assert closings({2}) == [4, 2]


@pytest.mark.parametrize("mode", list(Mode))
def test_every_part_ranks_the_theme_first(index: Index, mode: Mode) -> None:
    """Each is measured beside the whole, and none is empty where words and vectors agree."""
    assert rank(index, Request("", "安全生产"), SAFETY, mode).ranked[0].key in (1, 2)


def test_only_the_lexicon_knows_other_names(index: Index) -> None:
    """Words alone are the request's own."""
    request = Request("", "work safety")
    assert rank(index, request, NOTHING, Mode.WORDS).ranked == ()
    assert rank(index, request, NOTHING, Mode.LEXICON).ranked[0].key in (1, 2)


def test_the_functions_of_a_theme_are_told(index: Index) -> None:
    """Those that a search for one of them finds on the theme, whether or not one was asked for; no theme has none."""
    assert rank(index, Request("", "安全生产"), SAFETY).functions == (Function.REQUIREMENTS, Function.CLOSING)
    closings = rank(index, Request("", "安全生产", CLOSING), SAFETY)
    assert closings.functions == (Function.REQUIREMENTS, Function.CLOSING)
    assert Function.CLOSING in rank(index, Request("", "乡村振兴"), VILLAGE).functions
    late = Request("", "乡村振兴", years=Years(2030, None))
    assert rank(index, late, VILLAGE).functions == ()
    assert rank(index, Request("", "", CLOSING), NOTHING).functions == ()
