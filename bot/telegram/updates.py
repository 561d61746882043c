"""Who is served when: each chat in order, chats side by side, a bounded number at work (先后次序)."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

AT_WORK = 16
"""Updates handled at once; one more chat then waits for its turn."""

# Our base class takes one of these for every update before we see it. Were it no more than AT_WORK, one chat's
# waiting updates could take them all and stop every other chat.
_WAITING = 10_000


@dataclass(slots=True)
class _Lane:
    """A chat's turn-taking, and how many hold or wait for the turn."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class ChatByChat(BaseUpdateProcessor):
    """Handles the updates of one chat one after another in the order they came, and different chats side by side.

    ``handled`` is awaited after an update was handled, and not where its handling was cancelled.
    """

    def __init__(self, handled: Callable[[Update], Awaitable[None]], at_work: int = AT_WORK) -> None:
        super().__init__(_WAITING)
        self._handled = handled
        self._lanes: dict[int, _Lane] = {}
        self._at_work = asyncio.Semaphore(at_work)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn, then for a free place, then handle the update."""
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            async with self._turn(_chat(update)), self._at_work:
                await coroutine
                if isinstance(update, Update):
                    await self._handled(update)
        finally:
            # Cancelled while it waited for its turn: a coroutine nobody awaits would warn when it is collected.
            if inspect.iscoroutine(coroutine):
                coroutine.close()

    async def abandon(self) -> None:
        """Break off what is at work and what waits; none of it counts as handled."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    @asynccontextmanager
    async def _turn(self, chat: int | None) -> AsyncIterator[None]:
        if chat is None:
            yield
            return
        lane = self._lanes.setdefault(chat, _Lane())
        lane.users += 1
        try:
            async with lane.turn:  # asyncio.Lock is fair: first come, first served
                yield
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[chat]


def _chat(update: object) -> int | None:
    # What somebody looks for while they write is not kept waiting by their chat; see ``inline`` for its own order.
    if not isinstance(update, Update) or update.inline_query:
        return None
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else None
