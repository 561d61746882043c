"""Whether there is an answer, and which passages belong to it, on a small library by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from corpus.models import Place
from retrieval.dense import DenseIndex
from retrieval.lexical import Entry, LexicalIndex
from retrieval.ranking import COVERED, FARTHER, HALF, SPREAD, Index, Mode, _answers, rank

TEXTS = {
    1: ("抓好安全生产，压实企业责任。", Place.BODY),
    2: ("安全生产只有起点，没有终点，让我们共同努力。", Place.CLOSING),
    3: ("扎实推进乡村振兴，促进农民增收。", Place.BODY),
    4: ("乡村振兴任重道远，让我们携手前进。", Place.CLOSING),
}
SAFETY = np.array([1.0, 0.0], dtype=np.float32)
VECTORS = np.array([[1.0, 0.0], [0.9, np.sqrt(1 - 0.81)], [0.0, 1.0], [0.1, np.sqrt(1 - 0.01)]], dtype=np.float32)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Four passages on two themes; their vectors point the way of their theme."""
    lexical = LexicalIndex.create(tmp_path / "lexical")
    lexical.update(Entry(key, text, "", "", place) for key, (text, place) in TEXTS.items())
    dense = DenseIndex.create(2, graph=False)
    dense.add(list(TEXTS), VECTORS)
    return Index(lexical, dense, VECTORS)


def test_the_theme_comes_first(index: Index) -> None:
    """What says it and is near to it leads; what does neither is left out."""
    ranked = rank(index, "安全生产", SAFETY)
    assert [one.key for one in ranked] == [1, 2]


def test_a_place_leads_and_the_theme_follows(index: Index) -> None:
    """A closing on the theme is first; other passages on the theme come after, closings on other themes do not."""
    assert [one.key for one in rank(index, "安全生产", SAFETY, Place.CLOSING)] == [2, 1]


def test_a_place_alone_gives_all_that_stand_there(index: Index) -> None:
    """However many there are."""
    nothing = np.zeros(2, dtype=np.float32)
    assert {one.key for one in rank(index, "", nothing, Place.CLOSING)} == {2, 4}
    assert rank(index, "", nothing) == []


def test_every_passage_at_a_place_is_known(tmp_path: Path) -> None:
    """Three hundred closings are three hundred, and stay so when one more comes."""
    lexical = LexicalIndex.create(tmp_path / "lexical")
    lexical.update(Entry(key, "让我们携手前进。", "", "", Place.CLOSING) for key in range(300))
    assert len(lexical.placed(Place.CLOSING)) == 300
    lexical.update([Entry(300, "让我们再创辉煌。", "", "", Place.CLOSING)])
    assert len(lexical.placed(Place.CLOSING)) == 301
    assert lexical.placed(Place.OPENING) == frozenset()


def test_a_theme_that_nobody_speaks_of_has_no_answer(index: Index) -> None:
    """Neither words nor nearness stand for it; one part alone cannot tell."""
    assert rank(index, "量子计算", SAFETY) == []
    assert rank(index, "量子计算", SAFETY, mode=Mode.DENSE)


@pytest.mark.parametrize(
    ("covered", "near", "answered"),
    [
        ({}, {}, False),
        ({1: COVERED}, {}, True),
        ({1: COVERED - 0.01}, {}, False),
        ({1: SPREAD, 2: SPREAD, 3: SPREAD}, {}, True),
        ({1: SPREAD, 2: SPREAD}, {}, False),
        ({1: HALF}, {1: math.sqrt(2 * math.log(100)) + FARTHER}, True),
        ({1: HALF}, {1: math.sqrt(2 * math.log(100)) + FARTHER - 0.01}, False),
        ({1: HALF - 0.01}, {1: 9.0}, False),
    ],
)
def test_when_there_is_an_answer(covered: dict[int, float], near: dict[int, float], answered: bool) -> None:
    """One passage that says most of it, several that say much, or one that says half and stands out in meaning."""
    assert _answers(covered, near, 100) is answered


def test_a_word_by_itself_is_a_theme_however_common(index: Index) -> None:
    """Who sends 终点 alone wants the passages that say it."""
    assert rank(index, "终点", SAFETY)[0].key == 2
