"""How well a passage answers, in a word."""

from __future__ import annotations

import pytest

from retrieval.grading import CLOSE_FROM, FITTING, TOUCHING_BELOW, relevance
from retrieval.models import Relevance


@pytest.mark.parametrize(
    ("score", "fit", "word"),
    [
        (1.0, 1.0, Relevance.CLOSE),
        (CLOSE_FROM, 1.0, Relevance.CLOSE),
        (CLOSE_FROM, FITTING, Relevance.CLOSE),
        (1.0, FITTING - 0.01, Relevance.RELATED),
        (CLOSE_FROM - 0.01, 1.0, Relevance.RELATED),
        (TOUCHING_BELOW, 1.0, Relevance.RELATED),
        (TOUCHING_BELOW - 0.01, 1.0, Relevance.TOUCHING),
        (0.0, 0.0, Relevance.TOUCHING),
    ],
)
def test_the_word_for_a_score(score: float, fit: float, word: Relevance) -> None:
    """Close must be on the theme and do what was asked for; far from the theme is touching whatever it does."""
    assert relevance(score, fit) is word
