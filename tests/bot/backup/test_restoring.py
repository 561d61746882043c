"""Backup and restore: what comes back is what was there, row for row, on either database and from one to the other."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, update

from bot import store as bot_store
from bot.backup import KEEP, back_up, keep, opened, restore
from bot.backup.rooms import tables
from bot.errors import BackupError
from bot.store import SavedHit, Store
from bot.store.tables import answers, favourites, people, receipts, searches
from corpus.database import reading, writing
from corpus.library import Library
from corpus.tables import library_state, speeches
from tests.bot.backup.making import ME, contents, filled, url_of
from tests.bot.backup.making import opened as database
from tests.bot.export.making import favourite
from tests.corpus.making import make_speech, sentences

LIVE = (receipts, answers, library_state)
"""What is not as the backup has it: two tables are added to, and the library's revision goes on."""


def restored(engine: Any, file: Path, folder: Path) -> Path:
    """Restore a backup; returns where the state before is kept."""
    with opened(file, folder) as backup:
        return restore(engine, backup, folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a full database, an empty one, and backups of the full one; made once and copied."""
    folder = tmp_path_factory.mktemp("made")
    for name, make in (("full.db", filled), ("empty.db", database)):
        library, _ = make(url_of(folder / name))
        if name == "full.db":
            back_up(library.engine, folder / "b.db")
            back_up(library.engine, folder / "b.db.gz")
        library.close()
    return folder


@pytest.fixture
def full(made: Path, tmp_path: Path) -> Iterator[tuple[Library, Store]]:
    """A SQLite database with something in every table."""
    copyfile(made / "full.db", tmp_path / "full.db")
    library, store = database(url_of(tmp_path / "full.db"))
    yield library, store
    library.close()


@pytest.fixture
def backup(made: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    copyfile(made / "b.db", tmp_path / "b.db")
    return tmp_path / "b.db"


@pytest.fixture
def empty(made: Path, tmp_path: Path) -> Iterator[tuple[Library, Store]]:
    """Another one with nothing."""
    copyfile(made / "empty.db", tmp_path / "empty.db")
    library, store = database(url_of(tmp_path / "empty.db"))
    yield library, store
    library.close()


@pytest.fixture
def server(postgres_url: str) -> Iterator[tuple[Library, Store]]:
    """An empty PostgreSQL database."""
    library, store = database(postgres_url)
    yield library, store
    library.close()


def test_every_table_has_a_row_to_test_with(full: tuple[Library, Store]) -> None:
    """A table that the tests leave empty would come back whatever was done with it."""
    held = contents(full[0].engine)
    assert [name for name, rows in held.items() if not rows and name != "passage_links"] == []


@pytest.mark.parametrize("name", ["b.db", "b.db.gz"])
def test_a_backup_comes_back_row_for_row(
    full: tuple[Library, Store], empty: tuple[Library, Store], tmp_path: Path, name: str
) -> None:
    """Into an empty database, compressed or not; the file is one file that only its owner may read."""
    library, _ = full
    manifest = back_up(library.engine, tmp_path / name)
    assert manifest.rows("favourites") == 3
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    restored(empty[0].engine, tmp_path / name, tmp_path / "kept")
    assert contents(empty[0].engine, *LIVE) == contents(library.engine, *LIVE)
    assert library.verify() == empty[0].verify() == ()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(("b.db-", ".jianggao"))] == []


def test_from_sqlite_to_postgresql_and_back(
    full: tuple[Library, Store], server: tuple[Library, Store], tmp_path: Path
) -> None:
    """JSON, dates, bytes, times and NULLs are the same; numbers go on where they were, and none is given twice."""
    library, store = full
    with writing(store.engine) as connection:  # a number that was given and is gone
        connection.execute(delete(favourites).where(favourites.c.id == 3))
    back_up(library.engine, tmp_path / "to.db")
    restored(server[0].engine, tmp_path / "to.db", tmp_path / "kept")
    assert contents(server[0].engine, *LIVE) == contents(library.engine, *LIVE)
    assert server[0].verify() == ()
    assert server[1].favourites.bring(favourite("新的一条。", 9))[0] == 4
    assert server[1].searches.add(ME, "再问", "zh", [SavedHit("p_9")]).id == 2

    back_up(server[0].engine, tmp_path / "back.db.gz")
    other, others = database(url_of(tmp_path / "other.db"))
    restored(other.engine, tmp_path / "back.db.gz", tmp_path / "kept")
    assert contents(other.engine, *LIVE) == contents(server[0].engine, *LIVE)
    assert others.favourites.bring(favourite("又一条。", 10))[0] == 5
    other.close()


def test_what_was_there_is_replaced_and_kept(full: tuple[Library, Store], tmp_path: Path) -> None:
    """What came after the backup is gone, and is in the file put aside, which is a backup itself."""
    library, store = full
    back_up(library.engine, tmp_path / "b.db")
    before = contents(library.engine, *LIVE)
    later = make_speech([sentences(77), sentences(78)], title="后来的讲话")
    library.add(later)
    number = store.favourites.bring(favourite("后来的。", 7))[0]
    after = contents(library.engine, *LIVE)
    aside = restored(library.engine, tmp_path / "b.db", tmp_path / "kept")
    assert contents(library.engine, *LIVE) == before
    # Its number is not given to another: a button of yesterday would open it.
    assert store.favourites.bring(favourite("更后来的。", 8))[0] == number + 1
    restored(library.engine, aside, tmp_path / "kept")
    assert contents(library.engine, *LIVE) == after


def test_no_old_question_is_answered_again_and_none_that_waits_is_lost(
    full: tuple[Library, Store], backup: Path, tmp_path: Path
) -> None:
    """Unfinished updates of the backup are left out, those of today stay; what is known as done stays known."""
    library, store = full
    with writing(store.engine) as connection:
        connection.execute(delete(receipts))
        connection.execute(delete(answers))
    store.receipts.take("7:9", "7:9", "今天的问题", "process")
    restored(library.engine, backup, tmp_path / "kept")
    with reading(store.engine) as connection:
        rows = connection.execute(select(receipts.c.key, receipts.c.payload).order_by(receipts.c.key)).all()
        assert [tuple(row) for row in rows] == [("7:2", None), ("7:9", "今天的问题")]
        assert connection.execute(select(answers.c.key)).scalars().all() == ["7:1:2"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_readers_see_the_old_or_the_new_and_writers_lose_nothing(
    backup: Path, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    """While it restores, whoever reads sees one of the two states; whoever writes is put aside or comes after."""
    if kind == "sqlite":
        library, store = request.getfixturevalue("full")
    else:
        library, store = request.getfixturevalue("server")
        restored(library.engine, backup, tmp_path / "kept")
    library.add(make_speech([sentences(91), sentences(92)], title="后来的讲话"))
    states = set()
    done = threading.Event()
    written: set[int] = set()

    def read() -> None:
        while not done.is_set():
            with reading(library.engine) as connection:
                states.add(connection.execute(select(func.count()).select_from(speeches)).scalar_one())

    def write() -> None:
        for number in count(10):
            if done.is_set():
                return
            written.add(store.favourites.bring(favourite(f"第{number}条。", number))[0])

    threads = [threading.Thread(target=read), threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    aside = restored(library.engine, backup, tmp_path / "kept")
    done.set()
    for thread in threads:
        thread.join()
    assert states <= {2, 3}
    with closing(sqlite3.connect(aside)) as connection:
        before = {row[0] for row in connection.execute("SELECT id FROM favourites")}
    with reading(library.engine) as now:
        assert written <= before | set(now.execute(select(favourites.c.id)).scalars())


def test_a_backup_while_somebody_writes_is_of_one_moment(full: tuple[Library, Store], tmp_path: Path) -> None:
    """Two tables that are always changed together agree in the file."""
    library, store = full
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            with writing(store.engine) as connection:
                for table in (people, favourites):
                    column = people.c.language if table is people else favourites.c.note
                    connection.execute(update(table).values({column: str(number)}))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        back_up(library.engine, tmp_path / "1.db")
        with closing(sqlite3.connect(tmp_path / "1.db")) as connection:
            found = connection.execute("SELECT language FROM people UNION SELECT note FROM favourites").fetchall()
        assert len(found) == 1 or set(found) == {("zh",), ("",)}
    finally:
        done.set()
        thread.join()


def _older(file: Path) -> None:
    """Bring a backup back to a revision of people's data before this one, as an older program would have written it."""
    from alembic import command
    from alembic.config import Config

    from bot.backup import manifest as manifests
    from bot.backup.writing import database as as_database

    with closing(sqlite3.connect(file)) as connection, connection:
        held = manifests.load(connection)
        connection.execute(f"DROP TABLE {manifests.TABLE}")
    assert held is not None
    with as_database(file) as engine, writing(engine) as target:
        config = Config(attributes={"connection": target, "version_table": bot_store.VERSION_TABLE})
        config.set_main_option("script_location", str(bot_store.MIGRATIONS))
        command.downgrade(config, "0005")
    with closing(sqlite3.connect(file)) as connection, connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = {name: manifests.digest(connection, name) for name in held.tables if name in names}
        older = replace(held, revisions=held.revisions | {bot_store.VERSION_TABLE: "0005"}, tables=kept)
        manifests.store(connection, older)


def test_an_older_backup_is_migrated_forward(
    full: tuple[Library, Store], empty: tuple[Library, Store], backup: Path, tmp_path: Path
) -> None:
    """What was not there then is empty; the rest is there."""
    _older(backup)
    restored(empty[0].engine, backup, tmp_path / "kept")
    held = contents(empty[0].engine)
    assert held["access"] == []
    assert held["favourites"] == contents(full[0].engine)["favourites"]
    assert empty[1].searches.latest(ME) is not None


def _spoil(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE texts SET text = text || '。'", "damaged"),
        ("DELETE FROM favourite_tags", "damaged"),
        ("UPDATE backup_manifest SET body = replace(body, 'sqlite', 'sqlite3')", "damaged"),
        ("DROP TABLE backup_manifest", "no_backup"),
        ("DROP TABLE views", "damaged"),
    ],
)
def test_a_backup_that_was_changed_is_refused(backup: Path, tmp_path: Path, statement: str, what: str) -> None:
    """One row, one table, the manifest: it is found before anything is restored, and nothing is left behind."""
    _spoil(backup, statement)
    with pytest.raises(BackupError, match=r"b\.db") as caught, opened(backup, tmp_path / "kept"):
        pass
    assert caught.value.sentence == what
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.parametrize("name", ["b.db", "b.db.gz"])
@pytest.mark.parametrize("spoilt", ["cut", "flipped", "text", "empty", "missing"])
def test_a_file_that_is_no_whole_backup_is_refused(made: Path, tmp_path: Path, name: str, spoilt: str) -> None:
    """Cut off, a bit flipped, something else, nothing, not there: one sentence with the file's name."""
    file = tmp_path / name
    whole = (made / name).read_bytes()
    file.write_bytes(whole)
    # Bytes of an SQLite page that hold nothing may be anything; those of a text may not.
    middle = len(whole) // 2 if name.endswith(".gz") else whole.index("作风建设".encode())
    match spoilt:
        case "cut":
            file.write_bytes(whole[:middle])
        case "flipped":
            file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0x55]) * 64 + whole[middle + 64 :])
        case "missing":
            file.unlink()
        case _:
            file.write_bytes(b"" if spoilt == "empty" else "这不是备份".encode() * 99)
    with pytest.raises(BackupError) as caught, opened(file, tmp_path / "kept"):
        pass
    assert str(file) in str(caught.value)
    assert str(file) in caught.value.told("en")


@pytest.mark.parametrize(
    ("changed", "named"),
    [({"format": 2}, "format 2"), ({"revisions": {"corpus_version": "0001", "bot_version": "0999"}}, "0999")],
)
def test_a_backup_of_a_newer_version_is_refused(
    backup: Path, tmp_path: Path, changed: dict[str, Any], named: str
) -> None:
    """The version is named, and what to do."""
    with closing(sqlite3.connect(backup)) as connection, connection:
        (body,) = connection.execute("SELECT body FROM backup_manifest").fetchone()
        body = json.dumps(json.loads(body) | changed)
        connection.execute(
            "UPDATE backup_manifest SET body = ?, sha256 = ?", (body, hashlib.sha256(body.encode()).hexdigest())
        )
    with pytest.raises(BackupError, match=named) as caught, opened(backup, tmp_path / "kept"):
        pass
    assert caught.value.sentence == "newer"


def test_a_database_of_another_version_is_not_backed_up(full: tuple[Library, Store], tmp_path: Path) -> None:
    """Columns this program does not know would be missing from the file."""
    _spoil(tmp_path / "full.db", "UPDATE bot_version SET version_num = '0999'")
    with pytest.raises(BackupError, match="0999"):
        back_up(full[0].engine, tmp_path / "b.db")
    assert not (tmp_path / "b.db").exists()


def test_a_home_keeps_the_newest_backups(full: tuple[Library, Store], tmp_path: Path) -> None:
    """Seven, and what restoring has put aside beside them."""
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 10):
        (folder / f"jianggao-2020010{day}-000000.db.gz").touch()
    (folder / "before-restore-1.db").touch()
    file, _ = keep(full[0].engine, folder)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == KEEP + 1
    assert names[0] == "before-restore-1.db"
    assert names[-1] == file.name
    assert "jianggao-20200103-000000.db.gz" not in names


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    note=TEXT, text=TEXT, themes=st.lists(TEXT, max_size=3), year=st.none() | st.integers(1, 9999),
    blob=st.binary(max_size=40), number=st.integers(1, 2**31 - 1),
)  # fmt: skip
def test_whatever_is_written_comes_back(
    full: tuple[Library, Store], tmp_path: Path, note: str, text: str, themes: list[str], year: int | None,
    blob: bytes, number: int,
) -> None:  # fmt: skip
    """Any text, list, number, NULL and bytes survive the way into a file and back."""
    library, _ = full
    created = library.speeches()[0].added_at
    with writing(library.engine) as connection:
        connection.execute(update(favourites).values(note=note, text=text, themes=themes, year=year))
        sources = next(table for table in tables() if "source" in table.c)
        connection.execute(update(sources).values(source=blob))
        connection.execute(delete(searches))
        connection.execute(
            insert(searches).values(
                id=number, person=ME, text=text, language="zh", hits=[[note, text]], created=created
            )
        )  # fmt: skip
    held = contents(library.engine, *LIVE)
    back_up(library.engine, tmp_path / "b.db")
    with writing(library.engine) as connection:
        connection.execute(update(favourites).values(note="", year=1))
    restored(library.engine, tmp_path / "b.db", tmp_path / "kept")
    assert contents(library.engine, *LIVE) == held
    assert {table.name for table in tables()} == set(held) | {table.name for table in LIVE}
