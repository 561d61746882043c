"""Putting a backup in the place of what a database holds (恢复).

In one transaction: whoever reads meanwhile sees all of the old or all of the new, and whoever writes waits. What is
there is written to a file first, in the same transaction, so that nothing written before it is lost.

Two tables are not replaced but added to, because they tell what has happened in Telegram, which no backup undoes:
which updates were taken and answered, and which messages answered which. Updates that the backup holds unfinished are
left out, so that no old question is answered again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, Table, delete, select, text, update

from bot.backup import copying, rooms
from bot.backup.checking import check, unpack
from bot.backup.copying import Row
from bot.backup.manifest import Manifest
from bot.backup.writing import aside, database, write
from bot.errors import BackupError
from bot.store.tables import answers, receipts
from corpus.database import reading, writing
from corpus.errors import LibraryError
from corpus.tables import library_state

KEPT: Final = (receipts, answers)
"""The tables that are added to."""

_ATTEMPTS = 5
_DEADLOCK = "40P01"
_LOCK_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Checked:
    """A backup that was found sound; it lasts as long as the block it was opened in.

    Attributes:
        file: As its owner knows it.
        manifest: What it says of itself.
        unpacked: A copy of it, in ``folder``, to work on.
    """

    file: Path
    manifest: Manifest
    unpacked: Path


@contextmanager
def opened(file: Path, folder: Path) -> Iterator[Checked]:
    """Unpack a backup into a folder within ``folder``, which is made where it is missing, and look through it.

    Raises:
        BackupError: It cannot be read, is damaged, of a newer version or none; or there is no room for it.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            here = stack.enter_context(aside(folder))
        except OSError as error:
            raise BackupError("unwritable", file=folder, reason=error.strerror or str(error)) from error
        unpacked = unpack(file, here)
        yield Checked(file, check(unpacked, file), unpacked)


def restore(engine: Engine, backup: Checked, folder: Path) -> Path:
    """Replace all that a database holds by a backup, migrated to this program's version first.

    Args:
        engine: Its tables are there, in their newest form; SQLite or PostgreSQL, whatever the backup was made from.
        backup: From ``opened``.
        folder: What the database holds now is kept here.

    Returns:
        The file in which it is kept.

    Raises:
        BackupError: What is there cannot be kept; nothing has changed then.
        LibraryError: The database cannot be written; nothing has changed then.
    """
    before = folder / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.db"
    with database(backup.unpacked) as scratch:
        rooms.migrate_all(scratch)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with reading(scratch) as source, writing(engine) as target:
                    _replace(source, target, backup.manifest, before)
            except LibraryError as error:
                # A writer held one of the tables and wanted another of ours; PostgreSQL ended one of the two.
                if attempt == _ATTEMPTS or not _is_deadlock(error):
                    raise
                time.sleep(0.2 * attempt)
            else:
                break
    return before


def _replace(source: Connection, target: Connection, manifest: Manifest, before: Path) -> None:
    everything = rooms.tables()
    if target.dialect.name == "postgresql":
        # Whoever reads goes on reading; whoever writes waits until we are done.
        target.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
        target.execute(text(f"LOCK TABLE {', '.join(table.name for table in everything)} IN EXCLUSIVE MODE"))
    write(target, before)
    ours, revision = copying.sequences(target), _revision(target)
    # The higher mark of the two: a button that was sent yesterday must not open what is numbered today.
    marks = {name: max(mark, manifest.sequences.get(name, 0)) for name, mark in ours.items()}
    for table in reversed(everything):
        if table not in KEPT:
            target.execute(delete(table))
    for table in everything:
        if table in KEPT:
            _add(source, target, table)
            continue
        copied = copying.copy(source, target, table)
        found, expected = copying.count(target, table), copying.count(source, table)
        if not copied == found == expected:
            raise BackupError("counts_differ", table=table.name, found=found, expected=expected)
    copying.set_sequences(target, marks)
    _count_up(target, revision)


def _count_up(target: Connection, before: int) -> None:
    """Let the library's revision, where it has one, go on above both: whoever follows it must see a change."""
    column = library_state.c.get("revision")
    if column is not None:
        highest = max(before, _revision(target)) + 1
        target.execute(update(library_state).values({column: highest}))


def _revision(connection: Connection) -> int:
    column = library_state.c.get("revision")
    return 0 if column is None else int(connection.execute(select(column)).scalar_one_or_none() or 0)


def _add(source: Connection, target: Connection, table: Table) -> None:
    known = set(target.execute(select(table.c.key)).scalars())

    def wanted(row: Row) -> bool:
        return row["key"] not in known and (table is not receipts or row["finished_at"] is not None)

    copying.copy(source, target, table, wanted)


def _is_deadlock(error: LibraryError) -> bool:
    return getattr(getattr(error.__cause__, "orig", None), "sqlstate", None) == _DEADLOCK
