"""What is counted where it lies (存量): in the database, the library and the index. All of it blocks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, func, select

from bot.errors import StoreError
from bot.monitoring.state import Indexed
from bot.store.connection import reading
from bot.store.tables import people, receipts
from corpus.models import Counts


class Holding(Protocol):
    """What says how much the library holds; ``corpus.library.Library`` is one."""

    def counts(self) -> Counts:
        """Return how much there is."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """How things stand.

    Attributes:
        unfinished: Updates that were taken and not yet handled, by whichever process.
        oldest: Seconds since the oldest of them came; 0 where there is none.
        people: People whom the bot knows.
        library: Speeches and passages; None where there is no library to look at.
        indexed: Passages in the index; None while none is loaded.
        is_current: Whether the index is of the library as it is now; None while none is loaded.
        index_age: Seconds since the index was built; None where there is none.
    """

    unfinished: int
    oldest: float
    people: int
    library: Counts | None = None
    indexed: int | None = None
    is_current: bool | None = None
    index_age: float | None = None


def gather(engine: Engine, library: Holding | None, indexed: Indexed | None, index_folder: Path) -> Figures:
    """Count.

    Raises:
        StoreError: The database cannot be read.
        LibraryError: Nor the library.
    """
    with reading(engine) as connection:
        unfinished, since = connection.execute(
            select(func.count(), func.min(receipts.c.taken_at)).where(receipts.c.finished_at.is_(None))
        ).one()
        known = connection.execute(select(func.count()).select_from(people)).scalar_one()
    standing = indexed.standing() if indexed else (None, None)
    return Figures(
        unfinished,
        max(0.0, (datetime.now(UTC) - since).total_seconds()) if since else 0.0,
        known,
        library.counts() if library else None,
        standing[0],
        standing[1],
        _age(index_folder) if indexed else None,
    )


def check_database(engine: Engine) -> None:
    """Read a row, as whatever is asked next will.

    Raises:
        StoreError: The database cannot be read; for SQLite also where its file is gone, though it is still open.
    """
    file = engine.url.database
    if engine.url.get_backend_name() == "sqlite" and file and not Path(file).exists():
        raise StoreError(f"数据库 {file} 不见了：请换上备份，再重新启动。")
    with reading(engine) as connection:
        connection.execute(select(receipts.c.key).limit(1)).first()


def _age(index_folder: Path) -> float | None:
    try:
        built = (index_folder / "current").stat().st_mtime  # replaced whenever a new generation comes into use
    except OSError:
        return None
    return max(0.0, time.time() - built)
