"""How fast we may send: Telegram's limits kept beforehand, and a short refusal waited out (限速).

Limits: about 30 messages a second overall, one a second in a chat, 20 a minute in a group, where edits and chat actions
count as well. A refusal (429) of at most five seconds is waited out for that chat alone; a longer one goes to the
caller, and until it is over nothing more is sent to that chat.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.monitoring.meters import Meters

LONGEST_PAUSE = 5.0
"""Seconds a refusal may ask for and still be waited out."""

_OVERALL = (30, 1.0)
_CHAT = (1, 1.0)
_GROUP = (20, 60.0)
_SLACK = 0.1
_ATTEMPTS = 3
_CHATS_KEPT = 1024

_Result = bool | dict[str, Any] | list[dict[str, Any]]


class PoliteLimiter(BaseRateLimiter[None]):
    """Keeps Telegram's limits; one chat that is paused holds up no other."""

    def __init__(
        self,
        *,
        overall: tuple[float, float] = _OVERALL,
        chat: tuple[float, float] = _CHAT,
        group: tuple[float, float] = _GROUP,
        meters: Meters | None = None,
    ) -> None:
        self._meters = meters or Meters()
        self._overall = AsyncLimiter(*overall)
        self._chats = _Limiters(*chat)
        self._groups = _Limiters(*group)
        self._paused_until: dict[int | str, float] = {}

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, _Result]],
        args: Any,  # noqa: ANN401 - the base class says so
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - part of the interface; we have no arguments
    ) -> _Result:
        """Make a request when its chat may be written to.

        Raises:
            RetryAfter: The chat must rest for longer than ``LONGEST_PAUSE`` seconds.
        """
        chat = data.get("chat_id")
        if chat is None:  # getMe, answerCallbackQuery, setMyCommands … count nowhere
            return await callback(*args, **kwargs)
        attempts = 0
        while True:
            await self._rest(chat)
            await self._wait_for_room(chat, endpoint)
            attempts += 1
            if attempts > 1:
                self._meters.repeated()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refusal:
                pause = seconds(refusal)
                self._paused_until[chat] = _now() + pause + _SLACK
                if pause > LONGEST_PAUSE or attempts == _ATTEMPTS:
                    raise

    async def _wait_for_room(self, chat: int | str, endpoint: str) -> None:
        async with AsyncExitStack() as stack:
            if _is_group(chat):
                await stack.enter_async_context(self._groups.of(chat))
            if endpoint.startswith(("send", "forward", "copy")) and endpoint != "sendChatAction":
                await stack.enter_async_context(self._chats.of(chat))
            await stack.enter_async_context(self._overall)

    async def _rest(self, chat: int | str) -> None:
        left = self._paused_until.get(chat, 0.0) - _now()
        if left <= 0:
            self._paused_until.pop(chat, None)
        elif left > LONGEST_PAUSE + _SLACK:
            raise RetryAfter(timedelta(seconds=math.ceil(left)))
        else:
            await asyncio.sleep(left)


class _Limiters:
    """A limiter a chat; those that nobody has used for a while are dropped."""

    def __init__(self, rate: float, seconds: float) -> None:
        self._rate = rate
        self._seconds = seconds
        self._limiters: dict[int | str, AsyncLimiter] = {}

    def of(self, chat: int | str) -> AsyncLimiter:
        if len(self._limiters) > _CHATS_KEPT:
            # A limiter with all its room left and nobody waiting says no more than a new one.
            self._limiters = {key: one for key, one in self._limiters.items() if not one.has_capacity(self._rate)}
        return self._limiters.setdefault(chat, AsyncLimiter(self._rate, self._seconds))


def _is_group(chat: int | str) -> bool:
    """Groups and channels have negative ids, or a name."""
    return isinstance(chat, str) or chat < 0


def seconds(refusal: RetryAfter) -> float:
    """Return how many seconds a refusal asks us to wait."""
    after = refusal.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _now() -> float:
    return asyncio.get_running_loop().time()
