"""What a backup says of itself, and the digests by which damage is found (清单)."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

FORMAT: Final = 1
"""Raised whenever a backup is laid out in another way; a newer one than ours is not read."""

TABLE: Final = "backup_manifest"
"""The table that holds the manifest, beside those of the rooms."""

_SPACE: Final = 2**256


class NewerFormat(Exception):
    """A backup is laid out as this program does not know; its format is the argument."""


@dataclass(frozen=True, slots=True)
class Held:
    """One table: how many rows, and the sum modulo 2**256 of their SHA-256, so that their order does not matter."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup was made of.

    Attributes:
        format: ``FORMAT`` at the time.
        program: The version of the program that wrote it.
        made_at: When, in UTC.
        database: ``sqlite`` or ``postgresql``: what it was made from. It can be restored to either.
        revisions: The revision of each room, by version table.
        sequences: The highest row number ever given, by table; a lower one is never given again.
        tables: What each table holds, by name.
    """

    format: int
    program: str
    made_at: datetime
    database: str
    revisions: dict[str, str]
    sequences: dict[str, int]
    tables: dict[str, Held]

    def rows(self, table: str) -> int:
        """How many rows a table has; 0 for one that was not there yet."""
        return self.tables[table].rows if table in self.tables else 0


def store(connection: sqlite3.Connection, manifest: Manifest) -> None:
    """Write the manifest into a backup, with its own digest."""
    body = json.dumps(asdict(manifest) | {"made_at": manifest.made_at.isoformat()}, sort_keys=True)
    connection.execute(f"CREATE TABLE {TABLE} (body TEXT NOT NULL, sha256 TEXT NOT NULL)")
    connection.execute(f"INSERT INTO {TABLE} VALUES (?, ?)", (body, _sha256(body)))  # noqa: S608 - our own name


def load(connection: sqlite3.Connection) -> Manifest | None:
    """Read the manifest of a backup; None where the file has none.

    Raises:
        NewerFormat: A newer program wrote it.
        ValueError: It is not what was written.
        sqlite3.DatabaseError: The file is no database, or damaged.
    """
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone() is None:
        return None
    rows = connection.execute(f"SELECT body, sha256 FROM {TABLE}").fetchall()  # noqa: S608 - our own name
    if len(rows) != 1 or _sha256(rows[0][0]) != rows[0][1]:
        raise ValueError("manifest")
    try:
        return _manifest(json.loads(rows[0][0]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("manifest") from error


def digest(connection: sqlite3.Connection, table: str) -> Held:
    """Count and digest a table of a backup as it stands in the file, whatever its columns.

    Raises:
        sqlite3.DatabaseError: It cannot be read.
    """
    total = rows = 0
    for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a name of ours, or of the manifest's
        written = json.dumps(row, default=bytes.hex, separators=(",", ":")).encode()
        total += int.from_bytes(hashlib.sha256(written).digest())
        rows += 1
    return Held(rows, f"{total % _SPACE:064x}")


def _manifest(held: dict[str, Any]) -> Manifest:
    if held["format"] > FORMAT:
        raise NewerFormat(held["format"])
    return Manifest(
        format=held["format"],
        program=held["program"],
        made_at=datetime.fromisoformat(held["made_at"]),
        database=held["database"],
        revisions=dict(held["revisions"]),
        sequences=dict(held["sequences"]),
        tables={name: Held(**one) for name, one in held["tables"].items()},
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
