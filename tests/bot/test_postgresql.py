"""People's data on PostgreSQL, where a test server is at hand (see ``tests/postgres.py``)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.bringing import Brought, bring
from bot.export import write
from bot.exporting import sheet_of
from bot.store import VERSION_TABLE, Asked, SavedHit, Store, View
from bot.store.tables import metadata
from bot.texts.zh import ZH
from corpus.database import open_engine, reading
from retrieval.models import Function
from tests.bot.export.making import favourite

ME, YOU = "tg:1", "tg:2"


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    """An empty store."""
    engine = open_engine(postgres_url)
    store = Store.open(engine)
    for person in (ME, YOU):
        store.people.remember(person, "zh")
    yield store
    engine.dispose()


def test_migrations_and_tables_agree(store: Store) -> None:
    """As on SQLite."""

    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return kind != "table" or name in metadata.tables

    with reading(store.engine) as connection:
        options = {"compare_type": True, "include_object": ours, "version_table": VERSION_TABLE}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_a_drawer(store: Store) -> None:
    """Tags, order, search, filters, export and import, and forgetting."""
    ids = [
        store.favourites.bring(favourite(said, number, function=function, themes=("作风建设", "a_b")))[0]
        for number, (said, function) in enumerate(
            [
                ("抓作风建设要久久为功。", Function.MEASURES),
                ("安全生产 100% 落实。", None),
                ("转变作风。", Function.CLOSING),
            ],
            1,
        )
    ]
    tag = store.tags.make(ME, "大会讲话")
    assert [store.tags.put(ME, one, tag.id) for one in (*ids, ids[0])] == [True, True, True, False]
    assert store.tags.move(ME, ids[2], tag.id, 0)
    assert store.favourites.ids(ME, View(tag=tag.id)) == (ids[2], ids[0], ids[1])
    assert store.favourites.page(ME, 0, 9, View(tag=tag.id, words="作风", function=Function.CLOSING))[0].id == ids[2]
    assert store.favourites.count(ME, View(words="大会")) == 3
    assert store.favourites.count(ME, View(words="%")) == 1
    assert store.favourites.count(ME, View(theme="a_b")) == 3
    assert store.favourites.count(ME, View(theme="aXb")) == 0
    assert store.favourites.themes(ME) == {"a_b": 3, "作风建设": 3}
    assert store.favourites.functions(ME) == {Function.MEASURES: 1, Function.CLOSING: 1}
    assert store.tags.all(ME)[0].count == 3
    assert store.favourites.annotate(ME, ids[1], "记")
    assert store.favourites.take_back(ME, ids[1])
    view = store.views.of(ME, View(words="作风", tag=tag.id))
    assert store.views.of(ME, View(words="作风", tag=tag.id)) == view
    store.drawers.write_for(ME, tag.id)
    store.drawers.ask(ME, Asked.NOTE, ids[0])
    assert store.drawers.pending(ME) is not None
    store.searches.add(ME, "作风", "zh", [SavedHit("p_1")])
    content = write(sheet_of(store, ZH, ME, View(), ""), "json")
    store.forget(ME)
    assert store.people.language(ME) is None
    assert bring(store, YOU, content) == Brought(3, 0, 0)
    assert [one.text for one in store.favourites.page(YOU, 0, 9, View(tag=store.tags.all(YOU)[0].id))] == [
        "转变作风。", "抓作风建设要久久为功。", "安全生产 100% 落实。"
    ]  # fmt: skip
    piece = store.drawers.written_for(YOU)
    assert piece is not None
    assert piece.name == "大会讲话"
