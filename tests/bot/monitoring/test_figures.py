"""What is counted where it lies: in the database, in the library, in the index."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.errors import StoreError
from bot.monitoring.figures import check_database, gather
from bot.store import Store
from bot.store.tables import receipts
from corpus.database import open_engine
from corpus.models import Counts


def _filled(store: Store) -> None:
    store.people.remember("tg:1", "zh")
    now = datetime.now(UTC)
    with store.engine.begin() as connection:
        for number, seconds, finished in ((0, 500, now), (1, 90, None), (2, 5, None)):
            taken = now - timedelta(seconds=seconds)
            values = {"key": f"1:{number}", "attempts": 1, "taken_at": taken, "finished_at": finished}
            connection.execute(insert(receipts).values(**values))


@pytest.mark.parametrize("url", ["sqlite", "postgresql"])
def test_people_and_what_waits(url: str, new_database: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """On either database: how many wait, since when, and how many people there are."""
    if url == "sqlite":
        shutil.copy(new_database, tmp_path)
        engine = open_engine(f"sqlite:///{tmp_path / 'jianggao.db'}")
    else:
        engine = open_engine(request.getfixturevalue("postgres_url"))
    store = Store.open(engine)
    check_database(engine)
    empty = gather(engine, None, None, tmp_path)
    assert (empty.unfinished, empty.oldest, empty.people) == (0, 0.0, 0)
    assert (empty.library, empty.indexed, empty.is_current, empty.index_age) == (None, None, None, None)
    _filled(store)
    figures = gather(engine, None, None, tmp_path)
    assert (figures.unfinished, figures.people) == (2, 1)
    assert 90 <= figures.oldest < 120
    engine.dispose()


class Standing:
    """A library and an index that stand as they are told."""

    def counts(self) -> Counts:
        return Counts(2, 30, 900)

    def standing(self) -> tuple[int, bool]:
        return 7, False


def test_the_library_and_its_index(new_database: Path, tmp_path: Path) -> None:
    """How much there is, how much of it is in the index, whether that is all of it, and how old the index is."""
    shutil.copy(new_database, tmp_path)
    engine = open_engine(f"sqlite:///{tmp_path / 'jianggao.db'}")
    figures = gather(engine, Standing(), Standing(), tmp_path)
    assert figures.library == Counts(2, 30, 900)
    assert (figures.indexed, figures.is_current, figures.index_age) == (7, False, None)
    (tmp_path / "current").touch()
    age = gather(engine, Standing(), Standing(), tmp_path).index_age
    assert age is not None
    assert 0 <= age < 60


def test_a_database_that_is_gone(tmp_path: Path) -> None:
    """Though SQLite reads on from a file that has no name any more, it is told; so is a server that is not there."""
    store = Store.open(open_engine(f"sqlite:///{tmp_path / 'jianggao.db'}"))
    check_database(store.engine)
    (tmp_path / "jianggao.db").unlink()
    with pytest.raises(StoreError, match=r"jianggao\.db 不见了"):
        check_database(store.engine)
    with pytest.raises(StoreError):
        check_database(open_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"))
