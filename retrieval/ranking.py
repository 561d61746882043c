"""The ranking of one request over one index (排序): words and vectors, fused, cut off the theme."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from corpus.models import Place
from retrieval.concepts import Group, concepts
from retrieval.dense import DenseIndex, unit
from retrieval.encoder import Vectors
from retrieval.fusion import blend, standard_scores
from retrieval.lexical import LexicalIndex, Match
from retrieval.relevance import coverage, rarity

DEPTH: Final = 60
"""Candidates taken from words, and as many from vectors."""
COVERED: Final = 0.62
"""There is an answer where a passage says this share of the request …"""
BEST_PART, SPREAD = 0.45, 0.43
"""… or where the best passage and the third best, weighed so, say this much: a theme of the library has several."""
HALF, FARTHER = 0.4, 1.0
"""… or where one says this share and is so many standard deviations nearer in meaning than the nearest by chance."""
TOUCHED, NEAR = 0.2, 1.5
"""A passage belongs to the answer that says this share, or is this near in meaning."""
UNSAID: Final = 0.2
"""A passage that says nothing of the request keeps this share of its score, one that says all of it the whole."""
BEST_SHARE: Final = 0.1
"""What scores less than this share of the best is left out: the tail of an answer must be worth a page."""
BACKGROUND: Final = 512
"""Passages drawn to know what a similarity is worth."""


class Mode(StrEnum):
    """Which parts of the search take part; all but the first are there to be measured against it."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    DENSE = "dense"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage's key and its score, 0 to 1, comparable within one answer only."""

    key: int
    score: float


@dataclass(frozen=True, slots=True)
class Index:
    """Both halves of an index, and the vectors of passages drawn at large, shape (≤ BACKGROUND, dimension)."""

    lexical: LexicalIndex
    dense: DenseIndex
    background: Vectors


def rank(
    index: Index, query: str, vector: npt.NDArray[np.float32], place: Place | None = None, mode: Mode = Mode.HYBRID
) -> list[Ranked]:
    """Return the passages on the theme, best first.

    Those standing at ``place`` come before all others; where ``query`` is empty, they alone, the most typical first.

    Args:
        index: Where to look.
        query: Normalised, without the words of asking.
        vector: The query's vector, of length 1, or 0 where it says nothing.
        place: Where in a speech they are to stand.
        mode: Which parts take part. Nothing is cut off by one part alone.
    """
    if not query:
        return [] if place is None else _typical(index, place)
    groups = concepts(query)
    scores = _scores(index, groups, vector, None, mode)
    if place is not None:
        there = _scores(index, groups, vector, place, mode)
        scores = {key: score / 2 for key, score in scores.items()}
        scores |= {key: 0.5 + score / 2 for key, score in there.items()}
    return _best_first(scores)


def _scores(
    index: Index, groups: Sequence[Group], vector: npt.NDArray[np.float32], place: Place | None, mode: Mode
) -> dict[int, float]:
    matches = {match.key: match for match in _by_words(index, groups, place)} if mode is not Mode.DENSE else {}
    near = _by_meaning(index, vector, matches, place) if mode is not Mode.LEXICAL else {}
    lexical = {key: match.score for key, match in matches.items()}
    if mode is not Mode.HYBRID:
        return blend(lexical, near)
    matches |= {match.key: match for match in index.lexical.read([key for key in near if key not in matches])}
    weigh = rarity(index.lexical.document_frequency, len(index.lexical))
    covered = {key: coverage(groups, match, weigh) for key, match in matches.items()}
    if not _answers(covered, near, len(index.dense)):
        return {}
    fused = {
        key: score * (UNSAID + (1 - UNSAID) * covered[key])
        for key, score in blend(lexical, near).items()
        if covered[key] >= TOUCHED or near.get(key, 0.0) >= NEAR
    }
    floor = BEST_SHARE * max(fused.values(), default=0.0)
    return {key: score for key, score in fused.items() if score >= floor}


def _answers(covered: Mapping[int, float], near: Mapping[int, float], passages: int) -> bool:
    """Whether there is an answer at all, by what the candidates say of the request and how near they are to it.

    Args:
        covered: Coverage by key, 0 to 1.
        near: Standard score of the similarity by key.
        passages: How many the index holds; the nearest of many is near by chance.
    """
    best = sorted(covered.values(), reverse=True)[:3]
    if not best:
        return False
    third = best[2] if len(best) == 3 else 0.0
    if best[0] >= COVERED or BEST_PART * best[0] + (1 - BEST_PART) * third >= SPREAD:
        return True
    chance = math.sqrt(2 * math.log(max(passages, 2)))  # of the highest of so many normal draws
    return any(share >= HALF and near.get(key, 0.0) >= chance + FARTHER for key, share in covered.items())


def _by_words(index: Index, groups: Sequence[Group], place: Place | None) -> list[Match]:
    return index.lexical.search(groups, DEPTH, place) if groups else []


def _by_meaning(
    index: Index, vector: npt.NDArray[np.float32], matches: Mapping[int, Match], place: Place | None
) -> dict[int, float]:
    """Return standard scores of the nearest passages, and of those that words have found."""
    if not np.any(vector):
        return {}
    keys, similarities = _nearest(index, vector, place)
    others = sorted(matches.keys() - set(keys))
    all_similarities = np.concatenate([similarities, index.dense.vectors(others) @ vector])
    scores = standard_scores(all_similarities, index.background @ vector)
    return dict(zip([*keys, *others], scores.tolist(), strict=True))


def _nearest(
    index: Index, vector: npt.NDArray[np.float32], place: Place | None
) -> tuple[list[int], npt.NDArray[np.float32]]:
    """Return the keys nearest to a vector and their similarities, best first; with a place, of those standing there."""
    if place is None:
        keys, similarities = index.dense.search(vector, DEPTH)
        return keys.tolist(), similarities
    there = sorted(index.lexical.placed(place))
    similarities = index.dense.vectors(there) @ vector
    best = np.argsort(-similarities, kind="stable")[:DEPTH]
    return [there[number] for number in best], similarities[best]


def _typical(index: Index, place: Place) -> list[Ranked]:
    """Rank all that stands at a place by nearness to its mean: an ending like most endings comes first."""
    keys = sorted(index.lexical.placed(place))
    if not keys:
        return []
    vectors = index.dense.vectors(keys)
    typical = vectors @ unit(vectors.mean(axis=0, keepdims=True))[0]
    return _best_first(dict(zip(keys, np.clip(typical, 0, 1).tolist(), strict=True)))


def _best_first(scores: Mapping[int, float]) -> list[Ranked]:
    return [Ranked(key, scores[key]) for key in sorted(scores, key=lambda key: (-scores[key], key))]
