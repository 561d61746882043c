"""Passages for a message that is written in any chat: a request in, results to choose from out (内联).

Nothing of it is kept: what a person asked last stays what they asked in the conversation. Without words the results are
their favourites, newest first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.asking import MAX_REQUEST
from bot.cards import SEPARATOR, shorten, source_line
from bot.desk import Desk
from bot.pages import PAGE, first_page
from bot.person import Person
from bot.provenance import Provenance, provenance_of
from bot.remarks import shortfall
from bot.replies import Line, Quote, Reply
from bot.speaking import person_of, speak
from bot.store import View
from bot.texts import Texts, texts_for
from corpus.errors import UnknownId
from corpus.models import COMMON
from retrieval.models import Note, Roles, SearchResult

A_PAGE: Final = 12
"""Results of one page; Telegram takes 50."""

MOST: Final = 48
"""Results in all. Always so many are searched for, so that one page never repeats another."""

LONGEST_HINT: Final = 60
"""Characters of the words above the results; a phone shows no more in its line."""

_TITLE_LENGTH: Final = 60
_SOURCE_LENGTH: Final = 120
_THEME_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One passage to choose.

    Attributes:
        id: Of the passage, ASCII, at most 64 bytes, the same for ever; no two of an answer are the same.
        title: What it is about: its theme, and its first words.
        description: Its source.
        reply: The message it becomes: the passage as it stands, or its beginning with a mark that it goes on; the
            source. At most one message.
        opens: What a link to the bot must carry to open the whole of a passage that was cut ("p_…"); else None.
        label: Of the button that opens it.
    """

    id: str
    title: str
    description: str
    reply: Reply
    opens: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What stands above the keyboard while somebody writes.

    Attributes:
        results: Best first, or newest first.
        next: The offset that gives the next page; "" at the end. ASCII, at most 64 bytes.
        hint: A line above the results, at most ``LONGEST_HINT`` characters; what leads to the bot where it is tapped.
        failed: It could not be found out; the same words may be asked again at once.
    """

    results: tuple[InlineResult, ...] = ()
    next: str = ""
    hint: str | None = None
    failed: bool = False


def inline(desk: Desk, person: Person, text: str, offset: str) -> InlineAnswer:
    """Find passages for what somebody writes behind the bot's name; without words, their favourites.

    Args:
        desk: What the conversation works with.
        person: Who writes.
        text: What they have written so far.
        offset: ``next`` of the page before; "" for the first. Anything else counts as the first.
    """
    text = text.strip()
    person = person_of(desk, person)
    texts = texts_for(speak(person, text))
    first = int(offset) if offset.isascii() and offset.isdecimal() and len(offset) < len("10000") else 0
    if not text:
        return _favourites(desk, person, texts, first)
    if len(text) > MAX_REQUEST:
        return InlineAnswer(hint=_hint(texts.inline_too_long))
    result = desk.searcher.search(text, limit=MOST, reader=person.reader)
    if not result.hits:
        return InlineAnswer(hint=_hint(_none(texts, result.note)))
    return _found(desk, texts, result, first)


def _found(desk: Desk, texts: Texts, result: SearchResult, first: int) -> InlineAnswer:
    shown = [
        _result(texts, hit.passage.id, hit.passage.text, provenance_of(hit.passage, hit.speech), hit.roles)
        for hit in result.hits[first : first + A_PAGE]
    ]
    lacking = shortfall(texts, result)
    return InlineAnswer(
        _linked(desk, shown), _next(first, len(result.hits)), _hint(lacking) if lacking and not first else None
    )


def _favourites(desk: Desk, person: Person, texts: Texts, first: int) -> InlineAnswer:
    count = min(desk.store.favourites.count(person.id, View()), MOST)
    if not count:
        return InlineAnswer(hint=_hint(texts.inline_ask))
    shown = [
        _result(texts, one.passage_id, one.text, one.provenance)
        for one in desk.store.favourites.page(person.id, first, A_PAGE, View())
        if not one.damaged
    ]
    return InlineAnswer(_linked(desk, shown), _next(first, count), None if first else _hint(texts.inline_favourites))


def _result(
    texts: Texts, passage_id: str, text: str, provenance: Provenance, roles: Roles | None = None
) -> InlineResult:
    source = source_line(texts, provenance)
    # Only what a message cannot hold is cut, and that at the end of a sentence.
    shown = first_page(text, PAGE)
    cut = len(shown) < len(text)
    lines = (Line(texts.inline_goes_on, quiet=True),) if cut else ()
    theme = shorten(roles.theme, _THEME_LENGTH) if roles and roles.theme else ""
    return InlineResult(
        id=passage_id,
        title=shorten(SEPARATOR.join(part for part in (theme, " ".join(text.split())) if part), _TITLE_LENGTH),
        description=shorten(source, _SOURCE_LENGTH),
        reply=Reply((Quote(shown), *lines, Line(source, quiet=True))),
        opens=passage_id if cut else None,
        label=texts.inline_open,
    )


def _none(texts: Texts, note: Note | None) -> str:
    match note:
        case Note.EMPTY_REQUEST:
            return texts.inline_ask
        case Note.EMPTY_LIBRARY:
            return texts.inline_empty_library
        case Note.NOTHING_LEFT:
            return texts.inline_nothing_left
        case _:
            return texts.inline_nothing


def _next(first: int, count: int) -> str:
    return str(first + A_PAGE) if first + A_PAGE < count else ""


def _linked(desk: Desk, shown: list[InlineResult]) -> tuple[InlineResult, ...]:
    """Leave links to what everybody sees: a favourite outlives its speech, and nobody else opens one's own."""
    return tuple(replace(one, opens=None) if one.opens and not _there(desk, one.opens) else one for one in shown)


def _there(desk: Desk, passage_id: str) -> bool:
    try:
        desk.shelf.passage(passage_id, reader=COMMON)
    except UnknownId:
        return False
    return True


def _hint(sentence: str) -> str:
    return shorten(sentence, LONGEST_HINT)
