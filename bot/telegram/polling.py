"""Updates that we ask Telegram for (轮询); a webhook that is set goes, and what waits behind it is fetched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from telegram.error import Conflict, TelegramError
from telegram.ext import Updater

from bot.telegram.redaction import redact

_LOGGER = logging.getLogger(__name__)

_LONG_POLL = timedelta(seconds=30)
_INTERVAL = 0.1  # seconds; above 0, so that no answer of the server can make us spin
LAST_CALL = 5.0
"""Seconds for telling Telegram, at the end, what we have."""


class Polling:
    """Asks for updates and puts them into the updater's queue."""

    def __init__(self, updater: Updater, allowed_updates: Sequence[str]) -> None:
        self._updater = updater
        self._allowed_updates = list(allowed_updates)

    async def start(self) -> None:
        """Begin to ask; a network that is not up yet is waited for."""
        await self._updater.start_polling(
            poll_interval=_INTERVAL,
            timeout=_LONG_POLL,
            bootstrap_retries=-1,
            allowed_updates=self._allowed_updates,
            drop_pending_updates=False,
            error_callback=_failed,
        )

    async def stop(self) -> None:
        """Ask no more, and tell Telegram what we have."""
        if self._updater.running:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._updater.stop(), LAST_CALL)


def _failed(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        _LOGGER.error("另有一个程序在用同一个令牌收消息，请停掉其中一个：%s", error)
    else:
        _LOGGER.warning("收消息失败，稍后再试：%s", redact(str(error)))
