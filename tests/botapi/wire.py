"""The local Bot API without a socket: what would go over HTTP is handed to it, and its answer back, byte for byte.

For tests of thousands of messages, where the way over a socket would cost more than all the rest.
"""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import AsyncGenerator
from typing import Any

from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from telegram.request import RequestData

from tests.botapi import rules
from tests.botapi.rules import Refused
from tests.botapi.server import BotApi
from tests.botapi.shown import Call


class Wire:
    """Takes the place of what speaks HTTP in the bot's requests; everything above that is the bot's own."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        """Give a file, in the place of ``CallRequest.pieces``."""
        yield self._api.files[url.rpartition("/")[2]]

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **timeouts: Any
    ) -> tuple[int, bytes]:
        """Perform a call. Text that is no UTF-8 fails here, as it does in an HTTP library."""
        assert method == "POST"
        name = url.rpartition("/")[2]
        sent: dict[str, Any] = dict(request_data.json_parameters) if request_data else {}
        for text in sent.values():
            text.encode()
        if request_data and request_data.contains_files:
            sent |= {part: _field(part, *held) for part, held in request_data.multipart_data.items()}
        call = Call(name, sent, time.monotonic())
        self._api.calls.append(call)
        try:
            call.parameters = rules.parse_parameters(name, sent)
            _check_utf8(call.parameters)
            self._api.check_chat(call.parameters)
            result = await getattr(self._api, f"_{_snake(name)}")(**call.parameters)
        except Refused as refusal:
            call.status, call.description = refusal.status, refusal.description
            body = {"ok": False, "error_code": refusal.status, "description": refusal.description}
            return refusal.status, json.dumps(body).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()


def _field(name: str, filename: str, content: Any, kind: str) -> web.FileField:
    held = content if isinstance(content, bytes) else content.read()
    headers: CIMultiDictProxy[str] = CIMultiDictProxy(CIMultiDict())
    return web.FileField(name, filename, io.BufferedReader(io.BytesIO(held)), kind, headers)


def _check_utf8(value: object) -> None:
    """Refuse what hides in the JSON of a parameter."""
    match value:
        case str():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise Refused("Bad Request: strings must be encoded in UTF-8") from None
        case dict():
            for held in value.values():
                _check_utf8(held)
        case list():
            for held in value:
                _check_utf8(held)


def _snake(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"_{letter.group().lower()}", name)
