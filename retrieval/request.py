"""What a message asks for (理解请求): its theme, how many passages, and where in a speech.

"给我一段关于作风建设的话" asks for 作风建设. The words around the theme are data, in ``data/asking.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus.models import Place
from retrieval import frequencies
from retrieval.models import Language, Request
from retrieval.normalize import DATA, normalize
from retrieval.terms import load_terms

LONGEST: Final = 500
"""Characters of a message that are read; nobody asks for a paragraph in more."""
_DIGITS: Final = {character: number for number, character in enumerate("一二三四五六七八九十", start=1)} | {
    "两": 2,
    "半": 1,
}
_ENGLISH_DIGITS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_LONGER: Final = 8
"""Characters more that a word may have than what is cut off it."""
_EDGE: Final = " \t\n,.;:!?、。;:!?,…—-~\"'“”‘’「」『』()[]【】《》<>*#/|"

_QUOTES: Final = re.compile("[“”「」『』《》〈〉]")
_WORD: Final = re.compile(r"[a-z][a-z'’-]*|[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Cues:
    """The patterns of ``asking.toml``, compiled. Repetitions are possessive: no message makes one run for long."""

    head: re.Pattern[str]
    tail: re.Pattern[str]
    chat: re.Pattern[str]
    kinds: re.Pattern[str]
    kinds_beside: re.Pattern[str]
    style: re.Pattern[str]
    places: tuple[tuple[Place, re.Pattern[str]], ...]
    count: re.Pattern[str]
    count_english: re.Pattern[str]


def understand(text: str) -> Request:
    """Return what ``text`` asks for; an empty query where it names no theme."""
    searched = re.sub(r"\s+", " ", _QUOTES.sub("", normalize(text)))[:LONGEST].strip(_EDGE)
    cues = _cues()
    language = _language(searched)
    count = _count(searched)
    rest = _strip(searched, cues)
    place, rest = _place(rest, cues)
    if place is not None:
        rest = "" if cues.kinds.fullmatch(rest) else cues.kinds_beside.sub("", rest)
        rest = _strip(cues.style.sub(" ", rest).strip(), cues)
    if cues.chat.fullmatch(rest) or not any(map(str.isalnum, rest)):
        rest = ""
    return Request(text=text, query=rest, count=count, place=place, language=language)


@cache
def _cues() -> _Cues:
    raw = tomllib.loads((DATA / "asking.toml").read_text(encoding="utf-8"))

    def either(patterns: list[str]) -> str:
        return filled("|".join(f"(?:{pattern})" for pattern in patterns))

    def filled(pattern: str) -> str:
        return pattern.replace("{n}", raw["number"]).replace("{m}", raw["measure"])

    def placed(chinese: str, english: str) -> re.Pattern[str]:
        """Match a place at the start or the end, or as a word of its own: not inside 收尾工作 or "opening up"."""
        before = filled(rf"^(?:{{n}}{{m}})?(?:{raw['kinds']})*+")
        return re.compile(
            "|".join(
                (
                    rf"{before}(?:{chinese})(?:的|是|,| |$)+",
                    rf"(?:^|的|[ ,]|(?<=[\u4e00-\u9fff]))(?:{chinese})$",
                    rf"(?<=[ ,])(?:{chinese})(?=[ ,])",
                    rf"^(?:{english})(?: {raw['joint_english']}\b|$)",
                    rf"(?<= )(?:{english})(?= |$)",
                )
            )
        )

    return _Cues(
        head=re.compile(rf"(?:{either(raw['head'])}|{either(raw['head_english'])})[ ,:]*"),
        tail=re.compile(rf"[ ,:]*(?:{either(raw['tail'])}|(?<![a-z])(?:{either(raw['tail_english'])}))$"),
        chat=re.compile(rf"(?:{raw['chat']}[ ,?!]*)++"),
        kinds=re.compile(rf"(?:{raw['kinds']}[ ,']*)*+"),
        kinds_beside=re.compile(rf"^(?:{raw['kinds_before']})|(?:{raw['kinds_after']})$"),
        style=re.compile(rf"(?:{raw['style']}的?)"),
        places=(
            (Place.CLOSING, placed(raw["closing"], raw["closing_english"])),
            (Place.OPENING, placed(raw["opening"], raw["opening_english"])),
        ),
        count=re.compile(filled(raw["count"])),
        count_english=re.compile(rf"\b({'|'.join(_ENGLISH_DIGITS)}|\d{{1,2}}) (?:\w+ )?(?:{raw['count_english']})\b"),
    )


def _strip(text: str, cues: _Cues) -> str:
    """Take the words of asking off both ends until none is left."""
    while True:
        shorter = text.strip(_EDGE)
        if (head := cues.head.match(shorter)) and not _begins_word(shorter, head.end()):
            shorter = shorter[head.end() :].strip(_EDGE)
        if (tail := cues.tail.search(shorter)) and not _ends_word(shorter, tail.start()):
            shorter = shorter[: tail.start()].strip(_EDGE)
        if shorter == text:
            return text
        text = shorter


def _begins_word(text: str, end: int) -> bool:
    """Whether the first ``end`` characters begin a longer word of the field: 是|非观念, 地|方债务."""
    return any(text[:longer] in _field() for longer in range(end + 1, end + _LONGER))


def _ends_word(text: str, start: int) -> bool:
    """Whether what follows ``start`` ends a longer word of the field: 新|材料, 目|的."""
    return any(text[earlier:] in _field() for earlier in range(max(start - _LONGER + 1, 0), start))


@cache
def _field() -> frozenset[str]:
    """Words of official speeches: the terms, and what occurs in speeches at large."""
    terms = (word for term in load_terms() for word in (term.chinese, *term.near))
    return frozenset(terms) | {word for word in frequencies.load().counts if len(word) > 1}


def _place(text: str, cues: _Cues) -> tuple[Place | None, str]:
    """Find where in a speech the passage is to stand, and take the words for it out."""
    asked = None
    changed = True
    while changed:
        changed = False
        for place, pattern in cues.places:
            match = pattern.search(text)
            if match and asked in (None, place):
                asked = place
                text = _strip(f"{text[: match.start()]} {text[match.end() :]}", cues)
                changed = True
    return asked, re.sub(r" +", " ", text)


def _count(text: str) -> int | None:
    if match := _cues().count.search(text):
        return _number(match[1] or match[2])
    if match := _cues().count_english.search(text):
        return _ENGLISH_DIGITS.get(match[1]) or int(match[1])
    return None


def _number(word: str) -> int | None:
    """Read a number of at most two characters: 3, 两, 十, 十二, 二十. "几" is no number."""
    if word.isdigit():
        return int(word)
    if word in _DIGITS:
        return _DIGITS[word]
    if word[0] == "十":
        return 10 + _DIGITS[word[1]]
    if len(word) == 2 and word[1] == "十":
        return _DIGITS[word[0]] * 10
    return None


def _language(text: str) -> Language:
    found = _WORD.findall(text)
    latin = sum(word.isascii() for word in found)
    return Language.ENGLISH if latin > len(found) - latin else Language.CHINESE
