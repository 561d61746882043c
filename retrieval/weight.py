"""How much of a theme a word carries (词的分量): 招商 says what is wanted, 怎么 and 东西 say nearly nothing.

Rarity alone cannot tell: in a library of written speeches the words of everyday talk are the rarest of all. So words
are known by their kind: function words and the commonest verbs and adjectives of Chinese at large, from jieba's
dictionary (``data/common.tsv``, written by ``python -m retrieval.weight``), the commonest of English, written by hand
(``data/common_english.txt``), and words that ask for a kind of passage
rather than for a theme (``data/asked.txt``, written by hand). Words of everyday life and of the sciences that no
speech is about (``data/foreign.txt``, by hand) weigh as others do; that a request has one is for ``relevance`` to
judge.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from retrieval.normalize import DATA
from retrieval.themes.lexicon import COMMON_VERBS, Lexicon, load_lexicon
from retrieval.tokens import known

COMMON_FILE: Final = DATA / "common.tsv"
ASKED_FILE: Final = DATA / "asked.txt"
FOREIGN_FILE: Final = DATA / "foreign.txt"
ENGLISH_FILE: Final = DATA / "common_english.txt"

FUNCTION_TAGS: Final = frozenset({"r", "rr", "rz", "d", "df", "c", "p", "u", "m", "mq", "q", "y", "e", "o", "f"})
"""jieba's parts of speech that name nothing: pronouns, adverbs, conjunctions, particles, numerals, measures …"""
COMMON_TAGS: Final = frozenset({"v", "a", "ad", "vd", "t", "s", "z"})
"""Verbs, adjectives, words of time and place: light where they are common."""
FUNCTION_FROM: Final = 50
"""Occurrences in jieba's counts from which a word of such a kind is taken; rarer ones are often errors of tagging."""
COMMON_FROM: Final = 1_500
"""Occurrences in jieba's counts from which such a word is common; …"""
COMMON_CHARACTER_FROM: Final = 300
"""… and from which a single character is."""


class Kind(Enum):
    """A kind of word and the share of a full word's weight that it carries, tuned on judged requests."""

    FUNCTION = 0.15
    ASKED = 0.2
    CHARACTER = 0.35
    COMMON = 0.4
    UNKNOWN = 0.5
    FULL = 1.0


def carries(word: str) -> float:
    """Return the share of a full word's weight that ``word`` carries, above 0 and at most 1."""
    return kind(word).value


def kind(word: str) -> Kind:
    """Return the kind of a normalised word. A word of a theme is never light; a common verb may be."""
    light = _light(load_lexicon()).get(word)
    if light is not None:
        return light
    if word.isascii():
        return Kind.COMMON if word in _common_english() else Kind.FULL
    if len(word) == 1:
        return Kind.CHARACTER
    return Kind.FULL if known(word) else Kind.UNKNOWN  # what no dictionary has was cut wrongly more often than not


@lru_cache(maxsize=1)
def _light(lexicon: Lexicon) -> dict[str, Kind]:
    lines = COMMON_FILE.read_text(encoding="utf-8").splitlines()
    light = {word: Kind[name] for word, _, name in (line.partition("\t") for line in lines)}
    for theme in lexicon.themes:
        for word in theme.words if theme.group != COMMON_VERBS else ():
            light.pop(word, None)
    return light | dict.fromkeys(_words(ASKED_FILE), Kind.ASKED)


@cache
def _common_english() -> frozenset[str]:
    """The listed words with their regular forms, such that are no English at all included: nobody types them."""
    plain = _words(ENGLISH_FILE)
    stems = [word.removesuffix("e") for word in plain]
    ends = [f"{word}{end}" for word in plain for end in ("s", "es", "ly")]
    return frozenset((*plain, *ends, *(f"{stem}{end}" for stem in stems for end in ("ing", "ed", "er", "ers"))))


def is_foreign(word: str) -> bool:
    """Whether a normalised word is one of everyday life or of the sciences that no speech is about."""
    return word in _foreign(load_lexicon())


@lru_cache(maxsize=1)
def _foreign(lexicon: Lexicon) -> frozenset[str]:
    fields = {word for theme in lexicon.themes for word in theme.words}
    return frozenset(_words(FOREIGN_FILE)) - fields


def _words(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def common_words(dictionary: Iterable[str]) -> dict[str, Kind]:
    """Read the light words out of jieba's dictionary: lines of a word, how often it was seen, and its tag."""
    found = {}
    for line in dictionary:
        word, seen, tag = line.split()
        if tag in FUNCTION_TAGS and int(seen) >= FUNCTION_FROM:
            found[word] = Kind.FUNCTION
        elif tag in COMMON_TAGS and int(seen) >= (COMMON_CHARACTER_FROM if len(word) == 1 else COMMON_FROM):
            found[word] = Kind.COMMON
    return found


def main() -> None:
    """Write ``data/common.tsv`` from the dictionary of the jieba that is installed."""
    import jieba

    dictionary = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    lines = [f"{word}\t{kind.name}" for word, kind in sorted(common_words(dictionary).items())]
    COMMON_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
