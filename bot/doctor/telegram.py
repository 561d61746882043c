"""What Telegram says of the bot (Telegram): the token, inline mode, groups, and how messages come.

Two short questions over the network; the token is in no text that comes of them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from bot.doctor.finding import Finding, hint, ill
from bot.settings import Settings
from bot.texts.doctor import DoctorTexts

if TYPE_CHECKING:
    import httpx
    from telegram import User, WebhookInfo
    from telegram.error import TelegramError

TIMEOUT: Final = 5.0
"""Seconds for each step of a question."""

RECENT: Final = 3600.0
"""Seconds for which a fault that Telegram tells of counts."""


@dataclass(slots=True)
class Heard:
    """What came back.

    Attributes:
        me: The bot, or None.
        webhook: How its messages come, or None.
        fault: Why there is no answer.
        now: The server's clock, and ours at that moment.
    """

    me: User | None = None
    webhook: WebhookInfo | None = None
    fault: TelegramError | None = None
    now: tuple[datetime, datetime] | None = None


def ask(settings: Settings) -> Heard:
    """Ask the Bot API who the bot is and how its messages come; for a thread without an event loop."""
    return asyncio.run(_ask(settings))


async def _ask(settings: Settings) -> Heard:
    from telegram import Bot
    from telegram.error import TelegramError

    from bot.telegram.request import CallRequest

    heard = Heard()

    async def note(response: httpx.Response) -> None:
        heard.now = _clocks(response.headers.get("date")) or heard.now

    if settings.telegram_token is None:
        return heard
    bot = Bot(
        settings.telegram_token.get_secret_value(),
        base_url=settings.telegram_base_url,
        base_file_url=settings.telegram_base_file_url,
        request=CallRequest(
            read_timeout=TIMEOUT, connect_timeout=TIMEOUT, httpx_kwargs={"event_hooks": {"response": [note]}}
        ),
    )
    try:
        async with bot:
            heard.me = bot.bot
            heard.webhook = await bot.get_webhook_info()
    except TelegramError as error:
        heard.fault = error
    return heard


def telegram(heard: Heard, settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    """What is to be told of it."""
    from telegram.error import InvalidToken, NetworkError

    from bot.telegram.redaction import redact

    if heard.me is not None:
        yield from _bot(heard.me, texts)
    match heard.fault:
        case None:
            pass
        case error if heard.me is not None:
            yield ill("updates", texts.updates_unknown.format(reason=redact(error.message)))
        case InvalidToken():
            yield ill("token", texts.account_ill)
        case NetworkError() as error:
            yield ill("token", texts.account_unreachable.format(reason=redact(error.message)))
        case error:
            yield ill("token", texts.account_failed.format(reason=redact(error.message)))
    if heard.webhook is not None:
        yield from _messages(heard.webhook, settings, texts)


def _bot(me: User, texts: DoctorTexts) -> Iterator[Finding]:
    yield Finding("token", texts.account_well.format(name=me.username))
    inline = me.supports_inline_queries
    yield Finding("inline", texts.inline_well) if inline else hint("inline", texts.inline_off)
    if not me.can_join_groups:
        yield hint("groups", texts.groups_none)
    elif me.can_read_all_group_messages:
        yield hint("groups", texts.groups_all)
    else:
        yield Finding("groups", texts.groups_well)


def _messages(info: WebhookInfo, settings: Settings, texts: DoctorTexts) -> Iterator[Finding]:
    from bot.telegram.redaction import redact

    ours, pending = settings.webhook_url, info.pending_update_count
    if ours is None:
        if info.url:
            yield ill("updates", texts.polling_webhook)
        else:
            yield Finding("updates", texts.polling_well.format(pending=pending))
        return
    if not info.url:
        yield ill("updates", texts.webhook_missing)
        return
    if not info.url.startswith(ours.rstrip("/")):
        yield ill("updates", texts.webhook_other)
        return
    yield Finding("updates", texts.webhook_set.format(pending=pending))
    if info.last_error_date is not None:
        ago = time.time() - info.last_error_date.timestamp()
        if ago < RECENT:
            reason = redact(info.last_error_message or "?")
            yield ill("updates", texts.webhook_errors.format(minutes=round(ago / 60), reason=reason))


def _clocks(date: str | None) -> tuple[datetime, datetime] | None:
    try:
        return (parsedate_to_datetime(date), datetime.now(UTC)) if date else None
    except ValueError:
        return None
