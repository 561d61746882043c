"""From English names to themes (译名)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from retrieval.themes.lexicon import Lexicon, load_lexicon
from retrieval.themes.theme import Theme

LONGEST_NAME: Final = 10
"""English words in the longest name that is read."""


def translate(english: Sequence[str]) -> list[tuple[str, tuple[Theme, ...]]]:
    """Cut English words into the longest names known, left to right.

    Returns:
        Pairs of the words as they came, joined by a space, and the themes of that name, in the order of the lexicon
        (none for an unknown word).
    """
    names = _names(load_lexicon())
    found: list[tuple[str, tuple[Theme, ...]]] = []
    start = 0
    while start < len(english):
        for end in range(min(start + LONGEST_NAME, len(english)), start, -1):
            themes = names.get(fold(" ".join(english[start:end])), ())
            if themes or end == start + 1:
                found.append((" ".join(english[start:end]), themes))
                start = end
                break
    return found


def fold(english: str) -> str:
    """Fold case, hyphens, apostrophes and plurals, so that "safety hazards" and "safety-hazard" are one name."""
    plain = re.sub(r"[^a-z0-9 ]+", "", english.lower().replace("-", " ").replace("'s", "").replace("’s", ""))
    return " ".join(_singular(word) for word in plain.split())


@lru_cache(maxsize=1)
def _names(lexicon: Lexicon) -> Mapping[str, tuple[Theme, ...]]:
    names: dict[str, tuple[Theme, ...]] = {}
    for theme in lexicon.themes:
        for name in dict.fromkeys(map(fold, theme.english)):
            names[name] = (*names.get(name, ()), theme)
    return names


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
