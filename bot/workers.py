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
