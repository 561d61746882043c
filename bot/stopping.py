"""Being told to stop (停止): heard while work is under way, and while we wait for something to begin."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable
from typing import Any

_LOGGER = logging.getLogger(__name__)


def stop_event() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set; a second signal then does what it does by itself."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stopped(number: signal.Signals) -> None:
        _LOGGER.info("收到 %s，正在停止", number.name)
        loop.remove_signal_handler(number)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped, number)
    return stop


async def unless(stop: asyncio.Event, work: Awaitable[Any]) -> bool:
    """Do something, unless we are told to stop before it is done; says whether it was done, and raises what it does."""
    task, stopped = asyncio.ensure_future(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        return task.done()
    finally:
        for one in (task, stopped):
            one.cancel()
        await asyncio.wait({task, stopped})
