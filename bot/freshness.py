"""Following the library while the bot runs (跟随更新): what another process adds is found within seconds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from bot.workers import Workers
from corpus.errors import CorpusError
from retrieval.errors import RetrievalError

logger = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two looks; a look that finds nothing new reads one row."""


class Refreshable(Protocol):
    """What follows the library: the search engine."""

    def refresh(self) -> bool:
        """Bring the index up to date; returns whether anything had changed."""
        ...


@asynccontextmanager
async def following(engine: Refreshable, workers: Workers, every: float = EVERY) -> AsyncIterator[None]:
    """Keep ``engine`` up to date for as long as the block runs. A failed look is logged and tried again."""
    task = asyncio.create_task(_follow(engine, workers, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _follow(engine: Refreshable, workers: Workers, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            if await workers.run(engine.refresh):
                logger.info("讲稿库有变化，索引已更新")
        except (CorpusError, RetrievalError) as error:
            logger.warning("索引未能更新，仍用原来的，稍后再试：%s", error)
