"""From English names to themes (译名), and from other English words to Chinese ones by ``data/english.tsv``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from retrieval.models import Expansion
from retrieval.normalize import DATA
from retrieval.themes.lexicon import Lexicon, load_lexicon
from retrieval.themes.names import fold
from retrieval.themes.theme import Theme

FILE: Final = DATA / "english.tsv"
"""Written by ``python -m retrieval.themes.dictionary``; its own license stands beside it."""
TRANSLATED: Final = 0.35
"""Weight of the likeliest Chinese word for an English one; the second has half of it, the third a third …"""
LONGEST_NAME: Final = 10
"""English words in the longest name that is read."""


def translate(english: Sequence[str]) -> list[tuple[str, tuple[Theme, ...]]]:
    """Cut English words into the longest names known, left to right: of the lexicon, or else of the dictionary.

    Returns:
        Pairs of the words as they came, joined by a space, and the themes of that name, in the order of the lexicon
        (none for a word beyond it).
    """
    names = _names(load_lexicon())
    found: list[tuple[str, tuple[Theme, ...]]] = []
    start = 0
    while start < len(english):
        spans = [" ".join(english[start:end]) for end in range(min(start + LONGEST_NAME, len(english)), start, -1)]
        name = next((span for span in spans if fold(span) in names), None)
        name = name or next((span for span in spans if look_up(span)), spans[-1])
        found.append((name, names.get(fold(name), ())))
        start += name.count(" ") + 1
    return found


def look_up(english: str) -> tuple[Expansion, ...]:
    """Return what an English name may be in Chinese, likeliest first; the relation is 译名. None for an unknown one."""
    return tuple(
        Expansion(word, english, "译名", TRANSLATED / place)
        for place, word in enumerate(_table().get(fold(english), ()), start=1)
    )


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    table = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, _, chinese = line.partition("\t")
            table[name] = tuple(chinese.split())
    return table


@lru_cache(maxsize=1)
def _names(lexicon: Lexicon) -> Mapping[str, tuple[Theme, ...]]:
    names: dict[str, tuple[Theme, ...]] = {}
    for theme in lexicon.themes:
        for name in dict.fromkeys(map(fold, theme.english)):
            names[name] = (*names.get(name, ()), theme)
    return names
