"""Who is alive: a lock for each process, which ends with the process and not before."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from filelock import FileLock
from sqlalchemy import Engine, text

from bot.errors import StoreError
from bot.store import presence as module
from bot.store.presence import FOLDER, Presence, presence_on
from corpus.database import open_engine

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from bot.store.presence import presence_on
from corpus.database import open_engine
one = presence_on(open_engine(sys.argv[1]))
one.begin()
print(one.name, flush=True)
time.sleep(60)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'jianggao.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = open_engine(url)
    yield engine
    engine.dispose()


@contextmanager
def _begun(engine: Engine) -> Iterator[Presence]:
    presence = presence_on(engine)
    presence.begin()
    try:
        yield presence
    finally:
        presence.end()


def _dead(presence: Presence, *names: str) -> frozenset[str]:
    with presence.dead(names) as dead:
        return dead


def _until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_another_process_is_alive_until_it_is_killed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that stands still is alive; once killed it is dead, however often one asks."""
    monkeypatch.setattr(module, "CAREFUL", 0.0)
    url = engine.url.render_as_string(hide_password=False)
    other = subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert other.stdout is not None
    with _begun(engine) as presence, other.stdout:
        name = other.stdout.readline().strip()
        other.send_signal(signal.SIGSTOP)
        for _ in range(3):
            assert _dead(presence, name, presence.name) == frozenset()
            time.sleep(0.1)
        other.kill()
        other.wait()
        _until(lambda: _dead(presence, name) == {name})
        assert _dead(presence, name) == {name}


def test_two_in_one_process_are_two(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a name and a lock of its own; one that ended is dead, and so is one that never was."""
    monkeypatch.setattr(module, "CAREFUL", 0.0)
    with _begun(engine) as first:
        with _begun(engine) as second:
            assert first.name != second.name
            assert first.sure
            assert first.check()
            assert _dead(first, second.name, "nobody", "host-1-000000000000ffff") == {
                "nobody",
                "host-1-000000000000ffff",
            }
        assert _dead(first, second.name) == {second.name}
        first.end()
        assert not first.sure


def test_what_a_killed_process_leaves_in_the_folder_is_cleared_away(tmp_path: Path) -> None:
    """Files of locks do not pile up, and that of a living process stays."""
    engine = open_engine(f"sqlite:///{tmp_path / 'jianggao.db'}")
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "host-1-00000000000000ff.lock").touch()
    with _begun(engine) as first, _begun(engine) as second:
        assert {path.stem for path in (tmp_path / FOLDER).iterdir()} == {first.name, second.name}
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_processes_that_start_together_do_not_stop_each_other(tmp_path: Path) -> None:
    """One that clears the folder may hold the new file of another for a moment; the other waits for it."""
    presence = presence_on(open_engine(f"sqlite:///{tmp_path / 'jianggao.db'}"))
    (tmp_path / FOLDER).mkdir()
    with FileLock(tmp_path / FOLDER / f"{presence.name}.lock"):
        beginning = Thread(target=presence.begin)
        beginning.start()
        time.sleep(0.1)
        before = presence.sure
    beginning.join()
    assert (before, presence.sure) == (False, True)
    presence.end()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The message names the folder."""
    engine = open_engine(f"sqlite:///{tmp_path / 'jianggao.db'}")
    (tmp_path / FOLDER).touch()
    with pytest.raises(StoreError, match=FOLDER):
        presence_on(engine).begin()


def test_a_server_that_was_away_does_not_make_others_dead(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection breaks at once: each process notices, gets its lock back, and only then counts as before."""
    monkeypatch.setattr(module, "CAREFUL", 0.5)
    engine = open_engine(postgres_url)
    with _begun(engine) as first, _begun(engine) as second:
        _break_all(engine)
        for presence in (first, second):
            with pytest.raises(StoreError):
                presence.check()
            assert not presence.sure
        assert not first.check()
        assert _dead(first, second.name) == frozenset()
        assert not second.check()
        time.sleep(0.6)
        assert _dead(first, second.name) == frozenset()
        assert first.check()
        assert first.sure
        _break_all(engine)
        with pytest.raises(StoreError):
            first.check()
        assert not first.check()
        assert _dead(first, second.name) == frozenset()
        time.sleep(0.6)
        assert _dead(first, second.name) == {second.name}
    engine.dispose()


def _break_all(engine: Engine) -> None:
    others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> "
    with engine.connect() as connection:
        connection.execute(text(f"{others} pg_backend_pid()"))
