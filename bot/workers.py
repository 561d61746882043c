"""The one place that moves blocking work off the event loop (线程)."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Thread
from types import TracebackType
from typing import ParamSpec, Self, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

LONG = 2
"""Threads for work that may take minutes."""


async def beside(work: Callable[[], T]) -> T:
    """Do ``work`` in a thread of its own and return what it returns, or raise what it raises.

    Unlike the work of ``Workers`` it is given up where the process ends before it is done.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def finish(result: T | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(cast(T, result))
        else:
            done.set_exception(error)

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 - raised again where it is waited for
            error = raised
        with suppress(RuntimeError):  # the loop is closed: nobody waits
            loop.call_soon_threadsafe(finish, result, error)

    Thread(target=run, name="jianggao-beside", daemon=True).start()
    return await done


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
