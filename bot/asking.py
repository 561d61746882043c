"""A request in, cards out; or the sentence that says why there are none (提问)."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import Spot, card, numbered, rows, shorten
from bot.desk import Desk
from bot.keys import Act, encode
from bot.person import Person
from bot.remarks import fewer, shortfall
from bot.replies import Button, Line, Outcome, Reply
from bot.speaking import speak
from bot.store import SavedHit, SavedSearch
from bot.texts import Texts, fill, texts_for
from bot.understood import function_buttons, with_understood, words_to_stress
from retrieval.models import Function, Hit, Length, Note, Part, Relevance, Request, SearchResult

LIMIT = 12
"""Passages of one answer."""

CARDS = 3
"""Cards of one answer where several passages were asked for; a phone holds no more at a glance."""

MAX_REQUEST = 500
"""Characters of one request; more is no request but a text of its own."""

NEAREST = 3
"""Themes that are offered where the library has nothing on what was asked for."""

_THEME_LENGTH = 24


def answer(
    desk: Desk,
    person: Person,
    text: str,
    *,
    without: frozenset[Part] = frozenset(),
    function: Function | None = None,
    after: Request | None = None,
    before: frozenset[str] = frozenset(),
    than: int | None = None,
    language: str | None = None,
    replaces: bool = False,
) -> Outcome:
    """Search for what a message asks for.

    Args:
        desk: What the conversation works with.
        person: Who asks.
        text: The message.
        without: What is not to count although the message says it.
        function: What the passages are to do, whatever the message says.
        after: What was asked for before, where the message only says how its passages are to be.
        before: The passages that were shown before, where it refines a search; they count as seen.
        than: Characters of the passage that the new ones are to be shorter than, or longer; such ones come first.
        language: To answer in; that of the message unless told otherwise.
        replaces: The answer takes the place of the message whose button was pressed: one card, whatever was asked for.
    """
    language = language or speak(person, text)
    texts = texts_for(language)
    if len(text) > MAX_REQUEST:
        return Outcome((Reply((Line(texts.too_long.format(limit=MAX_REQUEST)),)),))
    result = desk.searcher.search(
        text, limit=LIMIT, without=without, function=function, after=after, reader=person.reader
    )
    if than is not None:
        result = replace(result, hits=tuple(sorted(result.hits, key=lambda hit: not goes_beyond(result, hit, than))))
    if result.note is Note.EMPTY_REQUEST:  # not kept: what was asked for before it is still what was asked last
        return Outcome((Reply((Line(texts.ask_theme),), replaces=replaces),))
    saved = desk.store.searches.add(
        person.id,
        text,
        language,
        [SavedHit(hit.passage.id, hit.similar, hit.relevance) for hit in result.hits],
        request=result.request,
        dropped=without,
        themes=result.themes[:NEAREST],
        function=function,
        functions=result.functions,
        after=after,
        shown=_shown(result, replaces=replaces),
        before=before,
        found=len(result.hits),
        took_ms=result.took_ms,
    )
    if not result.hits:
        return Outcome((replace(_nothing(desk, person, texts, saved, result), replaces=replaces),))
    cards = _cards(desk, texts, saved, result, replaces=replaces)
    if than is not None and not goes_beyond(result, result.hits[0], than):
        none = texts.none_shorter if result.request.length is Length.SHORT else texts.none_longer
        cards = (replace(cards[0], parts=(Line(none, quiet=True), *cards[0].parts)), *cards[1:])
    return Outcome(cards)


def goes_beyond(result: SearchResult, hit: Hit, than: int) -> bool:
    """Whether a passage on the theme is shorter, or longer, than so many characters, and does what was asked for."""
    length, functions = len(hit.passage.text), result.request.functions
    fits = length < than if result.request.length is Length.SHORT else length > than
    does = not functions or (hit.roles is not None and hit.roles.function in functions)
    return fits and does and hit.relevance is not Relevance.TOUCHING


def again(
    desk: Desk,
    person: Person,
    saved: SavedSearch,
    *,
    without: frozenset[Part],
    function: Function | None = None,
    language: str | None = None,
    replaces: bool = False,
) -> Outcome:
    """Search once more for what a search asked for, as if it did not say the parts of ``without``.

    With ``function`` for passages that do that; else for those that a button asked for, unless functions are left out.
    """
    kept = None if Part.FUNCTION in without else saved.function
    return answer(
        desk,
        person,
        saved.text,
        without=without,
        function=function or kept,
        after=saved.after,
        before=saved.before,
        language=language or saved.language,
        replaces=replaces,
    )


def _shown(result: SearchResult, *, replaces: bool) -> int:
    """Return how many cards an answer has."""
    return min(len(result.hits), 1 if replaces else max(1, result.request.count or 1), CARDS)


def _cards(desk: Desk, texts: Texts, saved: SavedSearch, result: SearchResult, *, replaces: bool) -> tuple[Reply, ...]:
    hits = result.hits
    asked = max(1, result.request.count or 1)
    shown = hits[: _shown(result, replaces=replaces)]
    kept = desk.store.favourites.saved(saved.person, [hit.passage.id for hit in shown])
    cards = [
        card(
            texts,
            hit,
            Spot(saved.id, position),
            total=len(hits),
            similar=len(hit.similar),
            kept=hit.passage.id in kept,
            roles=hit.roles,
            relevance=hit.relevance,
            words=words_to_stress(saved),
            verdict=desk.store.opinions.of(saved, hit.passage.id),
            functions=function_buttons(texts, saved),
            replaces=replaces,
        )
        for position, hit in enumerate(shown)
    ]
    lacking = shortfall(texts, result)
    if lacking:
        cards[0] = replace(cards[0], parts=(Line(lacking, quiet=True), *cards[0].parts))
    cards[0] = with_understood(texts, cards[0], saved)
    remark = fewer(texts, asked, len(shown), len(hits))
    if remark:
        cards[-1] = replace(cards[-1], parts=(*cards[-1].parts, Line(remark, quiet=True)))
    return tuple(cards)


def _nothing(desk: Desk, person: Person, texts: Texts, saved: SavedSearch, result: SearchResult) -> Reply:
    # However many passages were asked for, there are none.
    asked = replace(saved, request=replace(result.request, count=None))
    match result.note:
        case Note.EMPTY_LIBRARY:
            return Reply((Line(texts.empty_library),))
        case Note.NOTHING_LEFT:
            return with_understood(texts, Reply((Line(texts.nothing_left),)), asked)
        case _:
            counts = desk.shelf.counts(reader=person.reader)
            holds = fill(texts.library_holds, speeches=counts.speeches, passages=counts.passages)
            doors = [
                Button(texts.see_library, encode(Act.LIBRARY, 0), "k"),
                Button(texts.see_themes, encode(Act.THEMES, 0)),
            ]
            reply = Reply((Line(_none(texts, saved)), Line(holds, quiet=True)), rows(*numbered(offers(saved)), doors))
            return with_understood(texts, reply, asked)


def _none(texts: Texts, saved: SavedSearch) -> str:
    if not saved.themes:
        return texts.nothing_relevant
    told = [f"{number}. {shorten(theme, _THEME_LENGTH)}" for number, theme in enumerate(saved.themes, start=1)]
    return texts.nothing_but_near.format(themes=texts.joint.join(told))


def offers(saved: SavedSearch) -> list[Button]:
    """Return a button for each theme that is offered; its number stands before it in the text, for the terminal."""
    return [
        Button(shorten(theme, _THEME_LENGTH), encode(Act.OFFERED, saved.id, position), str(position + 1))
        for position, theme in enumerate(saved.themes)
    ]
