"""One ranking out of two, against hand arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.fusion import blend, standard_scores


def test_blends_scores_divided_by_their_best() -> None:
    """Lexical 8, 4 become 1, ½; dense 3, 6 become ½, 1; at weight ¼ the sums are .75·1+.25·.5 and so on."""
    assert blend({1: 8, 2: 4}, {2: 3, 3: 6}, weight=0.25) == pytest.approx({1: 0.75, 2: 0.5, 3: 0.25})


def test_scores_below_zero_count_as_none() -> None:
    """A passage less near than passages at large gains nothing from that, and loses nothing."""
    assert blend({1: 2}, {1: -1, 2: 4}, weight=0.5) == pytest.approx({1: 0.5, 2: 0.5})


@pytest.mark.parametrize("nothing", [{}, {1: 0.0}, {1: -2.0}])
def test_one_side_alone_stands_as_it_is(nothing: dict[int, float]) -> None:
    """An answer from one side still reaches from 0 to 1."""
    assert blend(nothing, {1: 5, 2: 10}) == {1: 0.5, 2: 1.0}
    assert blend({1: 5, 2: 10}, nothing) == {1: 0.5, 2: 1.0}


def test_nothing_blends_to_nothing() -> None:
    """No key, no score."""
    assert blend({}, {}) == {}


def test_standard_scores() -> None:
    """Background 0, 2 has mean 1 and deviation 1: a similarity of 3 stands 2 above."""
    background = np.array([0, 2], dtype=np.float32)
    assert standard_scores(np.array([3, 1], dtype=np.float32), background).tolist() == [2, 0]


def test_without_a_background_nothing_stands_out() -> None:
    """One passage alone is no background; equal ones divide by nearly nothing, never by zero."""
    assert standard_scores(np.array([0.9], dtype=np.float32), np.empty(0, dtype=np.float32)).tolist() == [0]
    assert np.isfinite(standard_scores(np.array([0.9], dtype=np.float32), np.ones(4, dtype=np.float32))).all()
