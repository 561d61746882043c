"""The terms of the field in Chinese and English (术语): ``data/terms.tsv``.

A line is a theme: its Chinese term, what it is called in English, and words near to it. The terms are jieba's user
dictionary, bring an English request to Chinese words, and let 过紧日子 find 厉行节约.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from retrieval.normalize import DATA

_LONGEST = 8
"""English words in the longest name."""


@dataclass(frozen=True, slots=True)
class Term:
    """One theme: its Chinese term, its English names in lower case, and Chinese words near to it."""

    chinese: str
    english: tuple[str, ...]
    near: tuple[str, ...]


@cache
def load_terms() -> tuple[Term, ...]:
    """Read the terms in the order of the file."""
    terms = []
    for line in (DATA / "terms.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            chinese, english, near = line.split("\t")
            names = tuple(name.strip() for name in english.split(";") if name.strip())
            terms.append(Term(chinese, names, tuple(near.split())))
    return tuple(terms)


def near(word: str) -> tuple[str, ...]:
    """Words near to a Chinese word, closest first; the word itself is not among them."""
    return _near().get(word, ())


def translate(english: Sequence[str]) -> list[tuple[str, tuple[Term, ...]]]:
    """Cut English words into the longest names known, left to right.

    Returns:
        Pairs of the words as they came, joined by a space, and the terms of that name (none for an unknown word).
    """
    names = _english()
    found: list[tuple[str, tuple[Term, ...]]] = []
    start = 0
    while start < len(english):
        for end in range(min(start + _LONGEST, len(english)), start, -1):
            terms = names.get(_name(" ".join(english[start:end])), ())
            if terms or end == start + 1:
                found.append((" ".join(english[start:end]), terms))
                start = end
                break
    return found


@cache
def _near() -> Mapping[str, tuple[str, ...]]:
    """Map a term to its near words, and a near word that is no term itself to the terms it stands under.

    A near word that stands under one term alone is as near to the other words there.
    """
    table: dict[str, tuple[str, ...]] = {term.chinese: term.near for term in load_terms()}
    under: dict[str, list[Term]] = {}
    for term in load_terms():
        for word in term.near:
            if word not in table:
                under.setdefault(word, []).append(term)
    for word, terms in under.items():
        sisters = terms[0].near if len(terms) == 1 else ()
        table[word] = (*(term.chinese for term in terms), *(sister for sister in sisters if sister != word))
    return MappingProxyType(table)


@cache
def _english() -> Mapping[str, tuple[Term, ...]]:
    names: dict[str, tuple[Term, ...]] = {}
    for term in load_terms():
        for name in dict.fromkeys(map(_name, term.english)):
            names[name] = (*names.get(name, ()), term)
    return MappingProxyType(names)


def _name(english: str) -> str:
    """Fold hyphens, apostrophes and plurals, so that "safety hazards" and "safety-hazard" are one name."""
    folded = re.sub(r"[^a-z0-9 ]+", "", english.lower().replace("-", " ").replace("'s", "").replace("’s", ""))
    return " ".join(_singular(word) for word in folded.split())


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
