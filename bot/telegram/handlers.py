"""From an update to the conversation and back (处理).

Thin: who asks and what was said goes to the conversation, what it answers goes to the chat.
"""

from __future__ import annotations

import logging
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Message, Update, User
from telegram.error import Forbidden, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.dialogue import Conversation
from bot.telegram.access import Doorman
from bot.telegram.addressing import Address, address_of, is_for, is_private, said
from bot.telegram.answered import Answered
from bot.telegram.documents import receive
from bot.telegram.groups import Groups
from bot.telegram.inline import Inline, tell_failure
from bot.telegram.kinds import is_file, wordless
from bot.telegram.people import person_of
from bot.telegram.pressing import Presses
from bot.telegram.sending import amend, say, send, typing
from bot.texts import texts_for

_LOGGER = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Handlers:
    """What happens when somebody writes.

    Attributes:
        conversation: Answers messages and presses.
        doorman: Who may use the bot.
        language: The language for people whose own is not known.
        answered: Which of our messages answer which of theirs.
    """

    conversation: Conversation
    doorman: Doorman
    language: str
    answered: Answered

    def register(self, application: AnyApplication) -> None:
        """Take the updates of an application, each kind by its handler."""
        ordinary = ~filters.StatusUpdate.ALL
        presses = Presses(self.conversation, self.doorman, self.language)
        inline = Inline(self.conversation, self.doorman, self.language)
        groups = Groups(self.conversation, self.doorman, self.language)
        for handler in (
            MessageHandler(filters.UpdateType.MESSAGE & ordinary, self.on_message),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & ordinary, self.on_edit),
            CallbackQueryHandler(presses.on_press),
            InlineQueryHandler(inline.on_query),
            ChatMemberHandler(groups.on_member, ChatMemberHandler.MY_CHAT_MEMBER),
        ):
            application.add_handler(handler)
        application.add_error_handler(self.on_error)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message that is meant for us."""
        message, user, bot = update.message, update.effective_user, context.bot
        if message is None or user is None or not await self._admits(bot, message, user):
            return
        address, person = address_of(message), person_of(user, self.language, message.chat)
        if is_file(message):
            await receive(self.conversation, bot, message, person)
            return
        text = said(message, bot.bot)
        if message.media_group_id and not await self.answered.begins(message, person.id, captioned=text is not None):
            return
        if text is None:
            await say(bot, address, wordless(texts_for(await self.conversation.language(person)), message))
            return
        async with typing(bot, address):
            outcome = await self.conversation.message(person, text)
        ids = await send(bot, address, *outcome.replies)
        await self.answered.keep(message, person.id, text, ids)

    async def on_edit(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message anew whose words were changed, in the place of its first answer where that still stands."""
        message, user, bot = update.edited_message, update.effective_user, context.bot
        if message is None or user is None or is_file(message):
            return
        text = said(message, bot.bot)
        if text is None or not await self._admits(bot, message, user):
            return
        held = await self.answered.to(message)
        if held and self.answered.is_of(held, message, text):
            return
        address, person = address_of(message, late=True), person_of(user, self.language, message.chat)
        async with typing(bot, address):
            outcome = await self.conversation.message(person, text)
        if held:
            withdrawn = texts_for(await self.conversation.language(person)).answer_withdrawn
            ids = await amend(bot, address, held.messages, outcome.replies, withdrawn)
        else:
            ids = await send(bot, address, *outcome.replies)
        await self.answered.keep(message, person.id, text, ids)

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

    async def _admits(self, bot: Bot, message: Message, user: User) -> bool:
        """Whether to answer a message: it is meant for us, and whoever wrote it may use the bot.

        Somebody who may not is told so, at most once in a while, in a group all of them together.
        """
        if not is_for(message, bot.bot):
            return False
        group = None if is_private(message) else message.chat.id
        if message.sender_chat:  # in the name of a group or channel: everybody's account, and nobody's
            if self.doorman.may_tell(message.sender_chat.id):
                await say(bot, address_of(message), texts_for(self.language).nobody_known)
            return False
        if user.is_bot:
            return False
        if self.doorman.admits(user.id):
            return True
        if self.doorman.may_tell(user.id) and (group is None or self.doorman.may_tell(group)):
            language = person_of(user, self.language).language
            await say(bot, address_of(message), texts_for(language).stranger.format(id=user.id))
        return False

    async def _tell_failure(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if not isinstance(update, Update) or not update.effective_user:
            return
        texts = texts_for(await self.conversation.language(person_of(update.effective_user, self.language)))
        with suppress(TelegramError):
            if update.inline_query:
                await tell_failure(update.inline_query, texts)
            elif update.effective_chat:
                held = update.effective_message
                address = address_of(held) if isinstance(held, Message) else Address(update.effective_chat.id)
                await say(context.bot, address, texts.failed)
