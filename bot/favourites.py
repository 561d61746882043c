"""What a person keeps: list, open, remove, undo (收藏夹).

The text shown is the one that was saved; the library is asked only for its surroundings.
"""

from __future__ import annotations

from functools import partial

from bot.cards import SEPARATOR, clamp, numbered, page_buttons, rows, source_line, titled
from bot.context import AUTO, context
from bot.desk import Desk
from bot.keys import Act, encode
from bot.pages import first_page, pages
from bot.person import Person
from bot.refusals import stale
from bot.replies import Button, Line, Outcome, Part, Quote, Reply
from bot.store import Favourite
from bot.texts import Texts, texts_for
from corpus.errors import UnknownId

A_PAGE = 8
PREVIEW = 60
"""UTF-16 units of a favourite's beginning in the list."""


def list_favourites(desk: Desk, person: Person, page: int, *, replaces: bool = True) -> Outcome:
    """List what the person keeps, newest first."""
    texts = texts_for(person.language)
    count = desk.store.favourites.count(person.id)
    if not count:
        return Outcome((Reply((Line(texts.favourites_empty),), replaces=replaces),))
    last = -(-count // A_PAGE)
    page = clamp(page, last)
    kept = desk.store.favourites.page(person.id, page * A_PAGE, A_PAGE)
    head = texts.favourites_page if last > 1 else texts.favourites_head
    parts: list[Part] = [Line(head.format(count=count, page=page + 1, pages=last), strong=True)]
    choices = []
    for number, favourite in enumerate(kept, start=page * A_PAGE + 1):
        parts.append(Line(f"{number}. {source_line(texts, favourite.provenance)}", quiet=True))
        parts.append(Quote(first_page(favourite.text, PREVIEW)))
        choices.append(Button(str(number), encode(Act.OPEN, favourite.id, 0), str(number)))
    turns = page_buttons(texts, page, last, lambda other: encode(Act.FAVOURITES, other))
    return Outcome((Reply(tuple(parts), rows(*numbered(choices), turns), replaces=replaces),))


def open_favourite(desk: Desk, person: Person, favourite: int, page: int) -> Outcome:
    """Show a favourite in full."""
    kept = _favourite(desk, person, favourite)
    texts = texts_for(person.language)
    return Outcome((_removed(texts, kept) if kept.removed_at else _opened(desk, texts, kept, page),))


def drop(desk: Desk, person: Person, favourite: int) -> Outcome:
    """Remove a favourite and offer to undo it."""
    kept = _favourite(desk, person, favourite)
    texts = texts_for(person.language)
    changed = desk.store.favourites.remove(person.id, favourite)
    return Outcome((_removed(texts, kept),), toast=texts.toast_removed if changed else texts.toast_removed_before)


def restore(desk: Desk, person: Person, favourite: int) -> Outcome:
    """Undo the removal of a favourite."""
    kept = _favourite(desk, person, favourite)
    texts = texts_for(person.language)
    changed = desk.store.favourites.restore(person.id, favourite)
    toast = texts.toast_restored if changed else texts.toast_saved_before
    return Outcome((_opened(desk, texts, kept, 0),), toast=toast)


def favourite_context(
    desk: Desk, person: Person, favourite: int, offset: int, page: int, *, above: bool = False
) -> Outcome:
    """Show what stands around a favourite, as long as its speech is in the library."""
    kept = _favourite(desk, person, favourite)
    texts = texts_for(person.language)

    def step(*, above: bool, offset: int, page: int) -> str:
        act = Act.FAVOURITE_CONTEXT_ABOVE if above else Act.FAVOURITE_CONTEXT
        return encode(act, favourite, offset, page)

    try:
        view = context(
            texts,
            desk.shelf,
            desk.shelf.passage(kept.passage_id).passage,
            above=above,
            offset=offset,
            page=page,
            step=step,
            back=Button(texts.back, encode(Act.OPEN, favourite, 0), "b"),
        )
    except UnknownId:
        return Outcome((_opened(desk, texts, kept, 0),), toast=texts.favourite_gone, alert=True)
    return Outcome((view,))


favourite_context_above = partial(favourite_context, above=True)


def _favourite(desk: Desk, person: Person, favourite: int) -> Favourite:
    """Return a favourite of this person.

    Raises:
        Refused: there is none, or it is somebody else's; which of the two is nobody's business.
    """
    kept = desk.store.favourites.get(person.id, favourite)
    if kept is None:
        raise stale(desk, person)
    return kept


def _opened(desk: Desk, texts: Texts, kept: Favourite, page: int) -> Reply:
    spans = pages(kept.text)
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
    actions = [Button(texts.remove, encode(Act.DROP, kept.id), "x"), _back(texts)]
    if _still_there(desk, kept):
        actions.insert(0, Button(texts.context, encode(Act.FAVOURITE_CONTEXT, kept.id, 0, AUTO), "c"))
    else:
        parts.append(Line(texts.favourite_gone, quiet=True))
    turns = page_buttons(texts, page, len(spans), lambda other: encode(Act.OPEN, kept.id, other))
    return Reply(tuple(parts), rows(turns, actions), replaces=True)


def _removed(texts: Texts, kept: Favourite) -> Reply:
    undo = Button(texts.undo, encode(Act.RESTORE, kept.id), "z")
    line = Line(texts.favourite_removed.format(title=titled(texts, kept.provenance)))
    return Reply((line,), rows([undo, _back(texts)]), replaces=True)


def _back(texts: Texts) -> Button:
    return Button(texts.back_to_favourites, encode(Act.FAVOURITES, 0), "b")


def _still_there(desk: Desk, kept: Favourite) -> bool:
    try:
        desk.shelf.passage(kept.passage_id)
    except UnknownId:
        return False
    return True
