"""The one place that moves blocking work off the event loop (线程)."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LONG = 2
"""Threads for work that may take minutes."""


class Workers:
    """A few threads for work that blocks: searching, the library, people's data.

    Work that was begun is always finished, even where the one who waits for it is cancelled: what a person asked to
    keep is kept. Work that still waits for a thread when its caller is cancelled is dropped.

    Work that may take minutes has ``LONG`` threads of its own: however much of it waits, questions are answered.
    """

    def __init__(self, count: int = 4) -> None:
        self._executor = ThreadPoolExecutor(count, thread_name_prefix="jianggao")
        self._long = ThreadPoolExecutor(LONG, thread_name_prefix="jianggao-long")

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do ``work`` in a thread and return what it returns, or raise what it raises.

        Raises:
            RuntimeError: the workers are closed.
        """
        return await _run(self._executor, partial(work, *args, **kwargs))

    async def run_long(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do ``work`` that may take minutes, as ``run`` does; at most ``LONG`` of it at once, the rest waits.

        Raises:
            RuntimeError: the workers are closed.
        """
        return await _run(self._long, partial(work, *args, **kwargs))

    async def close(self) -> None:
        """Take no more work and wait until all that was given is done. Safe to call twice."""
        await asyncio.to_thread(self._shut)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close where there is no event loop to be kept free."""
        self._shut()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _shut(self) -> None:
        for executor in (self._long, self._executor):
            executor.shutdown()


async def _run(executor: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(executor, partial(contextvars.copy_context().run, work))
