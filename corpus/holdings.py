"""Who holds a speech, and who may therefore see it (归属).

A text is stored once, whoever holds it. What its file says beside the text (its name, the title that a word processor
notes, what cleaning cut out) belongs to the holding: nobody learns from another's file, nor that there is one.

Everything here runs in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from corpus.bundled import is_bundled
from corpus.models import COMMON, Description
from corpus.tables import holdings, passages

_common = holdings.alias("common")

_DESCRIBED = (
    holdings.c.speech_id,
    holdings.c.owner,
    holdings.c.title,
    holdings.c.subtitle,
    holdings.c.occasion,
    holdings.c.speaker,
    holdings.c.file,
    holdings.c.year,
    holdings.c.themes,
    holdings.c.kind,
    holdings.c.licence,
)


def seen_by(reader: str) -> ColumnElement[bool]:
    """The one holding through which a reader sees a speech: the common library's, else their own."""
    if reader == COMMON:
        return holdings.c.owner == COMMON
    in_common = exists().where(_common.c.speech_id == holdings.c.speech_id, _common.c.owner == COMMON)
    return or_(holdings.c.owner == COMMON, and_(holdings.c.owner == reader, ~in_common))


def speech_seen(speech_id: ColumnElement[str], reader: str) -> ColumnElement[bool]:
    """Whether a reader sees the speech of a column."""
    return exists().where(_common.c.speech_id == speech_id, _common.c.owner.in_({COMMON, reader}))


def passage_seen(key: ColumnElement[int], reader: str) -> ColumnElement[bool]:
    """Whether a reader sees the speech that the passage of a column stands in."""
    one = passages.alias()
    return exists().where(
        one.c.key == key, _common.c.speech_id == one.c.speech_id, _common.c.owner.in_({COMMON, reader})
    )


def descriptions(connection: Connection) -> dict[str, Description]:
    """What an index knows of every speech, by id.

    The common library's words go before all others. Of a speech that only people hold, what they agree upon: an index
    is searched by all of them, and one would find by the name of another's file.
    """
    rows = connection.execute(select(*_DESCRIBED).order_by(holdings.c.speech_id, holdings.c.owner))
    return {
        speech_id: _agreed([(owner, one) for _, owner, one in group])
        for speech_id, group in groupby(_described(rows), key=lambda row: row[0])
    }


def own_descriptions(connection: Connection, owner: str) -> dict[str, Description]:
    """What an owner's files say of the speeches that the common library does not have, by id."""
    rows = connection.execute(select(*_DESCRIBED).where(seen_by(owner), holdings.c.owner == owner))
    return {speech_id: one for speech_id, _, one in _described(rows)}


def _described(rows: Iterable[Any]) -> Iterator[tuple[str, str, Description]]:
    for speech_id, owner, title, subtitle, occasion, speaker, file, year, themes, kind, licence in rows:
        names = tuple(name for name in (title, subtitle, occasion, speaker, file) if name)
        bundled = owner == COMMON and is_bundled(file, licence)
        yield speech_id, owner, Description(title, year, tuple(themes), names, kind, bundled)


def _agreed(held: list[tuple[str, Description]]) -> Description:
    first = held[0][1]
    if held[0][0] == COMMON:  # the empty name sorts before all others
        return first
    for _, other in held[1:]:
        first = replace(
            first,
            title=first.title if first.title == other.title else "",
            year=first.year if first.year == other.year else None,
            themes=first.themes if first.themes == other.themes else (),
            source=tuple(name for name in first.source if name in other.source),
            genre=first.genre if first.genre == other.genre else None,
        )
    return first
