"""A file that a person sends in Telegram: what it claims to be, its bytes piece by piece, and how far we are (文件)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from telegram import Bot, Document, Message
from telegram.error import BadRequest, TelegramError

from bot.dialogue import Conversation
from bot.errors import ParcelLost, ParcelTooLarge
from bot.parcels import read
from bot.person import Person
from bot.replies import Line, Outcome, Reply
from bot.telegram.addressing import Address, address_of, said
from bot.telegram.request import PIECE, CallRequest
from bot.telegram.sending import replace, send, typing
from bot.telegram.updates import aside
from bot.texts import texts_for

_LOGGER = logging.getLogger(__name__)

FAVOURITES_MB: Final = 8
"""Megabytes of a file of favourites that is read: some ten thousand passages."""

_FETCH_WITHIN: Final = 180.0  # seconds: 20 MB at a megabit a second
_JSON: Final = ".json"


@dataclass
class Sent:
    """A document of a message, as the conversation takes it (a ``bot.parcels.Parcel``)."""

    bot: Bot
    document: Document
    caption: str
    address: Address
    _told: int | None = field(default=None, init=False)

    @property
    def name(self) -> str | None:
        """What the sender's program calls it."""
        return self.document.file_name

    @property
    def size(self) -> int | None:
        """How many bytes the sender's program says it has."""
        return self.document.file_size

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Fetch it, piece by piece.

        Raises:
            ParcelTooLarge: Telegram gives a bot no file as large.
            ParcelLost: It cannot be fetched, or not in time.
        """
        latest = asyncio.get_running_loop().time() + _FETCH_WITHIN
        try:
            async with aclosing(self._pieces()) as pieces:
                while True:
                    async with asyncio.timeout_at(latest):  # a piece that comes byte by byte counts, too
                        piece = await anext(pieces, None)
                    if piece is None:
                        return
                    yield piece
        except (TelegramError, OSError) as error:  # among them TimeoutError
            _LOGGER.error("文件未能取得：%s", type(error).__qualname__)
            if isinstance(error, BadRequest) and "too big" in error.message.lower():
                raise ParcelTooLarge("over what Telegram gives") from None
            raise ParcelLost(type(error).__qualname__) from None

    async def tell(self, reply: Reply) -> None:
        """Show a reply: as a message of its own first, then in its place. A chat that cannot be reached is logged."""
        try:
            if self._told is None:
                self._told = (await send(self.bot, self.address, reply))[-1]
            else:
                await replace(self.bot, self.address, self._told, reply)
        except TelegramError as error:
            _LOGGER.info("进度未能送达：%s", type(error).__qualname__)

    async def answer(self, outcome: Outcome) -> None:
        """Put the outcome in the place of what was told before; what does not fit there follows.

        Raises:
            TelegramError: Telegram refused it or cannot be reached.
        """
        for number, reply in enumerate(outcome.replies):
            if number == 0 and self._told is not None:
                await replace(self.bot, self.address, self._told, reply)
            else:
                await send(self.bot, self.address, reply)

    async def _pieces(self) -> AsyncGenerator[bytes, None]:
        place = (await self.bot.get_file(self.document.file_id)).file_path or ""
        if Path(place).is_absolute():  # a Bot API server of one's own may keep its files on this very machine
            with await asyncio.to_thread(Path(place).open, "rb") as file:
                while piece := await asyncio.to_thread(file.read, PIECE):
                    yield piece
            return
        request = self.bot.request
        if not isinstance(request, CallRequest):
            raise TypeError(f"{type(request).__qualname__} cannot fetch a file piece by piece")
        async with aclosing(request.pieces(place)) as pieces:
            async for piece in pieces:
                yield piece


async def receive(conversation: Conversation, bot: Bot, message: Message, person: Person) -> None:
    """Answer a document: a file of favourites is brought back, any other is read as speeches.

    It is read while its update is in hand, so that one whose reading is broken off by a kill is read again.

    Raises:
        TelegramError: Telegram refused the answer or cannot be reached.
    """
    if message.document is None:
        return
    sent = Sent(bot, message.document, said(message, bot.bot) or "", address_of(message))
    if (sent.name or "").lower().endswith(_JSON):
        async with typing(bot, sent.address):
            outcome = await _brought(conversation, sent, person)
    else:
        async with aside():  # a long file must not take a place that a question could have
            outcome = await conversation.document(person, sent)
    await sent.answer(outcome)


async def _brought(conversation: Conversation, sent: Sent, person: Person) -> Outcome:
    texts = texts_for(await conversation.language(person))
    try:
        content = await read(sent, FAVOURITES_MB * 1_000_000)
    except ParcelTooLarge:
        return Outcome((Reply((Line(texts.file_too_large.format(limit=FAVOURITES_MB)),)),))
    except ParcelLost:
        return Outcome((Reply((Line(texts.failed),)),))
    return await conversation.file(person, content)
