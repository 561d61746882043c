"""How much of a request a passage says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from retrieval import frequencies
from retrieval.concepts import Concept, Group
from retrieval.frequencies import Frequencies
from retrieval.lexical import Match
from retrieval.models import Expansion
from retrieval.relevance import (
    BEST_PART,
    CONTEXT_COVER,
    EVIDENCE,
    EVIDENCE_FOREIGN,
    FARTHER,
    OTHER_COVER,
    PARTS_COVER,
    TOUCHED,
    answers,
    coverage,
    rarity,
)

STYLE = Concept(
    "作风建设", ("作风建设",), parts=("作风", "建设"), others=(Expansion("四风", "作风建设", "近义", 0.64),)
)
MARS = Concept("火星", ("火星",))


def match(*body: str, context: tuple[str, ...] = ()) -> Match:
    """A passage of these words."""
    return Match(1, frozenset(body), frozenset(context))


def even(_: Concept) -> float:
    """All concepts weigh the same."""
    return 1.0


@pytest.mark.parametrize(
    ("passage", "covered"),
    [
        (match("作风建设"), 1.0),
        (match("四风"), 0.64**OTHER_COVER),
        (match("作风", "建设"), PARTS_COVER),
        (match("作风"), PARTS_COVER / 2),
        (match(context=("作风建设",)), CONTEXT_COVER),
        (match("作风", context=("四风",)), CONTEXT_COVER * 0.64**OTHER_COVER),
        (match("安全"), 0.0),
    ],
)
def test_a_concept_is_said_in_several_ways(passage: Match, covered: float) -> None:
    """By its word, a near one, the words inside it; in the body or in the headings above."""
    assert coverage([(STYLE,)], passage, even) == pytest.approx(covered)


def test_concepts_of_a_group_add_up_by_weight() -> None:
    """A rare word that is missing weighs more than a common one that is there."""
    weights = {STYLE: 1.0, MARS: 3.0}
    assert coverage([(STYLE, MARS)], match("作风建设"), weights.__getitem__) == pytest.approx(0.25)


def test_the_best_group_counts() -> None:
    """A passage on one of two themes is on the theme."""
    assert coverage([(STYLE,), (MARS,)], match("作风建设"), even) == 1.0


def test_nothing_asked_is_nothing_said() -> None:
    """No group covers nothing."""
    assert coverage([], match("作风建设"), even) == 0.0


@pytest.fixture
def at_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninety passages of official speeches, 鼓励 in half of them."""
    monkeypatch.setattr(frequencies, "load", lambda: Frequencies(90, {"鼓励": 45, "抗旱": 3}))


@pytest.mark.usefixtures("at_large")
def test_rarity_counts_the_library_and_speeches_at_large() -> None:
    """Of 10 + 90 passages 火星 stands in 2 + 0, 鼓励 in 0 + 45: ln(1 + 98.5/2.5) and ln(1 + 55.5/45.5)."""
    weigh = rarity({"火星": 2, "鼓励": 0}.__getitem__, 10)
    assert weigh(MARS) == pytest.approx(math.log(1 + 98.5 / 2.5))
    assert weigh(Concept("鼓励", ("鼓励",))) == pytest.approx(0.4 * math.log(1 + 55.5 / 45.5))  # a common verb


@pytest.mark.usefixtures("at_large")
def test_the_commonest_exact_word_decides() -> None:
    """An English name of two terms is as common as the commoner of them."""
    weigh = rarity({"防汛": 8, "抗旱": 1}.__getitem__, 10)
    assert weigh(Concept("flood", ("防汛", "抗旱"))) == pytest.approx(math.log(1 + 92.5 / 8.5))


@pytest.mark.usefixtures("at_large")
def test_an_untranslated_word_weighs_like_any_other() -> None:
    """A theme that no term translates and no passage names is a theme that is not there."""
    weigh = rarity({"quantum": 0, "gdp": 1}.__getitem__, 10)
    assert weigh(Concept("quantum", ("quantum",))) == pytest.approx(math.log(1 + 100.5 / 0.5))
    assert weigh(Concept("gdp", ("gdp",))) == pytest.approx(math.log(1 + 99.5 / 1.5))


CHANCE = math.sqrt(2 * math.log(100))
THEME = ((Concept("作风建设", ("作风建设",)),),)
FIGURES = ((Concept("67", ("67",)),),)
FOREIGN = ((Concept("菜谱", ("菜谱",)),),)


@pytest.mark.parametrize(
    ("groups", "candidates", "answered"),
    [
        (THEME, [], False),
        (THEME, [(EVIDENCE, 0)] * 3, True),
        (THEME, [(EVIDENCE - 0.01, 0)] * 3, False),
        (THEME, [(EVIDENCE / BEST_PART + 0.001, 0)], True),
        (THEME, [(EVIDENCE / BEST_PART - 0.01, 0)], False),
        (THEME, [(TOUCHED, CHANCE + FARTHER)], True),
        (THEME, [(TOUCHED, CHANCE + FARTHER - 0.01)], False),
        (THEME, [(TOUCHED - 0.01, 9)], False),
        (THEME, [(TOUCHED, 0), (0, 9)], False),
        (FOREIGN, [(EVIDENCE_FOREIGN, 0)] * 3, True),
        (FOREIGN, [(1.0, 0), (0.5, 0), (0.5, 0)], False),
        (FOREIGN, [(TOUCHED, 9)], False),
        (FIGURES, [(0.8, 0)] * 3, False),
        (FIGURES, [(EVIDENCE_FOREIGN, 0)] * 3, True),
    ],
)
def test_when_there_is_an_answer(
    groups: tuple[Group, ...], candidates: list[tuple[float, float]], answered: bool
) -> None:
    """Several that say much, one that says most, or one that stands out in meaning; more for a foreign word."""
    covered = np.array([said for said, _ in candidates], dtype=np.float64)
    near = np.array([standing for _, standing in candidates], dtype=np.float64)
    assert answers(groups, covered, near, 100) is answered
