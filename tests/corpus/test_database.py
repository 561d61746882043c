"""The database: opening, transactions, migrations, and what is said when one of them fails."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from corpus import database, tables
from corpus.database import check_file, chunks, migrate, open_engine, reading, writing
from corpus.errors import LibraryError
from corpus.library import MIGRATIONS, VERSION_TABLE

ROOT = Path(__file__).parents[2]

FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0001", None
def upgrade():
    op.create_table("parents", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    parent = sa.ForeignKey("parents.id", ondelete="CASCADE")
    op.create_table("children", sa.Column("id", sa.Integer, primary_key=True), sa.Column("parent", sa.Integer, parent))
"""
SECOND = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    with op.batch_alter_table("parents") as table:
        table.alter_column("name", type_=sa.String(20), nullable=False)
"""
BROKEN = """
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    op.execute("CREATE TABLE half (id INTEGER)")
    op.execute("SELECT no_such_column FROM parents")
"""
ENVIRONMENT = """
from alembic import context
context.configure(connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"], render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
"""


def url_of(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{path}"


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """Migrations of two tables, one revision long, in a folder whose name ConfigParser would stumble over."""
    folder = tmp_path / "50% off"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENVIRONMENT)
    (folder / "script.py.mako").write_text("")
    (folder / "versions" / "0001_first.py").write_text(FIRST)
    return folder


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A database without a table, in a folder that is not there yet."""
    return open_engine(url_of(tmp_path / "home" / "jianggao.db"))


def names(engine: Engine) -> set[str]:
    """The tables of a database."""
    with reading(engine) as connection:
        return set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))


def test_a_new_file_is_durable_and_keeps_its_references(engine: Engine) -> None:
    """Write-ahead mode, a sync at each commit, foreign keys enforced, and a folder made where there was none."""
    with writing(engine) as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_what_need_not_outlive_a_power_cut_does_not_wait_for_the_disk(engine: Engine) -> None:
    """And what comes after it does again, on the same connection."""
    found = []
    for outlives_power in (True, False, True):
        with writing(engine, outlives_power=outlives_power) as connection:
            found.append(connection.exec_driver_sql("PRAGMA synchronous").scalar())
    assert found == [2, 1, 2]


def test_the_migrations_make_the_tables_that_the_code_names(engine: Engine) -> None:
    """After the newest migration Alembic sees no difference to ``corpus.tables``."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    migrate(engine, MIGRATIONS, VERSION_TABLE)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_the_newest_file_is_the_head() -> None:
    """The revision read from file names, without Alembic, is the one that Alembic finds."""
    from alembic.script import ScriptDirectory

    assert database.revisions(MIGRATIONS)[-1] == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_a_migrated_database_opens_without_alembic(tmp_path: Path) -> None:
    """Once the tables are there, opening the library imports neither Alembic nor what only an import needs."""
    program = (
        "import sys; from corpus.library import Library; Library.open(sys.argv[1]).counts();"
        "print(*[name for name in ('alembic', 'numpy', 'scipy', 'torch', 'sentence_transformers',"
        " 'corpus.cleaning', 'corpus.readers') if name in sys.modules])"
    )
    run = [sys.executable, "-c", program, url_of(tmp_path / "jianggao.db")]
    first = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    second = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (first.stdout.split(), second.stdout.split()) == (["alembic"], [])


def test_two_processes_that_open_a_fresh_home_together_both_succeed(tmp_path: Path) -> None:
    """Whoever comes first migrates, the others wait for it; repeated, since a race shows itself only sometimes."""
    program = (
        "import sys, time; from corpus.library import Library; import alembic.command;"
        "time.sleep(max(0, float(sys.argv[2]) - time.time())); print(Library.open(sys.argv[1]).counts().speeches)"
    )
    for attempt in range(3):
        url = url_of(tmp_path / str(attempt) / "jianggao.db")
        together = str(time.time() + 2.0)
        openers = [
            subprocess.Popen(
                [sys.executable, "-c", program, url, together],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        assert [opener.communicate(timeout=60) for opener in openers] == [("0\n", "")] * 3


def test_an_older_database_is_brought_up_to_date_and_loses_nothing(engine: Engine, scripts: Path) -> None:
    """A table is rebuilt by a later revision, and the rows that refer to it stay: no cascade fires meanwhile."""
    migrate(engine, scripts, "some_version")
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO parents VALUES (1, 'a')"))
        connection.execute(text("INSERT INTO children VALUES (7, 1)"))
    (scripts / "versions" / "0002_second.py").write_text(SECOND)
    migrate(engine, scripts, "some_version")
    with reading(engine) as connection:
        assert connection.execute(text("SELECT * FROM children")).all() == [(7, 1)]
        assert connection.scalar(text("SELECT version_num FROM some_version")) == "0002"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_failing_migration_changes_nothing(engine: Engine, scripts: Path) -> None:
    """DDL is part of the transaction: the tables and the version stay those of the last whole revision."""
    migrate(engine, scripts, "some_version")
    (scripts / "versions" / "0002_broken.py").write_text(BROKEN)
    with pytest.raises(LibraryError, match="no_such_column"):
        migrate(engine, scripts, "some_version")
    assert names(engine) == {"parents", "children", "some_version"}
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT version_num FROM some_version")) == "0001"


def test_two_rooms_share_one_database(engine: Engine, scripts: Path) -> None:
    """Each set of migrations has its own version table and leaves the other's alone."""
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    migrate(engine, scripts, "some_version")
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    assert {"speeches", "passages", "parents", VERSION_TABLE, "some_version"} <= names(engine)


def test_a_database_of_a_newer_version_is_refused(engine: Engine) -> None:
    """The message names the file, both versions and what to do."""
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    with writing(engine) as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(LibraryError, match=r"jianggao\.db 由更新版本的讲稿写成（版本 9999，.*请升级程序"):
        migrate(engine, MIGRATIONS, VERSION_TABLE)


@pytest.mark.parametrize("content", [b"not a database at all" * 300, b"SQLite format 3\x00" + b"\xff" * 8192])
def test_a_damaged_file_is_named_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    """A file that is no database is never overwritten; the owner reads which file it is and what to do."""
    path = tmp_path / "jianggao.db"
    path.write_bytes(content)
    with pytest.raises(LibraryError, match=r"jianggao\.db 文件已损坏：请换上备份"):
        migrate(open_engine(url_of(path)), MIGRATIONS, VERSION_TABLE)
    assert path.read_bytes() == content


def test_pages_damaged_in_the_middle_are_told(tmp_path: Path) -> None:
    """A file that opens but is damaged further in is an error on reading or a line of ``check_file``, never silence."""
    path = tmp_path / "jianggao.db"
    engine = open_engine(url_of(path))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    assert check_file(engine) == ()
    engine.dispose()
    content = bytearray(path.read_bytes())
    content[3 * 4096 : 9 * 4096] = os.urandom(6 * 4096)
    path.write_bytes(content)
    try:
        told = "\n".join(check_file(open_engine(url_of(path))))
    except LibraryError as error:
        told = str(error)
    assert "损坏" in told or "数据库文件：" in told


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("no url", "数据库地址无法识别"),
        ("sqlite://", "不是文件"),
        ("sqlite:///:memory:", "不是文件"),
        ("oracle+nothing://me:secret@host/name", "数据库地址无法识别"),
        ("sqlite:////proc/nowhere/jianggao.db", "无法建立文件夹 /proc/nowhere"),
    ],
)
def test_an_address_that_cannot_serve_is_refused(url: str, message: str) -> None:
    """Each message says what is wrong, and none repeats a password."""
    with pytest.raises(LibraryError, match=message) as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    """What SQLite calls "unable to open" is told with the path."""
    with pytest.raises(LibraryError, match=f"{tmp_path} 文件打不开"), reading(open_engine(url_of(tmp_path))):
        pass


def test_a_writer_waits_for_another_and_a_reader_does_not(engine: Engine) -> None:
    """Two writers that read before they write both succeed; a reader meanwhile sees the state before."""
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE counter (value INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))

    def count() -> None:
        for _ in range(20):
            with writing(engine) as connection:
                value = connection.scalar(text("SELECT value FROM counter"))
                connection.execute(text("UPDATE counter SET value = :next"), {"next": value + 1})

    writers = [threading.Thread(target=count) for _ in range(3)]
    with writing(engine) as connection:
        for writer in writers:
            writer.start()
        connection.execute(text("UPDATE counter SET value = 100"))
        with reading(engine) as other:
            assert other.scalar(text("SELECT value FROM counter")) == 0
    for writer in writers:
        writer.join()
    with reading(engine) as other:
        assert other.scalar(text("SELECT value FROM counter")) == 160


def test_an_exception_takes_everything_back(engine: Engine) -> None:
    """Also a table made within the transaction, and also for an exception that is none of the database's."""

    def fail_half_way() -> None:
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE gone (id INTEGER)"))
            raise KeyError

    with pytest.raises(KeyError):
        fail_half_way()
    assert names(engine) == set()


def test_values_stay_out_of_messages(engine: Engine) -> None:
    """A failing statement is told by the driver's words alone, never with the texts that it carried."""
    with pytest.raises(LibraryError) as failed, writing(engine) as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "私人文字"})
    assert "no such table: nowhere" in str(failed.value)
    assert "私人文字" not in str(failed.value) + str(failed.value.__cause__)


def fill(engine: Engine) -> None:
    """Write more than a page."""
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE filler (words TEXT)"))
        connection.execute(text("INSERT INTO filler VALUES (:words)"), {"words": "满" * 100_000})


@pytest.mark.parametrize(
    ("pragma", "message"),
    [("max_page_count = 5", "磁盘已满：请腾出空间"), ("query_only = ON", "文件不可写：请检查文件及所在文件夹的权限")],
)
def test_a_full_disk_and_a_protected_file_are_told(engine: Engine, pragma: str, message: str) -> None:
    """SQLite's own limits stand in for a full disk and a file without the right to write; nothing is stored."""
    event.listen(engine, "connect", lambda connection, _entry: connection.execute(f"PRAGMA {pragma}"))
    with pytest.raises(LibraryError, match=message):
        fill(engine)
    assert names(engine) == set()


def test_a_writer_that_waits_in_vain_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time the second writer gives up, with a word on why."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    engine = open_engine(url_of(tmp_path / "jianggao.db"))
    with writing(engine), pytest.raises(LibraryError, match="另一个程序一直在写入：请等它结束后再试"):
        fill(engine)


def test_chunks_keep_order_and_leave_nothing_out() -> None:
    """1,201 values make pieces of 500, 500 and 201."""
    pieces = list(chunks(range(1201)))
    assert [len(piece) for piece in pieces] == [500, 500, 201]
    assert [value for piece in pieces for value in piece] == list(range(1201))


def test_the_folder_it_makes_is_its_owners_alone(tmp_path: Path) -> None:
    """What people keep and ask stands in the file, and nobody else on the machine is to read it."""
    open_engine(f"sqlite:///{tmp_path / 'home' / 'a.db'}").dispose()
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
