"""Asking the database whether it is there (探问)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.workers import Workers

WITHIN = 1.0
"""Seconds in which the database must answer."""


@dataclass(slots=True)
class Probe:
    """Asks once at a time, however many want to know: a database that hangs costs one thread and no more."""

    check: Callable[[], None]
    workers: Workers
    _asking: asyncio.Task[bool] | None = field(default=None, init=False)

    async def answers(self) -> bool:
        """Whether the database answers in time."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        done, _ = await asyncio.wait({self._asking}, timeout=WITHIN)
        return bool(done) and self._asking.result()

    async def _ask(self) -> bool:
        try:
            await self.workers.run(self.check)
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it does not answer
            return False
        return True
