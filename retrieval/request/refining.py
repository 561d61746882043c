"""What is said after an answer (追加要求): 短一点, 要结尾的, 不要2020年的, "only since 2023".

Such a message names no theme, and most of its cues count only beside one. So it is read behind a theme that stands in
for the last one: where that comes out alone, everything else was a cue. What was read is laid over the request before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Final, TypeVar

from retrieval.models import Part, Request
from retrieval.normalize import normalize
from retrieval.request.cues import EDGE, cues, field
from retrieval.request.understanding import EMPTY, understand

LONGEST: Final = 40
"""Characters of such a message; a longer one is a request of its own."""
STAND_IN: Final = "安全生产"
"""A term of the field, which no cue is part of."""
_LEAST_WORD: Final = 2
_FILLERS: Final = 4
"""Words around the cues that are taken off one by one."""

T = TypeVar("T")


def read_refinement(text: str, *, today: date | None = None) -> Request | None:
    """Read a message that says nothing but how passages are to be.

    Args:
        text: The message as it came.
        today: What 近两年 counts from; the day it is, where None.

    Returns:
        What it says, its query empty; None for a message that names a theme, or that says nothing of passages. A
        request without any part is one that turns down what no filter can tell (不要报告).
    """
    said = re.sub(r"\s+", " ", normalize(text)).strip(EDGE)
    if not said or len(said) > LONGEST or STAND_IN in said or _is_own(said, today):
        return None
    for wording in _wordings(said):
        if (request := _beside(wording, today)) is not None:
            return replace(request, text=text)
    return None


def refined(
    request: Request, text: str, *, today: date | None = None, without: frozenset[Part] = frozenset()
) -> Request:
    """Return a request with what a later message says laid over it; one that refines nothing changes nothing.

    A later function, length, count, kind, source and span of years takes the place of the earlier one; forms, words and
    what is left out add up, and a word that is now wanted is no longer left out, or the other way round.

    Args:
        request: What was asked for before.
        text: The message as it came.
        today: As for ``read_refinement``.
        without: Parts that are not wanted after all, whoever said them.
    """
    later = read_refinement(text, today=today)
    whole = request if later is None else _laid_over(request, later)
    if Part.CORRECTION in without:
        query = whole.query
        for came, read in whole.corrections:
            query = query.replace(read, came)
        whole = replace(whole, query=query, corrections=())
    for part in without:
        whole = replace(whole, **EMPTY[part])
    return whole


def says(request: Request) -> dict[str, Any]:
    """Return what a request says beside its theme, by field; who says nothing of a count wants one passage."""
    fields = {name: getattr(request, name) for empty in EMPTY.values() for name in empty}
    return fields | {"count": request.count or 1}


def _laid_over(request: Request, later: Request) -> Request:
    return replace(
        request,
        text=f"{request.text}；{later.text}",
        functions=later.functions or _less(request.functions, later.functions_without),
        functions_without=_sum(_less(request.functions_without, later.functions), later.functions_without),
        forms=_sum(_less(request.forms, later.forms_without), later.forms),
        forms_without=_sum(_less(request.forms_without, later.forms), later.forms_without),
        count=later.count or request.count,
        length=later.length or request.length,
        years=later.years or (None if request.years in later.years_without else request.years),
        years_without=_sum(_less(request.years_without, (later.years,)), later.years_without),
        kind=later.kind or request.kind,
        sources=later.sources or _less(request.sources, later.sources_without),
        sources_without=_sum(_less(request.sources_without, later.sources), later.sources_without),
        must=_sum(_less(request.must, later.without), later.must),
        without=_sum(_less(request.without, later.must), later.without),
    )


def _sum(before: tuple[T, ...], later: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*before, *later)))


def _less(before: tuple[T, ...], gone: tuple[object, ...]) -> tuple[T, ...]:
    return tuple(one for one in before if one not in gone)


def _is_own(said: str, today: date | None) -> bool:
    """Whether a message is a request of its own: a word of the field (找差距), or an opening at large (党课的开头)."""
    alone = understand(said, today=today)
    if alone.query:
        return said in field()
    at_large = (alone.functions or alone.forms) and re.search(cues()["refining"]["own"], said)
    return bool(at_large or (alone.functions and alone.kind and not _patterns()[0].match(said)))


def _wordings(said: str) -> list[str]:
    """Return the message as it stands, then with one word less around it each time, and what stands for them."""
    lead, tail, instead = _patterns()
    found = [said]
    for _ in range(_FILLERS):
        shorter = lead.sub("", said, count=1)
        if shorter == said:
            shorter = tail.sub("", said, count=1)
        said = shorter.strip(EDGE)
        if said and said not in found:
            found.append(said)
    meant = (
        match.expand(wanted.replace("{x}", r"\g<x>"))
        for pattern, wanted in instead
        for one in found
        if (match := pattern.fullmatch(one))
    )
    return [*meant, *found]


def _beside(wording: str, today: date | None) -> Request | None:
    request = understand(f"{STAND_IN},{wording}", today=today)
    left = " ".join(request.query.replace(",", " ").split())
    if left != " ".join((STAND_IN, *request.must)):
        request = understand(wording, today=today)
        if request.query or not (request.functions or request.forms or request.length):
            return None
    elif any(len(word) < _LEAST_WORD for word in request.without):
        return None  # 不含糊 is no filter
    elif not _says_anything(request) and not _turns_down().match(wording):
        return None
    return replace(request, query="", corrections=())


def _says_anything(request: Request) -> bool:
    return any(getattr(request, name) for empty in EMPTY.values() for name in empty)


@cache
def _turns_down() -> re.Pattern[str]:
    return re.compile(f"(?:{cues()['wording']['without']}|{cues()['wording']['without_named']}).")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]:
    raw = cues()["refining"]
    instead = tuple((re.compile(pattern), wanted) for pattern, wanted in raw["said"])
    return re.compile(f"^(?:{raw['lead']})"), re.compile(f"(?:{raw['tail']})$"), instead
