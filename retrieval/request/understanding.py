"""From a message to a ``Request``: the readers of one cue each, in the order in which they may take words out.

::

    searched copy ─▶ file names, quotes (their marks still stand) ─▶ 不要… ─▶ in turns, until nothing changes:
    form · length · years · source and kind · functions in a row · opening or closing · function · tone
    · one word of asking off each end · the same for each clause
    ─▶ what is left is the theme ─▶ slips of typing

A cue that comes first takes its words away from those behind it. What names a term of the field is left whole. Where
nothing is left but years and sources, they are the theme: "2023年" alone is searched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from corpus.models import Place
from retrieval.models import PLACES, Form, Function, Language, Length, Part, Request, Years
from retrieval.normalize import normalize
from retrieval.request import asking
from retrieval.request.amount import asks_for_sentences, counts_sentences_only, read_count, read_length
from retrieval.request.cues import EDGE, terms
from retrieval.request.forms import read_form
from retrieval.request.functions import read_functions, read_row
from retrieval.request.origin import drop_texts, read_file, read_origin, whole_kind
from retrieval.request.slips import mend
from retrieval.request.unwanted import Unwanted, read_unwanted
from retrieval.request.wording import read_must, read_without
from retrieval.request.years import read_years

_READ: Final = 4 * asking.LONGEST
"""Characters of a message that are looked at before the blanks go."""
_TURNS: Final = 24
"""Cues and words of asking that are taken out one by one; a message with more is no request, and is not read on."""
_MARKS: Final = re.compile("[“”「」『』《》〈〉]")
_SEPARATOR: Final = re.compile(r"[ ,;。!?]+")
_CLAUSE: Final = re.compile(r"[^ ,;。!?]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_SEVERAL: Final = 2
_OF_TEXT: Final = re.compile(r"的(?:话|段落|内容|材料)$")
_WORD: Final = re.compile(r"[a-z][a-z'’-]*|[\u3400-\u9fff]")
_FUNCTIONS: Final = {place: function for function, place in PLACES.items()}
EMPTY: Final[dict[Part, dict[str, Any]]] = {
    Part.FUNCTION: {"functions": (), "functions_without": ()},
    Part.FORM: {"forms": (), "forms_without": ()},
    Part.COUNT: {"count": None},
    Part.LENGTH: {"length": None},
    Part.YEARS: {"years": None, "years_without": ()},
    Part.KIND: {"kind": None},
    Part.SOURCE: {"sources": (), "sources_without": ()},
    Part.MUST: {"must": ()},
    Part.WITHOUT: {"without": ()},
    Part.CORRECTION: {},  # the query is left as typed
}


@dataclass(slots=True)
class _Reading:
    """A message on its way: what is left of it, and what was found."""

    rest: str
    today: date
    filters: bool = True
    functions: list[Function] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    functions_without: set[Function] = field(default_factory=set)
    forms_without: set[Form] = field(default_factory=set)
    length: Length | None = None
    years: Years | None = None
    years_without: tuple[Years, ...] = ()
    kind: str | None = None
    sources: tuple[str, ...] = ()
    sources_without: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def place(self) -> Place | None:
        """The opening or the closing, if one of them is asked for."""
        return next((PLACES[one] for one in self.functions if one in PLACES), None)


def understand(text: str, *, today: date | None = None, without: frozenset[Part] = frozenset()) -> Request:
    """Return what ``text`` asks for; an empty query where it names no theme.

    Args:
        text: The message as it came; ``asking.LONGEST`` characters of it are read.
        today: What 今年 and 近两年 count from; the day it is, where None.
        without: Parts that are not wanted after all. Their words are no theme either: they stay out of the query.
            Without ``Part.CORRECTION`` the words are searched as they were typed.
    """
    today = today or date.today()  # noqa: DTZ011  the people's own day; a year is all that is read of it
    searched = re.sub(r"\s+", " ", normalize(text[:_READ]))[: asking.LONGEST].strip()
    plain = _MARKS.sub("", searched).strip(EDGE)
    reading = _read(searched, today, filters=True)
    if not reading.rest and not (reading.functions or reading.forms):
        reading = _read(searched, today, filters=False)  # where passages come from is no theme: "2023年" alone is one
    query, corrections = (reading.rest, ()) if Part.CORRECTION in without else mend(reading.rest)
    request = Request(
        text=text,
        query=query,
        functions=tuple(reading.functions),
        functions_without=tuple(one for one in Function if one in reading.functions_without - {*reading.functions}),
        forms=tuple(one for one in Form if one in reading.forms),
        forms_without=tuple(one for one in Form if one in reading.forms_without - {*reading.forms}),
        count=read_count(plain),
        length=reading.length or (Length.SHORT if asks_for_sentences(plain) else None),
        years=reading.years,
        years_without=reading.years_without,
        kind=reading.kind,
        sources=reading.sources,
        sources_without=reading.sources_without,
        must=reading.must,
        without=reading.without,
        corrections=corrections,
        language=_language(plain),
    )
    if request.years and _tells_of_years(request, plain):
        request = replace(request, years=None)
    for part in without:
        request = replace(request, **EMPTY[part])
    return request


def _read(searched: str, today: date, *, filters: bool) -> _Reading:
    reading = _Reading(searched, today, filters)
    _marked(reading)
    reading.rest = _MARKS.sub("", reading.rest).strip(EDGE)
    _left_out(reading)
    _in_turns(reading)
    if reading.functions or reading.forms:
        if kind := whole_kind(reading.rest):
            reading.kind, reading.rest = reading.kind or kind, ""
        elif asking.names_kind_only(reading.rest) or counts_sentences_only(reading.rest):
            reading.rest = ""
        elif reading.place is not None:
            reading.rest = asking.beside_place(reading.rest)
            _in_turns(reading)
    if asking.is_chat(reading.rest) or not any(map(str.isalnum, reading.rest)):
        reading.rest = ""
    return reading


def _marked(reading: _Reading) -> None:
    """Read what quotation marks and title marks say."""
    if reading.filters and (found := read_file(reading.rest)):
        reading.sources = (found[0],)
        reading.rest = found[1]
    while (words := read_must(reading.rest)) and words[1] != reading.rest and not set(words[0]) & set(reading.must):
        reading.must = (*reading.must, *words[0])
        reading.rest = words[1]


def _left_out(reading: _Reading) -> None:
    while turned_down := read_unwanted(reading.rest):
        _turn_down(reading, turned_down[0])
        reading.rest = turned_down[1]
    while found := read_without(reading.rest, reading.today):
        left_out, reading.rest = found
        _turn_down(reading, left_out.named)
        reading.without = tuple(dict.fromkeys((*reading.without, *left_out.words)))
        reading.years_without = (*reading.years_without, *left_out.years)
        reading.sources_without = (*reading.sources_without, *left_out.sources)


def _turn_down(reading: _Reading, named: Unwanted) -> None:
    reading.functions_without.update(named.functions)
    reading.forms_without.update(named.forms)


def _in_turns(reading: _Reading) -> None:
    """Let every reader have its turn until none finds anything and no word of asking is left."""
    for _ in range(_TURNS):
        if not reading.rest or not _one_turn(reading):
            return


def _one_turn(reading: _Reading) -> bool:
    """Let the first reader that finds something take its words out; at last strip. Whether the text became shorter."""
    text = reading.rest
    if _cue(reading):
        return reading.rest != text
    if reading.years or reading.sources:
        reading.rest = drop_texts(text)
        if reading.rest != text:
            return True
    reading.rest = asking.strip_style(text, told=bool(reading.functions or reading.forms))
    if reading.rest != text:
        return True
    reading.rest = asking.strip_once(text)
    return reading.rest != text or _clauses(reading)


def _cue(reading: _Reading) -> bool:
    """Let the first reader that finds a cue take its words out. Whether one did."""
    text = reading.rest
    if found_form := read_form(text):
        form, reading.rest = found_form
        reading.forms += [form] if form not in reading.forms else []
        return True
    if text in terms() and not read_functions(text):
        return False
    if found_length := read_length(text):
        length, reading.rest = found_length
        reading.length = reading.length or length
        return True
    if reading.filters and _filtered(reading):
        return True
    if found := read_row(text):
        functions, reading.rest = found
        _add(reading, functions)
        return True
    if found_place := asking.read_place(text, reading.place):
        place, reading.rest = found_place
        _add(reading, (_FUNCTIONS[place],))
        return True
    if found := read_functions(text):
        functions, reading.rest = found
        _add(reading, functions)
        return True
    return False


def _clauses(reading: _Reading) -> bool:
    """Read each clause by itself where the whole gave no more: "…的结尾部分, …". Whether one became shorter."""
    whole = reading.rest
    clauses = [clause for clause in _CLAUSE.findall(whole) if clause]
    if len(clauses) < _SEVERAL or len(clauses) > _TURNS:
        return False
    for index, clause in enumerate(clauses):
        if _HAN.search(clause) is None or clause in terms():
            continue
        reading.rest = clause
        cued = bool(reading.functions or reading.forms or reading.years or reading.sources or reading.kind)
        if not _cue(reading):
            shorter = asking.strip_once(asking.strip_style(clause, told=True)) if cued else clause
            reading.rest = _OF_TEXT.sub("", shorter)
        if reading.rest != clause:
            clauses[index] = reading.rest
            reading.rest = re.sub(r"(?:[ ,] ?)+(?=[ ,]|$)|^[ ,]+", "", _joined(whole, clauses))
            return True
    reading.rest = whole
    return False


def _joined(whole: str, clauses: list[str]) -> str:
    """Put clauses back between the separators that they stood between."""
    separators = [*(match[0] for match in _SEPARATOR.finditer(whole)), ""]
    return "".join(clause + separator for clause, separator in zip(clauses, separators, strict=False)).strip(EDGE)


def _filtered(reading: _Reading) -> bool:
    """Read one filter: years, or where passages come from."""
    if reading.years is None and (years := read_years(reading.rest, reading.today)):
        reading.years, reading.rest = years
        return True
    if origin := read_origin(reading.rest):
        reading.rest = origin[1]
        reading.kind = reading.kind or origin[0].kind
        if origin[0].source:
            reading.sources = tuple(dict.fromkeys((*reading.sources, origin[0].source)))
        return True
    return False


def _add(reading: _Reading, functions: tuple[Function, ...]) -> None:
    reading.functions += [one for one in functions if one not in reading.functions]


def _tells_of_years(request: Request, text: str) -> bool:
    """Whether years are what a passage is to tell of, and not when it was said: "achievements this year"."""
    of_years = {Function.ACHIEVEMENTS, Function.GOALS} & set(request.functions)
    return bool(of_years) and re.search(r"\b(?:this|last) year\b", text) is not None


def _language(text: str) -> Language:
    found = _WORD.findall(text)
    latin = sum(word.isascii() for word in found)
    return Language.ENGLISH if latin > len(found) - latin else Language.CHINESE
