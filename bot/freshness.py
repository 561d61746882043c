"""Following the library and the model while the bot runs (跟随更新): what another process adds is found within seconds.

Where the bot began on the index of the old model, the vectors of the new one are made here; the old serve meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from bot.workers import Workers
from corpus.errors import CorpusError
from retrieval.encoder import Encoder
from retrieval.errors import RetrievalError

logger = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two looks; a look that finds nothing new reads one row."""


WORTH_TELLING = 1000
"""Passages. A smaller update is over before its progress could be read."""


class Refreshable(Protocol):
    """What follows the library: the search engine."""

    def change_encoder(self, encoder: Encoder, *, progress: Callable[[int, int], None] | None = None) -> bool:
        """Bring the index up to date with the library and this encoder; returns whether anything had changed."""
        ...


class Renewal:
    """Asks for a look at once, from any thread, where this process itself has changed the library."""

    def __init__(self) -> None:
        self._asked = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def soon(self) -> None:
        """Look as soon as the look at work is over. Nothing happens where nobody follows."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: whoever looks next finds the change
                self._loop.call_soon_threadsafe(self._asked.set)

    async def wait(self, seconds: float) -> None:
        """Wait until a look is asked for, at most so long."""
        self._loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._asked.wait(), seconds)

    def begin(self) -> None:
        """Forget what was asked before a look begins: it will see it."""
        self._asked.clear()


@asynccontextmanager
async def following(
    engine: Refreshable,
    encoder: Encoder,
    workers: Workers,
    every: float = EVERY,
    renewal: Renewal | None = None,
) -> AsyncIterator[None]:
    """Keep ``engine`` up to date for as long as the block runs. A failed look is logged and tried again."""
    task = asyncio.create_task(_follow(engine, encoder, workers, every, renewal or Renewal()))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _follow(engine: Refreshable, encoder: Encoder, workers: Workers, every: float, renewal: Renewal) -> None:
    while True:
        renewal.begin()
        try:
            if await workers.run(engine.change_encoder, encoder, progress=_Log()):
                logger.info("讲稿库有变化，索引已更新")
        except (CorpusError, RetrievalError) as error:
            logger.warning("索引未能更新，仍用原来的，稍后再试：%s", error)
        except Exception:  # ended here, it would end unseen: nothing new would be found until the next start
            logger.exception("索引未能更新，仍用原来的，稍后再试")
        await renewal.wait(every)


class _Log:
    """Logs the progress of a long rebuild, one line a tenth."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        tenth = 10 * done // max(total, 1)
        if total > WORTH_TELLING and tenth > self._told:
            self._told = tenth
            logger.info("正在更新索引：%d/%d 段", done, total)
