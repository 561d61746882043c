"""What people keep (收藏): own copies of text and source, which nothing but their owner removes.

``save``, ``remove`` and ``restore`` say what shall be, never "the other way round", so that each is safe to do twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, func, select, update

from bot.errors import StoreError
from bot.provenance import Provenance, provenance_of
from bot.store.connection import insert_once, reading, writing
from bot.store.selecting import kept_by, within
from bot.store.tables import favourite_tags, favourites
from bot.store.tags import collect
from bot.store.values import Favourite, View
from bot.store.words import searched
from corpus.ids import digest
from corpus.models import Passage, PassageKind, SpeechInfo
from retrieval.models import Function
from retrieval.themes.naming import themes_of

LONGEST_NOTE = 300
"""Characters of a note."""

_EVERYTHING = View()


class Favourites:
    """Favourites by person. Reading one raises ``StoreError`` where its text is not what was saved."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(
        self, person: str, passage: Passage, speech: SpeechInfo, function: Function | None = None
    ) -> tuple[Favourite, bool]:
        """Keep a passage. Returns the favourite, and whether it is new or was brought back from removal.

        A passage kept before comes back as the same row, with the text and source it was first saved with. The tag of
        the piece being written is put on it either way. Where its text has been damaged since, and the passage is what
        was saved, it is whole again.
        """
        here = _is(person, passage.id)
        now = datetime.now(UTC)
        provenance = provenance_of(passage, speech)
        themes = themes_of(passage.text, provenance.section, provenance.title)
        new = Favourite(
            0, person, passage.id, passage.text, passage.sha256, provenance, now, function=function, themes=themes
        )
        values = _columns(new)
        with writing(self._engine) as connection:
            changed = _bring_back(connection, here, now) or insert_once(connection, favourites, values)
            row = _healed(connection, here, passage.text)
            collect(connection, person, row.id)
        return _favourite(row), changed

    def bring(self, favourite: Favourite) -> tuple[int, bool]:
        """Keep a favourite that comes from elsewhere, as it was there. Returns its id, and whether it was not kept.

        Where the passage is kept already, text, source and note stay as they are; only a note that is not there yet is
        taken over.
        """
        here = _is(favourite.person, favourite.passage_id)
        with writing(self._engine) as connection:
            changed = insert_once(connection, favourites, _columns(favourite)) or _bring_back(
                connection, here, favourite.saved_at
            )
            row = _healed(connection, here, favourite.text)
            if favourite.note and not row.note:
                _note(connection, row, favourite.note, None)
        return row.id, changed

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

    def annotate(self, person: str, favourite_id: int, note: str) -> bool:
        """Write a note on a favourite, or with "" take it off; the one before is kept for ``take_back``.

        False where it says so already, or the favourite is not theirs.
        """
        note = note.replace("\x00", " ").strip()[:LONGEST_NOTE]
        with writing(self._engine) as connection:
            row = self._row(connection, person, favourite_id)
            if row is None or row.note == note:
                return False
            _note(connection, row, note, row.note)
            return True

    def take_back(self, person: str, favourite_id: int) -> bool:
        """Undo ``annotate``, once. False where there is nothing to undo."""
        with writing(self._engine) as connection:
            row = self._row(connection, person, favourite_id)
            if row is None or row.note_before is None:
                return False
            _note(connection, row, row.note_before, None)
            return True

    def undescribed(self, person: str) -> tuple[str, ...]:
        """Return the passages that were saved before favourites were described; they are found by nothing yet."""
        query = select(favourites.c.passage_id).where(favourites.c.person == person, favourites.c.searched.is_(None))
        with reading(self._engine) as connection:
            return tuple(connection.execute(query).scalars())

    def describe(self, person: str, passage_id: str, function: Function | None) -> None:
        """Write down what such a favourite does, its themes, and the words it is found by."""
        with writing(self._engine) as connection:
            row = connection.execute(select(favourites).where(_is(person, passage_id))).one_or_none()
            if row is None:
                return
            values = {
                "function": function.value if function else None,
                "themes": list(themes_of(row.text, row.section, row.title)),
                "searched": _searched(row.text, row.title, row.section, row.speaker, row.note),
            }
            connection.execute(update(favourites).where(favourites.c.id == row.id).values(**values))

    def get(self, person: str, favourite_id: int) -> Favourite | None:
        """Return a favourite of this person, removed ones included, or None."""
        with reading(self._engine) as connection:
            row = self._row(connection, person, favourite_id)
        return None if row is None else _favourite(row)

    def saved(self, person: str, passage_ids: Sequence[str]) -> frozenset[str]:
        """Return which of these passages the person keeps."""
        query = select(favourites.c.passage_id).where(kept_by(person), favourites.c.passage_id.in_(passage_ids))
        with reading(self._engine) as connection:
            return frozenset(connection.execute(query).scalars())

    def page(self, person: str, offset: int, limit: int, view: View = _EVERYTHING) -> tuple[Favourite, ...]:
        """Return some of what the person keeps: of a tag in its order, else newest first.

        One whose text is not what was saved comes without its text, and ``damaged``.
        """
        query = _in_order(select(favourites).where(within(person, view)), view).offset(offset).limit(limit)
        with reading(self._engine) as connection:
            return tuple(_listed(row) for row in connection.execute(query))

    def ids(self, person: str, view: View = _EVERYTHING) -> tuple[int, ...]:
        """Return the ids of what a view holds, in the order of ``page``."""
        query = _in_order(select(favourites.c.id).where(within(person, view)), view)
        with reading(self._engine) as connection:
            return tuple(connection.execute(query).scalars())

    def count(self, person: str, view: View = _EVERYTHING) -> int:
        """Return how many passages the person keeps, of a view or in all."""
        query = select(func.count()).select_from(favourites).where(within(person, view))
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one()

    def themes(self, person: str, view: View = _EVERYTHING) -> dict[str, int]:
        """Return the themes of what a view holds with their counts, most first."""
        query = select(favourites.c.themes).where(within(person, view))
        counts: dict[str, int] = {}
        with reading(self._engine) as connection:
            for themes in connection.execute(query).scalars():
                for theme in themes:
                    counts[theme] = counts.get(theme, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def functions(self, person: str, view: View = _EVERYTHING) -> dict[Function, int]:
        """Return what the passages of a view do, with their counts, in the order of ``Function``."""
        query = (
            select(favourites.c.function, func.count())
            .where(within(person, view), favourites.c.function.is_not(None))
            .group_by(favourites.c.function)
        )
        with reading(self._engine) as connection:
            counts = {row.function: row[1] for row in connection.execute(query)}
        return {function: counts[function.value] for function in Function if function.value in counts}

    def damaged(self) -> tuple[int, ...]:
        """Return the ids of all favourites, whosever they are, whose text is not what was saved."""
        query = select(favourites.c.id, favourites.c.text, favourites.c.sha256).order_by(favourites.c.id)
        with reading(self._engine) as connection:
            return tuple(row.id for row in connection.execute(query) if digest(row.text) != row.sha256)

    def _row(self, connection: Connection, person: str, favourite_id: int) -> Row[tuple[object, ...]] | None:
        here = (favourites.c.person == person) & (favourites.c.id == favourite_id)
        return connection.execute(select(favourites).where(here)).one_or_none()

    def _remove(self, here: ColumnElement[bool]) -> bool:
        removal = update(favourites).where(here, favourites.c.removed_at.is_(None)).values(removed_at=datetime.now(UTC))
        with writing(self._engine) as connection:
            return bool(connection.execute(removal).rowcount)


def _in_order(query: Select[Any], view: View) -> Select[Any]:
    if view.tag is None:
        return query.order_by(favourites.c.saved_at.desc(), favourites.c.id.desc())
    placed = (favourite_tags.c.favourite == favourites.c.id) & (favourite_tags.c.tag == view.tag)
    return query.join(favourite_tags, placed).order_by(favourite_tags.c.position, favourites.c.id)


def _is(person: str, passage_id: str) -> ColumnElement[bool]:
    return (favourites.c.person == person) & (favourites.c.passage_id == passage_id)


def _bring_back(connection: Connection, here: ColumnElement[bool], saved_at: datetime | None) -> bool:
    values = {"removed_at": None} if saved_at is None else {"removed_at": None, "saved_at": saved_at}
    change = update(favourites).where(here, favourites.c.removed_at.is_not(None)).values(**values)
    return bool(connection.execute(change).rowcount)


def _healed(connection: Connection, here: ColumnElement[bool], text: str) -> Row[tuple[object, ...]]:
    """Return a row, its text put right where that is damaged and ``text`` has the hash of what was saved."""
    row = connection.execute(select(favourites).where(here)).one()
    if digest(row.text) != row.sha256 == digest(text):
        connection.execute(update(favourites).where(favourites.c.id == row.id).values(text=text))
        row = connection.execute(select(favourites).where(here)).one()
    return row


def _note(connection: Connection, row: Row[tuple[object, ...]], note: str, before: str | None) -> None:
    values = {
        "note": note,
        "note_before": before,
        "searched": _searched(row.text, row.title, row.section, row.speaker, note),
    }
    connection.execute(update(favourites).where(favourites.c.id == row.id).values(**values))


def _columns(new: Favourite) -> dict[str, object]:
    where = new.provenance
    return asdict(where) | {
        "section": list(where.section),
        "kind": where.kind.value,
        "person": new.person,
        "passage_id": new.passage_id,
        "text": new.text,
        "sha256": new.sha256,
        "saved_at": new.saved_at,
        "note": new.note,
        "function": new.function.value if new.function else None,
        "themes": list(new.themes),
        "searched": _searched(new.text, where.title, where.section, where.speaker, new.note),
    }


def _searched(text: str, title: str, section: Sequence[str], speaker: str | None, note: str) -> str:
    return searched([text, title, *section, speaker or "", note])


def _listed(row: Row[tuple[object, ...]]) -> Favourite:
    favourite = _read(row)
    return replace(favourite, text="", damaged=True) if digest(row.text) != row.sha256 else favourite


def _favourite(row: Row[tuple[object, ...]]) -> Favourite:
    if digest(row.text) != row.sha256:
        raise StoreError(f"收藏 {row.id} 的文字与保存时不一致，未予显示。请运行 jianggao doctor 检查数据库。")
    return _read(row)


def _read(row: Row[tuple[object, ...]]) -> Favourite:
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
    return Favourite(
        row.id,
        row.person,
        row.passage_id,
        row.text,
        row.sha256,
        provenance,
        row.saved_at,
        row.removed_at,
        row.note,
        Function(row.function) if row.function else None,
        tuple(row.themes),
    )
