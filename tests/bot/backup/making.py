"""A database with something in every table, and what it holds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, insert, select

from bot.backup.rooms import tables
from bot.store import SavedHit, Store, Verdict, View
from bot.store.tables import access, answers
from corpus.database import reading, writing
from corpus.library import Library
from corpus.tables import UtcDateTime
from retrieval.models import Function
from tests.bot.export.making import favourite
from tests.bot.fakes import SAFETY, STYLE

ME, YOU = "tg:1", "tg:2"
NOW = datetime(2026, 11, 20, 8, 30, 0, 123456, tzinfo=UTC)

Rows = dict[str, list[tuple[Any, ...]]]


def url_of(file: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{file}"


def opened(url: str) -> tuple[Library, Store]:
    """A database of ours, its tables there."""
    library = Library.open(url)
    return library, Store.open(library.engine)


def filled(url: str) -> tuple[Library, Store]:
    """A database with rows in every table: JSON, dates, bytes, times, NULLs."""
    library, store = opened(url)
    library.add(STYLE)
    library.add(SAFETY)
    for person in (ME, YOU):
        store.people.remember(person, "zh")
    said = ("抓作风建设要久久为功。", "安全 100% 落实。\u3000😀", "转变作风。")
    ids = [store.favourites.bring(favourite(one, number))[0] for number, one in enumerate(said, 1)]
    store.favourites.remove(ME, ids[2])
    tag = store.tags.make(ME, "大会讲话")
    for one in ids[:2]:
        store.tags.put(ME, one, tag.id)
    store.views.of(ME, View(words="作风", tag=tag.id, function=Function.CLOSING))
    store.drawers.write_for(ME, tag.id)
    saved = store.searches.add(ME, "作风\t建设", "zh", [SavedHit("p_1", ("p_2",))], found=1, took_ms=7)
    store.opinions.give(saved, STYLE.passages[0], Verdict.GOOD)
    with writing(store.engine) as connection:
        connection.execute(insert(access).values(person=YOU, admitted=False, changed_by=ME, changed_at=NOW))
        connection.execute(insert(answers).values(key="7:1:2", **_filler(answers, key="7:1:2")))
    store.receipts.take("7:1", "7:1", '{"message": {}}', "process")
    store.receipts.take("7:2", "7:2", "{}", "process")
    store.receipts.finish("7:2", "7:2", "process")
    return library, store


def _filler(table: Table, **given: object) -> dict[str, object]:
    """A value for every other column, by its type."""
    values: dict[type, object] = {str: "甲", int: 1, bool: True, bytes: b"\0", datetime: NOW, dict: ["乙", None, 1.5]}
    return {
        column.name: values.get(column.type.python_type if not isinstance(column.type, UtcDateTime) else datetime)
        for column in table.c
        if column.name not in given
    }


def contents(engine: Engine, *without: Table) -> Rows:
    """Every row of every table, in an order of its own."""
    with reading(engine) as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables()
            if table not in without
        }
