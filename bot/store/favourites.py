"""What people keep (收藏): own copies of text and source, which nothing but their owner removes.

``save``, ``remove`` and ``restore`` say what shall be, never "the other way round", so that each is safe to do twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, select, update

from bot.errors import StoreError
from bot.provenance import Provenance, provenance_of
from bot.store.connection import insert_once, reading, writing
from bot.store.tables import favourites
from bot.store.values import Favourite
from corpus.ids import digest
from corpus.models import Passage, PassageKind, SpeechInfo


class Favourites:
    """Favourites by person. Reading one raises ``StoreError`` where its text is not what was saved."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, person: str, passage: Passage, speech: SpeechInfo) -> tuple[Favourite, bool]:
        """Keep a passage. Returns the favourite, and whether it is new or was brought back from removal.

        A passage kept before comes back as the same row, with the text and source it was first saved with.
        """
        here = _is(person, passage.id)
        now = datetime.now(UTC)
        with writing(self._engine) as connection:
            changed = _bring_back(connection, here, now) or insert_once(
                connection, favourites, _columns(person, passage, speech, now)
            )
            row = connection.execute(select(favourites).where(here)).one()
        return _favourite(row), changed

    def remove(self, person: str, favourite_id: int) -> bool:
        """Remove a favourite; ``restore`` brings it back. False if it was removed before, or is not theirs."""
        return self._remove((favourites.c.person == person) & (favourites.c.id == favourite_id))

    def remove_passage(self, person: str, passage_id: str) -> bool:
        """Remove the favourite of a passage, as ``remove`` does."""
        return self._remove(_is(person, passage_id))

    def restore(self, person: str, favourite_id: int) -> bool:
        """Undo ``remove``: the favourite is back in its old place. False if it was not removed, or is not theirs."""
        here = (favourites.c.person == person) & (favourites.c.id == favourite_id)
        with writing(self._engine) as connection:
            return _bring_back(connection, here, None)

    def get(self, person: str, favourite_id: int) -> Favourite | None:
        """Return a favourite of this person, removed ones included, or None."""
        here = (favourites.c.person == person) & (favourites.c.id == favourite_id)
        with reading(self._engine) as connection:
            row = connection.execute(select(favourites).where(here)).one_or_none()
        return None if row is None else _favourite(row)

    def saved(self, person: str, passage_ids: Sequence[str]) -> frozenset[str]:
        """Return which of these passages the person keeps."""
        query = select(favourites.c.passage_id).where(_kept_by(person), favourites.c.passage_id.in_(passage_ids))
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def page(self, person: str, offset: int, limit: int) -> tuple[Favourite, ...]:
        """Return some of what the person keeps, newest first."""
        query = (
            select(favourites)
            .where(_kept_by(person))
            .order_by(favourites.c.saved_at.desc(), favourites.c.id.desc())
            .offset(offset)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return tuple(_favourite(row) for row in connection.execute(query))

    def count(self, person: str) -> int:
        """Return how many passages the person keeps."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(favourites).where(_kept_by(person))).scalar_one()

    def _remove(self, here: ColumnElement[bool]) -> bool:
        removal = update(favourites).where(here, favourites.c.removed_at.is_(None)).values(removed_at=datetime.now(UTC))
        with writing(self._engine) as connection:
            return bool(connection.execute(removal).rowcount)


def _is(person: str, passage_id: str) -> ColumnElement[bool]:
    return (favourites.c.person == person) & (favourites.c.passage_id == passage_id)


def _kept_by(person: str) -> ColumnElement[bool]:
    return (favourites.c.person == person) & favourites.c.removed_at.is_(None)


def _bring_back(connection: Connection, here: ColumnElement[bool], saved_at: datetime | None) -> bool:
    values = {"removed_at": None} if saved_at is None else {"removed_at": None, "saved_at": saved_at}
    change = update(favourites).where(here, favourites.c.removed_at.is_not(None)).values(**values)
    return bool(connection.execute(change).rowcount)


def _columns(person: str, passage: Passage, speech: SpeechInfo, now: datetime) -> dict[str, object]:
    provenance = asdict(provenance_of(passage, speech))
    return provenance | {
        "section": list(passage.section),
        "kind": passage.kind.value,
        "person": person,
        "passage_id": passage.id,
        "text": passage.text,
        "sha256": passage.sha256,
        "saved_at": now,
    }


def _favourite(row: Row[tuple[object, ...]]) -> Favourite:
    provenance = Provenance(
        speech_id=row.speech_id,
        title=row.title,
        title_inferred=row.title_inferred,
        section=tuple(row.section),
        paragraph=row.paragraph,
        kind=PassageKind(row.kind),
        start=row.start,
        end=row.end,
        year=row.year,
        date=row.date,
        speaker=row.speaker,
        file=row.file,
    )
    if digest(row.text) != row.sha256:
        raise StoreError(f"收藏 {row.id} 的文字与保存时不一致，未予显示。请运行 jianggao doctor 检查数据库。")
    return Favourite(row.id, row.person, row.passage_id, row.text, row.sha256, provenance, row.saved_at, row.removed_at)
