"""Build the Telegram bot, run it, and stop it so that nobody's question is lost (运行)."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import Protocol

from telegram import BotCommandScopeAllPrivateChats, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Defaults

from bot.administration import AdminDesk
from bot.dialogue import Conversation
from bot.errors import SettingsError, StoreError
from bot.monitoring import Monitor
from bot.monitoring.meters import Meters
from bot.settings import Settings
from bot.stopping import stop_event, unless
from bot.store import Store
from bot.telegram.access import Doorman
from bot.telegram.administering import LAST_WORD, Administering
from bot.telegram.answered import Answered
from bot.telegram.handlers import AnyApplication, Handlers
from bot.telegram.inbox import Inbox
from bot.telegram.limits import PoliteLimiter
from bot.telegram.measuring import MeasuredApplication, MeasuredRequest
from bot.telegram.polling import LAST_CALL, Polling
from bot.telegram.redaction import protect_logs
from bot.telegram.request import PollRequest
from bot.telegram.updates import AT_WORK, ChatByChat
from bot.texts import texts_for
from bot.texts.speeches import speech_texts
from bot.workers import Workers

_LOGGER = logging.getLogger(__name__)

DRAIN = 15.0
"""Seconds what is queued may take at the end; what is not done by then is done at the next start."""

_ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
]
_LAST_NOTE = 3.0  # seconds for leaving to others, at the end, what is not done

LONGEST_STOP = LAST_CALL + DRAIN + _LAST_NOTE + LAST_WORD
"""Seconds from SIGTERM until the process ends, at most, but for a file that is being read: it is read to its end. Where
the process is killed before, its update is handled by the next."""

_PRUNE_EVERY = 24 * 3600.0


class Intake(Protocol):
    """How updates come: ``bot.telegram.polling`` asks for them, ``bot.telegram.webhook`` is called."""

    async def start(self) -> None:
        """Let them come; raises ``SettingsError`` where a setting will not do."""
        ...

    async def stop(self) -> None:
        """Let no more come."""
        ...


async def serve(
    settings: Settings,
    conversation: Conversation,
    store: Store,
    workers: Workers,
    stop: asyncio.Event | None = None,
    monitor: Monitor | None = None,
    desk: AdminDesk | None = None,
) -> None:
    """Run the bot until it is told to stop, then finish what is queued, for at most ``DRAIN`` seconds.

    A network that is not up yet is waited for.

    Args:
        settings: The token, where the Bot API is, who may use the bot.
        conversation: Answers messages and presses.
        store: Keeps receipts of updates.
        workers: Threads for reading and writing the store; closing them is left to the caller.
        stop: Set to stop; None means SIGTERM and SIGINT.
        monitor: Is told what is done, and whether we are ready.
        desk: What administrators' commands work with; None for none of them.

    Raises:
        SettingsError: There is no token, Telegram does not know it, or the webhook cannot be had.
        StoreError: What an earlier run left behind cannot be read.
    """
    protect_logs()
    stop, monitor = stop or stop_event(), monitor or Monitor()
    account = _token(settings).partition(":")[0]
    doorman = Doorman(settings.allows, admins=settings.admins, read=partial(workers.run, store.access.all))
    administering = Administering(desk, doorman, stop) if desk else None
    answered = Answered(store, workers, account)
    async with Workers(1) as scribe:
        inbox = Inbox(store, scribe, account, must_write=settings.webhook_url is not None)
        inbox.meters = monitor.meters
        application = build(settings, conversation, inbox, doorman, answered, administering, monitor.meters)
        intake = _intake(settings, application, inbox, monitor.meters)
        try:
            if await unless(stop, _initialise(application)):
                await _take_until(stop, application, intake, inbox, store, workers, monitor, administering)
        finally:
            if administering:
                await administering.close()
            await application.shutdown()
            await application.bot.shutdown()  # the application leaves it open where it was not initialised as a whole
            _LOGGER.info("机器人已停止")


def build(
    settings: Settings,
    conversation: Conversation,
    inbox: Inbox,
    doorman: Doorman,
    answered: Answered,
    administering: Administering | None = None,
    meters: Meters | None = None,
) -> AnyApplication:
    """Put the application together: nothing is started and nothing sent. Without a webhook it has an updater.

    Raises:
        SettingsError: There is no token.
    """
    meters = meters or Meters()
    builder = (
        MeasuredApplication.builder()
        .application_class(MeasuredApplication)
        .token(_token(settings))
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_base_file_url)
        # Each update at work may send and show that it types.
        .request(
            MeasuredRequest(
                meters, connection_pool_size=4 * AT_WORK, read_timeout=15, connect_timeout=10, pool_timeout=10
            )
        )
        .get_updates_request(PollRequest(connection_pool_size=2, read_timeout=10, connect_timeout=10))
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .rate_limiter(PoliteLimiter(meters=meters))
        .concurrent_updates(ChatByChat(inbox))
        .update_queue(inbox)
        .job_queue(None)
    )
    application = (builder.updater(None) if settings.webhook_url else builder).build()
    if isinstance(application, MeasuredApplication):
        application.meters = meters
    doorman.register(application)
    if administering:
        administering.register(application)
    Handlers(conversation, doorman, settings.language, answered).register(application)
    inbox.give_up = application.process_error
    return application


def _intake(settings: Settings, application: AnyApplication, inbox: Inbox, meters: Meters) -> Intake:
    if application.updater is not None:
        return Polling(application.updater, _ALLOWED_UPDATES)
    from bot.telegram.webhook import Webhook  # only here: a server takes a while to import

    return Webhook(settings, application.bot, inbox, _ALLOWED_UPDATES, meters)


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


async def _take_until(
    stop: asyncio.Event,
    application: AnyApplication,
    intake: Intake,
    inbox: Inbox,
    store: Store,
    workers: Workers,
    monitor: Monitor,
    administering: Administering | None,
) -> None:
    housekeeping = asyncio.create_task(_prune_daily(store, workers))
    try:
        restored = await inbox.restore(application.bot)
        await application.start()
        if await unless(stop, intake.start()):
            monitor.initialised = True
            _LOGGER.info("机器人已启动；补办上次未完成的 %d 条", restored)
            await unless(stop, _announce_commands(application))
            if administering:
                await unless(stop, administering.announce(application.bot, _menu))
            await stop.wait()
    finally:
        monitor.draining = True
        housekeeping.cancel()
        await intake.stop()
        await _drain(application, inbox)


async def _drain(application: AnyApplication, inbox: Inbox) -> None:
    """Finish what was fetched, and leave the rest to other processes or the next."""
    inbox.stop_taking_over()
    processor = application.update_processor
    if isinstance(processor, ChatByChat):
        processor.stop_resting()
    try:
        if application.running:
            await asyncio.wait_for(application.stop(), DRAIN)
    except TimeoutError:
        _LOGGER.warning("停止时仍有未完成的更新，留待下次启动时补办")
        # Before the connections are closed: a handler that failed for want of them would count as done.
        if isinstance(processor, ChatByChat):
            await processor.abandon()
    with suppress(TimeoutError):
        await asyncio.wait_for(inbox.close(), _LAST_NOTE)


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


def _token(settings: Settings) -> str:
    if settings.telegram_token is None:
        raise SettingsError("没有 JIANGGAO_TELEGRAM_TOKEN：请填入 BotFather 给的令牌。")
    return settings.telegram_token.get_secret_value()
