"""The ranking of one request over one index (排序).

::

    words ─┐ wide            ┌─ speeches that stand out ─┐
           ├─▶ first scores ─┤                           ├─▶ narrow candidates ─▶ coverage ─▶ fused ─▶ function, form
    vectors┘                 └─ who does what is asked ──┘
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval import fusion, wanted
from retrieval.concepts import Group, concepts, plain
from retrieval.dense import DenseIndex
from retrieval.encoder import Vectors
from retrieval.facets import Facets, Rows
from retrieval.fusion import Features, Values, standard_scores
from retrieval.grading import TOUCHING_BELOW
from retrieval.lexical import LexicalIndex
from retrieval.models import Function, Request
from retrieval.narrowing import Mask, allowed, likely, narrows, of_kind
from retrieval.relevance import answers, coverage, rarity

WIDE: Final = 300
"""Passages scored by words, and as many by vectors."""
NARROWED: Final = 20_000
"""So many where the request lets in few: farther down nothing is on the theme, and a graph of vectors gets slow."""
DEPTH: Final = 80
"""Candidates whose words are read."""
FITTING: Final = 40
"""Further candidates, from speeches on the theme, that do what is asked for."""
LOOKED_AT: Final = 8
"""Of those, so many are read to know whether a theme has a function that was not asked for."""
ON_THEME: Final = 10
"""Speeches that these are taken from."""
SPEECHES: Final = 60
"""Speeches scored by their words."""
TOUCHED, NEAR = 0.2, 1.5
"""A passage belongs to the answer that says this share of the request, or is this near in meaning."""
BEST_SHARE: Final = 0.3
"""What scores less than this share of the best on the theme is left out: the tail of an answer must be worth a page."""
FITTING_SHARE: Final = 0.5
"""Of that floor, what a passage needs that does what is asked for: a closing seldom says the theme itself."""
OTHER_KIND: Final = 0.7
"""A passage from another kind of text than was asked for keeps this share of its score."""
BUNDLED: Final = 0.8
"""A bundled speech's passage keeps this share of its score where there are speeches of a person's own."""
BACKGROUND: Final = 512
"""Passages drawn to know what a similarity is worth."""


class Mode(StrEnum):
    """Which parts of the search take part; all but the last are there to be measured against it.

    WORDS is BM25 over what the request says itself, VECTORS the nearest vectors, LEXICON BM25 with synonyms, near words
    and translations, FUNCTION the same weighed by function and form, WHOLE all of it fused.
    """

    WORDS = "words"
    VECTORS = "vectors"
    LEXICON = "lexicon"
    FUNCTION = "function"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage's key, its score (0 to 1, comparable within one answer) and what the score is made of.

    Attributes:
        key: Of the passage.
        score: Fused, the function and form asked for included.
        theme: Fused, on the theme alone.
        fit: How far it does and is what is asked for, 0 to 1.
    """

    key: int
    score: float
    theme: float = 0.0
    fit: float = 1.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages best first.

    Attributes:
        ranked: Best first.
        on_theme: Whether the library has the theme at all, whatever the request lets in.
        functions: Those that the same request would find a fitting passage for, in the order of ``Function``.
    """

    ranked: tuple[Ranked, ...]
    on_theme: bool
    functions: tuple[Function, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """All of an index: words of passages and of whole speeches, vectors, facets, and vectors of passages at large."""

    lexical: LexicalIndex
    speeches: LexicalIndex
    dense: DenseIndex
    facets: Facets
    background: Vectors


@dataclass(frozen=True, slots=True)
class Speeches:
    """How far each speech stands out by its passages, and by its words; both of shape (speeches,)."""

    by_passages: Values
    by_words: Values


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Candidates: their rows in the facets, what the fusion weighs, and standard scores of their similarity."""

    rows: Rows
    features: Features
    near: Values
    speeches: Speeches


@dataclass(frozen=True, slots=True)
class _Wide:
    """Scores of wide candidates; all of shape (candidates,)."""

    rows: Rows
    words: Values
    near: Values

    @property
    def first(self) -> Values:
        """What words and vectors alone say of each, 0 to 1."""
        return fusion.first_scores(self.words, self.near)


def rank(index: Index, request: Request, vector: npt.NDArray[np.float32], mode: Mode = Mode.WHOLE) -> Ranking:
    """Return the passages that a request asks for.

    Args:
        index: Where to look.
        request: What is asked for.
        vector: The query's vector, of length 1, or 0 where it says nothing.
        mode: Which parts take part. Nothing is cut off by one part alone.
    """
    mask = allowed(request, index.facets, index.lexical.containing) if narrows(request) else None
    if not request.query:
        return _by_fitness(index, request, mask)
    groups = concepts(request.query)
    if mode is Mode.WORDS:
        groups = tuple(group for group in map(plain, groups) if group)
    wide = _look_wide(index, groups, vector, mode, narrowed=mask is not None)
    if mode is not Mode.WHOLE:
        return _alone(index, request, wide, mask, mode)
    return _whole(index, request, groups, wide, mask)


def _look_wide(
    index: Index, groups: Sequence[Group], vector: npt.NDArray[np.float32], mode: Mode, *, narrowed: bool
) -> _Wide:
    """Score candidates by words and by vectors; many more of both where the request narrows."""
    limit = NARROWED if narrowed else WIDE
    by_words = index.lexical.scores(groups, limit) if groups and mode is not Mode.VECTORS else {}
    keys, similarities = index.dense.search(vector, limit if np.any(vector) and _by_vectors(mode) else 0)
    near = dict(zip(keys.tolist(), similarities.tolist(), strict=True))
    others = [key for key in by_words if key not in near] if np.any(vector) and _by_vectors(mode) else []
    near |= dict(zip(others, (index.dense.vectors(others) @ vector).tolist(), strict=True))
    union = sorted(by_words.keys() | near.keys())
    words = np.array([by_words.get(key, 0.0) for key in union], dtype=np.float32)
    similar = np.array([near.get(key, 0.0) for key in union], dtype=np.float32)
    standing = standard_scores(similar, index.background @ vector) if near else np.zeros_like(similar)
    return _Wide(index.facets.rows(union), words / max(float(words.max(initial=0.0)), 1e-9), standing)


def _by_vectors(mode: Mode) -> bool:
    return mode in (Mode.VECTORS, Mode.WHOLE)


def _alone(index: Index, request: Request, wide: _Wide, mask: Mask | None, mode: Mode) -> Ranking:
    scores = wide.near if mode is Mode.VECTORS else wide.words
    if mode is Mode.FUNCTION and wanted.wants(request):
        scores = wanted.weighed(scores, wanted.fitness(request, index.facets, wide.rows))
    if mask is not None:
        scores = np.where(mask[wide.rows], scores, 0).astype(np.float32)
    ranked = [Ranked(int(index.facets.keys[row]), float(score)) for row, score in zip(wide.rows, scores, strict=True)]
    return Ranking(tuple(_best_first([one for one in ranked if one.score > 0])), on_theme=True)


@dataclass(frozen=True, slots=True)
class Described:
    """The candidates of a request as the fusion sees them: keys, features, and how far each fits; for tuning."""

    keys: tuple[int, ...]
    features: Features
    fit: Values


def describe(index: Index, request: Request, vector: npt.NDArray[np.float32]) -> Described:
    """Describe the candidates of a request that has a theme, whatever it lets in."""
    groups = concepts(request.query)
    gathered = _gather(index, request, groups, _look_wide(index, groups, vector, Mode.WHOLE, narrowed=False), None)
    fit = wanted.fitness(request, index.facets, gathered.rows)
    return Described(tuple(index.facets.keys[gathered.rows].tolist()), gathered.features, fit)


def _gather(index: Index, request: Request, groups: Sequence[Group], wide: _Wide, mask: Mask | None) -> _Gathered:
    """Choose the candidates whose words are read, and say of each what the fusion weighs."""
    facets = index.facets
    by_passages = fusion.standing_out(fusion.of_speeches(wide.first, facets.speech[wide.rows], len(facets.speeches)))
    speeches = Speeches(by_passages, fusion.standing_out(_speech_words(index, groups)))
    return _read(index, groups, wide, speeches, _narrow(index, request, wide, by_passages + speeches.by_words, mask))


def _read(index: Index, groups: Sequence[Group], wide: _Wide, speeches: Speeches, rows: Rows) -> _Gathered:
    """Say of candidates what the fusion weighs; their words are read."""
    facets = index.facets
    matches = {match.key: match for match in index.lexical.read(facets.keys[rows].tolist())}
    weigh = rarity(index.lexical.document_frequency, len(index.lexical))
    found = [matches[key] for key in facets.keys[rows].tolist()]
    covered = np.array([coverage(groups, match, weigh) for match in found], dtype=np.float32)
    words, near = _at(wide, rows, wide.words), _at(wide, rows, wide.near)
    speech = facets.speech[rows]
    features = Features(words, near / fusion.SPREAD, covered, speeches.by_passages[speech], speeches.by_words[speech])
    return _Gathered(rows, features, near, speeches)


def _whole(index: Index, request: Request, groups: Sequence[Group], wide: _Wide, mask: Mask | None) -> Ranking:
    facets = index.facets
    gathered = _gather(index, request, groups, wide, mask)
    rows, covered, near = gathered.rows, gathered.features.coverage, gathered.near
    if not answers(groups, covered, near, len(facets)):
        return Ranking((), on_theme=False)
    scores = themes = fusion.theme_scores(gathered.features)
    floor = BEST_SHARE * float(themes.max(initial=0.0))
    belongs = ((covered >= TOUCHED) | (near >= NEAR)) & (themes >= floor)
    fit = np.ones_like(scores)
    if wanted.wants(request):
        fit = wanted.fitness(request, facets, rows)
        scores = wanted.weighed(scores, fit)
        belongs |= (fit >= wanted.FITS) & (themes >= FITTING_SHARE * floor)
    scores = _own_first(facets, rows, scores)
    if request.kind is not None:
        scores = np.where(of_kind(request, facets)[rows], scores, OTHER_KIND * scores)
    if mask is not None:
        belongs &= mask[rows]
    ranked = [
        Ranked(int(facets.keys[row]), float(scores[n]), float(themes[n]), float(fit[n]))
        for n, row in enumerate(rows)
        if belongs[n]
    ]
    functions = _functions(index, request, groups, wide, mask, gathered, max(FITTING_SHARE * floor, TOUCHING_BELOW))
    return Ranking(tuple(_best_first(ranked)), on_theme=True, functions=functions)


def _functions(
    index: Index,
    request: Request,
    groups: Sequence[Group],
    wide: _Wide,
    mask: Mask | None,
    gathered: _Gathered,
    floor: float,
) -> tuple[Function, ...]:
    """Return the functions that a search on the theme finds a fitting passage for, which does not merely touch it.

    What the candidates do is known. For a function that none of them has, those that such a search would add are read.
    """
    asked = {function: replace(request, functions=(function,)) for function in Function}
    found = {one for one in asked if _fits(index.facets, asked[one], gathered, mask, floor)}
    standing = gathered.speeches.by_passages + gathered.speeches.by_words
    added = {one: _likely(index, asked[one], standing, mask)[:LOOKED_AT] for one in asked if one not in found}
    rows = np.unique(np.concatenate([np.zeros(0, dtype=np.intp), *added.values()])).astype(np.intp)
    if len(rows):
        more = _read(index, groups, wide, gathered.speeches, rows)
        found |= {one for one in added if _fits(index.facets, asked[one], more, mask, floor)}
    return tuple(one for one in Function if one in found)


def _fits(facets: Facets, request: Request, gathered: _Gathered, mask: Mask | None, floor: float) -> bool:
    fitting = wanted.fitness(request, facets, gathered.rows) >= wanted.FITS
    fitting &= fusion.theme_scores(gathered.features) >= floor
    if mask is not None:
        fitting &= mask[gathered.rows]
    return bool(fitting.any())


def _narrow(index: Index, request: Request, wide: _Wide, speeches: Values, mask: Mask | None) -> Rows:
    """Choose the candidates whose words are read: the best, the best that are let in, and those that fit.

    Of those that are let in, such as have the words that must stand there come first.
    """
    facets = index.facets
    first = wide.first + 0.2 * speeches[facets.speech[wide.rows]]
    order = np.argsort(-first, kind="stable")
    chosen = [wide.rows[order[:DEPTH]]]
    if mask is not None:
        inside = order[mask[wide.rows[order]]]
        chosen.append(wide.rows[inside[:DEPTH]])
    if request.must:
        mask = likely(request, facets, index.lexical.containing) & (True if mask is None else mask)
        inside = order[mask[wide.rows[order]]]
        chosen.append(wide.rows[inside[:DEPTH]])
    if wanted.wants(request):
        chosen.append(_likely(index, request, speeches, mask))
    return np.unique(np.concatenate(chosen))


def _likely(index: Index, request: Request, speeches: Values, mask: Mask | None) -> Rows:
    """Return passages of speeches on the theme that may do what is asked for, likeliest first."""
    facets = index.facets
    on_theme = np.argsort(-speeches, kind="stable")[:ON_THEME]
    there = np.flatnonzero(np.isin(facets.speech, on_theme[speeches[on_theme] > 0]))
    if mask is not None:
        there = there[mask[there]]
    fit = wanted.fitness(request, facets, there)
    best = np.argsort(-fit * speeches[facets.speech[there]], kind="stable")[:FITTING]
    return there[best[fit[best] >= wanted.FITS / 2]]


def _speech_words(index: Index, groups: Sequence[Group]) -> Values:
    """Score whole speeches by their words; shape (speeches,)."""
    found = index.speeches.scores(groups, SPEECHES) if groups else {}
    return np.array([found.get(key, 0.0) for key in index.facets.speech_keys], dtype=np.float32)


def _own_first(facets: Facets, rows: Rows, scores: Values) -> Values:
    """Let a person's own speeches come before the bundled ones about as good: those are examples to begin with."""
    if facets.bundled.all() or not facets.bundled.any():
        return scores
    return np.where(facets.bundled[facets.speech[rows]], BUNDLED * scores, scores).astype(np.float32)


def _at(wide: _Wide, rows: Rows, values: Values) -> Values:
    """Return ``values`` of the wide candidates at ``rows``; 0 for a row that is none."""
    place = np.minimum(np.searchsorted(wide.rows, rows), len(wide.rows) - 1)
    return np.where(wide.rows[place] == rows, values[place], 0).astype(np.float32)


def _by_fitness(index: Index, request: Request, mask: Mask | None) -> Ranking:
    """Rank all passages by what they do and are made of, where no theme is asked for."""
    if not wanted.wants(request):
        return Ranking((), on_theme=False)
    every = np.arange(len(index.facets))
    fit = wanted.fitness(request, index.facets, every)
    if mask is not None:
        fit = np.where(mask, fit, 0).astype(np.float32)
    scores = _own_first(index.facets, every, fit)
    if request.kind is not None:
        scores = np.where(of_kind(request, index.facets), scores, OTHER_KIND * scores).astype(np.float32)
    best = np.argsort(-scores, kind="stable")[:WIDE]
    found = [Ranked(int(index.facets.keys[row]), float(scores[row]), fit=float(fit[row])) for row in best]
    return Ranking(tuple(one for one in found if one.fit >= wanted.MAY_FIT), on_theme=True)


def _best_first(ranked: Sequence[Ranked]) -> list[Ranked]:
    return sorted(ranked, key=lambda one: (-one.score, one.key))
