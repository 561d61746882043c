"""Updates between Telegram and their handlers, written down before Telegram forgets them (收件箱).

Telegram forgets an update as soon as we ask for the next one, or answer its call, long before a handler has answered
it. So every update is written down on its way into the queue and erased when it has been handled: what a killed process
leaves behind is handled by another or by the next, and what Telegram delivers twice is handled once. Of several
processes on one database, one at a time answers a chat; what the others take for it waits in the database.

Inline queries are not written down: before they could be answered a second time, they have expired.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Update

from bot.errors import GivenUp, StoreError
from bot.monitoring.meters import Meters
from bot.store import Receipt, Store, Taken
from bot.store.presence import presence_on
from bot.store.receipts import MAX_ATTEMPTS
from bot.telegram.delivery import Delivery, delivering
from bot.telegram.measuring import kind_of
from bot.telegram.updates import lane_of, rest
from bot.workers import Workers

_LOGGER = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks for what other processes have left."""

CAUTION = 0.25
"""Seconds that an update waits after its third attempt came to nothing, and twice as long after each further one.

Should it be what ends the process, others are served meanwhile. Should the process be killed again and again for
another reason, it is not begun in a process that does not last, and so not given up.
"""


@dataclass(slots=True)
class _InHand:
    """An update of the queue that has a receipt."""

    lane: str
    sent: tuple[int, ...] = ()
    attempts: int = 0
    certain: bool = True
    """That it is ours and was never begun; where not, the database is asked."""
    unwritten: bool = False
    """It could not be written down: nobody else has it, and the database knows nothing of it."""


class Inbox(asyncio.Queue[object]):
    """The queue between Telegram and the handlers, with a receipt for every update.

    Attributes:
        meters: Count what comes.
        give_up: Awaited for an update that was begun too often and is not begun again; it should tell the person.
    """

    def __init__(self, store: Store, workers: Workers, account: str, *, must_write: bool = False) -> None:
        """Make an empty inbox; ``restore`` opens it.

        Args:
            store: Keeps the receipts.
            workers: A thread of its own, one: what is written then stays in the order it came, and waits for no search.
            account: The bot's own id: update numbers are counted for each bot by itself.
            must_write: What cannot be written down is refused, for Telegram delivers it again (webhook). Else it is
                handled all the same, for Telegram will not (polling).
        """
        super().__init__()
        self.meters = Meters()
        self.give_up: Callable[[Update, GivenUp], Awaitable[object]] | None = None
        self._receipts = store.receipts
        self._presence = presence_on(store.engine)
        self._workers = workers
        self._account = account
        self._must_write = must_write
        self._bot: Bot | None = None
        self._in_hand: dict[str, _InHand] = {}
        self._unmarked: dict[str, str] = {}  # handled, but the database would not note it: key and lane
        self._looking: asyncio.Task[None] | None = None
        self._claims = True

    async def put(self, item: object) -> None:
        """Write an update down and queue it; one that was taken before is dropped, one whose turn is not ours waits.

        Objects that are no updates are just queued.

        Raises:
            StoreError: The update cannot be written down, and must be.
        """
        if isinstance(item, Update):
            self.meters.received(kind_of(item))
        lane = lane_of(item)
        if not isinstance(item, Update) or lane is None:
            await super().put(item)
            return
        key = self._key(item)
        if key in self._in_hand:
            return
        # Before it is written: what is written and not in hand is taken for left behind.
        self._in_hand[key] = in_hand = _InHand(f"{self._account}:{lane}")
        try:
            taken = await self._take(key, in_hand, item)
        except BaseException:  # broken off: where it is written down all the same, the next look finds it
            del self._in_hand[key]
            raise
        if taken is Taken.OURS:
            await super().put(item)
        else:
            del self._in_hand[key]

    async def restore(self, bot: Bot) -> int:
        """Queue what earlier processes left behind, and from now on what others leave; returns how many there are now.

        Call it before any update is put.

        Raises:
            StoreError: The database cannot be read.
        """
        self._bot = bot
        await self._workers.run(self._presence.begin)
        found = await self._look()
        self._looking = asyncio.create_task(self._look_ever_again())
        return found

    def stop_taking_over(self) -> None:
        """Handle only what is in hand, for this process is about to end. Safe to call twice."""
        self._claims = False
        if self._looking:
            self._looking.cancel()

    async def close(self) -> None:
        """Leave what is not finished to other processes, at once. Nothing may be handled after it."""
        self.stop_taking_over()
        if self._looking:
            with suppress(asyncio.CancelledError):
                await self._looking
        try:
            await self._workers.run(self._receipts.release, self._presence.name)
        except StoreError as error:
            _LOGGER.warning("未完成的更新留待下次启动时补办：%s", error)
        await self._workers.run(self._presence.end)

    async def handle(self, update: object, work: Awaitable[Any]) -> None:
        """Await the work of an update and note that it is done. One that is not ours any more is left alone."""
        key = self._key(update) if isinstance(update, Update) else ""
        in_hand = self._in_hand.get(key)
        if not isinstance(update, Update) or in_hand is None:
            await work
            return
        if 3 <= in_hand.attempts < MAX_ATTEMPTS:
            await rest(CAUTION * 2 ** (in_hand.attempts - 3))
        attempts = 1 if self._is_ours(in_hand) else await self._begun(key)
        if attempts is None:
            return
        if attempts > MAX_ATTEMPTS:
            _LOGGER.error("更新 %s 办了 %d 次都没有办完，不再补办", key, MAX_ATTEMPTS)
            if self.give_up:
                await self.give_up(update, GivenUp(f"更新 {key} 办了 {MAX_ATTEMPTS} 次都没有办完"))
        else:
            with delivering(self._delivery(key, in_hand)):
                await work
        await self._finish(key, in_hand.lane)

    def leave(self, update: object) -> None:
        """Nothing more is done about an update here, whether it was handled or not."""
        if isinstance(update, Update):
            self._in_hand.pop(self._key(update), None)

    async def _take(self, key: str, in_hand: _InHand, update: Update) -> Taken:
        holder = self._presence.name
        try:
            return await self._workers.run(self._receipts.take, key, in_hand.lane, update.to_json(), holder)
        except Exception as error:
            # The words of an error that is none of ours may be those of the update.
            reason = error if isinstance(error, StoreError) else type(error).__name__
            if self._must_write:
                _LOGGER.error("更新 %d 未能记下，等 Telegram 再送：%s", update.update_id, reason)
                raise
            # To answer without a receipt is better than not to answer; and raised from here it would end polling.
            _LOGGER.error("更新 %d 未能记下，仍然处理：%s", update.update_id, reason)
            in_hand.unwritten = True
            return Taken.OURS

    def _is_ours(self, in_hand: _InHand) -> bool:
        """Whether that is known without asking the database."""
        return in_hand.unwritten or (in_hand.certain and self._presence.sure)

    async def _begun(self, key: str) -> int | None:
        """Count an attempt. While the database does not answer, it keeps its turn, lest another overtake it."""
        told = False
        while True:
            try:
                return await self._workers.run(self._receipts.begin, key, self._presence.name)
            except StoreError as error:
                if not told:
                    _LOGGER.error("更新 %s 暂时不能补办：%s", key, error)
                told = True
            if not self._claims:  # about to end: it is done at the next start
                raise asyncio.CancelledError
            await rest(LOOK_EVERY)

    def _delivery(self, key: str, in_hand: _InHand) -> Delivery:
        holder = self._presence.name

        async def note(sent: Sequence[int]) -> None:
            await self._workers.run(self._receipts.note, key, holder, sent)

        async def ours() -> bool:
            if self._is_ours(in_hand):
                return True
            try:
                return await self._workers.run(self._receipts.answering, key, holder)
            except StoreError as error:
                _LOGGER.error("更新 %s 的答复未能核对，仍然送出：%s", key, error)
                return True

        return Delivery(in_hand.sent, note, ours)

    async def _finish(self, key: str, lane: str) -> None:
        try:
            await self._mark(key, lane)
        except StoreError as error:
            self._unmarked[key] = lane
            _LOGGER.error("更新 %s 已处理，但未能记下：%s", key, error)

    async def _mark(self, key: str, lane: str) -> None:
        holder, claims = self._presence.name, self._claims
        found = await self._workers.run(self._receipts.finish, key, lane, holder, claims=claims)
        if self._claims:  # else it is left to others at the end: what is queued now is not handled any more
            self._line_up(found)

    async def _look_ever_again(self) -> None:
        failed = False
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self._look()
                failed = False
            except StoreError as error:
                if not failed:
                    _LOGGER.warning("暂时看不到别的进程留下的更新：%s", error)
                failed = True
            except Exception:  # ended here, it would end unseen: what others leave would wait until the next start
                if not failed:
                    _LOGGER.exception("暂时看不到别的进程留下的更新")
                failed = True

    async def _look(self) -> int:
        """Queue what waits and nobody has in hand, what dead processes had, and what we had without knowing."""
        try:
            alone = await self._workers.run(self._presence.check)
        except StoreError:
            self._doubt()
            raise
        if not alone:
            self._doubt()
        for key, lane in tuple(self._unmarked.items()):
            await self._mark(key, lane)
            del self._unmarked[key]
        ours = frozenset(self._in_hand)
        found = await self._workers.run(self._receipts.take_over, self._account, self._presence, ours)
        return self._line_up(found) if self._claims else 0

    def _line_up(self, receipts: Iterable[Receipt]) -> int:
        count = 0
        for receipt in receipts:
            if receipt.key in self._in_hand or receipt.key in self._unmarked:
                continue
            self._in_hand[receipt.key] = _InHand(receipt.lane, receipt.sent, receipt.attempts, certain=False)
            self.put_nowait(self._read(receipt))
            count += 1
        return count

    def _read(self, receipt: Receipt) -> Update:
        """The update of a receipt; an empty one of its number where it cannot be read, which does nothing."""
        try:
            return Update.de_json(json.loads(receipt.payload), self._bot)
        except Exception as error:  # noqa: BLE001 - whatever the library trips over, the next update must come through
            _LOGGER.error("略过更新 %s：无法解读（%s）", receipt.key, type(error).__name__)
            return Update(int(receipt.key.rpartition(":")[2]))

    def _doubt(self) -> None:
        """What is in hand may have been taken over: ask before each step."""
        for in_hand in self._in_hand.values():
            in_hand.certain = False

    def _key(self, update: Update) -> str:
        return f"{self._account}:{update.update_id}"
