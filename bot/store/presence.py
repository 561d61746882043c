"""Which processes are alive (在场): each holds a lock named after it, and a lock ends with its process.

No time-out has to tell a dead process from one that merely stands still: a lock is free as soon as its process is gone,
however it went, and not before. On SQLite the lock is on a file beside the database; on PostgreSQL it is an advisory
lock of a connection kept for it.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, NullPool, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreError

FOLDER = "run"
"""Where the files of SQLite's locks are, beside the database."""

_CLEARED_WITHIN = 5.0  # seconds; it takes milliseconds

SURE = 3.0
"""Seconds for which a look at our own lock is good."""

CAREFUL = 5.0
"""Seconds after PostgreSQL has started, or has dropped our connection, in which we take nobody for dead: a server that
restarts frees all locks, and each process gets its own back within a second or two."""

# A network that is cut, or a machine without power, is noticed by the server after half a minute.
_SERVER = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "idle_session_timeout": "0",
}
_CLIENT = {"connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


class Presence(Protocol):
    """That this process is alive, and which others are not. May be used from any thread.

    Every method but ``sure`` raises ``StoreError`` where the lock cannot be reached.

    Attributes:
        name: This process's own, which no other ever has.
    """

    name: str

    @property
    def sure(self) -> bool:
        """Whether it is known that our lock is ours; where not, others may have taken over what we had in hand."""
        ...

    def begin(self) -> None:
        """Take our lock; before anything is taken in hand."""
        ...

    def check(self) -> bool:
        """Look whether our lock is ours, and get it back where it is not; whether it was ours all the time."""
        ...

    def dead(self, names: Collection[str]) -> AbstractContextManager[frozenset[str]]:
        """Those of other processes that are dead; none of them comes back while the block runs."""
        ...

    def end(self) -> None:
        """Free our lock. Safe to call twice."""
        ...


def presence_on(engine: Engine) -> Presence:
    """The presence of this process among those that share a database; ``begin`` it before use."""
    if engine.dialect.name == "sqlite":
        return _FilePresence(Path(str(engine.url.database)).absolute().parent / FOLDER)
    return _SessionPresence(engine)


def _new_name(number: int) -> str:
    return f"{socket.gethostname()[:24]}-{os.getpid()}-{number:016x}"


def _number(name: str) -> int:
    """The number at the end of a name; 0, which is nobody's, where there is none."""
    try:
        return int(name.rpartition("-")[2], 16)
    except ValueError:
        return 0


class _FilePresence:
    """A lock on a file, which the operating system frees with the process."""

    def __init__(self, folder: Path) -> None:
        self.name = _new_name(secrets.randbits(63))
        self._folder = folder
        self._own = self._lock(self.name)

    @property
    def sure(self) -> bool:
        return self._own.is_locked

    def begin(self) -> None:
        with _file_faults(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            # Nobody else wants it, but one that clears the folder just now may have taken a new file for a left one.
            self._own.acquire(timeout=_CLEARED_WITHIN, poll_interval=0.01)
        with self.dead([path.stem for path in self._folder.glob("*.lock")]):
            pass  # only to clear away what killed processes have left

    def check(self) -> bool:
        return self._own.is_locked

    @contextmanager
    def dead(self, names: Collection[str]) -> Iterator[frozenset[str]]:
        with ExitStack() as locks:
            yield frozenset(name for name in set(names) - {self.name} if self._is_free(name, locks))

    def end(self) -> None:
        if self._own.is_locked:
            with suppress(OSError):
                Path(self._own.lock_file).unlink(missing_ok=True)
            self._own.release()

    def _is_free(self, name: str, locks: ExitStack) -> bool:
        lock = self._lock(name)
        with _file_faults(self._folder):
            if Path(lock.lock_file).exists():
                try:
                    locks.enter_context(lock.acquire(blocking=False))
                except Timeout:
                    return False
                # While we hold it: whoever opened it before us finds that it is gone, and looks again.
                Path(lock.lock_file).unlink(missing_ok=True)
        return True

    def _lock(self, name: str) -> FileLock:
        # Whichever thread takes it, it is the process's.
        return FileLock(self._folder / f"{name}.lock", thread_local=False)


class _SessionPresence:
    """An advisory lock of a connection of its own, which the server frees with the connection."""

    def __init__(self, engine: Engine) -> None:
        self._key = secrets.randbits(63)
        self.name = _new_name(self._key)
        self._server = create_engine(
            engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True, connect_args=_CLIENT
        )
        self._turn = threading.RLock()
        self._connection: Connection | None = None
        self._has = False
        self._looked = float("-inf")
        self._careful_until = float("-inf")

    @property
    def sure(self) -> bool:
        return self._has and time.monotonic() - self._looked < SURE

    def begin(self) -> None:
        self.check()

    def check(self) -> bool:
        with self._turn, self._faults():
            had, begun = self._has, time.monotonic()
            connection = self._connected()
            # Where it is the old connection it holds the lock still: then this only asks whether the connection lives.
            self._has = self._has or bool(connection.scalar(select(func.pg_try_advisory_lock(self._key))))
            connection.execute(select(1))
            self._looked = begun
            return had and self._has

    @contextmanager
    def dead(self, names: Collection[str]) -> Iterator[frozenset[str]]:
        with self._turn, ExitStack() as locks:
            free = {name for name in set(names) - {self.name} if self._is_free(name, locks)}
            yield frozenset(free if time.monotonic() >= self._careful_until else ())

    def end(self) -> None:
        with self._turn:
            if self._has:
                self._unlock(self._key)
            self._drop()
            self._server.dispose()

    def _is_free(self, name: str, locks: ExitStack) -> bool:
        key = _number(name)
        with self._faults():
            free = bool(self._connected().scalar(select(func.pg_try_advisory_lock(key))))
        if free:
            locks.callback(self._unlock, key)
        return free

    def _unlock(self, key: int) -> None:
        with suppress(SQLAlchemyError):  # the connection is gone, and all its locks with it
            self._connected().execute(select(func.pg_advisory_unlock(key)))

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._server.connect()
            started = func.extract("epoch", func.clock_timestamp() - func.pg_postmaster_start_time())
            again, up = self._looked > float("-inf"), float(self._connection.scalar(select(started)) or 0)
            self._careful_until = time.monotonic() + (CAREFUL if again else max(0.0, CAREFUL - up))
            for name, value in _SERVER.items():  # one that this server does not know is left out
                self._connection.execute(
                    text("SELECT set_config(name, :value, false) FROM pg_settings WHERE name = :name"),
                    {"name": name, "value": value},
                )
        return self._connection

    def _drop(self) -> None:
        connection, self._connection, self._has = self._connection, None, False
        if connection is not None:
            with suppress(SQLAlchemyError):
                connection.invalidate()
                connection.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            self._drop()
            # Only the driver's own words: SQLAlchemy's message repeats the statement.
            cause = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
            raise StoreError(f"与数据库的连接断开（{cause}），稍后重新连接。") from error


@contextmanager
def _file_faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"无法在 {folder} 里加锁（{error.strerror or error}）：请检查这个文件夹的权限。") from error
