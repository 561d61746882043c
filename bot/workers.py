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
    """

    def __init__(self, count: int = 4) -> None:
        self._executor = ThreadPoolExecutor(count, thread_name_prefix="jianggao")

    async def run(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do ``work`` in a thread and return what it returns, or raise what it raises.

        Raises:
            RuntimeError: the workers are closed.
        """
        loop = asyncio.get_running_loop()
        call = partial(contextvars.copy_context().run, work, *args, **kwargs)
        return await loop.run_in_executor(self._executor, call)

    async def close(self) -> None:
        """Take no more work and wait until all that was given is done. Safe to call twice."""
        await asyncio.to_thread(self._executor.shutdown)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close where there is no event loop to be kept free."""
        self._executor.shutdown()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
