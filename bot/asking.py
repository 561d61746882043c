"""A request in, cards out; or the sentence that says why there are none (提问)."""

from __future__ import annotations

from bot.cards import Spot, card, place_remark
from bot.desk import Desk
from bot.keys import Act, encode
from bot.language import language_of
from bot.person import Person
from bot.replies import Button, Line, Outcome, Reply
from bot.store import SavedHit
from bot.texts import Texts, fill, texts_for
from retrieval.models import Note, SearchResult

LIMIT = 12
"""Passages of one answer."""

CARDS = 3
"""Cards of one answer where several passages were asked for; a phone holds no more at a glance."""

MAX_REQUEST = 500
"""Characters of one request; more is no request but a text of its own."""


def answer(desk: Desk, person: Person, text: str) -> Outcome:
    """Search for what a message asks for."""
    language = language_of(text, person.language)
    texts = texts_for(language)
    if len(text) > MAX_REQUEST:
        return Outcome((Reply((Line(texts.too_long.format(limit=MAX_REQUEST)),)),))
    result = desk.searcher.search(text, limit=LIMIT)
    if not result.hits:
        return Outcome((_nothing(desk, texts, result.note),))
    return Outcome(_cards(desk, person.id, language, result))


def _cards(desk: Desk, person_id: str, language: str, result: SearchResult) -> tuple[Reply, ...]:
    texts = texts_for(language)
    hits = result.hits
    asked = max(1, result.request.count or 1)
    shown = hits[: min(asked, CARDS)]
    search = desk.store.searches.add(
        person_id, result.request.text, language, [SavedHit(hit.passage.id, hit.similar) for hit in hits]
    )
    kept = desk.store.favourites.saved(person_id, [hit.passage.id for hit in shown])
    cards = [
        card(
            texts,
            hit,
            Spot(search.id, position),
            total=len(hits),
            similar=len(hit.similar),
            kept=hit.passage.id in kept,
        )
        for position, hit in enumerate(shown)
    ]
    elsewhere = place_remark(texts, result)
    if elsewhere:
        cards[0] = Reply((Line(elsewhere, quiet=True), *cards[0].parts), cards[0].rows)
    remark = _remark(texts, asked, len(shown), len(hits))
    if remark:
        cards[-1] = Reply((*cards[-1].parts, Line(remark, quiet=True)), cards[-1].rows)
    return tuple(cards)


def _remark(texts: Texts, asked: int, shown: int, found: int) -> str | None:
    """Say where a person gets fewer passages than were asked for."""
    if asked > found:
        return fill(texts.fewer_found, found=found)
    if asked > shown:
        return texts.more_by_paging.format(shown=shown)
    return None


def _nothing(desk: Desk, texts: Texts, note: Note | None) -> Reply:
    match note:
        case Note.EMPTY_REQUEST:
            return Reply((Line(texts.ask_theme),))
        case Note.EMPTY_LIBRARY:
            return Reply((Line(texts.empty_library),))
        case _:
            counts = desk.shelf.counts()
            holds = fill(texts.library_holds, speeches=counts.speeches, passages=counts.passages)
            library = Button(texts.see_library, encode(Act.LIBRARY, 0), "k")
            return Reply((Line(texts.nothing_relevant), Line(holds, quiet=True)), ((library,),))
