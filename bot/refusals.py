"""Buttons that no longer mean anything, or mean something to somebody else (失效的按钮)."""

from __future__ import annotations

from bot.cards import shorten
from bot.desk import Desk
from bot.errors import Refused
from bot.keys import Act, encode
from bot.person import Person
from bot.replies import Button, Line, Outcome, Reply
from bot.store import SavedSearch
from bot.texts import texts_for

_REQUEST_LENGTH = 24


def stale(desk: Desk, person: Person) -> Refused:
    """Return the refusal of an old or unknown button; it offers to search again for what the person asked last."""
    texts = texts_for(person.language)
    latest = desk.store.searches.latest(person.id)
    if latest is None:
        return Refused(Outcome(toast=texts.stale, alert=True))
    label = texts.ask_again_for.format(
        request=shorten(latest.request.text if latest.request else latest.text, _REQUEST_LENGTH)
    )
    offer = Reply((Line(texts.stale_offer),), ((Button(label, encode(Act.ASK_AGAIN, latest.id), "r"),),))
    return Refused(Outcome((offer,), toast=texts.stale, alert=True))


def own(desk: Desk, person: Person, search: int) -> SavedSearch:
    """Return a search of this person.

    Raises:
        Refused: it is somebody else's, or there is none.
    """
    saved = desk.store.searches.get(search)
    if saved is None:
        raise stale(desk, person)
    if saved.person != person.id:
        raise not_yours(person)
    return saved


def not_yours(person: Person) -> Refused:
    """Return the refusal of somebody else's button; their message stays as it is."""
    return Refused(Outcome(toast=texts_for(person.language).not_yours, alert=True))
