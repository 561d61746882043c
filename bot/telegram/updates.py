"""Who is served when: each chat in order, chats side by side, a bounded number at work (先后次序)."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegram import Update
from telegram.ext import BaseUpdateProcessor

AT_WORK = 16
"""Updates handled at once; one more chat then waits for its turn."""

PATIENCE = 5.0
"""Seconds of waiting that are worth finishing when the bot is told to stop; what waits longer is left undone."""

# Our base class takes one of these for every update before we see it. Were it no more than AT_WORK, one chat's
# waiting updates could take them all and stop every other chat.
_WAITING = 10_000

_served_by: ContextVar[ChatByChat | None] = ContextVar("served_by", default=None)


class Desk(Protocol):
    """Where updates are handled."""

    async def handle(self, update: object, work: Awaitable[Any]) -> None:
        """Await the work of an update, once it is its turn, and note that it is done."""
        ...

    def leave(self, update: object) -> None:
        """Nothing more is done about an update here, whether it was handled or not."""
        ...


@dataclass(slots=True)
class _Lane:
    """A chat's turn-taking, and how many hold or wait for the turn."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    broken: bool = False
    """One was broken off: those behind it must not overtake it."""

    def go_on(self) -> None:
        if self.broken:
            raise asyncio.CancelledError


def lane_of(update: object) -> str | None:
    """Return whose turn an update waits for: its chat's, its person's where it has no chat, or nobody's.

    A file may take a while to read: those of a chat wait for each other, and no question waits for them. What somebody
    looks for while they write waits for nothing and is worth nothing a moment later; ``inline`` has its own order.
    """
    if not isinstance(update, Update) or update.inline_query or update.chosen_inline_result:
        return None
    if update.message and update.message.document:
        return f"files:{update.message.chat.id}"
    if update.effective_chat:
        return str(update.effective_chat.id)
    return str(update.effective_user.id) if update.effective_user else None


async def rest(seconds: float) -> None:
    """Wait, and meanwhile let another update be at work in the place of the one that is handled here.

    Where the bot is told to stop, a long wait is broken off as if the update's handling had been cancelled.
    """
    served_by = _served_by.get()
    if served_by is None:
        await asyncio.sleep(seconds)
    else:
        await served_by.rest(seconds)


@asynccontextmanager
async def aside() -> AsyncIterator[None]:
    """Let another update be at work in the place of the one that is handled here, while the block runs."""
    served_by = _served_by.get()
    if served_by is None:
        yield
        return
    # Nobody gives away twice what they have once: who rests in the block, also in a task begun there, just waits.
    token = _served_by.set(None)
    try:
        async with served_by.aside():
            yield
    finally:
        _served_by.reset(token)


class ChatByChat(BaseUpdateProcessor):
    """Handles the updates of one chat one after another in the order they came, and different chats side by side."""

    def __init__(self, desk: Desk, at_work: int = AT_WORK) -> None:
        super().__init__(_WAITING)
        self._desk = desk
        self._lanes: dict[str, _Lane] = {}
        self._at_work = asyncio.Semaphore(at_work)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._resting: set[asyncio.Task[Any]] = set()
        self._stopping = False

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn, then for a free place, then handle the update."""
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        served_by = _served_by.set(self)
        try:
            async with self._turn(lane_of(update)), self._at_work:
                await self._desk.handle(update, coroutine)
        finally:
            _served_by.reset(served_by)
            self._desk.leave(update)
            # Cancelled while it waited for its turn: a coroutine nobody awaits would warn when it is collected.
            if inspect.iscoroutine(coroutine):
                coroutine.close()

    async def rest(self, seconds: float) -> None:
        """Wait without a place among those at work."""
        task = asyncio.current_task()
        if task not in self._tasks:  # one that a handler has left behind: it has no place to give away
            await asyncio.sleep(seconds)
            return
        if seconds > PATIENCE:
            if self._stopping:
                raise asyncio.CancelledError
            self._resting.add(task)
        try:
            async with self.aside():
                await asyncio.sleep(seconds)
        finally:
            self._resting.discard(task)

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[None]:
        """Give the place among those at work away while the block runs; for the task that has one."""
        self._at_work.release()
        try:
            yield
        finally:
            await self._at_work.acquire()

    def stop_resting(self) -> None:
        """Break off what waits for long, from now on; none of it counts as handled."""
        self._stopping = True
        for task in tuple(self._resting):
            task.cancel()

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
    async def _turn(self, name: str | None) -> AsyncIterator[None]:
        if name is None:
            yield
            return
        lane = self._lanes.setdefault(name, _Lane())
        lane.users += 1
        try:
            async with lane.turn:  # asyncio.Lock is fair: first come, first served
                lane.go_on()
                yield
        except asyncio.CancelledError:
            lane.broken = True
            raise
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[name]
