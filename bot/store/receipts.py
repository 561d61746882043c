"""Which updates were taken and which are done, so that none is lost and none is done twice (回执).

A delivery is written down before it is handled and marked when it is done. Delivered again, it is known; found
unfinished after a crash, it is handled once more. What it held is erased as soon as it is done.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, select, update

from bot.store.connection import insert_once, writing
from bot.store.tables import receipts
from bot.store.values import Receipt

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3


class Receipts:
    """Updates by key; a key names one update for good, such as ``"<bot id>:<update id>"``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, key: str, payload: str) -> bool:
        """Write an update down before it is handled. False if it was taken before: then there is nothing to do."""
        values = {"key": key, "payload": payload, "attempts": 1, "taken_at": datetime.now(UTC)}
        with writing(self._engine, outlives_power=False) as connection:
            return insert_once(connection, receipts, values)

    def finish(self, key: str) -> None:
        """Mark an update as done and erase what it held. Safe to call twice."""
        with writing(self._engine, outlives_power=False) as connection:
            connection.execute(
                update(receipts)
                .where(receipts.c.key == key, receipts.c.finished_at.is_(None))
                .values(finished_at=datetime.now(UTC), payload=None)
            )

    def unfinished(self) -> tuple[Receipt, ...]:
        """Return the updates that were begun and never finished, oldest first, and count this as another attempt.

        One that was begun ``MAX_ATTEMPTS`` times is left out, lest an update that ends the process end it for ever;
        the log says so, once.
        """
        open_ones = receipts.c.finished_at.is_(None)
        with writing(self._engine, outlives_power=False) as connection:
            connection.execute(update(receipts).where(open_ones).values(attempts=receipts.c.attempts + 1))
            given_up = connection.scalars(
                select(receipts.c.key).where(open_ones, receipts.c.attempts == MAX_ATTEMPTS + 1)
            ).all()
            rows = connection.execute(
                select(receipts.c.key, receipts.c.payload, receipts.c.attempts)
                .where(open_ones, receipts.c.attempts <= MAX_ATTEMPTS)
                .order_by(receipts.c.taken_at, receipts.c.key)
            ).all()
        for key in given_up:
            logger.error("更新 %s 办了 %d 次都没有办完，不再补办", key, MAX_ATTEMPTS)
        return tuple(Receipt(row.key, row.payload or "", row.attempts) for row in rows)

    def prune(self, before: datetime) -> int:
        """Forget every update taken before a time; returns how many."""
        with writing(self._engine, outlives_power=False) as connection:
            return connection.execute(delete(receipts).where(receipts.c.taken_at < before)).rowcount
