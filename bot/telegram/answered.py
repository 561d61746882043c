"""Which of our messages answer which of theirs, kept so that an edit finds them (已答)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message

from bot.errors import StoreError
from bot.store import Answer, Store
from bot.store.answers import hashed
from bot.workers import Workers

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers by message. A database that fails costs a second answer, never the first.

    Attributes:
        store: Keeps them.
        workers: Threads for that.
        account: The bot's own id: another bot has messages of the same numbers.
    """

    store: Store
    workers: Workers
    account: str

    async def to(self, message: Message) -> Answer | None:
        """Return what answers a message; None where nothing does, or it is too long ago."""
        try:
            return await self.workers.run(self.store.answers.get, self._key(message))
        except StoreError as error:
            _LOGGER.error("查不到消息 %d 的答复，另发一条：%s", message.message_id, error)
            return None

    def is_of(self, answer: Answer, message: Message, words: str) -> bool:
        """Whether an answer was given to these very words."""
        return answer.sha256 == hashed(self._key(message), words)

    async def keep(self, message: Message, person: str, words: str, ids: Sequence[int]) -> None:
        """Note our messages that answer the words of a message."""
        try:
            await self.workers.run(self.store.answers.keep, self._key(message), person, words, ids)
        except StoreError as error:
            _LOGGER.error("消息 %d 的答复未能记下：%s", message.message_id, error)

    async def begins(self, message: Message, person: str, *, captioned: bool) -> bool:
        """Whether a picture is the first of its album to be answered; one with words goes before those without."""
        album = f"{self.account}:{message.chat.id}:album:{message.media_group_id}"
        begin, picture = self.store.answers.begin, str(message.message_id)
        try:
            begun = await self.workers.run(begin, album, person, picture)
            return await self.workers.run(begin, f"{album}:+", person, picture) if captioned else begun
        except StoreError as error:
            _LOGGER.error("相册 %s 未能记下：%s", message.media_group_id, error)
            return True

    def _key(self, message: Message) -> str:
        return f"{self.account}:{message.chat.id}:{message.message_id}"
