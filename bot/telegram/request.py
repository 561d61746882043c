"""How we speak with the Bot API over the wire, and what we forgive it (请求).

Three things would otherwise end or choke polling, or tell the log what people wrote:

* python-telegram-bot takes HTTP 404 (a proxy, or a self-hosted server that is not up yet) for a wrong token and stops;
* one update it cannot read makes it ask for the same batch for ever, as nothing of the batch is ever confirmed;
* an answer it cannot read is logged whole.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any, TypeGuard

import httpx
from telegram import Bot, Update
from telegram.error import NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.characters import whole_throughout

_LOGGER = logging.getLogger(__name__)

_HALF = re.compile(rb"\\u[dD]")

PIECE = 256 * 1024
"""Bytes of a file that are held at once while it is fetched."""


class CallRequest(HTTPXRequest):
    """Calls methods; a 404 is trouble on the way and no reason to think the token wrong."""

    _trouble = frozenset({HTTPStatus.NOT_FOUND})

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401 - passed on unread
        """Send a request.

        Raises:
            NetworkError: The server cannot be reached, or what answers there is not (yet) a Bot API server.
            TimedOut: No answer in time.
        """
        code, payload = await super().do_request(*args, **kwargs)
        if code in self._trouble:
            raise NetworkError(f"Bot API 返回 HTTP {code} {HTTPStatus(code).phrase}；请检查 JIANGGAO_TELEGRAM_BASE_URL")
        return code, payload

    async def pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        """Fetch a file piece by piece; the base class would hold all of it in memory.

        Raises:
            NetworkError: It cannot be fetched; the message holds no URL, for the token is in it.
        """
        try:
            async with self._client.stream("GET", url) as response:
                if response.status_code != HTTPStatus.OK:
                    raise NetworkError(f"文件服务器返回 HTTP {response.status_code}")
                async for piece in response.aiter_bytes(PIECE):
                    yield piece
        except httpx.HTTPError as error:
            raise NetworkError(f"文件下载中断（{type(error).__name__}）") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; unlike the base class this logs nothing of what is in it.

        Raises:
            TelegramError: It is no JSON object.
        """
        try:
            parsed = read_json(payload)
        except (ValueError, RecursionError) as error:
            raise TelegramError(f"Bot API 返回的 {len(payload)} 字节不是 JSON") from error.with_traceback(None)
        if not isinstance(parsed, dict):
            raise TelegramError(f"Bot API 返回的 JSON 是 {type(parsed).__name__}，不是对象")
        return parsed


class PollRequest(CallRequest):
    """Fetches updates: a refused token is waited out too, and an unreadable update is passed over."""

    _trouble = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.UNAUTHORIZED})

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read a batch of updates; one that cannot be read becomes an empty one, which is confirmed and skipped."""
        parsed = CallRequest.parse_json_payload(payload)
        result = parsed.get("result")
        if isinstance(result, list):
            parsed["result"] = [_readable(item) for item in result if _numbered(item)]
        return parsed


def read_json(payload: bytes) -> Any:  # noqa: ANN401 - whatever came
    r"""Read what Telegram sends; half a surrogate pair (``\ud83d``) becomes U+FFFD: nothing of ours holds one.

    Raises:
        ValueError: It is no JSON.
        RecursionError: It is nested too deeply.
    """
    parsed = json.loads(payload.decode(errors="replace"))
    return whole_throughout(parsed) if _HALF.search(payload) else parsed


def read_update(item: object, bot: Bot | None) -> Update | None:
    """Read an update; None for one that has no number or cannot be read, with a line in the log that holds none of it.

    Whatever the library trips over in one update, the next must come through.
    """
    if not _numbered(item):
        return None
    try:
        return Update.de_json(item, bot)
    except Exception as error:  # noqa: BLE001 - as said above
        _LOGGER.error("略过更新 %d：无法解读（%s）", item["update_id"], type(error).__name__)
        return None


def _numbered(item: object) -> TypeGuard[dict[str, Any]]:
    numbered = isinstance(item, dict) and isinstance(item.get("update_id"), int)
    if not numbered:
        _LOGGER.error("略过一个没有编号的更新（%s）", type(item).__name__)
    return numbered


def _readable(item: dict[str, Any]) -> dict[str, Any]:
    return {"update_id": item["update_id"]} if read_update(item, None) is None else item
