"""A passage for a colleague: a link that opens it (转给同事)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.browsing import show
from bot.desk import Desk
from bot.person import Person
from bot.provenance import full_title
from bot.replies import Line, Outcome, Reply
from bot.store import SavedHit
from bot.texts import texts_for
from corpus.errors import UnknownId
from corpus.ids import passage_id
from corpus.models import COMMON

PREFIX: Final = "p_"


def link(desk: Desk, person: Person, passage: int) -> Outcome:
    """Give what opens a passage of the library for anybody who may use the bot."""
    texts = texts_for(person.language)
    try:
        found = desk.shelf.passage(passage_id(passage), reader=person.reader)
    except UnknownId:
        return Outcome(toast=texts.link_gone, alert=True)
    if not desk.shelf.passages([found.passage.key], reader=COMMON):
        return Outcome(toast=texts.link_own, alert=True)
    command = Line(texts.link_command.format(id=found.passage.id), quiet=True)
    return Outcome((Reply((Line(texts.link_head), command), share=found.passage.id),))


def open_shared(desk: Desk, person: Person, shared: str) -> Outcome:
    """Open the card of a passage that a link names, as an answer of its own."""
    texts = texts_for(person.language)
    try:
        found = desk.shelf.passage(shared, reader=person.reader)
    except UnknownId:
        return Outcome((Reply((Line(texts.shared_gone),)),))
    asked = full_title(found.speech)
    saved = desk.store.searches.add(person.id, asked, person.language, [SavedHit(found.passage.id)])
    outcome = show(desk, person, saved.id, 0, 0, 0)
    return Outcome(tuple(replace(reply, replaces=False) for reply in outcome.replies))
