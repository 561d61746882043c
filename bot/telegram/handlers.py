"""From an update to the conversation and back (处理).

Thin: who asks and what was said goes to the conversation, what it answers goes to the chat.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Bot, CallbackQuery, Chat, Message, Update, User
from telegram import Document as TelegramDocument
from telegram.constants import ChatType
from telegram.error import Forbidden, TelegramError
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.dialogue import Conversation
from bot.person import Person
from bot.replies import Line, Outcome, Reply
from bot.telegram.access import Doorman
from bot.telegram.addressing import Address, address_of, is_for, said
from bot.telegram.sending import answer, replace, send, typing
from bot.texts import texts_for

_LOGGER = logging.getLogger(__name__)

ANSWER_WITHIN = 2.0
"""Seconds a press may wait for its short word; then it is answered without one."""

FILE_MB = 8
"""Megabytes of a file of favourites that is read: some ten thousand passages."""

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Handlers:
    """What happens when somebody writes or presses.

    Attributes:
        conversation: Answers messages and presses.
        doorman: Who may use the bot.
        language: The language for people whose own is not known.
    """

    conversation: Conversation
    doorman: Doorman
    language: str

    def register(self, application: AnyApplication) -> None:
        """Take the updates of an application: new messages and pressed buttons."""
        messages = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(messages, self.on_message))
        application.add_handler(CallbackQueryHandler(self.on_press))
        application.add_error_handler(self.on_error)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message that is meant for us."""
        message, user, bot = update.message, update.effective_user, context.bot
        if message is None or user is None or not is_for(message, bot.bot):
            return
        address, person = address_of(message), self._person(user, message.chat)
        if not self.doorman.admits(user.id):
            if self.doorman.may_tell(user.id):
                await send(bot, address, _line(texts_for(person.language).stranger.format(id=user.id)))
            return
        text = said(message, bot.bot)
        if text is None and message.document is not None and _is_json(message.document):
            async with typing(bot, address):
                outcome = await self._received(bot, message.document, person)
            for reply in outcome.replies:
                await send(bot, address, reply)
            return
        if text is None:
            await send(bot, address, _line(texts_for(person.language).not_text))
            return
        async with typing(bot, address):
            outcome = await self.conversation.message(person, text)
        for reply in outcome.replies:
            await send(bot, address, reply)

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a pressed button: first the press itself, exactly once, then the message."""
        query = update.callback_query
        if query is None:
            return
        if query.message is None:  # under an inline result, which we never send
            await answer(query)
            return
        user, held = query.from_user, query.message
        if not self.doorman.admits(user.id):
            await answer(query, texts_for(self._person(user).language).stranger.format(id=user.id), alert=True)
            return
        if isinstance(held, Message):
            address, held_id = address_of(held), held.message_id
        else:  # too old for Telegram to give it back, and so to edit
            address, held_id = Address(held.chat.id), None
        async with typing(context.bot, address):
            outcome = await self._pressed(query, self._person(user, held.chat))
        for reply in outcome.replies:
            if reply.replaces:
                await replace(context.bot, address, held_id, reply)
            else:
                await send(context.bot, address, reply)

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log what went wrong, never what was said; tell the person, unless it is Telegram that would not take it."""
        number = update.update_id if isinstance(update, Update) else 0
        match context.error:
            case Forbidden() as error:
                _LOGGER.info("更新 %d：对方已停用本机器人（%s）", number, error)
            case TelegramError() as error:
                _LOGGER.error("更新 %d 的答复未能送达：%s", number, error)
            case error:
                # Where and what kind, but not the error's own words: they may hold what a person wrote.
                trace = "".join(traceback.format_tb(error.__traceback__)) if error else ""
                _LOGGER.error("更新 %d 处理失败：%s\n%s", number, type(error).__qualname__, trace)
                await self._tell_failure(update, context)

    async def _received(self, bot: Bot, document: TelegramDocument, person: Person) -> Outcome:
        """Fetch a file and let the conversation read it; one that is too large is not fetched."""
        texts = texts_for(person.language)
        # A claimed size may be wrong or missing: what came is measured again.
        if (document.file_size or 0) > FILE_MB * 1_000_000:
            return Outcome((_line(texts.file_too_large.format(limit=FILE_MB)),))
        try:
            content = bytes(await (await bot.get_file(document.file_id)).download_as_bytearray())
        except TelegramError as error:
            _LOGGER.error("文件未能取得：%s", type(error).__qualname__)
            return Outcome((_line(texts.failed),))
        if len(content) > FILE_MB * 1_000_000:
            return Outcome((_line(texts.file_too_large.format(limit=FILE_MB)),))
        return await self.conversation.file(person, content)

    async def _pressed(self, query: CallbackQuery, person: Person) -> Outcome:
        """Let the conversation answer a press, and answer the press as soon as that is known, or it takes too long."""
        task = asyncio.ensure_future(self.conversation.press(person, query.data or ""))
        try:
            await asyncio.wait({task}, timeout=ANSWER_WITHIN)
            if not task.done():
                await answer(query)
                outcome = await task
                # The short word comes too late for the press; it is said in the chat where nothing else is.
                late = (_line(outcome.toast),) if outcome.toast and not outcome.replies else ()
                return Outcome(outcome.replies + late)
            if task.exception():
                await answer(query)
            outcome = task.result()
            await answer(query, outcome.toast, alert=outcome.alert)
            return outcome
        finally:
            task.cancel()

    async def _tell_failure(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if not isinstance(update, Update) or not update.effective_user or not update.effective_chat:
            return
        held = update.effective_message
        address = address_of(held) if isinstance(held, Message) else Address(update.effective_chat.id)
        with suppress(TelegramError):
            await send(context.bot, address, _line(texts_for(self._person(update.effective_user).language).failed))

    def _person(self, user: User, chat: Chat | None = None) -> Person:
        code = user.language_code
        language = self.language if not code else "zh" if code.lower().startswith("zh") else "en"
        return Person(f"tg:{user.id}", language, overheard=chat is not None and chat.type != ChatType.PRIVATE)


def _line(text: str) -> Reply:
    return Reply((Line(text),))


def _is_json(document: TelegramDocument) -> bool:
    return (document.file_name or "").lower().endswith(".json")
