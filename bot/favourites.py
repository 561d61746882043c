"""What a person keeps: list, open, remove, undo (收藏夹).

The text shown is the one that was saved; the library is asked only for its surroundings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.cards import SEPARATOR, clamp, numbered, page_buttons, rows, shorten, source_line, titled
from bot.context import AUTO, context
from bot.desk import Desk
from bot.filtering import described, narrowed, view_named
from bot.keys import Act, encode
from bot.pages import PAGE, first_page, pages, units
from bot.person import Person
from bot.refusals import stale
from bot.replies import Button, Line, Outcome, Part, Quote, Reply
from bot.store import Favourite, Tag, View
from bot.texts import Texts, fill, texts_for
from corpus.errors import UnknownId
from corpus.ids import key_of

A_PAGE = 8
PREVIEW = 60
"""UTF-16 units of a favourite's beginning in the list."""

_MARKS_LENGTH = 60
_TAGS_LENGTH = 200


def list_favourites(desk: Desk, person: Person, page: int, *, replaces: bool = True) -> Outcome:
    """List what the person keeps, newest first."""
    return listed(desk, person, View(), page, replaces=replaces)


def list_view(desk: Desk, person: Person, view: int, page: int) -> Outcome:
    """List the favourites of a view."""
    return listed(desk, person, _view(desk, person, view), page)


def list_narrowed(desk: Desk, person: Person, view: int, kind: int, name: int) -> Outcome:
    """List the favourites of a view narrowed by one of its choices."""
    return listed(desk, person, narrowed(desk, person, view, kind, name), 0)


def listed(desk: Desk, person: Person, view: View, page: int, *, replaces: bool = True) -> Outcome:
    """List the favourites of a view: of a tag in its order, else newest first."""
    texts = texts_for(person.language)
    described(desk, person)
    count = desk.store.favourites.count(person.id, view)
    name = view_named(desk, texts, person, view)
    if not count:
        return Outcome((_empty(texts, view, name, replaces=replaces),))
    last = -(-count // A_PAGE)
    page = clamp(page, last)
    kept = desk.store.favourites.page(person.id, page * A_PAGE, A_PAGE, view)
    tags = desk.store.tags.on(person.id, [favourite.id for favourite in kept])
    parts: list[Part] = [Line(_head(texts, view, name, count, page, last), strong=True)]
    choices = []
    for number, favourite in enumerate(kept, start=page * A_PAGE + 1):
        parts.append(Line(f"{number}. {source_line(texts, favourite.provenance)}", quiet=True))
        if favourite.damaged:
            parts.append(Line(texts.favourite_damaged.format(id=favourite.id)))
        else:
            parts.append(Quote(first_page(favourite.text, PREVIEW)))
            choices.append(Button(str(number), _open_key(view, favourite.id), str(number)))
        marks = SEPARATOR.join(_marks(texts, favourite, tags.get(favourite.id, ())))
        if marks:
            parts.append(Line(shorten(marks, _MARKS_LENGTH), quiet=True))
    turns = page_buttons(texts, page, last, lambda other: _list_key(view, other))
    tools = [
        Button(texts.find, encode(Act.ASK_FIND), "g"),
        Button(texts.filters, encode(Act.FILTERS, view.id, 0), "l"),
        Button(texts.tags, encode(Act.TAGS, 0), "t"),
        Button(texts.export, encode(Act.EXPORT, view.id), "e"),
    ]
    ways = [Button(texts.back_to_favourites, encode(Act.FAVOURITES, 0), "b")] if view.id else []
    if view.id and view.tag is not None:
        ways.insert(0, Button(texts.tag_menu, encode(Act.TAG_MENU, view.tag), "o"))
    return Outcome((Reply(tuple(parts), rows(*numbered(choices), turns, tools, ways), replaces=replaces),))


def open_favourite(desk: Desk, person: Person, favourite: int, page: int) -> Outcome:
    """Show a favourite in full."""
    return open_in(desk, person, 0, favourite, page)


def open_in(desk: Desk, person: Person, view: int, favourite: int, page: int) -> Outcome:
    """Show a favourite in full, between its neighbours in a view."""
    kept = own_favourite(desk, person, favourite)
    texts = texts_for(person.language)
    if kept.removed_at:
        return Outcome((_removed(texts, kept),))
    return Outcome((opened(desk, person, kept, page, _view(desk, person, view)),))


def drop(desk: Desk, person: Person, favourite: int) -> Outcome:
    """Remove a favourite and offer to undo it."""
    kept = own_favourite(desk, person, favourite)
    texts = texts_for(person.language)
    changed = desk.store.favourites.remove(person.id, favourite)
    return Outcome((_removed(texts, kept),), toast=texts.toast_removed if changed else texts.toast_removed_before)


def restore(desk: Desk, person: Person, favourite: int) -> Outcome:
    """Undo the removal of a favourite."""
    kept = own_favourite(desk, person, favourite)
    texts = texts_for(person.language)
    changed = desk.store.favourites.restore(person.id, favourite)
    toast = texts.toast_restored if changed else texts.toast_saved_before
    return Outcome((opened(desk, person, kept),), toast=toast)


def move(desk: Desk, person: Person, tag: int, favourite: int, position: int) -> Outcome:
    """Put a favourite at a place within its tag, and show the tag's list around it."""
    own_favourite(desk, person, favourite)
    texts = texts_for(person.language)
    changed = desk.store.tags.move(person.id, favourite, tag, position)
    order = desk.store.tags.order(person.id, tag)
    if favourite not in order:
        raise stale(desk, person)
    view = desk.store.views.of(person.id, View(tag=tag))
    place = order.index(favourite)
    toast = texts.toast_moved.format(position=place + 1, total=len(order)) if changed else texts.toast_moved_before
    return Outcome((opened(desk, person, own_favourite(desk, person, favourite), 0, view),), toast=toast)


def favourite_context(
    desk: Desk, person: Person, favourite: int, offset: int, page: int, *, above: bool = False
) -> Outcome:
    """Show what stands around a favourite, as long as its speech is in the library."""
    kept = own_favourite(desk, person, favourite)
    texts = texts_for(person.language)

    def step(*, above: bool, offset: int, page: int) -> str:
        act = Act.FAVOURITE_CONTEXT_ABOVE if above else Act.FAVOURITE_CONTEXT
        return encode(act, favourite, offset, page)

    try:
        view = context(
            texts,
            desk.shelf,
            person.reader,
            desk.shelf.passage(kept.passage_id, reader=person.reader).passage,
            above=above,
            offset=offset,
            page=page,
            step=step,
            back=Button(texts.back, encode(Act.OPEN, favourite, 0), "b"),
        )
    except UnknownId:
        return Outcome((opened(desk, person, kept),), toast=texts.favourite_gone, alert=True)
    return Outcome((view,))


favourite_context_above = partial(favourite_context, above=True)


def own_favourite(desk: Desk, person: Person, favourite: int) -> Favourite:
    """Return a favourite of this person.

    Raises:
        Refused: there is none, or it is somebody else's; which of the two is nobody's business.
    """
    kept = desk.store.favourites.get(person.id, favourite)
    if kept is None:
        raise stale(desk, person)
    return kept


def opened(
    desk: Desk, person: Person, kept: Favourite, page: int = 0, view: View | None = None, *, replaces: bool = True
) -> Reply:
    """Build the card of a favourite, which is then the one in hand."""
    view = view or View()
    texts = texts_for(person.language)
    desk.store.drawers.take_in_hand(person.id, kept.id)
    tags = desk.store.tags.on(person.id, [kept.id]).get(kept.id, ())
    marks = [shorten(texts.tagged.format(tags=_names(texts, tags)), _TAGS_LENGTH)] if tags else []
    marks += [texts.noted.format(note=kept.note)] if kept.note else []
    spans = pages(kept.text, PAGE - sum(map(units, marks)))
    page = clamp(page, len(spans))
    start, end = spans[page]
    head = [texts.favourite_head.format(saved_at=kept.saved_at.astimezone().strftime("%Y-%m-%d"))]
    head.append(titled(texts, kept.provenance))
    if len(spans) > 1:
        head.append(texts.text_page.format(page=page + 1, pages=len(spans)))
    parts: list[Part] = [
        Line(SEPARATOR.join(head), quiet=True),
        Quote(kept.text[start:end]),
        Line(source_line(texts, kept.provenance), quiet=True),
    ]
    parts += [Line(mark) for mark in marks]
    actions = [Button(texts.remove, encode(Act.DROP, kept.id), "x"), _back(texts, view)]
    if _still_there(desk, person, kept):
        actions.insert(0, Button(texts.context, encode(Act.FAVOURITE_CONTEXT, kept.id, 0, AUTO), "c"))
    else:
        parts.append(Line(texts.favourite_gone, quiet=True))
    marking = [
        Button(texts.tags, encode(Act.TAGS_ON, kept.id, 0), "t"),
        Button(texts.note, encode(Act.ASK_NOTE, kept.id), "e"),
        Button(texts.link, encode(Act.LINK, key_of(kept.passage_id)), "l"),
    ]
    turns = page_buttons(texts, page, len(spans), lambda other: _open_key(view, kept.id, other))
    return Reply(tuple(parts), rows(turns, _neighbours(desk, texts, kept, view), actions, marking), replaces=replaces)


def _view(desk: Desk, person: Person, view: int) -> View:
    found = desk.store.views.get(person.id, view)
    if found is None:
        raise stale(desk, person)
    return found


def _neighbours(desk: Desk, texts: Texts, kept: Favourite, view: View) -> list[Button]:
    """Return the ways to the favourites before and behind, and within a tag up and down."""
    if not view.id:
        return []
    ids = desk.store.favourites.ids(kept.person, view)
    if kept.id not in ids:
        return []
    place = ids.index(kept.id)
    only_tag = view.tag is not None and not (view.words or view.theme or view.function)
    buttons = []
    if place > 0:
        buttons.append(Button(texts.previous, _open_key(view, ids[place - 1]), "p"))
    if only_tag and view.tag is not None:
        if place > 0:
            buttons.append(Button(texts.move_up, encode(Act.MOVE, view.tag, kept.id, place - 1), "i"))
        if place + 1 < len(ids):
            buttons.append(Button(texts.move_down, encode(Act.MOVE, view.tag, kept.id, place + 1), "j"))
    if place + 1 < len(ids):
        buttons.append(Button(texts.next, _open_key(view, ids[place + 1]), "n"))
    return buttons


def _head(texts: Texts, view: View, name: str, count: int, page: int, last: int) -> str:
    if view.id:
        sentence = texts.view_page if last > 1 else texts.view_head
        return fill(sentence, view=name, count=count, page=page + 1, pages=last)
    head = texts.favourites_page if last > 1 else texts.favourites_head
    return head.format(count=count, page=page + 1, pages=last)


def _empty(texts: Texts, view: View, name: str, *, replaces: bool) -> Reply:
    if not view.id:
        return Reply((Line(texts.favourites_empty),), replaces=replaces)
    ways = [
        Button(texts.find, encode(Act.ASK_FIND), "g"),
        Button(texts.back_to_favourites, encode(Act.FAVOURITES, 0), "b"),
    ]
    if view.tag is not None:
        ways.insert(0, Button(texts.tag_menu, encode(Act.TAG_MENU, view.tag), "o"))
    return Reply((Line(texts.view_empty.format(view=name)),), rows(ways), replaces=replaces)


def _marks(texts: Texts, favourite: Favourite, tags: Sequence[Tag]) -> list[str]:
    marks = [texts.tagged.format(tags=_names(texts, tags))] if tags else []
    return [*marks, texts.noted.format(note=favourite.note)] if favourite.note else marks


def _names(texts: Texts, tags: Sequence[Tag]) -> str:
    return texts.joint.join(tag.name for tag in tags)


def _open_key(view: View, favourite: int, page: int = 0) -> str:
    return encode(Act.OPEN_IN, view.id, favourite, page) if view.id else encode(Act.OPEN, favourite, page)


def _list_key(view: View, page: int) -> str:
    return encode(Act.VIEW, view.id, page) if view.id else encode(Act.FAVOURITES, page)


def _removed(texts: Texts, kept: Favourite) -> Reply:
    undo = Button(texts.undo, encode(Act.RESTORE, kept.id), "z")
    line = Line(texts.favourite_removed.format(title=titled(texts, kept.provenance)))
    return Reply((line,), rows([undo, _back(texts, View())]), replaces=True)


def _back(texts: Texts, view: View) -> Button:
    return Button(texts.back_to_view if view.id else texts.back_to_favourites, _list_key(view, 0), "b")


def _still_there(desk: Desk, person: Person, kept: Favourite) -> bool:
    try:
        desk.shelf.passage(kept.passage_id, reader=person.reader)
    except UnknownId:
        return False
    return True
