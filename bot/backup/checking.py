"""Looking through a backup before anything is done with it (查验)."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

from bot.backup import manifest, rooms
from bot.backup.manifest import Manifest, NewerFormat
from bot.backup.writing import COMPRESSED
from bot.errors import BackupError

_HEADER = b"SQLite format 3\0"


def unpack(file: Path, into: Path) -> Path:
    """Return a copy of a backup in the folder ``into``, uncompressed.

    Raises:
        BackupError: It cannot be read, is damaged, or is none.
    """
    made = into / "backup.db"
    opened = gzip.open if file.suffix == COMPRESSED else open
    try:
        with opened(file, "rb") as source, made.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
    except gzip.BadGzipFile as error:
        if file.stat().st_size and _is_packed(file):
            raise BackupError("damaged", file=file, fault=str(error)) from error
        raise BackupError("no_backup", file=file) from error
    except (EOFError, zlib.error) as error:
        raise BackupError("damaged", file=file, fault=str(error)) from error
    except OSError as error:
        raise BackupError("unreadable", file=file, reason=error.strerror or str(error)) from error
    with made.open("rb") as found:
        if found.read(len(_HEADER)) != _HEADER:
            raise BackupError("no_backup", file=file)
    return made


def check(unpacked: Path, name: Path) -> Manifest:
    """Read what a backup says of itself, and hold all of it to that.

    Args:
        unpacked: From ``unpack``.
        name: The file as its owner knows it.

    Raises:
        BackupError: It is damaged, was written by a newer version, or is no backup.
    """
    try:
        with closing(sqlite3.connect(f"{unpacked.as_uri()}?mode=ro", uri=True)) as connection:
            held = manifest.load(connection)
            if held is None:
                raise BackupError("no_backup", file=name)
            _refuse_newer(held, name)
            fault = _fault(connection, held)
    except NewerFormat as newer:
        raise BackupError("newer", file=name, what="format", found=newer.args[0], known=manifest.FORMAT) from newer
    except (sqlite3.Error, ValueError) as error:
        raise BackupError("damaged", file=name, fault=str(error)) from error
    if fault is not None:
        raise BackupError("damaged", file=name, fault=fault)
    return held


def _refuse_newer(held: Manifest, name: Path) -> None:
    for room in rooms.ROOMS:
        found = held.revisions.get(room.version_table, "")
        if found not in room.revisions:
            known = room.revisions[-1]
            raise BackupError("newer", file=name, what=room.version_table, found=found or "-", known=known)


def _fault(connection: sqlite3.Connection, held: Manifest) -> str | None:
    """The first fault of a backup, in words that are the same in every language; None where it is sound."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        return str(verdict)
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        return "foreign_key_check"
    for name, table in held.tables.items():
        found = manifest.digest(connection, name)
        if found != table:
            return f"{name}: {found.rows}/{table.rows} rows, SHA-256 {found.sha256[:12]} ≠ {table.sha256[:12]}"
    return None


def _is_packed(file: Path) -> bool:
    with file.open("rb") as found:
        return found.read(2) == b"\x1f\x8b"
