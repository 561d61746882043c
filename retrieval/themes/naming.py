"""What themes a passage names, and which of those that a library holds are nearest to a request (主题)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from retrieval import frequencies
from retrieval.themes.english import translate
from retrieval.themes.lexicon import EVERYDAY, Lexicon, load_lexicon
from retrieval.themes.spoken import spoken
from retrieval.themes.theme import Theme
from retrieval.tokens import words

MOST: Final = 5
"""Themes of a passage at most."""
HEADING, TITLE = 2.0, 0.6
"""Weight of a word in the headings above a passage and in the title of its speech; in the passage it is 1."""
BESIDE: Final = 0.25
"""Weight of a near word beside a theme that is named by its own."""
LEAST_SHARE: Final = 0.35
"""A theme is left out that scores less than this share of the best."""
LEAST: Final = 3.0
"""A theme is left out whose words are so common, and said so seldom, that it scores less."""

_SAME_PART, _SHARED, _SAME_GROUP = 1.0, 0.4, 0.1
"""How near two themes are: one part of the other, each word that both have, and standing in one group."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """Themes by the words that name them, and by the words beside them; rarity by word."""

    names: Mapping[str, tuple[Theme, ...]]
    beside: Mapping[str, tuple[Theme, ...]]
    rarity: Mapping[str, float]


def themes_of(text: str, headings: Iterable[str] = (), title: str = "") -> tuple[str, ...]:
    """Return the terms of the themes that a passage names, best first, at most ``MOST``; none where it names none."""
    return named(words(text), [word for heading in headings for word in words(heading)], words(title))


def named(body: Sequence[str], headings: Sequence[str] = (), title: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the same from words as ``tokens.words`` cuts them.

    A theme is named by its term or a synonym in the passage or its headings; the title and near words only add to that.
    """
    tables = _tables(load_lexicon())
    scores: dict[Theme, float] = {}
    said: set[Theme] = set()
    counts = [(Counter(body), 1.0, True), (Counter(headings), HEADING, True), (Counter(title), TITLE, False)]
    for counted, weight, names in counts:
        for word, times in counted.items():
            worth = weight * tables.rarity.get(word, 0.0) * (1 + math.log(times))
            for theme in tables.names.get(word, ()):
                scores[theme] = scores.get(theme, 0.0) + worth
                if names:
                    said.add(theme)
            for theme in tables.beside.get(word, ()):
                scores[theme] = scores.get(theme, 0.0) + BESIDE * worth
    best = sorted((theme for theme in said if scores[theme] >= LEAST), key=lambda theme: (-scores[theme], theme.term))
    floor = LEAST_SHARE * scores[best[0]] if best else 0.0
    return tuple(theme.term for theme in best[:MOST] if scores[theme] >= floor)


def related(query: str, held: Collection[str], most: int = MOST) -> tuple[str, ...]:
    """Return the terms among ``held`` that are nearest to a normalised request, nearest first.

    Nearness comes from the lexicon: the same theme, one part of the other, shared near words, and the same group
    beside one of these. None where the request holds no word of a theme.
    """
    asked = _asked(query)
    lexicon = load_lexicon()
    scores = {}
    for term in held:
        theme = lexicon.theme(term)
        if theme is not None:
            score = max((_nearness(one, theme) * weight for one, weight in asked.items()), default=0.0)
            if score > 0:
                scores[term] = score
    return tuple(sorted(scores, key=lambda term: (-scores[term], term))[:most])


def _asked(query: str) -> dict[Theme, float]:
    """The themes that a request names, with a weight: by their own words, in everyday talk, in English, or nearly."""
    lexicon = load_lexicon()
    found: dict[Theme, float] = {}

    def add(theme: Theme | None, weight: float) -> None:
        if theme is not None:
            found[theme] = max(weight, found.get(theme, 0.0))

    for one in spoken(query):
        add(lexicon.theme(one.word), one.weight)
    cut = words(query)
    for word in cut:
        add(lexicon.theme(word), 1.0)
        for theme in lexicon.near_themes(word):
            add(theme, 0.5)
    for _, themes in translate([word for word in query.split() if word.isascii()]):
        for theme in themes:
            add(theme, 1.0)
    return found


def _nearness(one: Theme, other: Theme) -> float:
    if one.term == other.term:
        return 3.0
    score = 0.0
    if one.term in other.broader or other.term in one.broader:
        score += _SAME_PART
    elif not set(one.broader).isdisjoint(other.broader):
        score += _SAME_PART / 2
    score += _SHARED * len(set(one.words) & set(other.words))
    if score and one.group == other.group and one.group not in EVERYDAY:
        score += _SAME_GROUP
    return score


@lru_cache(maxsize=1)
def _tables(lexicon: Lexicon) -> _Tables:
    names: dict[str, tuple[Theme, ...]] = {}
    beside: dict[str, tuple[Theme, ...]] = {}
    for theme in lexicon.themes:
        if theme.group in EVERYDAY:
            continue
        for word in (theme.term, *theme.synonyms):
            if len(word) > 1:
                names[word] = (*names.get(word, ()), theme)
        for word in theme.near:
            beside[word] = (*beside.get(word, ()), theme)
    at_large = frequencies.load()
    rarity = {word: math.log(1 + at_large.passages / (at_large.counts.get(word, 0) + 3)) for word in (*names, *beside)}
    return _Tables(names, beside, rarity)
