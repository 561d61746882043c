"""A strict local Bot API server: what a bot sends is checked, kept and shown as a chat would show it.

``async with BotApi() as api`` listens on a free port. ``api.person(id)`` gives somebody who writes to the bot, presses
its buttons and reads the chat. Updates are confirmed by the offset of the next ``getUpdates``, as on the service, and
delivered again until then.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

from aiohttp import web

from tests.botapi import rules
from tests.botapi.faults import Fault
from tests.botapi.inline import InlineQueries
from tests.botapi.people import Person
from tests.botapi.rules import Key, Parsed, Refused
from tests.botapi.shown import Call, Shown
from tests.botapi.webhook import Webhooks

TOKEN = "123456789:AAE-local_server_token_of_35_letters"
BOT_ID = 123456789
BOT_NAME = "jianggao_bot"


class BotApi(InlineQueries, Webhooks):
    """The server, its chats and everything it was asked."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.moved: dict[int, int] = {}
        self.calls: list[Call] = []
        self.chats: dict[int, list[Shown]] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.faults: list[Fault] = []
        self.files: dict[str, bytes] = {}
        self.lost: set[str] = set()
        """Ids of files whose download breaks off in the middle."""
        self.dripping: set[str] = set()
        """Ids of files that come byte by byte."""
        self.place: str | None = None
        """Where a server of one's own says that its files lie."""
        self._queries: set[str] = set()
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/documents/{name}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop_delivering()
        if self._poll:
            self._poll.set()
        if self._runner:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """What goes into ``JIANGGAO_TELEGRAM_BASE_URL``."""
        return f"http://127.0.0.1:{self._port}/bot"

    @property
    def base_file_url(self) -> str:
        """What goes into ``JIANGGAO_TELEGRAM_BASE_FILE_URL``."""
        return f"http://127.0.0.1:{self._port}/file/bot"

    # What a test does.

    def person(self, id: int, name: str = "王五", language: str = "zh-hans") -> Person:
        """Somebody with a private chat."""
        return Person(self, id, name, language, chat={"id": id, "type": "private", "first_name": name})

    def fault(self, fault: Fault) -> Fault:
        """Put trouble in the way of the next calls it is meant for."""
        self.faults.append(fault)
        return fault

    async def deliver(self, **content: Any) -> int:
        """Queue an update with this content, and return its number."""
        number = 1000 + next(self._numbers)
        await self.redeliver({"update_id": number, **content})
        return number

    async def redeliver(self, update: dict[str, Any]) -> None:
        """Queue an update as it is, which may have been delivered before."""
        async with self._changed:
            self._pending.append(update)
            self._changed.notify_all()

    async def until(self, holds: Callable[[], object], seconds: float = 5.0) -> None:
        """Wait until something holds.

        Raises:
            TimeoutError: It did not in time; the message says what the chats show.
        """
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: bool(holds())), seconds)
            except TimeoutError:
                shown = {chat: [message.text[:80] for message in chats] for chat, chats in self.chats.items()}
                calls = [(call.method, call.status, call.description) for call in self.calls[-8:]]
                raise TimeoutError(f"not within {seconds} s; chats: {shown}; last calls: {calls}") from None

    def called(self, *methods: str) -> list[Call]:
        """The calls of these methods, in order."""
        return [call for call in self.calls if call.method in methods]

    @property
    def unconfirmed(self) -> list[int]:
        """The numbers of the updates that no later offset has confirmed."""
        return [update["update_id"] for update in self._pending]

    # What the bot sees.

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        sent = dict(await request.post()) if request.can_read_body else dict(request.query)
        call = Call(method, sent, time.monotonic())
        fault = await self._fault(call)
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault and fault.drop == "before":
            return self._dropped(request, call)
        try:
            self._admit(request, fault)
            call.parameters = rules.parse_parameters(method, sent)
            self.check_chat(call.parameters)
            result = await getattr(self, f"_{_snake(method)}")(**call.parameters)
        except Refused as refusal:
            return await self._answer(call, refusal)
        if fault and fault.drop == "after":
            await self._record(call)
            return self._dropped(request, call)
        await self._record(call)
        if fault and fault.body is not None:
            return web.Response(body=fault.body, content_type="application/json")
        return web.json_response({"ok": True, "result": result})

    def _admit(self, request: web.Request, fault: Fault | None) -> None:
        if request.match_info["token"] != self.token:
            raise Refused("Unauthorized", 401)
        if fault and fault.refusal:
            raise fault.refusal

    def check_chat(self, parameters: Mapping[str, Any]) -> None:
        """Refuse what goes to a group that became a supergroup, and say which."""
        moved = self.moved.get(int(parameters.get("chat_id", 0)))
        if moved is not None:
            raise Refused("Bad Request: group chat was upgraded to a supergroup chat", moved_to=moved)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        content = self.files.get(request.match_info["name"])
        if request.match_info["token"] != self.token or content is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        if request.match_info["name"] in self.lost and request.transport:
            response = web.StreamResponse(headers={"Content-Length": str(len(content))})
            await response.prepare(request)
            await response.write(content[: len(content) // 2])
            request.transport.abort()
            return response
        if request.match_info["name"] in self.dripping:
            response = web.StreamResponse(headers={"Content-Length": str(len(content))})
            await response.prepare(request)
            for byte in content:
                await response.write(bytes([byte]))
                await asyncio.sleep(0.05)
            return response
        return web.Response(body=content)

    async def _fault(self, call: Call) -> Fault | None:
        for fault in self.faults:
            if fault.method in {call.method, "*"} and fault.times > 0 and fault.matches(call.parameters):
                async with self._changed:
                    fault.times -= 1
                    self._changed.notify_all()
                return fault
        return None

    def _dropped(self, request: web.Request, call: Call) -> web.StreamResponse:
        call.description = "dropped"
        if request.transport:
            request.transport.abort()
        return web.Response()

    async def _answer(self, call: Call, refusal: Refused) -> web.Response:
        call.status, call.description = refusal.status, refusal.description
        await self._record(call)
        body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
        if refusal.retry_after is not None:
            body["parameters"] = {"retry_after": refusal.retry_after}
        if refusal.moved_to is not None:
            body["parameters"] = {"migrate_to_chat_id": refusal.moved_to}
        return web.json_response(body, status=refusal.status)

    async def _record(self, call: Call) -> None:
        async with self._changed:
            self.calls.append(call)
            self._changed.notify_all()

    # The methods.

    async def _get_me(self) -> dict[str, Any]:
        return {
            **self.me(),
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": self.supports_inline,
        }

    async def _get_updates(
        self, offset: str = "0", limit: str = "100", allowed_updates: list[str] | None = None, **more: Any
    ) -> list[dict[str, Any]]:
        self._refuse_polling()
        if self._poll:
            self._poll.set()
        ended = self._poll = asyncio.Event()
        async with self._changed:
            # An update without a number, as a broken server may send one, cannot be confirmed; it is delivered once.
            self._pending = [one for one in self._pending if one.get("update_id", 0) >= int(offset)]
            self._changed.notify_all()
        deadline = time.monotonic() + int(more.get("timeout", 0))

        def ready() -> list[dict[str, Any]]:
            return [one for one in self._pending if self._wanted(one, allowed_updates)][: int(limit)]

        while not ready() and not ended.is_set() and time.monotonic() < deadline:
            await self._news(lambda: bool(ready()), ended, deadline - time.monotonic())
        if ended.is_set():
            raise Refused("Conflict: terminated by other getUpdates request", 409)
        return ready()

    async def _news(self, holds: Callable[[], bool], ended: asyncio.Event, seconds: float) -> None:
        async def changed() -> None:
            async with self._changed:
                await self._changed.wait_for(holds)

        waits = [asyncio.create_task(changed()), asyncio.create_task(ended.wait())]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)

    @staticmethod
    def _wanted(update: dict[str, Any], kinds: list[str] | None) -> bool:
        content = set(update) - {"update_id"}
        return not kinds or not content or bool(content & set(kinds))

    async def _send_message(self, chat_id: str, text: str, **more: Any) -> dict[str, Any]:
        chat = self.chats.get(int(chat_id))
        if chat is None:
            raise Refused("Bad Request: chat not found")
        parsed = rules.parse_text(text, more.get("parse_mode"))
        keyboard = rules.parse_keyboard(more.get("reply_markup"))
        topic = more.get("message_thread_id")
        answers = more.get("reply_parameters", {}).get("message_id")
        message = Shown(
            next(self._numbers), True, parsed, keyboard, topic=int(topic) if topic else None, answers=answers
        )
        message.chat = next((one.chat for one in chat if one.chat), {"id": int(chat_id), "type": "private"})
        chat.append(message)
        return self.as_json(message)

    async def _send_document(self, chat_id: str, document: object, caption: str = "", **more: Any) -> dict[str, Any]:
        chat = self.chats.get(int(chat_id))
        if chat is None:
            raise Refused("Bad Request: chat not found")
        if not isinstance(document, web.FileField):
            raise Refused("Bad Request: there is no document in the request")
        file = rules.parse_file(document.filename, document.file.read())
        parsed = rules.parse_caption(caption, more.get("parse_mode"))
        message = Shown(next(self._numbers), True, parsed, rules.parse_keyboard(more.get("reply_markup")), file=file)
        message.chat = next((one.chat for one in chat if one.chat), {"id": int(chat_id), "type": "private"})
        chat.append(message)
        return self.as_json(message)

    async def _get_file(self, file_id: str) -> dict[str, Any]:
        content = self.files.get(file_id)
        if content is None:
            raise Refused("Bad Request: invalid file_id")
        if len(content) > rules.DOWNLOAD_BYTES:
            raise Refused("Bad Request: file is too big")
        found = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}
        return {**found, "file_path": self.place or f"documents/{file_id}"}

    async def _edit_message_text(self, chat_id: str, message_id: str, text: str, **more: Any) -> dict[str, Any]:
        message = self._own(chat_id, message_id, "edit")
        if message.file:
            raise Refused("Bad Request: there is no text in the message to edit")
        parsed = rules.parse_text(text, more.get("parse_mode"))
        return self._edit(message, parsed, rules.parse_keyboard(more.get("reply_markup")))

    async def _edit_message_reply_markup(
        self, chat_id: str, message_id: str, reply_markup: object = None
    ) -> dict[str, Any]:
        message = self._own(chat_id, message_id, "edit")
        return self._edit(message, message.parsed, rules.parse_keyboard(reply_markup))

    async def _delete_message(self, chat_id: str, message_id: str) -> bool:
        self.chats[int(chat_id)].remove(self._own(chat_id, message_id, "delete"))
        return True

    async def _answer_callback_query(
        self, callback_query_id: str, text: str = "", show_alert: str = "false", **more: Any
    ) -> bool:
        if len(text) > rules.TOAST_LIMIT:
            raise Refused("Bad Request: MESSAGE_TOO_LONG")
        if callback_query_id not in self._queries:
            raise Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._queries.remove(callback_query_id)
        return True

    async def _send_chat_action(self, chat_id: str, action: str, message_thread_id: str | None = None) -> bool:
        if int(chat_id) not in self.chats:
            raise Refused("Bad Request: chat not found")
        if action not in {"typing", "upload_document"}:
            raise Refused("Bad Request: wrong parameter action in request")
        return True

    async def _set_my_commands(
        self, commands: object, scope: dict[str, Any] | None = None, language_code: str = ""
    ) -> bool:
        kind = (scope or {"type": "default"})["type"]
        if kind == "chat":
            if scope is None or int(scope["chat_id"]) not in self.chats:
                raise Refused("Bad Request: chat not found")
            kind = f"chat {scope['chat_id']}"
        self.commands[kind, language_code] = rules.parse_commands(commands)
        return True

    async def _delete_my_commands(self, scope: dict[str, Any] | None = None, language_code: str = "") -> bool:
        self.commands.pop(((scope or {"type": "default"})["type"], language_code), None)
        return True

    # Chats.

    def open_query(self, id: str) -> None:
        """Let a press be answered, once."""
        self._queries.add(id)

    def number(self) -> int:
        """A number nobody has had."""
        return next(self._numbers)

    def as_json(self, message: Shown) -> dict[str, Any]:
        """A message of the bot as the API tells it."""
        found: dict[str, Any] = {
            "message_id": message.id,
            "date": int(time.time()),
            "chat": message.chat,
            "from": self.me(),
        }
        if message.file:
            name = message.file.name
            found["document"] = {"file_id": f"f{message.id}", "file_unique_id": f"u{message.id}", "file_name": name}
            found["caption"] = message.text
        else:
            found["text"] = message.text
        if message.topic:
            found |= {"message_thread_id": message.topic, "is_topic_message": True}
        if message.keyboard:
            rows = [[{"text": key.label, "callback_data": key.data} for key in row] for row in message.keyboard]
            found["reply_markup"] = {"inline_keyboard": rows}
        return found

    @staticmethod
    def me() -> dict[str, Any]:
        """The bot itself as the API tells it."""
        return {"id": BOT_ID, "is_bot": True, "first_name": "讲稿", "username": BOT_NAME}

    def _own(self, chat_id: str, message_id: str, what: str) -> Shown:
        for message in self.chats.get(int(chat_id), ()):
            if message.id == int(message_id):
                if not message.from_bot:
                    raise Refused(f"Bad Request: message can't be {what}ed")
                return message
        raise Refused(f"Bad Request: message to {what} not found")

    def _edit(self, message: Shown, parsed: Parsed, keyboard: tuple[tuple[Key, ...], ...]) -> dict[str, Any]:
        if (message.parsed, message.keyboard) == (parsed, keyboard):
            raise Refused(
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the"
                " same as a current content and reply markup of the message"
            )
        message.parsed, message.keyboard, message.edits = parsed, keyboard, message.edits + 1
        return self.as_json(message)


def _snake(name: str) -> str:
    return re.sub("[A-Z]", lambda letter: f"_{letter.group().lower()}", name)
