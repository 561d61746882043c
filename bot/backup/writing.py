"""Writing a backup (写备份): a SQLite file with every table of both rooms, and a manifest.

It is made from one state of the database while the bot runs, aside, and moved into its place when it is whole: what has
the name is a whole backup. The file is itself a database of the revision it was made at, so an older one can be
migrated forward before it is restored. A name that ends in ``.gz`` makes it a compressed one.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import URL, Connection, Engine, delete

from bot.backup import copying, manifest, rooms
from bot.backup.manifest import Manifest
from bot.errors import BackupError
from corpus.database import open_engine, reading, writing

COMPRESSED: Final = ".gz"
ASIDE: Final = ".jianggao-"
"""How the name of a folder begins in which a backup is made or read."""

_LEVEL = 6


def back_up(engine: Engine, file: Path) -> Manifest:
    """Write the whole database into a file, which is replaced in one step where it is there.

    Raises:
        BackupError: The file cannot be written, or the database is not of this program's version.
        LibraryError: The database cannot be read.
    """
    with reading(engine) as source:
        return write(source, file)


def write(source: Connection, file: Path) -> Manifest:
    """As ``back_up``, of what one connection sees; it must see one state of the database throughout.

    Raises:
        BackupError: As ``back_up``.
        LibraryError: The file cannot be written by SQLite.
    """
    held, known = rooms.found(source), rooms.newest()
    if held != known:
        # Columns that a newer program has added would be missing from the file, and nobody would know.
        raise BackupError("database_differs", found=_listed(held), known=_listed(known))
    if _is_the_database(source, file):
        raise BackupError("is_the_database", file=file)
    try:
        with aside(file.absolute().parent) as folder:
            made = folder / "backup.db"
            done = _fill(source, made)
            _place(_compressed(made) if file.suffix == COMPRESSED else made, file)
    except OSError as error:
        raise BackupError("unwritable", file=file, reason=error.strerror or str(error)) from error
    return done


@contextmanager
def aside(folder: Path) -> Iterator[Path]:
    """A folder of our own in ``folder``, which nobody else may read; it is removed at the end.

    Raises:
        OSError: It cannot be made.
    """
    with TemporaryDirectory(prefix=ASIDE, dir=folder) as made:
        yield Path(made)


@contextmanager
def database(file: Path) -> Iterator[Engine]:
    """A SQLite file as a database of ours; afterwards all of it is in the one file."""
    engine = open_engine(URL.create("sqlite", database=str(file)).render_as_string())
    try:
        yield engine
    finally:
        engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


@cache
def blank() -> bytes:
    """A database without rows, as the migrations make it; they take a second, and are the same each time."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "blank.db"
        with database(file) as engine:
            rooms.migrate_all(engine)
        return file.read_bytes()


def _fill(source: Connection, file: Path) -> Manifest:
    made_at = datetime.now(UTC)
    file.write_bytes(blank())
    with database(file) as engine:
        sequences = copying.sequences(source)
        with writing(engine) as target:
            for table in rooms.tables():
                target.execute(delete(table))  # a migration may have put rows in
                copying.copy(source, target, table)
            copying.set_sequences(target, sequences)
    with closing(sqlite3.connect(file)) as connection, connection:
        done = Manifest(
            format=manifest.FORMAT,
            program=version("jianggao"),
            made_at=made_at,
            database=source.dialect.name,
            revisions=rooms.newest(),
            sequences=sequences,
            tables={table.name: manifest.digest(connection, table.name) for table in rooms.tables()},
        )
        manifest.store(connection, done)
    return done


def _compressed(file: Path) -> Path:
    made = file.with_name(file.name + COMPRESSED)
    with file.open("rb") as plain, gzip.open(made, "wb", compresslevel=_LEVEL) as packed:
        shutil.copyfileobj(plain, packed, 1 << 20)
    return made


def _place(made: Path, file: Path) -> None:
    made.chmod(0o600)  # it holds what everybody keeps and asked
    with made.open("rb") as written:
        os.fsync(written.fileno())
    made.replace(file)


def _is_the_database(source: Connection, file: Path) -> bool:
    url = source.engine.url
    try:
        return url.get_backend_name() == "sqlite" and bool(url.database) and Path(str(url.database)).samefile(file)
    except OSError:  # no file of this name yet
        return False


def _listed(revisions: dict[str, str]) -> str:
    return " ".join(f"{table} {revision or '-'}" for table, revision in revisions.items())
