"""Keeping a passage (收藏): the one way that buttons and words share."""

from __future__ import annotations

from bot.desk import Desk
from bot.texts import Texts
from corpus.models import Found


def keep(desk: Desk, texts: Texts, person: str, found: Found) -> str:
    """Keep a passage of the library, and return the short word that says so; done twice it is kept once.

    What the passage does is written down with it, and the piece being written collects it.
    """
    role = desk.searcher.roles([found.passage.key]).get(found.passage.key)
    _, changed = desk.store.favourites.save(
        person, found.passage, found.speech, role.function if role is not None else None
    )
    piece = desk.store.drawers.written_for(person)
    if piece is not None:
        return (texts.toast_saved_for if changed else texts.toast_saved_for_before).format(tag=piece.name)
    return texts.toast_saved if changed else texts.toast_saved_before
