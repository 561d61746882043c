"""Words that a passage must hold, or must not (必含、不含): 必须提到…, words in quotes, 不要反腐.

不要 warns as often as it filters: "不要搞形式主义" is a theme. So it counts only beside a theme, and before a term of
the field or in a wording that is about texts (不要提…, 不要…的).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from retrieval.models import Years
from retrieval.request.amount import read_length
from retrieval.request.asking import is_chat, strip
from retrieval.request.cues import EDGE, cues, either, terms, without
from retrieval.request.origin import whole_kind, whole_region
from retrieval.request.unwanted import Unwanted, unwanted
from retrieval.request.years import read_years, whole_years

_QUOTED: Final = re.compile(r"[“\"「『‘](?P<x>[^“”\"「」『』‘’]{2,40})[”\"」』’]")
_STOPS: Final = r" ,;。:!?"
_LONGEST: Final = 10
"""Characters of words that are left out; longer ones are a clause of the theme."""
_HOW: Final = "太|这么|那么|[长短老旧]"
_AND: Final = re.compile(r"和|与|及|或者?|、|/| or | and ")
_ASKS: Final = re.compile(r"\b(?:paragraph|passage|quote|excerpt|closing|opening|ending|something|speech|piece)s?\b")
_ASKED: Final = re.compile(r".*(?:开头|开场白?|结尾|收尾|结束语)|(?:那|这)?(?:一?段)?(?:段落|自然段|段|话|内容|材料)")
"""What stands behind words that must stand there, and is no part of them: 必须提到责任|的安全生产结尾, …|的段落."""
_NOTHING: Final = Unwanted()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words, years and sources that are not wanted, and functions and forms named beside words."""

    words: tuple[str, ...] = ()
    years: tuple[Years, ...] = ()
    sources: tuple[str, ...] = ()
    named: Unwanted = _NOTHING


def read_must(text: str) -> tuple[tuple[str, ...], str] | None:
    """Find words that must stand there; they stay in the text, the words around them go.

    Args:
        text: A message, searched copy, its quotation marks still there.
    """
    for pattern in _must():
        match = pattern.search(text)
        if match and (found := _bare(match["x"])) and not re.match(cues()["wording"]["negated"], found):
            words, of, named = found.rpartition("的")
            if not words or not (_named().fullmatch(named) or _ASKED.fullmatch(named)):
                words, of, named = found, "", ""  # 党的领导; but "必须提到责任的结尾" asks for a closing, too
            return (words,), without(text, match.start(), match.end(), words + of + named)
    for match in _QUOTED.finditer(text):
        words = match["x"].strip(EDGE)
        before, after = text[: match.start()], text[match.end() :]
        if not words or re.fullmatch(cues()["wording"]["habit"], words):
            continue
        led = re.search(cues()["wording"]["quoted_before"], before)
        said = re.match(cues()["wording"]["quoted_after"], after)
        apart = (not before.strip() or before[-1] in _STOPS) and (not after.strip() or after[0] in _STOPS)
        if led or said or apart:
            start = led.start() if led else match.start()
            end = match.end() + (said.end() if said else 0)
            return (words,), without(text, start, end, words)
    return None


def read_without(text: str, today: date) -> tuple[LeftOut, str] | None:
    """Find what a passage must not hold, and take it out.

    Args:
        text: What is left of a message, searched copy without quotation marks.
        today: What 前年 counts from.

    Returns:
        What to leave out, and the rest of the text; nothing to leave out where no filter can tell it ("不要报告").
        None without a cue, or where nothing else is asked for.
    """
    for match in _without().finditer(text):
        rest = without(text, match.start(), match.end())
        bare = strip(rest)
        if not bare or is_chat(bare) or not any(map(str.isalnum, bare)):
            continue
        found = _left_out(match, today)
        if found is not None:
            return found, rest
    return _without_english(text, today)


def _left_out(match: re.Match[str], today: date) -> LeftOut | None:
    raw = cues()["wording"]
    words = re.sub(r"^(?:有关|关于|任何|那些|什么|啥)", "", (match["x"] or match["excepted"]).strip(EDGE))
    marked = bool(match["end"] or match["excepted"])
    if re.match(_HOW, words) and (read_length(match[0]) or read_years(match[0], today)):
        return None  # 不要太长 and 不要老的 say how long and how old, and are read as that
    if whole_kind(words) or _named().fullmatch(words):
        return LeftOut()
    if re.fullmatch(raw["without_named"], match["cue"] or ""):
        return None
    several = tuple(part.strip() for part in _AND.split(words) if part.strip())
    years = tuple(span for part in several if (span := whole_years(part, today)))
    if years and len(years) == len(several):
        return LeftOut(years=years)
    regions = tuple(name for part in several if (name := whole_region(part)))
    if regions and len(regions) == len(several):
        return LeftOut(sources=regions)
    if re.fullmatch(raw["without_origin"], match["cue"] or ""):
        return None
    several, named = _parted(several)
    known = bool(several) and all(part in terms() for part in several)
    warned = re.match(f"(?:{raw['warned']})", words) is not None
    about_texts = marked or re.fullmatch(raw["without_clear"], match["cue"] or "") is not None
    if not several or len(words) > _LONGEST or (warned and not (known and about_texts)):
        return None
    return LeftOut(several, named=named) if known or about_texts else None


def _parted(several: Sequence[str]) -> tuple[tuple[str, ...], Unwanted]:
    """Part words from names of functions and forms among them: 不要结尾和反腐."""
    named = {part: found for part in several if (found := unwanted(part))}
    functions = tuple(one for found in named.values() for one in found.functions)
    forms = tuple(one for found in named.values() for one in found.forms)
    return tuple(part for part in several if part not in named), Unwanted(functions, forms)


def _without_english(text: str, today: date) -> tuple[LeftOut, str] | None:
    match = _english().search(text)
    if match is None:
        return None
    rest = without(text, match.start(), match.end())
    bare = strip(rest)
    may_be_theme = match["cue"].startswith("without") and not (match["lead"] or "").strip()
    if not bare or (may_be_theme and not _ASKS.search(rest)):
        return None
    words = re.sub(r"^(?:from |the )+| (?:please|pls|thanks)$", "", match["x"].strip(EDGE))
    if years := whole_years(words, today) or whole_years(f"in {words}", today):
        return LeftOut(years=(years,)), rest
    if region := whole_region(words):
        return LeftOut(sources=(region,)), rest
    if match["cue"].endswith("not"):
        return None  # "not from …": of a place or a year, or said of the theme
    several, named = _parted([part.strip() for part in _AND.split(words) if part.strip()])
    return LeftOut(several, named=named), rest


def _bare(words: str) -> str:
    return words.strip(EDGE + "的吧了")


@cache
def _must() -> tuple[re.Pattern[str], ...]:
    raw = cues()["wording"]
    words = rf"[“\"「『‘]?(?P<x>[^“”\"「」『』‘’{_STOPS}]{{2,20}}?)[”\"」』’]?"
    end = rf"(?:的|吧|了)*(?=$|[{_STOPS}])"
    start = rf"(?:^|(?<=[{_STOPS}的、]))"
    english = r"[“\"]?(?P<x>[^“”\",;.]{2,40}?)[”\"]?(?=$|[,;.])"
    return (
        re.compile(start + raw["must"].replace("{x}", words) + end),
        re.compile(start + raw["must_marked"].replace("{x}", words) + end),
        re.compile(raw["must_english"].replace("{x}", english)),
    )


@cache
def _without() -> re.Pattern[str]:
    raw = cues()["wording"]
    words = rf"(?P<x>[^{_STOPS}]{{1,20}}?)(?P<end>{raw['without_end']})(?=$|[{_STOPS}])"
    start = rf"(?:^|(?<=[{_STOPS}、的])|(?={raw['without_clear']}))"
    excepted = raw["without_except"].replace("{x}", rf"(?P<excepted>[^{_STOPS}]{{2,{_LONGEST}}}?)")
    cue = "|".join((raw["without"], raw["without_named"], raw["without_origin"]))
    return re.compile(rf"{start}(?:(?P<all>{excepted})|(?P<cue>{cue}){words})")


@cache
def _english() -> re.Pattern[str]:
    cue = cues()["wording"]["without_english"]
    lead = r"(?:^|(?P<lead>[,;] ?(?:but )?| but )|(?<= ))"
    return re.compile(rf"{lead}(?P<cue>{cue}) (?P<x>[a-z0-9' -]{{2,40}})(?=$|[,;.])")


@cache
def _named() -> re.Pattern[str]:
    """Names of functions, forms and texts: no words that a passage holds."""
    functions = [value[key] for value in cues()["functions"].values() for key in ("strong", "weak")]
    forms = [value["name"] for value in cues()["forms"].values()]
    return re.compile(either([*functions, *forms, "数据|数字|引用|讲话|报告|稿子|发言|材料|开场|小标题|太.{1,2}"]))
