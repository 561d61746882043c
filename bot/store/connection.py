"""How every part of the store reaches the database: one short transaction a call, its faults this room's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Table, insert
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreError
from corpus import database
from corpus.errors import LibraryError


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the database and changes nothing.

    Raises:
        StoreError: the database cannot be read.
    """
    with _as_store_errors(), database.reading(engine) as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, outlives_power: bool = True) -> Iterator[Connection]:
    """Give a connection whose changes are kept as a whole or not at all.

    What a person saved waits for the disk; what was asked a moment ago need only outlive this process, and each wait
    for a disk may cost as much as the whole search (see ``corpus.database.writing``).

    Raises:
        StoreError: the database cannot be written.
    """
    with _as_store_errors(), database.writing(engine, outlives_power=outlives_power) as connection:
        yield connection


def insert_once(connection: Connection, table: Table, values: Mapping[str, object]) -> bool:
    """Insert a row unless one of the same unique key is there, also where another process inserts it just now."""
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(**values))
    except IntegrityError:
        return False
    return True


@contextmanager
def _as_store_errors() -> Iterator[None]:
    try:
        yield
    except LibraryError as error:
        raise StoreError(str(error)) from error
