"""One score out of several, against hand arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.fusion import (
    FEW,
    SPREAD,
    TOP,
    Features,
    Weights,
    first_scores,
    of_speeches,
    standard_scores,
    standing_out,
    theme_scores,
)

HALVES = Weights(words=0.5, nearness=0.25, coverage=0.25, speech=0.0, speech_words=0.0)


def values(*numbers: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """An array of them."""
    return np.array(numbers, dtype=np.float32)


def test_a_score_is_the_weighted_mean_of_the_features() -> None:
    """½·1 + ¼·0.4 + ¼·0.8 = 0.8; speech and its words weigh nothing here."""
    none = values(0, 9)
    features = Features(values(1, 0), values(0.4, 0), values(0.8, 0.2), none, none)
    assert theme_scores(features, HALVES) == pytest.approx([0.8, 0.05])


def test_weights_need_not_sum_to_one() -> None:
    """Twice the weights are the same score."""
    double = Weights(words=1.0, nearness=0.5, coverage=0.5, speech=0.0, speech_words=0.0)
    features = Features(values(1), values(0.4), values(0.8), values(1), values(1))
    assert theme_scores(features, double) == pytest.approx(theme_scores(features, HALVES))


def test_no_score_is_below_zero() -> None:
    """A passage further off than passages at large."""
    zero = values(0)
    assert theme_scores(Features(zero, values(-2), zero, zero, zero)).tolist() == [0]


def test_candidates_are_chosen_by_words_and_nearness() -> None:
    """0.4 for the best words, 0.6 for standing SPREAD deviations out; no less than nothing, no more than all."""
    assert first_scores(values(1, 0, 0), values(0, 2 * SPREAD, -1)) == pytest.approx([0.4, 0.6, 0.0])


def test_a_speech_is_worth_its_best_passages() -> None:
    """Of six passages the TOP best count; a speech with fewer is filled up with nothing."""
    scores = values(0.1, 0.2, 0.9, 0.8, 0.7, 0.6, 1.0)
    speech = np.array([0, 0, 0, 0, 0, 0, 2], dtype=np.int32)
    assert TOP == 4
    assert of_speeches(scores, speech, 3) == pytest.approx([(0.9 + 0.8 + 0.7 + 0.6) / 4, 0, 0.25])


def test_what_all_speeches_are_about_makes_none_stand_out() -> None:
    """How far each stands above the middle one, by the best; less of a few, nothing where all are alike."""
    assert standing_out(values(0.8, 0.2, 0.4)) == pytest.approx([0.5 * 3 / (3 + FEW), 0, 0])
    many = standing_out(values(0.8, *[0.4] * 989))
    assert many[0] == pytest.approx(0.5 * 0.99)
    assert standing_out(values(0.5, 0.5, 0.5)).tolist() == [0, 0, 0]
    assert standing_out(values(0, 0)).tolist() == [0, 0]
    assert standing_out(values()).size == 0


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=30))
def test_standing_out_keeps_the_order(numbers: list[float]) -> None:
    """Between 0 and 1, and never turns two speeches round."""
    array = values(*numbers)
    found = standing_out(array)
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found[np.argsort(array)]) >= 0).all()


def test_standard_scores() -> None:
    """Background 0, 2 has mean 1 and deviation 1: a similarity of 3 stands 2 above."""
    assert standard_scores(values(3, 1), values(0, 2)).tolist() == [2, 0]


def test_without_a_background_nothing_stands_out() -> None:
    """One passage alone is no background; equal ones divide by nearly nothing, never by zero."""
    assert standard_scores(values(0.9), values()).tolist() == [0]
    assert np.isfinite(standard_scores(values(0.9), np.ones(4, dtype=np.float32))).all()
