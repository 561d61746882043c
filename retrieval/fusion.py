"""One score out of several (融合): what words, vectors, coverage and the speech around a passage say of it.

A weighted sum of features, each about 0 to 1. Fusion by rank (Cormack, Clarke & Büttcher 2009) forgets how far the
first stands above the second; a sum of two scaled scores does not know that a passage says all of a request, nor that
its whole speech is on the theme. The weights are fitted on judged requests by ``python -m retrieval.tuning``, which
prints what they reach on requests that they were not fitted on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float32]

TOP: Final = 4
"""A speech is as much on the theme as the mean of its so many best passages."""
FEW: Final = 10
"""Speeches of which the middle one says half as much as that of very many."""
SPREAD: Final = 3.0
"""Standard deviations that count as 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature weighs.

    Attributes:
        words: BM25 score, the best being 1.
        nearness: Standard score of the similarity of vectors, divided by ``SPREAD``.
        coverage: Share of the request that the passage says (``retrieval.relevance``).
        speech: How far the speech stands out among all, by its best passages.
        speech_words: How far the speech stands out by its words as a whole.
    """

    words: float = 0.05
    nearness: float = 0.4
    coverage: float = 0.6
    speech: float = 0.4
    speech_words: float = 0.28


WEIGHTS: Final = Weights()


@dataclass(frozen=True, slots=True)
class Features:
    """The features of candidates, each of shape (candidates,)."""

    words: Values
    nearness: Values
    coverage: Values
    speech: Values
    speech_words: Values


def theme_scores(features: Features, weights: Weights = WEIGHTS) -> Values:
    """Return the score of each candidate on the theme, 0 to about 1."""
    total = weights.words + weights.nearness + weights.coverage + weights.speech + weights.speech_words
    score = (
        weights.words * features.words
        + weights.nearness * features.nearness
        + weights.coverage * features.coverage
        + weights.speech * features.speech
        + weights.speech_words * features.speech_words
    )
    return np.asarray(np.maximum(score / total, 0.0), dtype=np.float32)


def standard_scores(
    similarities: npt.NDArray[np.float32], background: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Say how many standard deviations each similarity stands above those of passages at large.

    One model's 0.8 is another's 0.3; against the background of the same request both mean the same.
    """
    if background.size < 2:
        return np.zeros_like(similarities)
    spread = max(float(background.std()), 1e-6)
    return np.asarray((similarities - float(background.mean())) / spread, dtype=np.float32)


def first_scores(words: Values, near: Values) -> Values:
    """Return what words and vectors alone say, 0 to 1: enough to choose candidates by."""
    return np.asarray(0.4 * words + 0.6 * np.clip(near / SPREAD, 0, 1), dtype=np.float32)


def of_speeches(scores: Values, speech: npt.NDArray[np.int32], speeches: int) -> Values:
    """Return for each speech the mean of its ``TOP`` best scores, fewer counting as 0; shape (speeches,)."""
    order = np.lexsort((-scores, speech))
    sorted_speech = speech[order]
    first = np.searchsorted(sorted_speech, sorted_speech, side="left")
    kept = np.arange(len(order)) - first < TOP
    sums = np.bincount(sorted_speech[kept], weights=scores[order][kept], minlength=speeches)
    return np.asarray(sums / TOP, dtype=np.float32)


def standing_out(values: Values) -> Values:
    """Scale values of speeches to how far each stands above the middle one, the best possible being 1.

    Where all speeches are on the theme alike, none stands out, and the passages alone decide. Of a few speeches one
    stands out by chance: what is found counts in full only where there are many more than ``FEW``.
    """
    best = float(values.max(initial=0.0))
    if best <= 0:
        return np.zeros_like(values)
    sure = len(values) / (len(values) + FEW)
    return np.asarray(sure * np.maximum(values - np.median(values), 0) / best, dtype=np.float32)
