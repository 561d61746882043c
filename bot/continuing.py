"""What a person says after an answer, done (追问): further passages, another one, its source, keeping it, refining it.

All of it concerns the search of which they saw a passage last. That is kept, so it still holds the next morning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bot import browsing, drawer, dropping, favourites
from bot.asking import CARDS, LIMIT, NEAREST, answer, offers
from bot.cards import SEPARATOR, Spot, numbered, rows, shorten, source_line, titled
from bot.context import AUTO
from bot.desk import Desk
from bot.following import FollowUp, Wish, read_follow_up, taken_out
from bot.keeping import keep
from bot.keys import Act, encode
from bot.person import Person
from bot.provenance import provenance_of
from bot.replies import Button, Line, Outcome, Reply
from bot.store import SavedHit, SavedSearch
from bot.taking import plain
from bot.texts import Texts, fill, texts_for
from bot.understood import understood, with_understood
from corpus.errors import UnknownId
from corpus.ids import key_of
from corpus.models import Found, PassageKind
from retrieval.models import Part, Request
from retrieval.request import read_refinement, refined, says

MOST: Final = 200
"""Passages of one search that are shown in all; who reads that many should ask for less."""

_PLACE_LENGTH: Final = 400
_THEME_LENGTH: Final = 24


def follow(desk: Desk, person: Person, text: str) -> Outcome | None:
    """Do what a message wants of the last answer; None for any other message."""
    wanted = read_follow_up(text)
    if wanted is None:
        return None
    if wanted.wish is Wish.FAVOURITES:
        return favourites.list_favourites(desk, person, 0, replaces=False)
    if wanted.wish is Wish.FIND:
        return drawer.find(desk, person, wanted.words)
    saved = desk.store.searches.current(person.id)
    texts = texts_for(person.language)
    if saved is None:
        return _without_search(desk, person, texts, wanted)
    if not saved.hits:
        return _said(texts.nothing_shown)
    if saved.language != person.language:  # its cards speak as its person does now
        desk.store.searches.speak(saved.id, person.language)
        saved = replace(saved, language=person.language)
    if wanted.wish is Wish.MORE:
        return _more(desk, person, saved, wanted)
    if wanted.wish is Wish.SAVE_ALL:
        return _save_all(desk, person, saved)
    if wanted.position is not None and len(saved.hits) < wanted.position <= len(saved.hits) + LIMIT:
        saved = _searched_on(desk, person, saved)
    spot = _spot(saved, wanted)
    if spot is None or not 0 <= spot.position < len(saved.hits):
        return _out_of_reach(desk, person, saved, wanted)
    try:
        outcome = _ACTS[wanted.wish](desk, person, saved, spot)
    except UnknownId:  # its speech has left the library; the card says so
        outcome = _show(desk, person, saved, spot)
    desk.store.searches.show(saved.id, spot.position, spot.similar)
    return _plain_message(outcome)


def refine(desk: Desk, person: Person, text: str) -> Outcome | None:
    """Search again for the last theme where a message only says how the passages are to be; None for any other."""
    later = read_refinement(text)
    saved = desk.store.searches.current(person.id) if later is not None else None
    if later is None or saved is None or saved.request is None:
        return None
    wanted = refined(saved.request, text)
    if says(later) == says(_NOTHING):
        return dropping.spoken(desk, person, taken_out(text)) or _said(texts_for(person.language).cannot_turn_down)
    than = _length_shown(desk, person, saved) if later.length else None
    if says(wanted) != says(saved.request) or than is not None:
        return answer(desk, person, text, after=saved.request, before=saved.told(), than=than)
    if not saved.hits:
        return _said(texts_for(person.language).nothing_shown)
    # It was so already: then it is another one that is wanted.
    return _more(desk, person, replace(saved, language=person.language), FollowUp(Wish.MORE))


def _length_shown(desk: Desk, person: Person, saved: SavedSearch) -> int | None:
    """Return how many characters the passage has that was shown last."""
    try:
        return len(_found(desk, person, saved, Spot(saved.id, *saved.at)).passage.text) if saved.hits else None
    except UnknownId:
        return None


_NOTHING: Final = Request("", "")


def _without_search(desk: Desk, person: Person, texts: Texts, wanted: FollowUp) -> Outcome | None:
    if wanted.wish is Wish.SAVE and wanted.position is None:
        return favourites.list_favourites(desk, person, 0, replaces=False)
    return None if wanted.wish is Wish.SHOW else _said(texts.nothing_before)


def _spot(saved: SavedSearch, wanted: FollowUp) -> Spot | None:
    position, similar = saved.at
    match wanted.wish:
        case Wish.NEXT:
            return Spot(saved.id, position + 1)
        case Wish.PREVIOUS:
            return Spot(saved.id, position - 1)
        case _ if wanted.position is not None:
            return Spot(saved.id, wanted.position - 1)
        case _:
            return Spot(saved.id, position, similar)


def _out_of_reach(desk: Desk, person: Person, saved: SavedSearch, wanted: FollowUp) -> Outcome:
    texts = texts_for(saved.language)
    if wanted.wish is Wish.NEXT:
        return _more(desk, person, saved, FollowUp(Wish.MORE, count=1))
    if wanted.wish is Wish.PREVIOUS:
        return _said(texts.first_of_all)
    return _said(fill(texts.no_such_passage, position=wanted.position, count=len(saved.hits)))


def _more(desk: Desk, person: Person, saved: SavedSearch, wanted: FollowUp) -> Outcome:
    """Show the best passages that were not shown yet, nor before the search was refined.

    Where none is left it says so, and offers what may help.
    """
    asked = saved.request.count if saved.request else None
    count = min(CARDS, CARDS if wanted.batch else wanted.count or asked or 1)
    left = _left(saved)
    if len(left) < count:
        saved = _searched_on(desk, person, saved)
        left = _left(saved)
    if not left and len(saved.hits) >= MOST:
        return _said(fill(texts_for(saved.language).seen_enough, count=len(saved.hits)))
    if not left:
        return Outcome((_all_shown(desk, person, saved),))
    shown = [
        _plain_message(browsing.show(desk, person, saved.id, position, 0, 0)).replies[0] for position in left[:count]
    ]
    remark = _role_ends(desk, saved, left[0])
    if remark is not None:
        shown[0] = replace(shown[0], parts=(remark, *shown[0].parts))
    if len(shown) < count:
        told = Line(fill(texts_for(saved.language).last_of_all, count=len(saved.hits)), quiet=True)
        shown[-1] = replace(shown[-1], parts=(*shown[-1].parts, told))
    return Outcome(tuple(shown))


def _role_ends(desk: Desk, saved: SavedSearch, position: int) -> Line | None:
    """Return the line that says that the passages of the function that was asked for end before this one."""
    functions = saved.request.functions if saved.request else ()
    if not functions:
        return None
    keys = [key_of(saved.hits[place].passage_id) for place in (*saved.seen, position)]
    roles = desk.searcher.roles(keys)
    *before, here = (key in roles and roles[key].function in functions for key in keys)
    if here or not all(before):
        return None
    texts = texts_for(saved.language)
    wanted = texts.joint.join(texts.names.functions[function] for function in functions)
    return Line(texts.role_ends.format(wanted=wanted), quiet=True)


def _left(saved: SavedSearch) -> list[int]:
    told = saved.told()
    return [
        position for position, hit in enumerate(saved.hits) if position not in saved.seen and hit.passage_id not in told
    ]


def _searched_on(desk: Desk, person: Person, saved: SavedSearch) -> SavedSearch:
    """Look for passages beyond those of the search; what was found before keeps its place."""
    held = {passage for hit in saved.hits for passage in (hit.passage_id, *hit.similar)}
    limit = min(len(saved.hits) + LIMIT, MOST)
    if len(saved.hits) < LIMIT or limit <= len(saved.hits):
        return saved  # there were no more then
    result = desk.searcher.search(
        saved.text, limit=limit, without=saved.dropped, after=saved.after, reader=person.reader
    )
    found = [SavedHit(hit.passage.id, hit.similar, hit.relevance) for hit in result.hits if hit.passage.id not in held]
    longer = desk.store.searches.extend(saved.id, found) if found else None
    return replace(longer, language=saved.language) if longer else saved


def _all_shown(desk: Desk, person: Person, saved: SavedSearch) -> Reply:
    texts = texts_for(saved.language)
    lines = [Line(fill(texts.last_of_all, count=len(saved.hits)))]
    request = saved.request
    if request is None:
        return Reply(tuple(lines))
    request = replace(request, count=None)
    near = desk.searcher.near(request, reader=person.reader)[:NEAREST]
    offered = desk.store.searches.extend(saved.id, (), near) if near else None
    buttons: list[Button] = []
    if offered is not None:
        told = texts.joint.join(
            f"{number}. {shorten(theme, _THEME_LENGTH)}" for number, theme in enumerate(near, start=1)
        )
        lines.append(Line(fill(texts.widen_near, themes=told), quiet=True))
        buttons = offers(offered)
    if any(one.part is not Part.CORRECTION for one in understood(texts, request)):
        lines.append(Line(texts.widen, quiet=True))
    doors = [Button(texts.see_themes, encode(Act.THEMES, 0))]
    return with_understood(texts, Reply(tuple(lines), rows(*numbered(buttons), doors)), replace(saved, request=request))


def _show(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Outcome:
    return browsing.show(desk, person, saved.id, spot.position, spot.similar, 0)


def _context(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Outcome:
    return browsing.show_context(desk, person, saved.id, spot.position, spot.similar, 0, AUTO)


def _whole(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Outcome:
    return browsing.show_whole(desk, person, saved.id, spot.position, spot.similar, 0)


def _save(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Outcome:
    found, texts = _found(desk, person, saved, spot), texts_for(saved.language)
    held = desk.store.favourites.saved(person.id, [found.passage.id])
    keep(desk, texts, person.id, found)
    changed = found.passage.id not in held
    remove = Button(texts.remove, spot.key(Act.REMOVE), "x")
    return _kept(texts, found, texts.saved_now if changed else texts.saved_before, remove)


def _save_all(desk: Desk, person: Person, saved: SavedSearch) -> Outcome:
    """Keep every passage of the search that was shown."""
    texts = texts_for(saved.language)
    there = desk.shelf.passages(
        [key_of(saved.hits[place].passage_id) for place in sorted(saved.seen)], reader=person.reader
    )
    for found in there.values():
        keep(desk, texts, person.id, found)
    doors = Button(texts.see_favourites, encode(Act.FAVOURITES, 0), "f")
    return Outcome((Reply((Line(fill(texts.saved_all, count=len(there))),), rows([doors])),))


def _unsave(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Outcome:
    found, texts = _found(desk, person, saved, spot), texts_for(saved.language)
    changed = desk.store.favourites.remove_passage(person.id, found.passage.id)
    save = Button(texts.save, spot.key(Act.SAVE), "s")
    return _kept(texts, found, texts.removed_now if changed else texts.removed_before, save)


def _kept(texts: Texts, found: Found, told: str, undo: Button) -> Outcome:
    line = Line(told.format(source=source_line(texts, provenance_of(found.passage, found.speech))))
    doors = Button(texts.see_favourites, encode(Act.FAVOURITES, 0), "f")
    return Outcome((Reply((line,), rows([undo, doors])),))


def _source(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Outcome:
    found, texts = _found(desk, person, saved, spot), texts_for(saved.language)
    provenance = provenance_of(found.passage, found.speech)
    number = texts.paragraph_part if provenance.kind is PassageKind.POINT else texts.paragraph
    place = [*provenance.section, number.format(number=provenance.paragraph)]
    dated = provenance.date.isoformat() if provenance.date else None
    year = texts.year.format(year=provenance.year) if provenance.year else None
    held = [one for one in (provenance.speaker, dated or year, found.speech.occasion) if one]
    lines = [texts.source_speech.format(title=titled(texts, provenance))]
    lines.append(texts.source_place.format(place=shorten(" › ".join(place), _PLACE_LENGTH)))
    lines += [texts.source_said.format(said=SEPARATOR.join(held))] if held else []
    lines.append(texts.source_file.format(file=provenance.file))
    around = Button(texts.context, encode(Act.CONTEXT, spot.search, spot.position, spot.similar, 0, AUTO), "c")
    back = Button(texts.back, spot.key(Act.SHOW), "b")
    return Outcome((Reply(tuple(map(Line, lines)), rows([around, back])),))


def _full(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Outcome:
    """Give the passage with its source and nothing else, made for copying."""
    found = _found(desk, person, saved, spot)
    source = source_line(texts_for(saved.language), provenance_of(found.passage, found.speech))
    return Outcome((plain(found.passage.text, source),))


def _found(desk: Desk, person: Person, saved: SavedSearch, spot: Spot) -> Found:
    hit = saved.hits[spot.position]
    return desk.shelf.passage(hit.similar[spot.similar - 1] if spot.similar else hit.passage_id, reader=person.reader)


def _said(text: str) -> Outcome:
    return Outcome((Reply((Line(text),)),))


def _plain_message(outcome: Outcome) -> Outcome:
    """A message is answered by messages: there is none that they could take the place of."""
    return replace(outcome, replies=tuple(replace(reply, replaces=False) for reply in outcome.replies))


_Do = Callable[[Desk, Person, SavedSearch, Spot], Outcome]

_ACTS: Final[dict[Wish, _Do]] = {
    Wish.NEXT: _show,
    Wish.PREVIOUS: _show,
    Wish.SHOW: _show,
    Wish.CONTEXT: _context,
    Wish.WHOLE: _whole,
    Wish.SOURCE: _source,
    Wish.FULL: _full,
    Wish.SAVE: _save,
    Wish.UNSAVE: _unsave,
}
