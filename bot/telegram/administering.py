"""Administrators' commands in Telegram (管理命令).

They are taken before the conversation sees them, and from administrators alone: to everybody else they are commands
that do not exist, and go the way of those. What takes long runs beside the other updates, one of a kind at a time, and
is told when it begins and when it is done.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Final

from telegram import Bot, Message, MessageOriginUser, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.administration import AdminDesk
from bot.administration.admitting import PAGE_KEY, Changed, change, listed
from bot.administration.backing_up import back_up
from bot.administration.counting import stats
from bot.administration.renewing import renew
from bot.commands import AdminCommand, argument, read_admin_command
from bot.replies import Line, Reply
from bot.telegram.access import Doorman
from bot.telegram.addressing import Address, address_of, is_for, said
from bot.telegram.handlers import AnyApplication
from bot.telegram.menus import Menu, announce_to_admins
from bot.telegram.sending import answer, replace, send
from bot.texts.administration import AdministrationTexts, administration_texts
from bot.workers import Workers

_LOGGER = logging.getLogger(__name__)

LAST_WORD: Final = 5.0
"""Seconds that what is at work has, at the end of the bot, to be told."""

_WELCOMED: Final = 30
"""People who are told at most that they were let in, by one command."""

_LIST: Final = {AdminCommand.ALLOW: True, AdminCommand.BLOCK: False}


class Administering:
    """Takes the commands of administrators.

    Its work has threads of its own, so that searches have all of theirs while an index is built.
    """

    def __init__(self, desk: AdminDesk, doorman: Doorman, stop: asyncio.Event) -> None:
        """Take what it works with; once ``stop`` is set, an index that is being built is given up."""
        self._desk = desk
        self._doorman = doorman
        self._stop = stop
        self._workers = Workers(3)
        self._tasks: dict[AdminCommand, asyncio.Task[None]] = {}

    def register(self, application: AnyApplication) -> None:
        """Take commands before the handlers that are added later; none where there is no administrator."""
        admins = self._desk.settings.admins
        if not admins:
            return
        theirs = filters.UpdateType.MESSAGE & filters.User(user_id=admins) & _Asked()
        application.add_handler(MessageHandler(theirs, self.on_command))
        application.add_handler(_Pages(self.on_press, admins))

    async def announce(self, bot: Bot, menu: Callable[[str], Menu]) -> None:
        """Give administrators a menu of their own; ``menu`` is everybody's, by language."""
        await announce_to_admins(bot, self._desk.settings.admins, menu)

    async def on_command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry out a command, or begin to."""
        message, user, bot = update.message, update.effective_user, context.bot
        if message is None or user is None or not is_for(message, bot.bot):
            return
        text = said(message, bot.bot) or ""
        command, address = read_admin_command(text), address_of(message)
        language = await self._language(user)
        texts = administration_texts(language)
        if command is None:
            return
        if message.chat.type != ChatType.PRIVATE:
            await send(bot, address, _line(texts.private_only))
            return
        match command:
            case AdminCommand.STATS:
                await send(bot, address, await self._workers.run(stats, self._desk, language))
            case AdminCommand.ALLOW | AdminCommand.BLOCK:
                await self._admit(bot, address, message, argument(text), user, language, command)
            case AdminCommand.REINDEX:
                await self._reindex(bot, address, argument(text), language, texts)
            case AdminCommand.BACKUP:
                work = lambda: back_up(self._desk, language)  # noqa: E731 - begun below, or refused
                await self._begin(command, bot, address, work, texts.backup_begun, texts.backup_busy, texts)

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Turn the page of the list."""
        query = update.callback_query
        if query is None or not isinstance(query.message, Message):
            return
        held, page = query.message, int((query.data or "").removeprefix(PAGE_KEY))
        await answer(query)
        language = await self._language(query.from_user)
        reply = await self._workers.run(listed, self._desk, page, language, replaces=True)
        await replace(context.bot, address_of(held), held.message_id, reply)

    async def close(self) -> None:
        """Wait until nothing is at work any more, and what came of it is told, for at most ``LAST_WORD`` seconds."""
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=LAST_WORD)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._workers.close()

    async def _admit(
        self,
        bot: Bot,
        address: Address,
        message: Message,
        argued: str,
        user: User,
        language: str,
        command: AdminCommand,
    ) -> None:
        texts, admitted = administration_texts(language), _LIST[command]
        answered = message.reply_to_message
        sender = _sender(answered, user) if answered and not argued else None
        if not argued and answered and sender is None:
            await send(bot, address, _line(texts.sender_hidden))
        elif not argued and not answered and admitted:
            await send(bot, address, await self._workers.run(listed, self._desk, 0, language, replaces=False))
        elif not argued and not answered:
            await send(bot, address, _line(texts.block_whom))
        else:
            done: Changed = await self._workers.run(
                change, self._desk, user.id, argued, sender, language, admitted=admitted
            )
            await self._doorman.look(now=True)
            await send(bot, address, done.reply)
            for one in done.welcome[:_WELCOMED]:
                await self._welcome(bot, one)

    async def _welcome(self, bot: Bot, user_id: int) -> None:
        """Tell somebody that they were let in. Who has never written cannot be told, which is no failure."""
        known = await self._workers.run(self._desk.store.people.language, f"tg:{user_id}")
        texts = administration_texts(known or self._desk.settings.language)
        with suppress(TelegramError):
            await bot.send_message(user_id, texts.welcome)

    async def _reindex(
        self, bot: Bot, address: Address, argued: str, language: str, texts: AdministrationTexts
    ) -> None:
        anew = argued.lower() in {"all", "全部"}
        if argued and not anew:
            await send(bot, address, _line(texts.reindex_what))
            return
        work = lambda: renew(self._desk, language, self._stop.is_set, anew=anew)  # noqa: E731 - as above
        begun = texts.reindex_begun_all if anew else texts.reindex_begun
        await self._begin(AdminCommand.REINDEX, bot, address, work, begun, texts.reindex_busy, texts)

    async def _begin(
        self,
        command: AdminCommand,
        bot: Bot,
        address: Address,
        work: Callable[[], Reply],
        begun: str,
        busy: str,
        texts: AdministrationTexts,
    ) -> None:
        """Begin what takes long, unless the same is at work; say so, and what came of it when it is done."""
        if command in self._tasks:
            await send(bot, address, _line(busy))
            return
        self._tasks[command] = asyncio.create_task(self._do(command, bot, address, work, begun, texts))

    async def _do(
        self,
        command: AdminCommand,
        bot: Bot,
        address: Address,
        work: Callable[[], Reply],
        begun: str,
        texts: AdministrationTexts,
    ) -> None:
        try:
            await send(bot, address, _line(begun))
            reply = await self._workers.run(work)
            await self._tell(bot, address, reply, texts)
        except TelegramError as error:
            _LOGGER.error("命令 /%s 的结果没有送达：%s", command, type(error).__name__)
        except Exception:
            _LOGGER.exception("命令 /%s 失败", command)
            with suppress(TelegramError):
                await send(bot, address, _line(texts.failed))
        finally:
            del self._tasks[command]

    async def _tell(self, bot: Bot, address: Address, reply: Reply, texts: AdministrationTexts) -> None:
        try:
            await send(bot, address, reply)
        except TelegramError as error:
            if reply.document is None:
                raise
            file = self._desk.settings.backups_folder / reply.document.name
            reason = type(error).__name__
            await send(bot, address, _line(texts.backup_unsent.format(file=file, reason=reason)))

    async def _language(self, user: User) -> str:
        known = await self._workers.run(self._desk.store.people.language, f"tg:{user.id}")
        code = user.language_code
        return known or (self._desk.settings.language if not code else "zh" if code.lower().startswith("zh") else "en")


class _Asked(filters.MessageFilter):
    """Messages that are a command of administrators, to whichever bot."""

    def filter(self, message: Message) -> bool:
        return message.text is not None and read_admin_command(message.text) is not None


class _Pages(CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, None]):
    """Presses, by administrators, of the buttons that turn a page."""

    def __init__(self, callback: Callable[..., Coroutine[None, None, None]], admins: frozenset[int]) -> None:
        super().__init__(callback, pattern=rf"^{re.escape(PAGE_KEY)}[0-9]{{1,6}}$")
        self._admins = admins

    def check_update(self, update: object) -> bool | object:
        """Whether it is one."""
        query = update.callback_query if isinstance(update, Update) else None
        return query is not None and query.from_user.id in self._admins and super().check_update(update)


def _sender(message: Message, admin: User) -> int | None:
    """Who sent, or is told of in, a message that was answered; None where Telegram does not say."""
    if isinstance(message.forward_origin, MessageOriginUser):
        return message.forward_origin.sender_user.id
    if message.contact is not None and message.contact.user_id:
        return message.contact.user_id
    sender = message.from_user
    if message.forward_origin is not None or sender is None or sender.is_bot or sender.id == admin.id:
        return None
    return sender.id


def _line(text: str) -> Reply:
    return Reply((Line(text),))
