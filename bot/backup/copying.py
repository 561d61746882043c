"""Rows from one database into another, of whichever kind, a piece at a time (逐表抄录)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import JSON, Connection, Table, column, func, insert, select, table, text
from sqlalchemy.sql import TableClause

from bot.backup.rooms import tables

PIECE = 200
"""Rows in memory at a time: some megabytes of texts, however large the library."""

Row = dict[str, Any]


def copy(source: Connection, target: Connection, of: Table, wanted: Callable[[Row], bool] = lambda _row: True) -> int:
    """Copy the rows of a table that are wanted; returns how many."""
    count, into = 0, _plain(of)
    for piece in _pieces(source, of):
        rows = [row for row in piece if wanted(row)]
        if rows:
            target.execute(insert(into), rows)
        count += len(rows)
    return count


def count(connection: Connection, of: Table) -> int:
    """How many rows a table has."""
    return connection.execute(select(func.count()).select_from(of)).scalar_one()


def sequences(connection: Connection) -> dict[str, int]:
    """The highest number ever given to a row, by table, of those tables that number their rows by themselves."""
    return {one.name: max(_given(connection, one), _highest(connection, one)) for one in _numbered()}


def set_sequences(connection: Connection, marks: dict[str, int]) -> None:
    """Let every table give only numbers above its mark. On PostgreSQL this is not undone with the transaction."""
    for one in _numbered():
        mark = max(marks.get(one.name, 0), _highest(connection, one))
        if connection.dialect.name == "postgresql":
            sequence = _sequence(connection, one)
            if sequence is not None:
                connection.execute(select(func.setval(sequence, max(mark, 1), mark > 0)))
        elif _never_reuses(one):
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": one.name})
            connection.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :mark)"), {"name": one.name, "mark": mark}
            )


def _pieces(source: Connection, of: Table) -> Iterator[list[Row]]:
    result = source.execute(select(*of.c), execution_options={"yield_per": PIECE})
    for piece in result.partitions():
        yield [row._asdict() for row in piece]


def _plain(of: Table) -> TableClause:
    """The table without what would fill in a value by itself; in a JSON column that may be NULL, None is NULL."""
    columns = [
        column(one.name, JSON(none_as_null=bool(one.nullable)) if isinstance(one.type, JSON) else one.type)
        for one in of.c
    ]
    return table(of.name, *columns)


def _numbered() -> list[Table]:
    return [one for one in tables() if one.autoincrement_column is not None]


def _never_reuses(one: Table) -> bool:
    return bool(one.dialect_options["sqlite"]["autoincrement"])


def _highest(connection: Connection, one: Table) -> int:
    found = connection.execute(select(func.max(one.autoincrement_column))).scalar_one()
    return 0 if found is None else int(found)


def _given(connection: Connection, one: Table) -> int:
    if connection.dialect.name == "postgresql":
        sequence = _sequence(connection, one)
        if sequence is None:
            return 0
        row = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608 - its own name for it
        return int(row.last_value) if row.is_called else 0
    if not _never_reuses(one):
        return 0
    found = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": one.name})
    return int(found.scalar_one_or_none() or 0)


def _sequence(connection: Connection, one: Table) -> str | None:
    if one.autoincrement_column is None:
        return None
    return connection.execute(
        select(func.pg_get_serial_sequence(one.name, one.autoincrement_column.name))
    ).scalar_one_or_none()
