"""Counts for administrators (统计): how many, never who or what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, Select, and_, case, distinct, func, select

from bot.store.connection import reading
from bot.store.tables import favourites, people, receipts, searches

DAYS = (1, 7, 30)
"""The spans of time that are counted, ending now; the longest last."""


@dataclass(frozen=True, slots=True)
class Span:
    """What happened in the last ``days`` days.

    Attributes:
        days: How many.
        active: People who asked or opened something.
        requests: What was searched for; of one person at most the last 200 are known.
        empty: Of these, those that found nothing.
        slow: Of these, those that took longer than the settings call slow.
    """

    days: int
    active: int
    requests: int
    empty: int
    slow: int


class Figures:
    """Each a query of its own, over one index or table."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def people(self) -> int:
        """Return how many people are known."""
        return self._count(select(func.count()).select_from(people))

    def favourites(self) -> int:
        """Return how many passages are kept, by all people together."""
        return self._count(select(func.count()).select_from(favourites).where(favourites.c.removed_at.is_(None)))

    def unfinished(self) -> int:
        """Return how many updates wait or are at work."""
        return self._count(select(func.count()).select_from(receipts).where(receipts.c.finished_at.is_(None)))

    def spans(self, slow_ms: int, now: datetime | None = None) -> tuple[Span, ...]:
        """Return what happened in each of ``DAYS``, in one pass over the searches of the longest."""
        now = now or datetime.now(UTC)
        since = {days: now - timedelta(days=days) for days in DAYS}
        searched = searches.c.found.is_not(None)
        columns: list[ColumnElement[int]] = []
        for start in since.values():
            recent = searches.c.created >= start
            columns += [
                func.count(distinct(case((recent, searches.c.person)))),
                _number(and_(recent, searched)),
                _number(and_(recent, searched, searches.c.found == 0)),
                _number(and_(recent, searched, searches.c.took_ms > slow_ms)),
            ]
        query = select(*columns).where(searches.c.created >= since[DAYS[-1]])
        with reading(self._engine) as connection:
            found = list(connection.execute(query).one())
        return tuple(Span(days, *found[4 * place : 4 * place + 4]) for place, days in enumerate(DAYS))

    def _count(self, query: Select[int]) -> int:
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one()


def _number(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((holds, 1)))
