"""What the passage is not to do, and not to be made of (不要的功能与形式): 不要结尾, 别用排比, "no quotes".

It is read before what is wanted, as most names stand in both: who wants no closing must not be given closings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from retrieval.models import Form, Function
from retrieval.request.asking import is_chat, strip
from retrieval.request.cues import asking, cues, either, without

_PLACES: Final = {Function.OPENING: "opening_english", Function.CLOSING: "closing_english"}
_STOPS: Final = " ,;。:!?、"
_ASKS: Final = re.compile(r"\b(?:paragraph|passage|excerpt|closing|opening|ending|something|speech|piece)s?\b")


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Functions and forms that are turned down, each once, in their own order."""

    functions: tuple[Function, ...] = ()
    forms: tuple[Form, ...] = ()


def read_unwanted(text: str) -> tuple[Unwanted, str] | None:
    """Find names of functions and forms that are turned down, and take them out; None without any.

    Args:
        text: What is left of a message, searched copy without quotation marks.
    """
    for pattern, needs_more in _patterns():
        for match in pattern.finditer(text):
            rest = without(text, match.start(), match.end())
            if not needs_more or _asks_for_more(text, match, rest):
                return _named(match["row"]), rest
    return None


def unwanted(words: str) -> Unwanted | None:
    """Read words that name a function or a form and nothing else; None for any others."""
    return _named(words) if _whole().fullmatch(words) else None


def _asks_for_more(text: str, match: re.Match[str], rest: str) -> bool:
    """Whether a theme, or a passage in English, is asked for beside names that may be a theme themselves."""
    bare = strip(rest)
    if not bare or is_chat(bare) or not any(map(str.isalnum, bare)):
        return False
    apart = match.start() == 0 or text[match.start()] in _STOPS
    return apart or _ASKS.search(rest) is not None


def _named(row: str) -> Unwanted:
    found = {match.lastgroup for match in _each().finditer(row)}
    return Unwanted(
        tuple(one for one in Function if one.name in found), tuple(one for one in Form if one.name in found)
    )


def _names(one: Function | Form) -> tuple[str, str]:
    """Return the names of a function or a form in Chinese and in English, as patterns."""
    raw = cues()["unwanted"]
    table: dict[str, Any] = cues()["forms" if isinstance(one, Form) else "functions"][one.value]
    chinese = [table["name"]] if isinstance(one, Form) else [table["strong"], table["weak"], table["alone"]]
    english = table["english"] or asking()[_PLACES[Function(one)]]
    return (
        either([*chinese, raw["names"].get(one.value, "")]),
        either([english, raw["names_english"].get(one.value, "")]),
    )


@cache
def _rows() -> dict[str, str]:
    """Return patterns for names in a row, in Chinese and in English: sure names, those and figures, all names."""
    raw = cues()["unwanted"]
    sure = [*_PLACES, *Form]
    every = [*Function, *Form]
    found = {}
    for number, language in enumerate(("chinese", "english")):
        figures = raw["figures"][language]
        between = raw["between" if language == "chinese" else "between_english"]
        article = "" if language == "chinese" else raw["article_english"]
        for which, names, more in (("sure", sure, ""), ("clear", sure, figures), ("any", every, figures)):
            one = either([*(_names(name)[number] for name in names), more])
            one = f"(?!{raw['never']}){one}"
            found[f"{which}_{language}"] = f"{article}{one}(?:{between}{article}{one})*"
    return found


@cache
def _each() -> re.Pattern[str]:
    """Match one name; the group that it matches is called as the value is."""
    figures = cues()["unwanted"]["figures"]
    found = []
    for one in (*Form, *Function):
        more = list(figures.values()) if one is Form.FIGURES else []
        found.append(f"(?P<{one.name}>{either([*_names(one), *more])})")
    return re.compile("|".join(found))


@cache
def _whole() -> re.Pattern[str]:
    rows, end = _rows(), cues()["unwanted"]["end"]
    return re.compile(f"(?:{rows['any_chinese']}{end}|{rows['any_english']})")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Return patterns, surest first, and whether each needs something else to be asked for."""
    raw, rows = cues()["unwanted"], _rows()
    apart = rf"(?:^|[{_STOPS}]+|(?<=的)){raw['lead']}"
    stop = rf"(?=$|[{_STOPS}])(?!{raw['besides']})"
    then = rf"[ ,]*{raw['then']}(?={rows['any_chinese']})"
    any_end = rf"{raw['end']}(?:{then}|{stop})"
    sure_end = rf"{raw['end']}(?:{then}|{stop}|(?<=的)(?=.))"
    english = rf"(?:(?:^|[,;.] ?){raw['lead_english']}|(?<= )(?:but )?)(?:{raw['clear_english']}) "
    english_end = rf"{raw['end_english']}(?=$|[,;.:!?])"
    on = r" (?=(?:on|about|regarding|concerning)\b)"
    how, sure = raw["how"], f"(?:{raw['sure']}|{raw['any']})"
    patterns = (
        (rf"{raw['lead']}(?:{raw['clear']}){how}(?P<row>{rows['clear_chinese']}){sure_end}", False),
        (rf"{apart}{sure}{how}(?P<row>{rows['sure_chinese']}){sure_end}", False),
        (rf"{apart}(?:{raw['any']}){how}(?P<row>{rows['any_chinese']}){any_end}", True),
        (rf"{english}(?P<row>{rows['sure_english']})(?:{english_end}|{on})", False),
        (rf"{english}(?P<row>{rows['any_english']}){english_end}", True),
    )
    return tuple((re.compile(pattern), needs_more) for pattern, needs_more in patterns)
