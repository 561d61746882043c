"""Deleting all that is stored of a person, after a second yes (删除我的数据)."""

from __future__ import annotations

import secrets

from bot.desk import Desk
from bot.keys import Act, encode
from bot.person import Person
from bot.replies import Button, Line, Outcome, Reply
from bot.store import Asked
from bot.texts import fill, texts_for

_BITS = 40


def ask_forget(desk: Desk, person: Person) -> Outcome:
    """Say what would be deleted, and ask whether it is to be."""
    texts = texts_for(person.language)
    number = secrets.randbits(_BITS)
    desk.store.drawers.ask(person.id, Asked.FORGET, number)
    kept = desk.store.favourites.count(person.id)
    tags = len(desk.store.tags.all(person.id))
    speeches = len(desk.shelf.own(person.id))
    rows = (
        (
            Button(texts.forget_yes, encode(Act.FORGET, number), "y"),
            Button(texts.forget_no, encode(Act.FORGET_NOT), "b"),
        ),
    )
    return Outcome((Reply((Line(fill(texts.forget_ask, favourites=kept, tags=tags, speeches=speeches)),), rows),))


def forget(desk: Desk, person: Person, number: int) -> Outcome:
    """Delete it all, if this very person was asked in the last ten minutes, and by this very button."""
    texts = texts_for(person.language)
    pending = desk.store.drawers.pending(person.id)
    if pending is None or pending.asked is not Asked.FORGET or pending.subject != number:
        return Outcome(toast=texts.forget_expired, alert=True)
    if desk.shelf.forget(person.id):
        desk.rules.renew()
    desk.store.forget(person.id)  # last: it forgets the question too, and until then it can be answered again
    return Outcome((Reply((Line(texts.forgotten),), replaces=True),))


def forget_not(desk: Desk, person: Person) -> Outcome:
    """Delete nothing."""
    desk.store.drawers.answered(person.id)
    return Outcome((Reply((Line(texts_for(person.language).forget_kept),), replaces=True),))
