"""The tables of both rooms that share the database, as a backup sees them (各室的表)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, MetaData, Table

from bot import store
from bot.store.tables import metadata as people_metadata
from corpus import library
from corpus.database import migrate, revision, revisions
from corpus.tables import metadata as library_metadata


@dataclass(frozen=True, slots=True)
class Room:
    """Tables with migrations of their own, and the table that notes how far these have come."""

    metadata: MetaData
    scripts: Path
    version_table: str

    @property
    def revisions(self) -> list[str]:
        """Every revision this program knows, oldest first."""
        return revisions(self.scripts)


ROOMS: Final = (
    Room(library_metadata, library.MIGRATIONS, library.VERSION_TABLE),
    Room(people_metadata, store.MIGRATIONS, store.VERSION_TABLE),
)


def tables() -> tuple[Table, ...]:
    """Every table of every room; one that refers to another comes after it."""
    return tuple(table for room in ROOMS for table in room.metadata.sorted_tables)


def newest() -> dict[str, str]:
    """The revision this program works with, by version table."""
    return {room.version_table: room.revisions[-1] for room in ROOMS}


def found(connection: Connection) -> dict[str, str]:
    """The revision of a database, by version table; "" where a room has no tables yet."""
    return {room.version_table: revision(connection, room.version_table) or "" for room in ROOMS}


def migrate_all(engine: Engine) -> None:
    """Bring the tables of every room to their newest form.

    Raises:
        LibraryError: The database is of a newer version, or cannot be changed.
    """
    for room in ROOMS:
        migrate(engine, room.scripts, room.version_table)
