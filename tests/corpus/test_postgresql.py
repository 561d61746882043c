"""The library on PostgreSQL, where a test server is at hand (see ``tests/postgres.py``)."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import text, update

from corpus import tables
from corpus.database import migrate, reading, writing
from corpus.errors import IntegrityError, LibraryError
from corpus.library import MIGRATIONS, VERSION_TABLE, Library
from corpus.models import Added, Same
from corpus.revision import EMPTY
from corpus.tables import texts
from tests.corpus.making import make_speech, sentences

ROOT = Path(__file__).parents[2]


@pytest.fixture
def library(postgres_url: str) -> Iterator[Library]:
    """An empty library."""
    with Library.open(postgres_url) as opened:
        yield opened


def test_the_migrations_make_the_tables_that_the_code_names(library: Library) -> None:
    """As on SQLite: Alembic sees no difference."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with reading(library.engine) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_a_speech_goes_in_and_comes_out(library: Library) -> None:
    """All that a source may hold, all fields, and every way of reading."""
    shared = sentences(7, 10)
    one = make_speech([sentences(1), shared], points=[shared[:50]])
    one = replace(one, source="\0\ud800\n" + one.text, cuts=(replace(one.cuts[0], start=0, end=3),))
    two = make_speech([sentences(2), shared, sentences(3)], title="另一次会议上的讲话", year=None)
    assert isinstance(library.add(one), Added)
    assert isinstance(library.add(two), Added)
    assert library.add(one) == Same(library.speeches()[0], 1.0)
    assert library.speech(one.id) == one
    assert library.speeches()[0].added_at.tzinfo is UTC
    keys = [passage.key for passage in one.passages]
    assert [found.passage for found in library.passages(keys).values()] == list(one.passages)
    assert [found.passage for found in library.around(one.passages[2].id, 1, 1)] == list(one.passages[:2])
    assert library.children(one.passages[1].id) == one.passages[2:]
    assert library.similar([keys[1]]) == {keys[1]: (two.passages[1].key,)}
    assert {row.key for row in library.index_rows()} == library.keys()
    assert library.verify() == ()
    library.remove(one.id)
    library.remove(two.id)
    assert library.digest() == EMPTY
    assert library.verify() == ()


def test_owners_see_their_own(library: Library) -> None:
    """As on SQLite: a text is stored once, its file's words are its owner's, and what is another's is not there."""
    shared = sentences(7, 10)
    common, own = make_speech([sentences(1), shared]), make_speech([sentences(2), shared], title="另一次会议上的讲话")
    library.add(common)
    library.add(own, owner="tg:1")
    assert isinstance(library.add(replace(own, file="另一份.txt"), owner="tg:2"), Added)
    assert [info.file for info in library.own("tg:1")] == [own.file]
    assert library.speech(own.id, reader="tg:2").file == "另一份.txt"
    assert {info.id for info in library.speeches()} == {common.id}
    assert library.counts(reader="tg:1").speeches == 2
    keys = [common.passages[1].key, own.passages[1].key]
    assert library.similar(keys, reader="tg:1") == {keys[0]: (keys[1],), keys[1]: (keys[0],)}
    assert library.similar(keys) == {keys[0]: (), keys[1]: ()}
    assert list(library.passages(keys, reader="tg:3")) == keys[:1]
    library.publish(own.id, "tg:1")
    assert library.forget("tg:2") == 1
    assert library.passages(keys, reader="tg:3").keys() == set(keys)
    assert library.holders().speeches == {"": {common.id, own.id}}
    assert library.verify() == ()


def test_what_need_not_outlive_a_power_cut_does_not_wait_for_the_disk(library: Library) -> None:
    """As on SQLite: for the one transaction alone."""
    found = []
    for outlives_power in (True, False, True):
        with writing(library.engine, outlives_power=outlives_power) as connection:
            found.append(connection.execute(text("SHOW synchronous_commit")).scalar())
    assert found == ["on", "off", "on"]


def test_threads_that_add_the_same_speeches_store_each_once(library: Library) -> None:
    """One speech goes in at a time, and links are found whoever was first."""
    shared = sentences(7, 10)
    speeches = [make_speech([sentences(number), sentences(number + 50), shared]) for number in range(5)]
    results: list[Added | Same] = []

    def add() -> None:
        results.extend(library.add(speech) for speech in speeches)

    writers = [threading.Thread(target=add) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sum(isinstance(result, Added) for result in results) == 5
    assert len(results) == 20
    assert library.verify() == ()


def test_openers_that_come_together_all_succeed(library: Library, postgres_url: str) -> None:
    """The first migrates; the others wait for its lock and find nothing to do."""
    with writing(library.engine) as connection:
        tables.metadata.drop_all(connection)
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
    program = (
        "import sys, time; from corpus.library import Library; import alembic.command;"
        "time.sleep(max(0, float(sys.argv[2]) - time.time())); print(Library.open(sys.argv[1]).counts().speeches)"
    )
    together = str(time.time() + 2.0)
    openers = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", program, postgres_url, together],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert [opener.communicate(timeout=60) for opener in openers] == [("0\n", "")] * 3


def test_what_is_wrong_is_told_without_a_password(library: Library) -> None:
    """A changed text is an error, and so are a newer version and a server that is not there."""
    speech = make_speech([sentences(1)])
    library.add(speech)
    with writing(library.engine) as connection:
        connection.execute(update(texts).values(text="改" + speech.text[1:]))
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(IntegrityError):
        library.speech(speech.id)
    with pytest.raises(LibraryError, match="更新版本"):
        migrate(library.engine, MIGRATIONS, VERSION_TABLE)
    with pytest.raises(LibraryError, match="操作失败") as refused:
        Library.open("postgresql+psycopg://someone:secret@127.0.0.1:1/jianggao")
    assert "secret" not in str(refused.value)
