"""What was understood of a request, in a line, and a button to take each part of it out again (听懂了什么)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.cards import SEPARATOR, numbered, rows, shorten
from bot.keys import FUNCTIONS, PARTS, Act, encode
from bot.replies import Button, Line, Reply
from bot.store import SavedSearch
from bot.texts import Texts, fill
from retrieval.models import Function, Part, Request, Years
from retrieval.stressing import words_of

_LINE_LENGTH: Final = 240
_THEME_LENGTH: Final = 40
_LABEL_LENGTH: Final = 16

SHORTCUTS: Final[dict[Part, str]] = {
    Part.FUNCTION: "g",
    Part.FORM: "o",
    Part.COUNT: "a",
    Part.LENGTH: "l",
    Part.YEARS: "y",
    Part.KIND: "t",
    Part.SOURCE: "e",
    Part.MUST: "i",
    Part.WITHOUT: "v",
    Part.CORRECTION: "j",
}
"""The keys that take a part out in the terminal: the ten letters that no other button has."""

FUNCTION_SHORTCUTS: Final[dict[Function, str]] = {
    Function.OPENING: "kt",
    Function.PROBLEMS: "wt",
    Function.MEASURES: "jc",
    Function.REQUIREMENTS: "yq",
    Function.CLOSING: "jw",
}
"""The functions that have a button of their own, in the order of a speech, and their keys in the terminal."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A part of a request that is more than its theme, and how it is told."""

    part: Part
    words: str


def understood(texts: Texts, request: Request) -> tuple[Understood, ...]:
    """Return what a request asks for beside its theme, in the order of ``Part``; one passage is what anybody gets."""
    names = texts.names
    words = {
        Part.FUNCTION: texts.joint.join(
            [names.functions[function] for function in request.functions]
            + [texts.role_without.format(role=names.functions[function]) for function in request.functions_without]
        ),
        Part.FORM: texts.joint.join(
            [names.forms[form] for form in request.forms]
            + [texts.role_without.format(role=names.forms[form]) for form in request.forms_without]
        ),
        Part.COUNT: fill(texts.understood_count, count=request.count) if (request.count or 1) > 1 else "",
        Part.LENGTH: names.lengths[request.length] if request.length else "",
        Part.YEARS: texts.joint.join(_years(texts, request)),
        Part.KIND: request.kind or "",
        Part.SOURCE: texts.joint.join(
            [texts.source_with.format(word=word) for word in request.sources]
            + [texts.source_without.format(word=word) for word in request.sources_without]
        ),
        Part.MUST: texts.joint.join(texts.must_hold.format(word=word) for word in request.must),
        Part.WITHOUT: texts.joint.join(texts.must_not_hold.format(word=word) for word in request.without),
        Part.CORRECTION: texts.joint.join(
            texts.corrected.format(came=came, read=read) for came, read in request.corrections
        ),
    }
    return tuple(Understood(part, words[part]) for part in Part if words[part])


def understood_line(texts: Texts, request: Request) -> str | None:
    """Return the line that says what was understood; None for a plain theme, which needs none."""
    parts = understood(texts, request)
    if not parts:
        return None
    told = [part.words for part in parts]
    if request.query:
        told.insert(0, texts.understood_theme.format(theme=theme_of(texts, request)))
    return shorten(SEPARATOR.join(told), _LINE_LENGTH)


def theme_of(texts: Texts, request: Request) -> str:
    """Return the theme of a request as it is told: never long, never empty."""
    return shorten(request.query, _THEME_LENGTH) or texts.this_theme


def take_out_buttons(texts: Texts, request: Request, search: int) -> list[Button]:
    """Return a button for each part that was understood; it searches again without it."""
    return [
        Button(
            texts.take_out.format(part=_label(texts, one)),
            encode(Act.TAKE_OUT, search, PARTS[one.part]),
            SHORTCUTS[one.part],
        )
        for one in understood(texts, request)
    ]


def function_buttons(texts: Texts, saved: SavedSearch) -> list[Button]:
    """Return a button for each function that the theme of a search has; the one that is shown is marked.

    None where there is nothing to choose.
    """
    shown = saved.request.functions if saved.request else ()
    offered = [function for function in FUNCTION_SHORTCUTS if function in saved.functions]
    if all(function in shown for function in offered):
        return []
    return [
        Button(
            texts.function_shown.format(function=name) if function in shown else name,
            encode(Act.FUNCTION, saved.id, FUNCTIONS[function]),
            FUNCTION_SHORTCUTS[function],
        )
        for function in offered
        for name in [_short_name(texts, function)]
    ]


def words_to_stress(saved: SavedSearch) -> tuple[str, ...]:
    """Return the words that stand out in the passages of a search."""
    return words_of(saved.request) if saved.request else ()


def _short_name(texts: Texts, function: Function) -> str:
    places = {Function.OPENING: texts.place_opening, Function.CLOSING: texts.place_closing}
    return places.get(function, texts.names.functions[function])


def with_understood(texts: Texts, reply: Reply, saved: SavedSearch) -> Reply:
    """Return the reply to a search with what was understood above it.

    Below its own buttons stand those that take parts out and, where any are out, the one that puts all of them back.
    """
    if saved.request is None:
        return reply
    line = understood_line(texts, saved.request)
    buttons = take_out_buttons(texts, saved.request, saved.id)
    if saved.dropped:
        buttons.append(Button(texts.put_back, encode(Act.PUT_BACK, saved.id), "z"))
    parts = (Line(line, quiet=True), *reply.parts) if line else reply.parts
    return Reply(parts, reply.rows + rows(*numbered(buttons)), reply.replaces)


def _label(texts: Texts, one: Understood) -> str:
    # A mended slip is as long as what was mended, twice over.
    words = texts.names.parts[one.part] if one.part is Part.CORRECTION else one.words
    return shorten(words, _LABEL_LENGTH)


def _years(texts: Texts, request: Request) -> Iterator[str]:
    if request.years:
        yield _span(texts, request.years)
    for years in request.years_without:
        yield texts.years_without.format(years=_span(texts, years))


def _span(texts: Texts, years: Years) -> str:
    if years.first == years.last:
        return texts.year.format(year=years.first)
    if years.last is None:
        return texts.years_since.format(first=years.first)
    if years.first is None:
        return texts.years_until.format(last=years.last)
    return texts.years_between.format(first=years.first, last=years.last)
