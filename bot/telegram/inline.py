"""Passages for a message in any chat: an inline query in, results to choose from out (内联).

Somebody who writes sends a query at every pause. So one query of a person is at work at a time, and of those that wait
only the newest is left; an older one is of no use to them any more.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ContextTypes
from telegram.helpers import create_deep_linked_url

from bot.dialogue import Conversation
from bot.inline import InlineAnswer, InlineResult
from bot.telegram.access import Doorman
from bot.telegram.people import person_of
from bot.telegram.render import render
from bot.texts import Texts, texts_for

_LOGGER = logging.getLogger(__name__)

CACHED = 20
"""Seconds that Telegram may give the same person the same results: favourites and the library change."""

_START = "inline"  # what the line above the results starts the bot with; it tells nothing and opens the conversation


class Turns:
    """Whose query is at work, and which of theirs waits."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Future[bool] | None] = {}

    @asynccontextmanager
    async def turn(self, user: int) -> AsyncIterator[bool]:
        """Wait until nothing else of a person is at work; gives False where a newer query came meanwhile."""
        if user not in self._waiting:
            self._waiting[user] = None
        elif not await self._come(user):
            yield False
            return
        try:
            yield True
        finally:
            waiting = self._waiting.pop(user)
            if waiting and not waiting.done():
                self._waiting[user] = None  # at work now, though it has not woken up yet
                waiting.set_result(True)

    async def _come(self, user: int) -> bool:
        older = self._waiting[user]
        if older and not older.done():
            older.set_result(False)
        mine: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[user] = mine
        return await mine


@dataclass(frozen=True, slots=True)
class Inline:
    """What happens when somebody writes behind the bot's name.

    Attributes:
        conversation: Finds the passages.
        doorman: Who may use the bot.
        language: The language for people whose own is not known.
        turns: Whose query is at work.
    """

    conversation: Conversation
    doorman: Doorman
    language: str
    turns: Turns = field(default_factory=Turns)

    async def on_query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an inline query, unless a newer one of the same person waits."""
        query = update.inline_query
        if query is None:
            return
        person = person_of(query.from_user, self.language)
        if not self.doorman.admits(query.from_user.id):
            await _answer(query, InlineAnswer(hint=texts_for(person.language).inline_stranger), "")
            return
        async with self.turns.turn(query.from_user.id) as ours:
            if ours:
                found = await self.conversation.inline(person, query.query, query.offset)
                await _answer(query, found, context.bot.username)


async def tell_failure(query: InlineQuery, texts: Texts) -> None:
    """Say above the results that there are none because something broke."""
    await _answer(query, InlineAnswer(hint=texts.inline_failed, failed=True), "")


async def _answer(query: InlineQuery, found: InlineAnswer, name: str) -> None:
    """Show what was found. A query that is too old, or an answer that does not come through, is no reason to fail."""
    results = [_article(result, name) for result in found.results]
    try:
        await query.answer(
            results,
            cache_time=0 if found.failed else CACHED,
            is_personal=True,
            next_offset=found.next or None,  # the library makes "[]" of an empty one
            button=InlineQueryResultsButton(found.hint, start_parameter=_START) if found.hint else None,
        )
    except TelegramError as error:
        _LOGGER.info("内联查询未能应答：%s", error)


def _article(result: InlineResult, name: str) -> InlineQueryResultArticle:
    (message,) = render(result.reply)
    keyboard = None
    if result.opens and name:
        url = create_deep_linked_url(name, result.opens)
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(result.label, url=url)]])
    return InlineQueryResultArticle(
        result.id,
        result.title,
        InputTextMessageContent(
            message.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=keyboard,
        description=result.description,
    )
