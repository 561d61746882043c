"""Build the Telegram bot, run it, and stop it so that nobody's question is lost (运行)."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import BotCommandScopeAllPrivateChats, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application, Defaults

from bot.dialogue import Conversation
from bot.errors import SettingsError, StoreError
from bot.settings import Settings
from bot.store import Store
from bot.telegram.access import Doorman
from bot.telegram.answered import Answered
from bot.telegram.handlers import AnyApplication, Handlers
from bot.telegram.inbox import Inbox
from bot.telegram.limits import PoliteLimiter
from bot.telegram.redaction import protect_logs, redact
from bot.telegram.request import CallRequest, PollRequest
from bot.telegram.updates import AT_WORK, ChatByChat
from bot.texts import texts_for
from bot.texts.speeches import speech_texts
from bot.workers import Workers

_LOGGER = logging.getLogger(__name__)

DRAIN = 20.0
"""Seconds what is queued may take at the end; what is not done by then is done at the next start."""

_ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]
_LONG_POLL = timedelta(seconds=30)
_POLL_INTERVAL = 0.1  # seconds; above 0, so that no answer of the server can make us spin
_LAST_CALL = 5.0  # seconds for telling Telegram, at the end, what we have
_PRUNE_EVERY = 24 * 3600.0


async def serve(
    settings: Settings, conversation: Conversation, store: Store, workers: Workers, stop: asyncio.Event | None = None
) -> None:
    """Run the bot until it is told to stop, then finish what is queued, for at most ``DRAIN`` seconds.

    A network that is not up yet is waited for.

    Args:
        settings: The token, where the Bot API is, who may use the bot.
        conversation: Answers messages and presses.
        store: Keeps receipts of updates.
        workers: Threads for reading and writing the store; closing them is left to the caller.
        stop: Set to stop; None means SIGTERM and SIGINT.

    Raises:
        SettingsError: There is no token, or Telegram does not know it.
        StoreError: What an earlier run left behind cannot be read.
    """
    protect_logs()
    stop = stop or _stop_event()
    account = _token(settings).partition(":")[0]
    inbox = Inbox(store, workers, account)
    application = build(settings, conversation, inbox, Answered(store, workers, account))
    try:
        if await _unless(stop, _initialise(application)):
            await _poll_until(stop, application, inbox, store, workers)
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # the application leaves it open where it was not initialised as a whole
        _LOGGER.info("机器人已停止")


def build(settings: Settings, conversation: Conversation, inbox: Inbox, answered: Answered) -> AnyApplication:
    """Put the application together: nothing is started and nothing sent.

    Raises:
        SettingsError: There is no token.
    """
    application = (
        Application.builder()
        .token(_token(settings))
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        # Each update at work may send and show that it types.
        .request(CallRequest(connection_pool_size=4 * AT_WORK, read_timeout=15, connect_timeout=10, pool_timeout=10))
        .get_updates_request(PollRequest(connection_pool_size=2, read_timeout=10, connect_timeout=10))
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .rate_limiter(PoliteLimiter())
        .concurrent_updates(ChatByChat(inbox.finish))
        .update_queue(inbox)
        .job_queue(None)
        .build()
    )
    Handlers(conversation, Doorman(settings.allows), settings.language, answered).register(application)
    return application


async def _initialise(application: AnyApplication) -> None:
    wait = 1.0
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            # From None: the chained error holds the token.
            raise SettingsError("JIANGGAO_TELEGRAM_TOKEN=***：Telegram 不认识这个令牌，请向 BotFather 核对。") from None
        except TelegramError as error:
            _LOGGER.warning("连不上 Bot API，%.0f 秒后再试：%s", wait, error)
            await asyncio.sleep(wait)
            wait = min(2 * wait, 30.0)
        else:
            if not application.bot.bot.supports_inline_queries:
                _LOGGER.info(
                    "内联未开启：要在任意聊天中 @%s 找段落，请向 BotFather 发 /setinline", application.bot.username
                )
            return


async def _poll_until(
    stop: asyncio.Event, application: AnyApplication, inbox: Inbox, store: Store, workers: Workers
) -> None:
    updater = application.updater
    if updater is None:
        raise TypeError("the application was built without an updater")
    restored = await inbox.restore(application.bot)
    await application.start()
    housekeeping = asyncio.create_task(_prune_daily(store, workers))
    try:
        polling = updater.start_polling(
            poll_interval=_POLL_INTERVAL,
            timeout=_LONG_POLL,
            bootstrap_retries=-1,
            allowed_updates=_ALLOWED_UPDATES,
            drop_pending_updates=False,
            error_callback=_polling_failed,
        )
        if await _unless(stop, polling):
            _LOGGER.info("机器人已启动；补办上次未完成的 %d 条", restored)
            await _unless(stop, _announce_commands(application))
            await stop.wait()
    finally:
        housekeeping.cancel()
        await _drain(application)


async def _drain(application: AnyApplication) -> None:
    """Fetch no more, and finish what was fetched."""
    if application.updater and application.updater.running:
        with suppress(TimeoutError):
            await asyncio.wait_for(application.updater.stop(), _LAST_CALL)
    try:
        await asyncio.wait_for(application.stop(), DRAIN)
    except TimeoutError:
        _LOGGER.warning("停止时仍有未完成的更新，留待下次启动时补办")
        # Before the connections are closed: a handler that failed for want of them would count as done.
        if isinstance(application.update_processor, ChatByChat):
            await application.update_processor.abandon()


async def _announce_commands(application: AnyApplication) -> None:
    """Fill the menu of commands, in Chinese for everybody and in English for those who read it."""
    scope = BotCommandScopeAllPrivateChats()
    try:
        for language, code in (("zh", None), ("zh", "zh"), ("en", "en")):
            await application.bot.set_my_commands(_menu(language), scope=scope, language_code=code)
    except TelegramError as error:
        _LOGGER.warning("命令菜单未能更新：%s", error)


def _menu(language: str) -> list[tuple[str, str]]:
    words = texts_for(language)
    return [
        ("start", words.menu_start),
        ("help", words.menu_help),
        ("favorites", words.menu_favorites),
        ("library", words.menu_library),
        ("themes", words.menu_themes),
        ("more", words.menu_more),
        ("context", words.menu_context),
        ("save", words.menu_save),
        ("tags", words.menu_tags),
        ("writing", words.menu_writing),
        ("find", words.menu_find),
        ("mine", speech_texts(language).menu_mine),
        ("forgetme", words.menu_forgetme),
        ("language", words.menu_language),
    ]


async def _prune_daily(store: Store, workers: Workers) -> None:
    while True:
        try:
            await workers.run(store.prune)
        except StoreError as error:
            _LOGGER.warning("旧记录未能清理：%s", error)
        await asyncio.sleep(_PRUNE_EVERY)


def _polling_failed(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        _LOGGER.error("另有一个程序在用同一个令牌收消息，请停掉其中一个：%s", error)
    else:
        _LOGGER.warning("收消息失败，稍后再试：%s", redact(str(error)))


def _token(settings: Settings) -> str:
    if settings.telegram_token is None:
        raise SettingsError("没有 JIANGGAO_TELEGRAM_TOKEN：请填入 BotFather 给的令牌。")
    return settings.telegram_token.get_secret_value()


def _stop_event() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set; a second signal then does what it does by itself."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stopped(number: signal.Signals) -> None:
        _LOGGER.info("收到 %s，正在停止", number.name)
        loop.remove_signal_handler(number)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped, number)
    return stop


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Any]) -> bool:
    """Do something, unless we are told to stop before it is done; says whether it was done."""
    task, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        return task.done()
    finally:
        for one in (task, stopped):
            one.cancel()
        await asyncio.wait({task, stopped})
