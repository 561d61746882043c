"""Bringing favourites back from a file (导入收藏): doubled nowhere, and nothing that is there is changed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.export.jsonfile import read
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Brought:
    """How many favourites came in, were kept already, and were damaged and left out."""

    new: int
    known: int
    damaged: int


def bring(store: Store, person: str, content: bytes) -> Brought:
    """Bring the favourites of a file, with their notes and tags, to a person who is known. Safe to repeat.

    Tags are joined by name. Within a tag what is there stays before what comes.

    Raises:
        ImportRefused: The file is none of ours.
        StoreError: They cannot be written.
    """
    held = read(content, person)
    ids: dict[str, int] = {}
    new = 0
    for favourite in reversed(held.favourites):
        ids[favourite.passage_id], changed = store.favourites.bring(favourite)
        new += changed
    for name, order in held.orders:
        try:
            tag = store.tags.make(person, name)
        except ValueError:  # a name that none of ours is
            continue
        for passage_id in order:
            if passage_id in ids:
                store.tags.put(person, ids[passage_id], tag.id)
    if held.writing and store.drawers.written_for(person) is None:
        piece = store.tags.named(person, held.writing)
        if piece is not None:
            store.drawers.write_for(person, piece.id)
    return Brought(new, len(held.favourites) - new, held.damaged)
