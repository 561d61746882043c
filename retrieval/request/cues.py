"""The tables of cues (提示语), read once: ``data/asking.toml``, ``data/cues.toml`` and ``data/regions.tsv``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from retrieval import frequencies
from retrieval.normalize import DATA
from retrieval.themes import load_lexicon

EDGE: Final = " \t\n,.;:!?、。;:!?,…—-~\"'“”‘’「」『』()[]【】《》<>*#/|"
"""What stands around words and says nothing."""
_LONGER: Final = 8
"""Characters more that a word may have than what is cut off it."""
_DIGITS: Final = {character: number for number, character in enumerate("一二三四五六七八九十", start=1)} | {
    "两": 2,
    "半": 1,
}


@cache
def asking() -> Mapping[str, Any]:
    """Read the words of asking."""
    return tomllib.loads((DATA / "asking.toml").read_text(encoding="utf-8"))


@cache
def cues() -> Mapping[str, Any]:
    """Read the cues of everything beside the theme."""
    return tomllib.loads((DATA / "cues.toml").read_text(encoding="utf-8"))


@cache
def regions() -> Mapping[str, str]:
    """Map each name of a region, Chinese or English, to the Chinese one."""
    table: dict[str, str] = {}
    for line in (DATA / "regions.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            chinese, english = line.split("\t")
            table |= {chinese: chinese} | dict.fromkeys(english.split(";"), chinese)
    return table


def filled(pattern: str) -> str:
    """Put the patterns of a number and of a measure in."""
    return pattern.replace("{n}", asking()["number"]).replace("{m}", asking()["measure"])


def either(patterns: Iterable[str]) -> str:
    """Match any of the patterns, empty ones left out; nothing where none is left."""
    found = "|".join(f"(?:{pattern})" for pattern in patterns if pattern)
    return filled(f"(?:{found})" if found else r"(?!)")


def without(text: str, start: int, end: int, instead: str = "") -> str:
    """Cut a cue out of ``text``; where it stood, words stay apart."""
    return re.sub(r"\s+", " ", f"{text[:start]} {instead} {text[end:]}").strip(EDGE)


def number(word: str) -> int | None:
    """Read a number of at most two characters: 3, 两, 十, 十二, 二十. "几" is no number."""
    if word.isdecimal():
        return int(word)
    if word in _DIGITS:
        return _DIGITS[word]
    if len(word) != 2 or "十" not in word:
        return None
    if word[0] == "十":
        return 10 + _DIGITS[word[1]] if word[1] in _DIGITS else None
    return _DIGITS[word[0]] * 10 if word[0] in _DIGITS else None


def begins_word(text: str, end: int) -> bool:
    """Whether the first ``end`` characters begin a longer word of the field: 是|非观念, 地|方债务."""
    return any(text[:longer] in field() for longer in range(end + 1, end + _LONGER))


def ends_word(text: str, start: int) -> bool:
    """Whether what follows ``start`` ends a longer word of the field: 新|材料, 目|的."""
    return any(text[earlier:] in field() for earlier in range(max(start - _LONGER + 1, 0), start))


@cache
def field() -> frozenset[str]:
    """Words of official speeches: the terms, and what occurs in speeches at large."""
    return terms() | {word for word in frequencies.load().counts if len(word) > 1}


@cache
def terms() -> frozenset[str]:
    """The terms of the field and the words near to them."""
    return frozenset(load_lexicon().words())
