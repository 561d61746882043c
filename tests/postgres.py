"""A PostgreSQL server for the tests, from Debian's packages: started once a run, a fresh database for each test.

Where ``JIANGGAO_TEST_POSTGRES_URL`` names a server (with the right to make databases), that one is used instead. Where
there is neither, the tests that want one are skipped with the reason.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url

GIVEN = os.environ.get("JIANGGAO_TEST_POSTGRES_URL", "")
MISSING = "no PostgreSQL server: install Debian's postgresql, or name one with JIANGGAO_TEST_POSTGRES_URL"
START_SECONDS = 60

_USER = "postgres"
_numbers = count(1)


def server_folder() -> Path | None:
    """Return where ``initdb`` and ``postgres`` are: on the path, else the newest of Debian's; None where nowhere."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = [Path(on_path)] if on_path else debian[-1:]
    return found[0].resolve().parent if found else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server, started for this run."""
    if GIVEN:
        yield GIVEN
        return
    binaries = server_folder()
    if binaries is None or (os.geteuid() == 0 and _somebody() is None):
        pytest.skip(MISSING)
    with _running(binaries) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of a new, empty database; dropped at the end, whoever is still connected."""
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    name = f"jianggao_{os.getpid()}_{next(_numbers)}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()


@contextmanager
def _running(binaries: Path) -> Iterator[str]:
    """Start a server on a socket of its own; no port is opened and nothing is left behind."""
    # A socket's path is 107 bytes at most: too few for the folders that pytest gives.
    folder = Path(tempfile.mkdtemp(prefix="jg-pg-"))
    data = folder / "data"
    root = os.geteuid() == 0  # the server refuses to run as root
    if root:
        shutil.chown(folder, _USER, _USER)
    user = _USER if root else None
    try:
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            check=True, capture_output=True, cwd=folder, user=user,
        )  # fmt: skip
        log = (folder / "log").open("wb")
        process = subprocess.Popen(
            [
                binaries / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=",
                # The tests kill our own processes, never this one: what it holds need not outlive it.
                "-c", "fsync=off", "-c", "max_connections=200",
            ],
            stdout=log, stderr=log, cwd=folder, user=user,
        )  # fmt: skip
        url = f"postgresql+psycopg://{_USER}@/postgres?host={folder}"
        try:
            _wait_for(url, process, folder / "log")
            yield url
        finally:
            process.send_signal(signal.SIGINT)  # the fast shutdown: whoever is connected is sent away
            process.wait(START_SECONDS)
            log.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    place = make_url(url)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=place.query["host"], user=_USER, dbname="postgres").close()  # type: ignore[arg-type] # a string here
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}") from None
            time.sleep(0.05)
        else:
            return


def _somebody() -> str | None:
    try:
        return pwd.getpwnam(_USER).pw_name
    except KeyError:
        return None
