"""The library: speeches and their passages in one database (讲稿库).

Synchronous and safe to call from any thread, also while another process writes. A speech goes in or out in one
transaction with its passages, its links and the library's digest: what a reader sees is whole, whatever is killed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import ColumnElement, Connection, Engine, delete, exists, func, insert, select, update

from corpus import duplicates, ids, links
from corpus.database import chunks, migrate, open_engine, reading, writing
from corpus.errors import IntegrityError, UnknownId
from corpus.holdings import descriptions, own_descriptions, seen_by, speech_seen
from corpus.models import (
    COMMON,
    Added,
    Counts,
    Description,
    Found,
    Holders,
    IndexRow,
    Passage,
    PassageKind,
    Same,
    Speech,
    SpeechInfo,
)
from corpus.revision import with_passages, without_passages
from corpus.rows import (
    SELECT_FOUND,
    SELECT_INDEX_ROWS,
    SELECT_INFO,
    SELECT_PASSAGES,
    SELECT_SPEECHES,
    faults,
    speech_rows,
    to_found,
    to_index_row,
    to_info,
    to_passage,
    to_speech,
)
from corpus.tables import holdings, library_state, passages, speeches, texts

__all__ = ["Added", "Counts", "Found", "IndexRow", "Library", "Same"]

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "corpus_version"


class Library:
    """All speeches of one database: the common library, and those that people hold for themselves.

    A reader sees the common library and, beside it, their own; a speech that they do not see is as one that is not
    there. Who does not say for whom they read gets the common library alone.

    Every method raises ``LibraryError`` where the database cannot be read or written, and those that return texts
    raise ``IntegrityError`` where one is no longer what was stored: it is never returned instead.
    """

    def __init__(self, engine: Engine) -> None:
        """The library on a database whose tables are there; ``open`` sees to them."""
        self.engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """The library at a database URL (see ``open_engine``); its tables are created or brought up to date.

        Raises:
            LibraryError: The database cannot be opened, is damaged, or was written by a newer version.
        """
        engine = open_engine(url)
        try:
            migrate(engine, MIGRATIONS, VERSION_TABLE)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Give back all connections. The library may still be used, and opens new ones then."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, speech: Speech, *, owner: str = COMMON) -> Added | Same:
        """Store a speech for its owner, unless the owner sees the same or a near-identical one: then nothing is stored.

        What only others hold makes no difference and is never told. The same text is stored once all the same, with
        the headings and paragraphs that were found in it first.

        Raises:
            IntegrityError: A passage is no slice of the speech, or the source and the cuts do not give its text.
        """
        for fault in faults(speech):
            raise IntegrityError(f"讲稿“{speech.file}”{fault}，没有入库：这是程序的错误，请反馈这个文件。")
        with reading(self.engine) as connection:
            held = _info(connection, speech.id, owner)
        if held is not None:
            return Same(held, 1.0)
        sketch = duplicates.sketch(speech)
        with writing(self.engine) as connection:
            digest = _locked_digest(connection)
            held = _info(connection, speech.id, owner)
            if held is not None:
                return Same(held, 1.0)
            nearest = links.nearest_speech(connection, sketch, owner)
            if nearest is not None:
                return Same(_known_info(connection, nearest[0], owner), nearest[1])
            rows = speech_rows(speech, owner, datetime.now(UTC))
            if not _is_stored(connection, speech.id):
                connection.execute(insert(speeches), rows.speech)
                connection.execute(insert(texts), rows.text)
                if rows.passages:
                    connection.execute(insert(passages), rows.passages)
                links.store(connection, speech.id, sketch)
                digest = with_passages(digest, (passage.key for passage in speech.passages))
            connection.execute(insert(holdings), rows.holding)
            _changed(connection, digest)
            return Added(_known_info(connection, speech.id, owner))

    def remove(self, speech_id: str, *, owner: str = COMMON) -> SpeechInfo:
        """Take a speech from its owner; returns what it was. Its passages go with the last who holds it.

        Raises:
            UnknownId: The owner holds no speech of this id.
        """
        with writing(self.engine) as connection:
            digest = _locked_digest(connection)
            info = _held_info(connection, speech_id, owner)
            _changed(connection, _dropped(connection, digest, speech_id, owner))
        return info

    def publish(self, speech_id: str, owner: str) -> SpeechInfo:
        """Give a speech of somebody's own to the common library, in place of their own copy; returns what it is there.

        Raises:
            UnknownId: The owner holds no speech of this id.
        """
        with writing(self.engine) as connection:
            digest = _locked_digest(connection)
            _held_info(connection, speech_id, owner)
            if owner != COMMON:
                if _holds(connection, speech_id, COMMON):
                    _dropped(connection, digest, speech_id, owner)
                else:
                    connection.execute(update(holdings).where(*_holding(speech_id, owner)).values(owner=COMMON))
                _changed(connection, digest)
            return _known_info(connection, speech_id, COMMON)

    def forget(self, owner: str) -> int:
        """Take all that a person holds from them; returns how many speeches that were.

        Raises:
            ValueError: The owner is the common library, which nobody empties by the way.
        """
        if owner == COMMON:
            raise ValueError("不能整体清空公共讲稿库：请用 jianggao remove 逐篇移除。")
        with writing(self.engine) as connection:
            digest = _locked_digest(connection)
            held = connection.scalars(select(holdings.c.speech_id).where(holdings.c.owner == owner)).all()
            for speech_id in held:
                digest = _dropped(connection, digest, speech_id, owner)
            if held:
                _changed(connection, digest)
        return len(held)

    def own(self, owner: str) -> tuple[SpeechInfo, ...]:
        """The speeches that an owner holds, the newest first."""
        with reading(self.engine) as connection:
            rows = connection.execute(
                SELECT_INFO.where(holdings.c.owner == owner).order_by(holdings.c.added_at.desc(), speeches.c.id)
            )
            return tuple(map(to_info, rows))

    def holders(self) -> Holders:
        """Who holds what, and the revision that it is true of: all of it as it is now."""
        with reading(self.engine) as connection:
            revision: int = connection.execute(select(library_state.c.revision)).scalar_one()
            held: dict[str, set[str]] = {}
            for owner, speech_id in connection.execute(select(holdings.c.owner, holdings.c.speech_id)):
                held.setdefault(owner, set()).add(speech_id)
        return Holders(revision, {owner: frozenset(ids_) for owner, ids_ in held.items()})

    def revision(self) -> int:
        """A number that grows whenever somebody comes to hold a speech, or ceases to; cheap to ask for."""
        with reading(self.engine) as connection:
            revision: int = connection.execute(select(library_state.c.revision)).scalar_one()
        return revision

    def descriptions(self) -> dict[str, Description]:
        """What an index knows of every speech beside its text, by id, whoever holds it."""
        with reading(self.engine) as connection:
            return descriptions(connection)

    def own_descriptions(self, owner: str) -> dict[str, Description]:
        """The same of the speeches that an owner holds and the common library does not, as the owner's files say it."""
        with reading(self.engine) as connection:
            return own_descriptions(connection, owner)

    def speeches(self, *, reader: str = COMMON) -> tuple[SpeechInfo, ...]:
        """All speeches that a reader sees, in the order in which they came."""
        with reading(self.engine) as connection:
            rows = connection.execute(SELECT_INFO.where(seen_by(reader)).order_by(holdings.c.added_at, speeches.c.id))
            return tuple(map(to_info, rows))

    def speech(self, speech_id: str, *, reader: str = COMMON) -> Speech:
        """A whole speech with source, cuts, sections and passages, every one of its invariants checked.

        The source is that of the file through which the reader sees the speech.

        Raises:
            UnknownId: No speech has this id.
        """
        with reading(self.engine) as connection:
            return _whole(connection, speech_id, seen_by(reader))

    def held(self, speech_id: str, owner: str) -> Speech:
        """The same of a speech that an owner holds, its source that of their own file, whatever else they see.

        Raises:
            UnknownId: The owner holds no speech of this id.
        """
        with reading(self.engine) as connection:
            return _whole(connection, speech_id, holdings.c.owner == owner)

    def passages(self, keys: Sequence[int], *, reader: str = COMMON) -> dict[int, Found]:
        """The passages of ``keys`` with their speeches, in the order of ``keys``; a key that is gone is left out.

        One statement, or one for each ``CHUNK`` keys of a long list.
        """
        found: dict[int, Found] = {}
        with reading(self.engine) as connection:
            for chunk in chunks(keys):
                for row in connection.execute(SELECT_FOUND.where(passages.c.key.in_(chunk), seen_by(reader))):
                    found[row[0]] = to_found(row)
        return {key: found[key] for key in keys if key in found}

    def passage(self, passage_id: str, *, reader: str = COMMON) -> Found:
        """One passage with its speech.

        Raises:
            UnknownId: No passage has this id.
        """
        with reading(self.engine) as connection:
            return _known_passage(connection, passage_id, reader)

    def around(self, passage_id: str, before: int, after: int, *, reader: str = COMMON) -> tuple[Found, ...]:
        """The natural paragraph of a passage, up to ``before`` paragraphs above and ``after`` below, in reading order.

        Raises:
            UnknownId: No passage has this id.
        """
        with reading(self.engine) as connection:
            centre = _known_passage(connection, passage_id, reader)
            here = centre.passage.paragraph
            rows = connection.execute(
                SELECT_PASSAGES.where(
                    passages.c.speech_id == centre.speech.id,
                    passages.c.kind == PassageKind.PARAGRAPH.value,
                    passages.c.paragraph.between(here - before, here + after),
                ).order_by(passages.c.position)
            )
            return tuple(Found(to_passage(row), centre.speech) for row in rows)

    def children(self, passage_id: str, *, reader: str = COMMON) -> tuple[Passage, ...]:
        """The points of a paragraph in reading order; none for a point and for a short paragraph.

        Raises:
            UnknownId: No passage has this id.
        """
        with reading(self.engine) as connection:
            parent = _known_passage(connection, passage_id, reader).passage
            rows = connection.execute(
                SELECT_PASSAGES.where(
                    passages.c.speech_id == parent.speech_id, passages.c.parent_key == parent.key
                ).order_by(passages.c.position)
            )
            return tuple(map(to_passage, rows))

    def similar(self, keys: Sequence[int], *, reader: str = COMMON) -> dict[int, tuple[int, ...]]:
        """For each of ``keys`` the near-identical paragraphs of other speeches, the most alike first; maybe none."""
        with reading(self.engine) as connection:
            return links.similar(connection, keys, reader)

    def keys(self) -> frozenset[int]:
        """The keys of all passages, whoever sees them."""
        with reading(self.engine) as connection:
            return frozenset(connection.scalars(select(passages.c.key)))

    def index_rows(self, keys: Sequence[int] | None = None, *, reader: str | None = None) -> Iterator[IndexRow]:
        """What an index needs of the passages of ``keys``, or of all, speech by speech; a key that is gone is left out.

        Of all that is stored, or of what a reader sees. Read piece by piece, each in a transaction of its own, so that
        who takes it slowly holds nothing up.
        """
        in_order = (passages.c.speech_id, passages.c.position)
        with reading(self.engine) as connection:
            every = select(passages.c.key).order_by(*in_order)
            seen = every if reader is None else every.where(speech_seen(passages.c.speech_id, reader))
            held = connection.scalars(seen).all()
            described = descriptions(connection)
        wanted = None if keys is None else frozenset(keys)
        for chunk in chunks([key for key in held if wanted is None or key in wanted]):
            with reading(self.engine) as connection:
                rows = connection.execute(SELECT_INDEX_ROWS.where(passages.c.key.in_(chunk)).order_by(*in_order)).all()
            yield from (to_index_row(row, described[row[1]]) for row in rows if row[1] in described)

    def counts(self, *, reader: str = COMMON) -> Counts:
        """How much a reader sees."""
        totals = (func.coalesce(func.sum(column), 0) for column in (speeches.c.passages, speeches.c.characters))
        seen = select(func.count(), *totals).select_from(speeches).where(speech_seen(speeches.c.id, reader))
        with reading(self.engine) as connection:
            return Counts(*connection.execute(seen).one())

    def digest(self) -> str:
        """64 hex digits that change whenever the set of passages does; the same for the same set on every machine."""
        with reading(self.engine) as connection:
            digest: str = connection.execute(select(library_state.c.digest)).scalar_one()
        return digest

    def verify(self) -> tuple[str, ...]:
        """Compute everything anew and compare; a line in Chinese for each thing that is wrong, none if all is well."""
        from corpus.verification import problems

        return problems(self.engine)


def _whole(connection: Connection, speech_id: str, holding: ColumnElement[bool]) -> Speech:
    row = connection.execute(SELECT_SPEECHES.where(speeches.c.id == speech_id, holding)).one_or_none()
    if row is None:
        raise _unknown_speech(speech_id)
    in_order = SELECT_PASSAGES.where(passages.c.speech_id == speech_id).order_by(passages.c.position)
    return to_speech(row, connection.execute(in_order).all())


def _known_passage(connection: Connection, passage_id: str, reader: str) -> Found:
    wanted = SELECT_FOUND.where(passages.c.key == ids.key_of(passage_id), seen_by(reader))
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise UnknownId(f"讲稿库中没有段落 {passage_id}：它所在的讲稿可能已移除，请重新检索。")
    return to_found(row)


def _info(connection: Connection, speech_id: str, reader: str) -> SpeechInfo | None:
    row = connection.execute(SELECT_INFO.where(speeches.c.id == speech_id, seen_by(reader))).one_or_none()
    return None if row is None else to_info(row)


def _known_info(connection: Connection, speech_id: str, reader: str) -> SpeechInfo:
    info = _info(connection, speech_id, reader)
    if info is None:
        raise _unknown_speech(speech_id)
    return info


def _held_info(connection: Connection, speech_id: str, owner: str) -> SpeechInfo:
    row = connection.execute(SELECT_INFO.where(*_holding(speech_id, owner))).one_or_none()
    if row is None:
        raise _unknown_speech(speech_id)
    return to_info(row)


def _unknown_speech(speech_id: str) -> UnknownId:
    return UnknownId(f"讲稿库中没有讲稿 {speech_id}：请用 jianggao list 查看现有讲稿的编号。")


def _holding(speech_id: str, owner: str) -> tuple[ColumnElement[bool], ...]:
    return holdings.c.speech_id == speech_id, holdings.c.owner == owner


def _holds(connection: Connection, speech_id: str, owner: str) -> bool:
    return bool(connection.scalar(select(exists().where(*_holding(speech_id, owner)))))


def _is_stored(connection: Connection, speech_id: str) -> bool:
    return bool(connection.scalar(select(exists().where(speeches.c.id == speech_id))))


def _dropped(connection: Connection, digest: str, speech_id: str, owner: str) -> str:
    """Remove a holding, and the speech where it was the last; returns the digest that is left."""
    connection.execute(delete(holdings).where(*_holding(speech_id, owner)))
    if connection.scalar(select(exists().where(holdings.c.speech_id == speech_id))):
        return digest
    keys = connection.scalars(select(passages.c.key).where(passages.c.speech_id == speech_id)).all()
    connection.execute(delete(speeches).where(speeches.c.id == speech_id))
    return without_passages(digest, keys)


def _locked_digest(connection: Connection) -> str:
    """The digest, with a lock on its row: on PostgreSQL one speech goes in or out at a time, as on SQLite anyway."""
    digest: str = connection.execute(select(library_state.c.digest).with_for_update()).scalar_one()
    return digest


def _changed(connection: Connection, digest: str) -> None:
    connection.execute(update(library_state).values(digest=digest, revision=library_state.c.revision + 1))
