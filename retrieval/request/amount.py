"""How many passages, and how long (段数、长短): 来两段, 短一点, "keep it short"."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from retrieval.models import Length
from retrieval.request.cues import asking, cues, filled, number, without

_ENGLISH: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip


def read_count(text: str) -> int | None:
    """Return how many passages the whole message asks for; its words are taken out as words of asking."""
    chinese, english = _counts()
    if match := chinese.search(text):
        return number(match[1] or match[2]) or None
    if match := english.search(text):
        return _ENGLISH.get(match[1]) or int(match[1]) or None
    return None


def asks_for_sentences(text: str) -> bool:
    """Whether the message counts in sentences (一两句, 三句话): it wants something short."""
    return _sentences().search(text) is not None


def counts_sentences_only(text: str) -> bool:
    """Whether nothing but a number of sentences is left (两句): beside a function or a form it names no theme."""
    return re.fullmatch(cues()["length"]["short_words"], text) is not None


def read_length(text: str) -> tuple[Length, str] | None:
    """Find words for a length and take them out; None without a cue.

    Args:
        text: What is left of a message, searched copy.
    """
    for length, pattern in _lengths():
        if match := pattern.search(text):
            return length, without(text, match.start(), match.end())
    return None


@cache
def _counts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = asking()
    english = (
        rf"\b(?!a (?:few|couple|number|lot)\b)({'|'.join(_ENGLISH)}|\d{{1,2}}) (?:\w+ )?(?:{raw['count_english']})\b"
    )
    return re.compile(filled(raw["count"])), re.compile(english)


@cache
def _sentences() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[ ,的我来给找写要说讲抄])(?:{cues()['length']['short_words']})(?=$|[ ,关讲就的能可漂])")


@cache
def _lengths() -> tuple[tuple[Length, re.Pattern[str]], ...]:
    raw = cues()["length"]

    def edged(pattern: str) -> str:
        return rf"(?:^|(?<=[ ,、的])){pattern}(?:(?<=的)(?=.)|(?=[ ,]|$))"

    short = re.compile("|".join((raw["short"], edged(raw["short_edge"]), raw["short_english"])))
    long = re.compile("|".join((raw["long"], edged(raw["long_edge"]), raw["long_english"])))
    return (Length.SHORT, short), (Length.LONG, long)
