"""Updates that Telegram brings to us (推送): a small server behind a proxy that ends TLS.

Telegram forgets an update when it is answered with 200, so that is said only when the inbox has it. Whatever keeps the
inbox from taking it is answered with 503, and Telegram brings the update again. The server is our own:
python-telegram-bot's compares the secret byte by byte, and writes a wrong one into its log.

Several processes may serve one URL: each sets the same webhook, and none takes it away when it stops, since another may
serve it; what comes while nobody does waits at Telegram.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol
from urllib.parse import unquote, urlsplit

from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.errors import SettingsError, StoreError
from bot.listening import Listener
from bot.monitoring.meters import Call, Meters
from bot.settings import Settings
from bot.telegram.redaction import redact
from bot.telegram.request import read_json, read_update

_LOGGER = logging.getLogger(__name__)

BODY_BYTES = 1_000_000
"""The largest body. An update holds a message, the one it answers and their keyboards: some tens of kilobytes."""

FIRST_WAIT = 1.0
"""Seconds before a webhook that could not be set is set again; then twice as long each time, up to half a minute."""

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_CONNECTIONS = 40  # calls at once; Telegram's own default
_BODY_SECONDS = 10.0
_AGAIN = "1"  # seconds after which what could not be taken may come again


class Sink(Protocol):
    """Where updates go; ``bot.telegram.inbox.Inbox`` is one."""

    async def put(self, item: object) -> None:
        """Take an update for good; raises ``StoreError`` where it cannot be written down."""
        ...


class Webhook:
    """Takes updates from Telegram's calls and puts them into the inbox."""

    def __init__(
        self, settings: Settings, bot: Bot, sink: Sink, allowed_updates: Sequence[str], meters: Meters
    ) -> None:
        """Take what ``start`` needs.

        Raises:
            SettingsError: There is no webhook URL or no token in the settings.
        """
        if settings.webhook_url is None or settings.telegram_token is None:
            raise SettingsError("JIANGGAO_WEBHOOK_URL 与 JIANGGAO_TELEGRAM_TOKEN 缺一不可：请都填上。")
        self._url = settings.webhook_url
        self._path = unquote(urlsplit(self._url).path) or "/"
        self._secret = secret_of(settings)
        self._bot = bot
        self._sink = sink
        self._allowed_updates = list(allowed_updates)
        self._meters = meters
        self._taking: set[int] = set()
        self._listener = Listener("webhook_listen", settings.webhook_listen, self._serve, body_bytes=BODY_BYTES)

    async def start(self) -> None:
        """Listen, then tell Telegram where; a network that is not up yet is waited for.

        Raises:
            SettingsError: The port is taken, or Telegram does not take the URL.
        """
        await self._listener.open()
        wait = FIRST_WAIT
        while not await self._set(wait):
            wait = min(2 * wait, 30.0)

    async def stop(self) -> None:
        """Take no more calls, and answer those that came. Telegram goes on calling: another process may serve."""
        await self._listener.close()

    async def _set(self, wait: float) -> bool:
        try:
            await self._bot.set_webhook(
                self._url,
                secret_token=self._secret,
                allowed_updates=self._allowed_updates,
                max_connections=_CONNECTIONS,
                drop_pending_updates=False,
            )
        except BadRequest as error:
            if "resolve" not in error.message.lower():  # a name may be too new for Telegram to know it
                raise SettingsError(
                    f"JIANGGAO_WEBHOOK_URL：Telegram 不接受这个网址（{redact(error.message)}）；"
                    "应为 https:// 开头、端口 443、80、88 或 8443 的公开网址。"
                ) from None
            reason = error.message
        except RetryAfter as error:  # several processes that start together set it together
            after = error.retry_after
            wait = after.total_seconds() if isinstance(after, timedelta) else float(after)
            reason = error.message
        except TelegramError as error:
            reason = str(error)
        else:
            return True
        _LOGGER.warning("未能向 Telegram 登记推送网址，%.0f 秒后再试：%s", wait, redact(reason))
        await asyncio.sleep(wait)
        return False

    async def _serve(self, request: web.Request) -> web.Response:
        try:
            call, response = await self._answer(request)
        except Exception as error:  # noqa: BLE001 - the boundary to the wire: a fault of ours makes Telegram come again
            # Only its kind: its words may hold those of the update.
            _LOGGER.error("一次推送处理失败：%s", type(error).__qualname__)
            call, response = Call.FAILED, _status(503)
        self._meters.called(call)
        return response

    async def _answer(self, request: web.Request) -> tuple[Call, web.Response]:
        refusal = self._refusal(request)
        if refusal is not None:
            return Call.REFUSED, refusal
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                body = await request.read()
        except TimeoutError:
            return Call.REFUSED, _status(408)
        except web.HTTPRequestEntityTooLarge:
            return Call.REFUSED, _status(413)
        try:
            item = read_json(body)
        except (ValueError, RecursionError):
            return Call.REFUSED, _status(400)
        update = read_update(item, self._bot)
        if update is None:
            return Call.UNREADABLE, _status(200)
        number = update.update_id
        if number in self._taking:  # an earlier call brought it, and whether it can be written down is not known yet
            return Call.FAILED, _status(503)
        self._taking.add(number)
        try:
            await self._sink.put(update)
        except StoreError:  # the sink has said so
            return Call.FAILED, _status(503)
        finally:
            self._taking.discard(number)
        return Call.TAKEN, _status(200)

    def _refusal(self, request: web.Request) -> web.Response | None:
        """Say why a request is none of Telegram's, before its body is read; None where it is one."""
        if request.path != self._path:
            return _status(404)
        if request.method != "POST":
            return web.Response(status=405, headers={"Allow": "POST"})
        said = request.headers.getall(_HEADER, [])
        # As bytes: compare_digest refuses other strings than ASCII, and what a stranger sends need not be any.
        if len(said) != 1 or not hmac.compare_digest(said[0].encode(errors="surrogateescape"), self._secret.encode()):
            return _status(401)
        if request.content_type != "application/json":
            return _status(415)
        if (request.content_length or 0) > BODY_BYTES:
            return _status(413)
        return None


def secret_of(settings: Settings) -> str:
    """Return what Telegram is to say at each call: the one that is set, else one made from the token.

    Made so that several processes agree on it, that it changes with the token, and that nobody learns the token by it.
    """
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    return hmac.new(token.encode(), b"jianggao webhook", hashlib.sha256).hexdigest()


def _status(status: int) -> web.Response:
    return web.Response(status=status, headers={"Retry-After": _AGAIN} if status == 503 else None)
