"""One database by URL, and its migrations (数据库).

SQLite by default, in write-ahead mode: readers never wait for the writer, nor the writer for them. PostgreSQL by its
URL. What only one of the two needs stands in this file; everything else in the product is portable SQL.

The rooms that keep tables share the database, each with its own migrations and its own version table. A transaction
is opened by ``reading`` or ``writing`` and by nothing else, so that a foreign error never leaves a room unmapped.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine, column, create_engine, event, func, inspect, make_url, select, table
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from corpus.errors import LibraryError

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 30.0
"""How long a writer waits for another; far above the longest transaction, which adds one speech."""

CACHE_KIB = 16 * 1024
"""SQLite's page cache for each connection; its default of 2 MB is less than a small library."""

CHUNK = 500
"""Values in one statement; SQLite takes 999 parameters where it is old."""

Value = TypeVar("Value")

_WRITES = "jianggao_writes"
_MAY_GO = "jianggao_may_go"
_MIGRATES = "jianggao_migrates"
_MIGRATION_LOCK = 0x6A69616E67  # any number that no other program on the server takes; "jiang"

# Alembic keeps the migration that runs in module globals: one at a time in a process.
_one_migration = threading.Lock()


def open_engine(url: str, *, read_only: bool = False) -> Engine:
    """An engine for the database at ``url``; the file and its folder are created where they are missing.

    Args:
        url: As SQLAlchemy writes it: ``sqlite:////srv/jianggao/jianggao.db``, ``postgresql+psycopg://user@host/name``.
        read_only: Nothing of a SQLite file is changed, and none is created.

    Raises:
        LibraryError: The URL is no URL, names a database without a file or a driver that is not installed, or the
            folder cannot be made.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _open_read_only(parsed) if read_only else _open_sqlite(parsed)
        return create_engine(parsed, json_serializer=_to_json, hide_parameters=True, pool_pre_ping=True)
    except ArgumentError as error:
        # The URL may hold a password, so it is not shown.
        raise LibraryError("数据库地址无法识别，应形如 sqlite:////srv/jianggao/jianggao.db：请检查。") from error
    except ModuleNotFoundError as error:
        raise LibraryError(f"连接这种数据库需要先安装 {error.name}：pip install {error.name}") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database throughout, and changes nothing.

    Raises:
        LibraryError: The database cannot be opened or read.
    """
    with _errors_mapped(engine.url), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # Its default shows each statement what was committed before that statement.
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def writing(engine: Engine, *, outlives_power: bool = True) -> Iterator[Connection]:
    """A transaction that writes: committed at the end, rolled back on any exception.

    SQLite gives it the right to write from the start. A transaction that reads first and asks for that right later
    is refused at once, without waiting, where another has written meanwhile.

    Args:
        engine: From ``open_engine``.
        outlives_power: Whether the commit waits for the disk. Without it the commit still outlives the end of this
            process, however sudden, but the last ones may go where the machine itself stops; never half of one.

    Raises:
        LibraryError: The database cannot be opened or written.
    """
    with _errors_mapped(engine.url), engine.connect() as connection:
        connection.execution_options(**{_WRITES: True, _MAY_GO: not outlives_power})
        with connection.begin():
            if connection.dialect.name == "postgresql" and not outlives_power:
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            yield connection


def hold(connection: Connection, name: str) -> None:
    """Let nobody else who holds this name write until the transaction ends; SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def migrate(engine: Engine, scripts: Path, version_table: str) -> None:
    """Bring the tables of one room to their newest form; safe when several processes start together.

    Args:
        engine: From ``open_engine``.
        scripts: An Alembic folder; the files in ``versions`` are named ``<revision>_<words>.py`` and sort by age.
        version_table: Where this room's revision is noted.

    Raises:
        LibraryError: The database was written by a newer version of the product, or cannot be changed.
    """
    known = revisions(scripts)
    with reading(engine) as connection:
        current = revision(connection, version_table)
    # Alembic takes a fifth of a second to import: only where there is something to do.
    if current == known[-1]:
        return
    with _one_migration, _migrating(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        current = revision(connection, version_table)
        if current is not None and current not in known:
            raise LibraryError(
                f"数据库 {_name(engine.url)} 由更新版本的讲稿写成（版本 {current}，本程序只认到 {known[-1]}）："
                "请升级程序，或用 --home 另选一个文件夹。"
            )
        if current != known[-1]:
            _upgrade(connection, scripts, version_table)


def revisions(scripts: Path) -> list[str]:
    """The revisions of one room in the order of their age; a test holds the last to Alembic's own head."""
    return sorted(path.name.partition("_")[0] for path in (scripts / "versions").glob("[0-9]*_*.py"))


def revision(connection: Connection, version_table: str) -> str | None:
    """The revision that the tables of one room are at; None where there are none yet."""
    if not inspect(connection).has_table(version_table):
        return None
    version: str | None = connection.scalar(select(column("version_num")).select_from(table(version_table)))
    return version


def chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """``values`` in order, in pieces that fit the parameters of one statement."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def check_file(engine: Engine) -> tuple[str, ...]:
    """What SQLite itself finds wrong with its file, a line each; nothing for a sound file and for other databases.

    Raises:
        LibraryError: The file is too damaged to be checked.
    """
    if engine.dialect.name != "sqlite":
        return ()
    with reading(engine) as connection:
        pages = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return (
        *(f"数据库文件：{page}" for page in pages if page != "ok"),
        *(f"数据库文件：{child} 第 {row} 行指向不存在的 {parent}" for child, row, parent, _ in orphans),
    )


def _open_sqlite(url: URL) -> Engine:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise LibraryError(f"数据库地址“{url}”不是文件，内容会丢失：应形如 sqlite:////srv/jianggao/jianggao.db。")
    folder = Path(url.database).absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # nobody else on the machine reads what is in it
    except OSError as error:
        raise LibraryError(
            f"无法建立文件夹 {folder}（{error.strerror}）：请检查权限，或用 --home 另选一个。"
        ) from error
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=_to_json, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_read_only(url: URL) -> Engine:
    place = Path(str(url.database)).absolute().as_uri()

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            f"{place}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )

    engine = create_engine(url, creator=connect, hide_parameters=True)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver would begin transactions by itself, late and never before DDL; ``_begin_sqlite`` does so instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        _enter_wal(cursor)
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    finally:
        cursor.close()


def _enter_wal(cursor: DBAPICursor) -> None:
    """Switch the file to write-ahead mode, once; SQLite refuses this one change without waiting for its lock."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get(_MIGRATES, False):
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    if not options.get(_WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    # FULL: what was committed outlives a power cut as well as a crash. It costs one fsync for each commit.
    connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if options.get(_MAY_GO, False) else 'FULL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """As ``writing``, with SQLite's foreign keys asleep.

    SQLite changes a table by making a new one and dropping the old, and dropping it would remove, by cascade, every
    row that refers to it. The switch works only outside a transaction and stays with the connection, which is
    therefore thrown away.
    """
    with _errors_mapped(engine.url), engine.connect() as connection:
        connection.execution_options(**{_WRITES: True, _MIGRATES: True})
        try:
            with connection.begin():
                yield connection
        finally:
            connection.invalidate()


def _upgrade(connection: Connection, scripts: Path, version_table: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection, "version_table": version_table})
    # ConfigParser reads "%" as the start of a reference.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LibraryError(f"数据库 {_name(connection.engine.url)} 无法升级：{error}") from error


@contextmanager
def _errors_mapped(url: URL) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise _library_error(error, url) from error
    except json.JSONDecodeError as error:  # a JSON column is read by SQLAlchemy, whose error this is not
        raise LibraryError(
            f"数据库 {_name(url)} 里有一处内容读不出来（{error}）：请换上备份；没有备份时请重新导入讲稿。"
        ) from error


_SQLITE_FAULTS = (
    (
        re.compile("not a database|malformed|unsupported file format"),
        "文件已损坏：请换上备份；没有备份时把它移到别处，再用 jianggao init 和 jianggao add 重新导入讲稿",
    ),
    (re.compile("unable to open"), "文件打不开：请检查路径和权限，或用 --home 另选一个文件夹"),
    (re.compile("readonly"), "文件不可写：请检查文件及所在文件夹的权限"),
    (re.compile("locked"), "另一个程序一直在写入：请等它结束后再试"),
    (re.compile("is full"), "磁盘已满：请腾出空间后再试"),
    (re.compile("disk I/O error"), "磁盘读写出错：请检查磁盘，再运行 jianggao doctor"),
)


def _library_error(error: SQLAlchemyError, url: URL) -> LibraryError:
    # Only the driver's own words: SQLAlchemy's message repeats the statement.
    cause = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    if url.get_backend_name() == "sqlite":
        for pattern, remedy in _SQLITE_FAULTS:
            if pattern.search(cause):
                return LibraryError(f"数据库 {_name(url)} {remedy}（{cause}）。")
    return LibraryError(f"数据库 {_name(url)} 操作失败（{cause}）：请运行 jianggao doctor 检查。")


def _name(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
