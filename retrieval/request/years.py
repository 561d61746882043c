"""Of which years the speeches may be (年份): 2023年以后的, 近两年的, "since 2020".

A year of the theme is no filter: 2035年远景目标, 今年的目标, 谋划十五五. Years to come never filter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Final

from corpus.numerals import EARLIEST_YEAR, number
from retrieval.models import Years
from retrieval.request.cues import cues, without

_FOUR: Final = r"(?:(?:19|20)\d\d|[一二][〇零○九一二][〇零○一二三四五六七八九]{2})"
_SPANS: Final = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "few": 3, "several": 3, "": 1}
_NOT: Final = re.compile(r"(?:除了?|不要|别要?|不是|不含|not (?:from )?|except )$")
"""What turns the years behind it down."""
_FEW: Final = 3
"""几年: so many."""
_NOT_OLD: Final = 5
"""别太老的: of so many years."""

_Reader = Callable[[re.Match[str], int], Years | None]


def read_years(text: str, today: date) -> tuple[Years, str] | None:
    """Find words for years and take them out; None where none of them filters.

    Args:
        text: What is left of a message, searched copy.
        today: What 今年 and 近两年 count from; 近两年 is this year and the one before.
    """
    for pattern, read in _patterns():
        for match in pattern.finditer(text):
            years = read(match, today.year)
            if years is not None and not _NOT.search(text[: match.start()]):
                return years, without(text, match.start(), match.end())
    return None


def whole_years(text: str, today: date) -> Years | None:
    """Read words that name years and nothing else ("2020年", 前年), as they stand behind 不要."""
    found = read_years(text, today)
    return found[0] if found and found[1] == "" else None


def _number(text: str) -> int:
    return number(text) or 0


def _between(match: re.Match[str], now: int) -> Years | None:
    first, last = _number(match["first"]), _number(match["last"])
    return Years(first, last) if EARLIEST_YEAR <= first <= last <= now else None


def _since(match: re.Match[str], now: int) -> Years | None:
    first = _number(match["year"])
    return Years(first, None) if EARLIEST_YEAR <= first <= now else None


def _after(match: re.Match[str], now: int) -> Years | None:
    first = _number(match["year"]) + 1
    return Years(first, None) if EARLIEST_YEAR <= first <= now else None


def _before(match: re.Match[str], now: int) -> Years | None:
    last = _number(match["year"]) - 1
    return Years(None, last) if EARLIEST_YEAR <= last <= now else None


def _in(match: re.Match[str], now: int) -> Years | None:
    year = _number(match["year"])
    year += 2000 if year < 100 else 0
    return Years(year, year) if EARLIEST_YEAR <= year <= now else None


def _last(match: re.Match[str], now: int) -> Years | None:
    word = match["span"]
    span = _FEW if word == "几" else _SPANS.get(word) or number(word) or 0
    return Years(now - span + 1, None) if 0 < span <= 30 else None


def _last_english(match: re.Match[str], now: int) -> Years | None:
    span = (match["span"] or "").strip()
    if not span:  # "last year" is one calendar year
        return Years(now - 1, now - 1)
    return Years(now - (_SPANS.get(span) or int(span)) + 1, None)


def _recent(match: re.Match[str], now: int) -> Years | None:
    return Years(now - _FEW + 1, None) if match else None


def _this(match: re.Match[str], now: int) -> Years | None:
    year = now - ("今去前".find(match["which"]) if match["which"] in "今去前" else 0)
    return Years(year, year)


def _this_english(match: re.Match[str], now: int) -> Years | None:
    return Years(now, now) if match else None


def _not_old(match: re.Match[str], now: int) -> Years | None:
    return Years(now - _NOT_OLD + 1, None) if match else None


def _plan(match: re.Match[str], now: int) -> Years | None:
    first, last = cues()["years"]["plans"][match["plan"]]
    return Years(first, last) if first < now else None  # of a plan that only begins speeches tell, they are not of it


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    return (*((re.compile(pattern), read) for pattern, read in (*_english(), *_chinese())),)


def _english() -> tuple[tuple[str, _Reader], ...]:
    lead = r"\b(?:(?:from|in|of|during|over|within|for) )?"
    told = r".s (?!speech|report|address|talk)"  # what a year brought is told in the next one, too
    span = r"(?P<span> (?:one|two|three|four|five|ten|few|several|\d{1,2}))?"
    return (
        (rf"{lead}(?:from |between )?(?P<first>{_FOUR}) ?(?:to|and|-|through|until) ?(?P<last>{_FOUR})\b", _between),
        (rf"\bsince (?P<year>{_FOUR})\b", _since),
        (rf"\bafter (?P<year>{_FOUR})\b", _after),
        (rf"\bbefore (?P<year>{_FOUR})\b", _before),
        (rf"\b(?:in|from|of|during) (?P<year>{_FOUR})\b", _in),
        (rf"{lead}(?:the )?(?:last|past){span} years?\b(?!{told})(?:.s)?", _last_english),
        (rf"{lead}(?:the )?recent years\b", _recent),
        (rf"{lead}this year\b(?!{told})(?:.s)?", _this_english),
    )


def _chinese() -> tuple[tuple[str, _Reader], ...]:
    raw = cues()["years"]
    # What may stand behind: a text, a word of saying, a separator, or 的 with anything but what the years tell of.
    behind = rf"(?:(?={raw['text']})的?|的(?!{raw['told']})|(?={raw['say']})|(?=[ ,]|$))"
    start = r"(?:^|(?<=[ ,、的要找来给段条篇看自]))"
    plans = "|".join(raw["plans"])
    plan_told = r"的?[\u4e00-\u9fff]{0,6}(?:规划|目标|任务)"
    span = r"(?P<span>[一两二三四五六七八九十几]|\d{1,2})"
    return (
        (raw["old"], _not_old),
        (rf"(?P<first>{_FOUR})年?(?:到|至|-|—|–|~)(?P<last>{_FOUR})年?(?:之间|期间|间)?{behind}", _between),
        (rf"(?P<year>{_FOUR})年?(?:以后|之后|以来|往后|开始|后|起){behind}", _since),
        (rf"(?P<year>{_FOUR})年?(?:以前|之前|前){behind}", _before),
        (rf"{start}(?P<year>{_FOUR})年(?:度)?{behind}", _in),
        (rf"(?P<year>{_FOUR})年(?:度)?(?:的)?$", _in),
        (r"(?:^|(?<=[ ,]))(?P<year>(?:19|20)\d\d)(?=[ ,]|$)", _in),
        (rf"(?<!\d)(?P<year>[12]\d)年(?={raw['text']})(?:的)?", _in),
        (rf"(?:最近|近)(?:的)?{span}年(?:以来|来|内|间|里)?{behind}", _last),
        (rf"{start}(?P<which>今|去|前)年{_this_behind(raw)}", _this),
        (rf"(?P<plan>{plans})(?:规划)?(?:时期|期间)(?!{plan_told})的?", _plan),
        (rf"(?P<plan>{plans})(?={raw['text']})的?", _plan),
    )


def _this_behind(raw: dict[str, str]) -> str:
    """What may follow 今年 and 去年, which mostly belong to a theme: a text or a word of saying, or nothing."""
    return rf"(?:(?:的)?(?={raw['text']})|(?=关于|有关|讲(?!话))|的$|(?<=[ ,]今年|[ ,]去年|[ ,]前年)$|的?(?=[ ,]))"
