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

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from corpus import duplicates, ids, links
from corpus.database import chunks, migrate, open_engine, reading, writing
from corpus.errors import IntegrityError, UnknownId
from corpus.models import (
    Added,
    Counts,
    Found,
    IndexRow,
    Passage,
    PassageKind,
    Same,
    Speech,
    SpeechInfo,
)
from corpus.revision import with_passages, without_passages
from corpus.rows import (
    INFO_COLUMNS,
    SELECT_FOUND,
    SELECT_INDEX_ROWS,
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
from corpus.tables import library_state, passages, speeches, texts

__all__ = ["Added", "Counts", "Found", "IndexRow", "Library", "Same"]

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "corpus_version"


class Library:
    """All speeches of one database.

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

    def add(self, speech: Speech) -> Added | Same:
        """Store a speech, unless the library holds the same or a near-identical one: then nothing is stored.

        Raises:
            IntegrityError: A passage is no slice of the speech, or the source and the cuts do not give its text.
        """
        for fault in faults(speech):
            raise IntegrityError(f"讲稿“{speech.file}”{fault}，没有入库：这是程序的错误，请反馈这个文件。")
        with reading(self.engine) as connection:
            held = _info(connection, speech.id)
        if held is not None:
            return Same(held, 1.0)
        sketch = duplicates.sketch(speech)
        with writing(self.engine) as connection:
            digest = _locked_digest(connection)
            held = _info(connection, speech.id)
            if held is not None:
                return Same(held, 1.0)
            nearest = links.nearest_speech(connection, sketch)
            if nearest is not None:
                return Same(_known_info(connection, nearest[0]), nearest[1])
            rows = speech_rows(speech, datetime.now(UTC))
            connection.execute(insert(speeches), rows.speech)
            connection.execute(insert(texts), rows.text)
            if rows.passages:
                connection.execute(insert(passages), rows.passages)
            links.store(connection, speech.id, sketch)
            _set_digest(connection, with_passages(digest, (passage.key for passage in speech.passages)))
            return Added(_known_info(connection, speech.id))

    def remove(self, speech_id: str) -> SpeechInfo:
        """Take a speech out, with its passages and their links; returns what it was.

        Raises:
            UnknownId: No speech has this id.
        """
        with writing(self.engine) as connection:
            digest = _locked_digest(connection)
            info = _known_info(connection, speech_id)
            keys = connection.scalars(select(passages.c.key).where(passages.c.speech_id == speech_id)).all()
            connection.execute(delete(speeches).where(speeches.c.id == speech_id))
            _set_digest(connection, without_passages(digest, keys))
        return info

    def speeches(self) -> tuple[SpeechInfo, ...]:
        """All speeches, in the order in which they came."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(*INFO_COLUMNS).order_by(speeches.c.added_at, speeches.c.id))
            return tuple(map(to_info, rows))

    def speech(self, speech_id: str) -> Speech:
        """A whole speech with source, cuts, sections and passages, every one of its invariants checked.

        Raises:
            UnknownId: No speech has this id.
        """
        with reading(self.engine) as connection:
            row = connection.execute(SELECT_SPEECHES.where(speeches.c.id == speech_id)).one_or_none()
            if row is None:
                raise _unknown_speech(speech_id)
            in_order = SELECT_PASSAGES.where(passages.c.speech_id == speech_id).order_by(passages.c.position)
            return to_speech(row, connection.execute(in_order).all())

    def passages(self, keys: Sequence[int]) -> dict[int, Found]:
        """The passages of ``keys`` with their speeches, in the order of ``keys``; a key that is gone is left out.

        One statement, or one for each ``CHUNK`` keys of a long list.
        """
        found: dict[int, Found] = {}
        with reading(self.engine) as connection:
            for chunk in chunks(keys):
                for row in connection.execute(SELECT_FOUND.where(passages.c.key.in_(chunk))):
                    found[row[0]] = to_found(row)
        return {key: found[key] for key in keys if key in found}

    def passage(self, passage_id: str) -> Found:
        """One passage with its speech.

        Raises:
            UnknownId: No passage has this id.
        """
        with reading(self.engine) as connection:
            return _known_passage(connection, passage_id)

    def around(self, passage_id: str, before: int, after: int) -> tuple[Found, ...]:
        """The natural paragraph of a passage, up to ``before`` paragraphs above and ``after`` below, in reading order.

        Raises:
            UnknownId: No passage has this id.
        """
        with reading(self.engine) as connection:
            centre = _known_passage(connection, passage_id)
            here = centre.passage.paragraph
            rows = connection.execute(
                SELECT_PASSAGES.where(
                    passages.c.speech_id == centre.speech.id,
                    passages.c.kind == PassageKind.PARAGRAPH.value,
                    passages.c.paragraph.between(here - before, here + after),
                ).order_by(passages.c.position)
            )
            return tuple(Found(to_passage(row), centre.speech) for row in rows)

    def children(self, passage_id: str) -> tuple[Passage, ...]:
        """The points of a paragraph in reading order; none for a point and for a short paragraph.

        Raises:
            UnknownId: No passage has this id.
        """
        with reading(self.engine) as connection:
            parent = _known_passage(connection, passage_id).passage
            rows = connection.execute(
                SELECT_PASSAGES.where(
                    passages.c.speech_id == parent.speech_id, passages.c.parent_key == parent.key
                ).order_by(passages.c.position)
            )
            return tuple(map(to_passage, rows))

    def similar(self, keys: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """For each of ``keys`` the near-identical paragraphs of other speeches, the most alike first; maybe none."""
        with reading(self.engine) as connection:
            return links.similar(connection, keys)

    def keys(self) -> frozenset[int]:
        """The keys of all passages."""
        with reading(self.engine) as connection:
            return frozenset(connection.scalars(select(passages.c.key)))

    def index_rows(self, keys: Sequence[int] | None = None) -> Iterator[IndexRow]:
        """What an index needs of the passages of ``keys``, or of all, speech by speech; a key that is gone is left out.

        Read piece by piece, each in a transaction of its own, so that a slow reader holds nothing up.
        """
        in_order = (passages.c.speech_id, passages.c.position)
        with reading(self.engine) as connection:
            held = connection.scalars(select(passages.c.key).order_by(*in_order)).all()
        wanted = None if keys is None else frozenset(keys)
        for chunk in chunks([key for key in held if wanted is None or key in wanted]):
            with reading(self.engine) as connection:
                rows = connection.execute(SELECT_INDEX_ROWS.where(passages.c.key.in_(chunk)).order_by(*in_order)).all()
            yield from map(to_index_row, rows)

    def counts(self) -> Counts:
        """How much the library holds."""
        totals = (func.coalesce(func.sum(column), 0) for column in (speeches.c.passages, speeches.c.characters))
        with reading(self.engine) as connection:
            return Counts(*connection.execute(select(func.count(), *totals).select_from(speeches)).one())

    def digest(self) -> str:
        """64 hex digits that change whenever the set of passages does; the same for the same set on every machine."""
        with reading(self.engine) as connection:
            digest: str = connection.execute(select(library_state.c.digest)).scalar_one()
        return digest

    def verify(self) -> tuple[str, ...]:
        """Compute everything anew and compare; a line in Chinese for each thing that is wrong, none if all is well."""
        from corpus.verification import problems

        return problems(self.engine)


def _known_passage(connection: Connection, passage_id: str) -> Found:
    row = connection.execute(SELECT_FOUND.where(passages.c.key == ids.key_of(passage_id))).one_or_none()
    if row is None:
        raise UnknownId(f"讲稿库中没有段落 {passage_id}：它所在的讲稿可能已移除，请重新检索。")
    return to_found(row)


def _info(connection: Connection, speech_id: str) -> SpeechInfo | None:
    row = connection.execute(select(*INFO_COLUMNS).where(speeches.c.id == speech_id)).one_or_none()
    return None if row is None else to_info(row)


def _known_info(connection: Connection, speech_id: str) -> SpeechInfo:
    info = _info(connection, speech_id)
    if info is None:
        raise _unknown_speech(speech_id)
    return info


def _unknown_speech(speech_id: str) -> UnknownId:
    return UnknownId(f"讲稿库中没有讲稿 {speech_id}：请用 jianggao list 查看现有讲稿的编号。")


def _locked_digest(connection: Connection) -> str:
    """The digest, with a lock on its row: on PostgreSQL one speech goes in or out at a time, as on SQLite anyway."""
    digest: str = connection.execute(select(library_state.c.digest).with_for_update()).scalar_one()
    return digest


def _set_digest(connection: Connection, digest: str) -> None:
    connection.execute(update(library_state).values(digest=digest))
