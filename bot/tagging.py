"""Tags: put on a favourite, listed, renamed, deleted; the tag of the piece being written (标签)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from bot.cards import clamp, page_buttons, rows, shorten
from bot.desk import Desk
from bot.favourites import listed, opened, own_favourite
from bot.keys import Act, encode
from bot.person import Person
from bot.refusals import stale
from bot.replies import Button, Line, Outcome, Reply
from bot.store import Tag, View
from bot.store.tags import LONGEST
from bot.texts import fill, texts_for

TAGS_A_PAGE = 12
MOST = 8
"""Tags that one message may put on."""

_A_ROW = 3
_NAME_LENGTH = 20
_BETWEEN: Final = re.compile(r"[、，,；;\n]+")
_AROUND: Final = "“”\"'‘’「」『』《》#＃ \u3000"


def list_tags(desk: Desk, person: Person, page: int, *, replaces: bool = True) -> Outcome:
    """List the person's tags, the one made last first."""
    texts = texts_for(person.language)
    tags = desk.store.tags.all(person.id)
    writing = desk.store.drawers.written_for(person.id)
    back = [Button(texts.back_to_favourites, encode(Act.FAVOURITES, 0), "b")]
    if not tags:
        return Outcome((Reply((Line(texts.tags_none),), rows(back), replaces=replaces),))
    last = -(-len(tags) // TAGS_A_PAGE)
    page = clamp(page, last)
    first = page * TAGS_A_PAGE
    lines = [Line(fill(texts.tags_head, count=len(tags)), strong=True)]
    choices = []
    for number, tag in enumerate(tags[first : first + TAGS_A_PAGE], start=first + 1):
        lines.append(Line(fill(texts.tag_entry, number=number, tag=tag.name, count=tag.count)))
        choices.append(Button(shorten(tag.name, _NAME_LENGTH), encode(Act.OPEN_TAG, tag.id, 0), str(number)))
    if last > 1:
        lines.append(Line(texts.text_page.format(page=page + 1, pages=last), quiet=True))
    if writing:
        lines.append(Line(texts.writing_now.format(tag=writing.name), quiet=True))
        back.insert(0, Button(texts.written, encode(Act.WRITE_FOR_NONE), "w"))
    turns = page_buttons(texts, page, last, lambda other: encode(Act.TAGS, other))
    return Outcome((Reply(tuple(lines), rows(*_in_rows(choices), turns, back), replaces=replaces),))


def open_tag(desk: Desk, person: Person, tag: int, page: int, *, replaces: bool = True) -> Outcome:
    """List the favourites of a tag, in their order."""
    _own(desk, person, tag)
    return listed(desk, person, desk.store.views.of(person.id, View(tag=tag)), page, replaces=replaces)


def list_tags_on(desk: Desk, person: Person, favourite: int, page: int) -> Outcome:
    """Offer the tags for a favourite: those it has to be taken off, the others to be put on, or a new one."""
    own_favourite(desk, person, favourite)
    texts = texts_for(person.language)
    tags = desk.store.tags.all(person.id)
    has = {tag.id for tag in desk.store.tags.on(person.id, [favourite]).get(favourite, ())}
    last = max(1, -(-len(tags) // TAGS_A_PAGE))
    page = clamp(page, last)
    first = page * TAGS_A_PAGE
    lines = [Line(texts.tags_on_head, strong=True)]
    choices = []
    for number, tag in enumerate(tags[first : first + TAGS_A_PAGE], start=first + 1):
        on = tag.id in has
        label = texts.tag_on.format(tag=tag.name) if on else tag.name
        lines.append(Line(f"{number}. {label}"))
        act = Act.TAKE_TAG if on else Act.PUT_TAG
        choices.append(Button(shorten(label, _NAME_LENGTH), encode(act, favourite, tag.id), str(number)))
    turns = page_buttons(texts, page, last, lambda other: encode(Act.TAGS_ON, favourite, other))
    ways = [
        Button(texts.new_tag, encode(Act.NEW_TAG, favourite), "t"),
        Button(texts.back, encode(Act.OPEN, favourite, 0), "b"),
    ]
    return Outcome((Reply(tuple(lines), rows(*_in_rows(choices), turns, ways), replaces=True),))


def put_tag(desk: Desk, person: Person, favourite: int, tag: int) -> Outcome:
    """Put a tag on a favourite; pressed twice it is on once."""
    return _tagged(desk, person, favourite, _own(desk, person, tag), on=True)


def take_tag(desk: Desk, person: Person, favourite: int, tag: int) -> Outcome:
    """Take a tag off a favourite."""
    return _tagged(desk, person, favourite, _own(desk, person, tag), on=False)


def put_typed(desk: Desk, person: Person, favourite: int, text: str) -> Outcome | None:
    """Put the tags of a message on a favourite; None where one of them is no name."""
    names = names_in(text)
    if not names or any(len(name) > LONGEST for name in names):
        return None
    texts = texts_for(person.language)
    tags = [desk.store.tags.make(person.id, name) for name in names]
    new = [tag for tag in tags if desk.store.tags.put(person.id, favourite, tag.id)]
    said = texts.tag_put if new else texts.tag_put_before
    reply = opened(desk, person, own_favourite(desk, person, favourite), replaces=False)
    line = Line(said.format(tags=texts.joint.join(tag.name for tag in new or tags)))
    undo = [Button(texts.undo, encode(Act.TAKE_TAG, favourite, new[0].id), "z")] if len(new) == 1 else []
    return Outcome((Reply((line, *reply.parts), (*reply.rows, *rows(undo))),))


def names_in(text: str) -> tuple[str, ...]:
    """Return the names of tags in a message: 作风、大会讲话 are two."""
    names = (" ".join(piece.strip(_AROUND).split()) for piece in _BETWEEN.split(text))
    return tuple(dict.fromkeys(name for name in names if name))[:MOST]


def show_tag(desk: Desk, person: Person, tag: int) -> Outcome:
    """Show what can be done with a tag."""
    return Outcome((_menu(desk, person, _own(desk, person, tag)),))


def renamed(desk: Desk, person: Person, tag: int, text: str) -> Outcome | None:
    """Give a tag the name of a message; None where that is no name."""
    texts = texts_for(person.language)
    name = " ".join(text.strip(_AROUND).split())
    known = desk.store.tags.get(person.id, tag)
    if known is None or known.removed:
        return Outcome((Reply((Line(texts.tag_unknown),)),))
    try:
        changed = desk.store.tags.rename(person.id, tag, name)
    except ValueError:
        return None
    menu = _menu(desk, person, _own(desk, person, tag))
    said = texts.tag_renamed.format(before=known.name, tag=name) if changed else texts.tag_taken.format(tag=name)
    return Outcome((Reply((Line(said), *menu.parts), menu.rows),))


def delete_tag(desk: Desk, person: Person, tag: int) -> Outcome:
    """Delete a tag and offer to undo it; the favourites stay."""
    texts = texts_for(person.language)
    known = desk.store.tags.get(person.id, tag)
    if known is None:
        raise stale(desk, person)
    changed = desk.store.tags.remove(person.id, tag)
    buttons = [
        Button(texts.undo, encode(Act.RESTORE_TAG, tag), "z"),
        Button(texts.back_to_tags, encode(Act.TAGS, 0), "b"),
    ]
    line = Line(fill(texts.tag_deleted, tag=known.name, count=known.count))
    toast = texts.toast_tag_deleted if changed else texts.toast_tag_deleted_before
    return Outcome((Reply((line,), rows(buttons), replaces=True),), toast=toast)


def restore_tag(desk: Desk, person: Person, tag: int) -> Outcome:
    """Undo the deletion of a tag."""
    texts = texts_for(person.language)
    changed = desk.store.tags.restore(person.id, tag)
    toast = texts.toast_restored if changed else texts.toast_nothing_to_undo
    return Outcome((_menu(desk, person, _own(desk, person, tag)),), toast=toast)


def write_for(desk: Desk, person: Person, tag: int) -> Outcome:
    """Collect what is saved from now on under a tag."""
    known = _own(desk, person, tag)
    desk.store.drawers.write_for(person.id, tag)
    toast = texts_for(person.language).toast_writing.format(tag=shorten(known.name, LONGEST))
    return Outcome((_menu(desk, person, known),), toast=toast)


def write_for_none(desk: Desk, person: Person) -> Outcome:
    """Collect no longer."""
    texts = texts_for(person.language)
    if desk.store.people.language(person.id) is not None:
        desk.store.drawers.write_for(person.id, None)
    return Outcome(list_tags(desk, person, 0).replies, toast=texts.toast_written)


def writing(desk: Desk, person: Person, name: str) -> Outcome:
    """Begin a piece by its name, or with "" end the one that was being written."""
    texts = texts_for(person.language)
    name = " ".join(name.strip(_AROUND).split())
    before = desk.store.drawers.written_for(person.id)
    if not name:
        desk.store.drawers.write_for(person.id, None)
        if before is None:
            return Outcome((Reply((Line(texts.writing_nothing),)),))
        count = len(desk.store.tags.order(person.id, before.id))
        buttons = [
            Button(texts.see_tag, encode(Act.OPEN_TAG, before.id, 0), "o"),
            Button(texts.undo, encode(Act.WRITE_FOR, before.id), "z"),
        ]
        return Outcome((Reply((Line(fill(texts.writing_done, tag=before.name, count=count)),), rows(buttons)),))
    if len(name) > LONGEST:
        return Outcome((Reply((Line(texts.tag_too_long.format(limit=LONGEST)),)),))
    tag = desk.store.tags.make(person.id, name)
    desk.store.drawers.write_for(person.id, tag.id)
    buttons = [
        Button(texts.see_tag, encode(Act.OPEN_TAG, tag.id, 0), "o"),
        Button(texts.written, encode(Act.WRITE_FOR_NONE), "w"),
    ]
    return Outcome((Reply((Line(texts.writing_begun.format(tag=tag.name)),), rows(buttons)),))


def _tagged(desk: Desk, person: Person, favourite: int, tag: Tag, *, on: bool) -> Outcome:
    own_favourite(desk, person, favourite)
    texts = texts_for(person.language)
    if on:
        desk.store.tags.put(person.id, favourite, tag.id)
    else:
        desk.store.tags.take(person.id, favourite, tag.id)
    said = texts.toast_tagged if on else texts.toast_untagged
    order = [one.id for one in desk.store.tags.all(person.id)]
    page = order.index(tag.id) // TAGS_A_PAGE if tag.id in order else 0
    return Outcome(list_tags_on(desk, person, favourite, page).replies, toast=said.format(tag=tag.name))


def _menu(desk: Desk, person: Person, tag: Tag) -> Reply:
    texts = texts_for(person.language)
    being_written = desk.store.drawers.written_for(person.id)
    here = being_written is not None and being_written.id == tag.id
    lines = [Line(fill(texts.tag_head, tag=tag.name, count=tag.count), strong=True)]
    if here:
        lines.append(Line(texts.writing_now.format(tag=tag.name), quiet=True))
    piece = (
        Button(texts.written, encode(Act.WRITE_FOR_NONE), "w")
        if here
        else Button(texts.write_this, encode(Act.WRITE_FOR, tag.id), "w")
    )
    first = [Button(texts.see_tag, encode(Act.OPEN_TAG, tag.id, 0), "o"), piece]
    second = [
        Button(texts.rename, encode(Act.RENAME_TAG, tag.id), "e"),
        Button(texts.delete_tag, encode(Act.DELETE_TAG, tag.id), "x"),
        Button(texts.back_to_tags, encode(Act.TAGS, 0), "b"),
    ]
    return Reply(tuple(lines), rows(first, second), replaces=True)


def _own(desk: Desk, person: Person, tag: int) -> Tag:
    known = desk.store.tags.get(person.id, tag)
    if known is None or known.removed:
        raise stale(desk, person)
    return known


def _in_rows(choices: list[Button]) -> Iterable[list[Button]]:
    return (choices[start : start + _A_ROW] for start in range(0, len(choices), _A_ROW))
