"""How well a passage answers, in a word."""

from __future__ import annotations

import pytest

from retrieval.grading import CLOSE_FROM, FITTING, TOUCHING_BELOW, WORTH, relevance
from retrieval.models import Relevance


@pytest.mark.parametrize(
    ("score", "fit", "word"),
    [
        (1.0, None, Relevance.CLOSE),
        (CLOSE_FROM, None, Relevance.CLOSE),
        (CLOSE_FROM - 0.01, None, Relevance.RELATED),
        (TOUCHING_BELOW, None, Relevance.RELATED),
        (TOUCHING_BELOW - 0.01, None, Relevance.TOUCHING),
        (1.0, FITTING - 0.01, Relevance.RELATED),
        (TOUCHING_BELOW - 0.01, FITTING - 0.01, Relevance.TOUCHING),
        (CLOSE_FROM - WORTH + 0.01, FITTING, Relevance.CLOSE),
        (TOUCHING_BELOW - WORTH + 0.01, 1.0, Relevance.RELATED),
        (0.0, 1.0, Relevance.TOUCHING),
    ],
)
def test_the_word_for_a_score(score: float, fit: float | None, word: Relevance) -> None:
    """Close must be on the theme and do what was asked for; far from the theme is touching whatever it does."""
    assert relevance(score, fit) is word
