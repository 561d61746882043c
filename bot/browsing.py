"""The buttons of a card: turn, keep, and look around (翻看).

Each function does one act of ``bot.keys``: it takes the numbers of the key and gives what the press leads to. What
they point to is read anew from the library, so that a card never shows what is no longer there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.asking import again
from bot.cards import (
    SEPARATOR,
    Spot,
    card,
    clamp,
    gone_card,
    keep_button,
    numbered,
    page_buttons,
    rows,
    source_line,
    stressed,
    titled,
)
from bot.context import AUTO, context
from bot.desk import Desk
from bot.keeping import keep
from bot.keys import FUNCTIONS, Act, encode
from bot.pages import pages
from bot.person import Person
from bot.provenance import provenance_of
from bot.refusals import own, stale
from bot.replies import Button, Line, Outcome, Reply
from bot.store import SavedSearch, Verdict
from bot.taking import copy_button, plain, to_change
from bot.texts import texts_for
from bot.understood import function_buttons, with_understood, words_to_stress
from corpus.errors import UnknownId
from corpus.ids import key_of
from corpus.models import Found
from retrieval.models import Part

SIMILAR_A_PAGE = 8
LEAST_LISTED = 2
"""One near-identical passage needs no list to choose from."""


def show(desk: Desk, person: Person, search: int, position: int, similar: int, page: int) -> Outcome:
    """Show a passage of an answer."""
    saved = _search(desk, person, search, position, similar)
    spot = Spot(search, position, similar, page)
    try:
        return Outcome((_card(desk, person, saved, spot),))
    except UnknownId:
        return _gone(saved, spot)


def save(desk: Desk, person: Person, search: int, position: int, similar: int, page: int) -> Outcome:
    """Keep the passage; pressed twice it is kept once."""
    return _keep(desk, person, Spot(search, position, similar, page), _passage, _card)


def remove(desk: Desk, person: Person, search: int, position: int, similar: int, page: int) -> Outcome:
    """Keep the passage no longer."""
    return _drop(desk, person, Spot(search, position, similar, page), _passage, _card)


def save_whole(desk: Desk, person: Person, search: int, position: int, similar: int, page: int) -> Outcome:
    """Keep the paragraph of the point."""
    return _keep(desk, person, Spot(search, position, similar, page), _paragraph, _whole)


def remove_whole(desk: Desk, person: Person, search: int, position: int, similar: int, page: int) -> Outcome:
    """Keep the paragraph of the point no longer."""
    return _drop(desk, person, Spot(search, position, similar, page), _paragraph, _whole)


def show_whole(desk: Desk, person: Person, search: int, position: int, similar: int, page: int) -> Outcome:
    """Show the whole paragraph of a point."""
    saved = _search(desk, person, search, position, similar)
    spot = Spot(search, position, similar, page)
    try:
        return Outcome((_whole(desk, person, saved, spot),))
    except UnknownId:
        return _gone(saved, spot)


def show_context(
    desk: Desk, person: Person, search: int, position: int, similar: int, offset: int, page: int, *, above: bool = False
) -> Outcome:
    """Show the passage between its neighbours, or what stands further up or down."""
    saved = _search(desk, person, search, position, similar)
    spot = Spot(search, position, similar)
    texts = texts_for(saved.language)

    def step(*, above: bool, offset: int, page: int) -> str:
        return encode(Act.CONTEXT_ABOVE if above else Act.CONTEXT, search, position, similar, offset, page)

    try:
        view = context(
            texts,
            desk.shelf,
            person.reader,
            _passage(desk, person, saved, spot).passage,
            above=above,
            offset=offset,
            page=page,
            step=step,
            back=Button(texts.back, spot.key(Act.SHOW), "b"),
        )
    except UnknownId:
        return _gone(saved, spot)
    return Outcome((view,))


show_context_above = partial(show_context, above=True)


def list_similar(desk: Desk, person: Person, search: int, position: int, page: int) -> Outcome:
    """List the near-identical passages that are folded under one; a single one is shown at once."""
    saved = _search(desk, person, search, position)
    texts = texts_for(saved.language)
    spot = Spot(search, position)
    similar = saved.hits[position].similar
    if len(similar) < LEAST_LISTED:
        return show(desk, person, search, position, len(similar), 0)
    count = -(-len(similar) // SIMILAR_A_PAGE)
    page = clamp(page, count)
    first = page * SIMILAR_A_PAGE
    keys = [key_of(passage_id) for passage_id in similar[first : first + SIMILAR_A_PAGE]]
    there = desk.shelf.passages(keys, reader=person.reader)
    lines, choices = [], []
    for number, key in enumerate(keys, start=first + 1):
        found = there.get(key)
        if found is None:
            lines.append(Line(texts.similar_gone.format(number=number), quiet=True))
        else:
            source = source_line(texts, provenance_of(found.passage, found.speech))
            lines.append(Line(texts.similar_entry.format(number=number, source=source)))
            choices.append(Button(str(number), spot.show(similar=number), str(number)))
    turns = page_buttons(texts, page, count, lambda other: encode(Act.SIMILAR, search, position, other))
    back = Button(texts.back, spot.key(Act.SHOW), "b")
    head = Line(texts.similar_head.format(count=len(similar)), strong=True)
    return Outcome((Reply((head, *lines), rows(*numbered(choices), turns, [back]), replaces=True),))


def ask_again(desk: Desk, person: Person, search: int) -> Outcome:
    """Search once more for what was asked, without what was taken out of it; the old card stays."""
    saved = own(desk, person, search)
    return again(desk, person, saved, without=saved.dropped)


def ask_function(desk: Desk, person: Person, search: int, function: int) -> Outcome:
    """Show passages on the same theme that do something else, in place; pressed twice it is the same."""
    saved = own(desk, person, search)
    wanted = next((one for one, number in FUNCTIONS.items() if number == function), None)
    if wanted is None:
        raise stale(desk, person)
    return again(desk, person, saved, without=saved.dropped - {Part.FUNCTION}, function=wanted, replaces=True)


def send_plain(desk: Desk, person: Person, search: int, position: int, similar: int, whole: int) -> Outcome:
    """Send the passage, or its paragraph, as a message of its own that is made for copying; the card stays."""
    saved = _search(desk, person, search, position, similar)
    spot = Spot(search, position, similar)
    try:
        found = (_paragraph if whole else _passage)(desk, person, saved, spot)
    except UnknownId:
        return _gone(saved, spot)
    source = source_line(texts_for(saved.language), provenance_of(found.passage, found.speech))
    return Outcome((plain(found.passage.text, source),))


def praise(desk: Desk, person: Person, search: int, position: int, similar: int, page: int) -> Outcome:
    """Note that the passage is a good answer; pressed twice it is noted once."""
    return _judge(desk, person, Spot(search, position, similar, page), Verdict.GOOD)


def blame(desk: Desk, person: Person, search: int, position: int, similar: int, page: int) -> Outcome:
    """Note that the passage is no good answer."""
    return _judge(desk, person, Spot(search, position, similar, page), Verdict.BAD)


def unsay(desk: Desk, person: Person, search: int, position: int, similar: int, page: int) -> Outcome:
    """Forget what the person thought of the passage."""
    return _judge(desk, person, Spot(search, position, similar, page), None)


def _judge(desk: Desk, person: Person, spot: Spot, verdict: Verdict | None) -> Outcome:
    saved = _search(desk, person, spot.search, spot.position, spot.similar)
    texts = texts_for(saved.language)
    try:
        found = _passage(desk, person, saved, spot)
    except UnknownId:
        return _gone(saved, spot)
    if verdict is None:
        desk.store.opinions.take_back(saved, found.passage.id)
    else:
        desk.store.opinions.give(saved, found.passage, verdict)
    toast = texts.toast_thanks if verdict else texts.toast_unsaid
    return Outcome((_card(desk, person, saved, spot),), toast=toast)


def _search(desk: Desk, person: Person, search: int, position: int = 0, similar: int = 0) -> SavedSearch:
    """Return a search of this person that has such a passage, and note that it is what they look at now.

    Raises:
        Refused: it is somebody else's, or there is none.
    """
    saved = own(desk, person, search)
    if not 0 <= position < len(saved.hits) or not 0 <= similar <= len(saved.hits[position].similar):
        raise stale(desk, person)
    if saved.hits:
        desk.store.searches.show(search, position, similar)
    return saved


def _passage(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Found:
    hit = saved.hits[spot.position]
    return desk.shelf.passage(hit.similar[spot.similar - 1] if spot.similar else hit.passage_id, reader=person.reader)


def _paragraph(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Found:
    found = _passage(desk, person, saved, spot)
    return (
        found if found.passage.parent_id is None else desk.shelf.passage(found.passage.parent_id, reader=person.reader)
    )


_Take = Callable[[Desk, Person, SavedSearch, Spot], Found]
_Draw = Callable[[Desk, Person, SavedSearch, Spot], Reply]


def _keep(desk: Desk, person: Person, spot: Spot, take: _Take, draw: _Draw) -> Outcome:
    saved = _search(desk, person, spot.search, spot.position, spot.similar)
    texts = texts_for(saved.language)
    try:
        found = take(desk, person, saved, spot)
    except UnknownId:
        return Outcome(_gone(saved, spot).replies, toast=texts.toast_save_gone, alert=True)
    toast = keep(desk, texts, person.id, found)
    return Outcome((draw(desk, person, saved, spot),), toast=toast)


def _drop(desk: Desk, person: Person, spot: Spot, take: _Take, draw: _Draw) -> Outcome:
    saved = _search(desk, person, spot.search, spot.position, spot.similar)
    texts = texts_for(saved.language)
    try:
        found = take(desk, person, saved, spot)
    except UnknownId:
        return _gone(saved, spot)
    changed = desk.store.favourites.remove_passage(person.id, found.passage.id)
    return Outcome(
        (draw(desk, person, saved, spot),), toast=texts.toast_removed if changed else texts.toast_removed_before
    )


def _card(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Reply:
    found = _passage(desk, person, saved, spot)
    hit = saved.hits[spot.position]
    texts = texts_for(saved.language)
    reply = card(
        texts,
        found,
        spot,
        total=len(saved.hits),
        similar=len(hit.similar),
        kept=_kept(desk, saved, found),
        roles=desk.searcher.roles([found.passage.key]).get(found.passage.key),
        # How well a near-identical passage answers was not measured.
        relevance=None if spot.similar else hit.relevance,
        words=words_to_stress(saved),
        verdict=desk.store.opinions.of(saved, found.passage.id),
        functions=() if spot.similar else function_buttons(texts, saved),
        replaces=True,
    )
    return reply if spot.position or spot.similar else with_understood(texts, reply, saved)


def _whole(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Reply:
    found = _paragraph(desk, person, saved, spot)
    texts = texts_for(saved.language)
    provenance = provenance_of(found.passage, found.speech)
    spans = pages(found.passage.text)
    page = clamp(spot.page, len(spans))
    start, end = spans[page]
    head = [texts.head_whole, titled(texts, provenance)]
    if len(spans) > 1:
        head.append(texts.text_page.format(page=page + 1, pages=len(spans)))
    here = Spot(spot.search, spot.position, spot.similar, page)

    def turned(other: int) -> str:
        return encode(Act.WHOLE, spot.search, spot.position, spot.similar, other)

    keep = keep_button(
        texts,
        _kept(desk, saved, found),
        save=here.key(Act.SAVE_WHOLE),
        remove=here.key(Act.REMOVE_WHOLE),
        label=texts.save_whole,
    )
    around = Button(texts.context, encode(Act.CONTEXT, spot.search, spot.position, spot.similar, 0, AUTO), "c")
    back = Button(texts.back, Spot(spot.search, spot.position, spot.similar).key(Act.SHOW), "b")
    source = source_line(texts, provenance)
    taking = [
        copy_button(texts, found.passage.text, source, None),
        Button(texts.plain, encode(Act.PLAIN, spot.search, spot.position, spot.similar, 1), "qw"),
    ]
    return Reply(
        parts=(
            Line(SEPARATOR.join(head), quiet=True),
            stressed(found.passage.text, words_to_stress(saved)).cut(start, end),
            Line(source, quiet=True),
            *to_change(texts, found.passage.text),
        ),
        rows=rows(page_buttons(texts, page, len(spans), turned), [keep, around, back], taking),
        replaces=True,
    )


def _kept(desk: Desk, saved: SavedSearch, found: Found) -> bool:
    return bool(desk.store.favourites.saved(saved.person, [found.passage.id]))


def _gone(saved: SavedSearch, spot: Spot) -> Outcome:
    return Outcome((gone_card(texts_for(saved.language), spot, len(saved.hits)),))
