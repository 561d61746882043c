"""The messages that answer one update, each delivered once however often the process is killed (交付).

What was delivered is noted with the update's receipt: a process that handles it once more makes the whole answer again
and sends only what is missing. Between Telegram's taking a message and our noting it lies one write to the database; a
process killed just then delivers that message twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from bot.errors import StoreError

_LOGGER = logging.getLogger(__name__)

NOTE_AFTER = 0.3
"""Seconds after which a message is noted in any case; sooner where another follows. The last one of an answer is not
noted by itself: its update is finished then."""

_current: ContextVar[Delivery | None] = ContextVar("delivery", default=None)


class Superseded(asyncio.CancelledError):
    """Another process has taken over what is being answered here; what is at work is broken off, as if cancelled."""


class Delivery:
    """Counts the messages of one answer.

    ``earlier`` are the ids of those that an earlier process delivered; ``note`` writes the ids down; ``ours`` says
    whether the update is still this process's to answer.
    """

    def __init__(
        self,
        earlier: Sequence[int],
        note: Callable[[Sequence[int]], Awaitable[None]],
        ours: Callable[[], Awaitable[bool]],
    ) -> None:
        self._delivered = list(earlier)
        self._place = 0
        self._note = note
        self._ours = ours
        self._noted = True
        self._ended = False
        self._later: asyncio.Task[None] | None = None

    async def once(self, send: Callable[[], Awaitable[int]]) -> int:
        """Send the next message of the answer, unless it was delivered before; returns its id.

        Raises:
            Superseded: Another process answers the update now.
        """
        if self._ended:  # a task that the handler has left behind, for which there is no receipt any more
            return await send()
        self._place += 1
        if self._place <= len(self._delivered):
            return self._delivered[self._place - 1]
        await self._write()
        await self.begin()
        number = await send()
        self._delivered.append(number)
        self._noted = False
        self._later = asyncio.create_task(self._write_later())
        return number

    async def begin(self) -> None:
        """Note that the answer is known and about to be shown.

        Raises:
            Superseded: Another process answers the update now.
        """
        if not self._ended and not await self._ours():
            raise Superseded

    def end(self) -> None:
        """The update is handled; what is sent from now on is not counted."""
        self._ended = True
        if self._later:
            self._later.cancel()

    async def _write_later(self) -> None:
        await asyncio.sleep(NOTE_AFTER)
        await self._write()

    async def _write(self) -> None:
        if self._noted:
            return
        self._noted = True
        if self._later and self._later is not asyncio.current_task():
            self._later.cancel()
        try:
            await self._note(tuple(self._delivered))
        except StoreError as error:
            _LOGGER.error("一条答复已送达，但未能记下：%s", error)


@contextmanager
def delivering(delivery: Delivery) -> Iterator[None]:
    """Let ``once`` count with this delivery while the block runs, in this task and in those it starts."""
    token = _current.set(delivery)
    try:
        yield
    finally:
        _current.reset(token)
        delivery.end()


async def once(send: Callable[[], Awaitable[int]]) -> int:
    """Send a message of the answer to the update that is being handled, unless it was delivered before.

    Returns:
        The message's id.

    Raises:
        Superseded: Another process answers the update now.
    """
    delivery = _current.get()
    return await (send() if delivery is None else delivery.once(send))


async def showing() -> None:
    """Be about to change a message of the answer to the update that is being handled: as ``once``, for an edit.

    Raises:
        Superseded: Another process answers the update now.
    """
    delivery = _current.get()
    if delivery is not None:
        await delivery.begin()
