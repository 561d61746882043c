"""Updates between Telegram and their handlers, written down before Telegram forgets them (收件箱).

Telegram forgets an update as soon as we ask for the next one, long before a handler has answered it. So every update is
written down on its way into the queue, which is before the next is asked for, and erased when it has been handled: what
a killed process leaves behind is handled at the next start, and what Telegram delivers twice is handled once.
"""

from __future__ import annotations

import asyncio
import json
import logging

from telegram import Bot, Update

from bot.errors import StoreError
from bot.monitoring.meters import Meters
from bot.store import Store
from bot.telegram.measuring import kind_of
from bot.workers import Workers

_LOGGER = logging.getLogger(__name__)


class Inbox(asyncio.Queue[object]):
    """The queue between Telegram and the handlers, with a receipt for every update.

    Attributes:
        meters: Count what comes.
    """

    def __init__(self, store: Store, workers: Workers, account: str, *, must_write: bool = False) -> None:
        """Make an empty inbox.

        Args:
            store: Keeps the receipts.
            workers: Threads for it.
            account: The bot's own id: update numbers are counted for each bot by itself.
            must_write: What cannot be written down is refused, for Telegram delivers it again (webhook). Else it is
                handled all the same, for Telegram will not (polling).
        """
        super().__init__()
        self.meters = Meters()
        self._must_write = must_write
        self._receipts = store.receipts
        self._workers = workers
        self._account = account

    async def put(self, item: object) -> None:
        """Write an update down and queue it; one that was taken before is dropped. Other objects are just queued.

        Raises:
            StoreError: The update cannot be written down, and must be.
        """
        if isinstance(item, Update):
            self.meters.received(kind_of(item))
        if isinstance(item, Update) and not _is_fleeting(item) and not await self._take(item):
            return
        await super().put(item)

    async def restore(self, bot: Bot) -> int:
        """Queue what an earlier process took and did not finish; returns how many. Call it before polling starts.

        Raises:
            StoreError: The database cannot be read.
        """
        found = await self._workers.run(self._receipts.unfinished)
        ours = [receipt for receipt in found if receipt.key.startswith(f"{self._account}:")]
        for receipt in ours:
            await super().put(Update.de_json(json.loads(receipt.payload), bot))
        return len(ours)

    async def finish(self, update: Update) -> None:
        """Note that an update has been handled, and erase what it held."""
        if _is_fleeting(update):
            return
        try:
            await self._workers.run(self._receipts.finish, self._key(update))
        except StoreError as error:
            _LOGGER.error("更新 %d 已处理，但未能记下：%s", update.update_id, error)

    async def _take(self, update: Update) -> bool:
        try:
            return await self._workers.run(self._receipts.take, self._key(update), update.to_json())
        except StoreError as error:
            if self._must_write:
                _LOGGER.error("更新 %d 未能记下，等 Telegram 再送：%s", update.update_id, error)
                raise
            # To answer without a receipt is better than not to answer; and raised from here it would end polling.
            _LOGGER.error("更新 %d 未能记下，仍然处理：%s", update.update_id, error)
            return True

    def _key(self, update: Update) -> str:
        return f"{self._account}:{update.update_id}"


def _is_fleeting(update: Update) -> bool:
    """Whether an update is worth nothing a moment later, as what somebody looks for while they write."""
    return update.inline_query is not None
