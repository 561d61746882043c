"""The bot as it is shipped, over a real engine and two speeches; only the socket and Telegram's limits are left out."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.ext import BaseUpdateProcessor
from telegram.request import HTTPXRequest

from bot.app import App
from bot.export.jsonfile import FORMAT, VERSION
from bot.person import Person
from bot.replies import Reply
from bot.settings import load_settings
from bot.telegram import polling, run
from bot.telegram.handlers import AnyApplication
from bot.telegram.limits import PoliteLimiter
from bot.telegram.request import CallRequest, read_json, read_update
from bot.telegram.run import serve
from bot.telegram.updates import lane_of
from tests.bot.fakes import ASK, SAFETY, STYLE, button
from tests.botapi.rules import utf16_length
from tests.botapi.server import BotApi
from tests.botapi.shown import Call, Shown
from tests.botapi.wire import Wire
from tests.hostile.words import Deed

FIRST, SECOND, ADMIN, STRANGER, BYSTANDER = 1001, 1003, 1002, 2**52 - 1, 7_770_001_005
PEOPLE = (FIRST, SECOND, ADMIN, STRANGER)
GROUPS = (-100500, -100600)
SECRET = "旁人的暗号"
"""Stands in everything that the bystander keeps, and nowhere else."""

_NO_LIMIT = (1e9, 1.0)


class Heard(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@dataclass
class Served:
    """The bot, who writes to it, and what came of that."""

    api: BotApi
    app: App
    loop: asyncio.Runner
    heard: Heard
    handled: int = 0
    pressed: dict[str, Deed] = field(default_factory=dict)
    asked: dict[str, Deed] = field(default_factory=dict)
    written: dict[tuple[int, int], int] = field(default_factory=dict)
    said: list[tuple[int, Deed]] = field(default_factory=list)

    application: AnyApplication | None = None

    def does(self, deeds: list[Deed], *, polled: bool = True) -> list[Call]:
        """Let all this happen at once, and wait until it is handled; returns what the bot did.

        What is not ``polled`` is read and handled as all else, but without the way through poll and inbox, which is the
        same for every update and costs as much as everything behind it.
        """
        self.api.calls.clear()
        self.heard.records.clear()
        self.pressed.clear()
        self.asked.clear()
        self.said.clear()
        self.loop.run(self._happen(deeds) if polled else self._go_straight(deeds))
        return list(self.api.calls)

    def tidy(self) -> None:
        """Let the chats forget all but their last few messages, as nothing else here would bound them."""
        for chat in self.api.chats.values():
            del chat[:-8]
        self.api.offered.clear()

    async def _happen(self, deeds: list[Deed]) -> None:
        before = self.handled
        for deed in deeds:
            await self.api.deliver(**self._update(deed))
        for _ in range(6000):
            if self.handled - before >= len(deeds):
                return
            await asyncio.sleep(0.005)
        raise TimeoutError(f"{self.handled - before} of {len(deeds)} updates were handled in half a minute")

    async def _go_straight(self, deeds: list[Deed]) -> None:
        assert self.application is not None
        lanes: dict[str | None, list[Update]] = {}
        for deed in deeds:
            item = read_json(json.dumps({"update_id": self.api.number(), **self._update(deed)}).encode())
            update = read_update(item, self.application.bot)
            assert update is not None
            lanes.setdefault(lane_of(update), []).append(update)
        await asyncio.gather(*map(self._one_by_one, lanes.values()))

    async def _one_by_one(self, updates: list[Update]) -> None:
        assert self.application is not None
        for update in updates:
            await self.application.process_update(update)

    def _update(self, deed: Deed) -> dict[str, Any]:
        user = {"id": PEOPLE[deed.who], "is_bot": False, "first_name": "\u202e<b>{}", "language_code": "zh"}
        if deed.what == "ask":
            query = f"i{self.api.number()}"
            self.api.open_inline(query)
            self.asked[query] = deed
            return {"inline_query": {"id": query, "from": user, "query": deed.text, "offset": deed.offset}}
        chat = _chat(PEOPLE[deed.who], deed.where)
        self.api.chats.setdefault(chat["id"], [])
        if deed.what == "press":
            return {"callback_query": self._press(deed, user, chat)}
        edited = {"edit_date": 2} if deed.what == "edit" else {}
        number = self.written.get((PEOPLE[deed.who], chat["id"]), 1) if edited else self.api.number()
        self.written[PEOPLE[deed.who], chat["id"]] = number
        message: dict[str, Any] = {"message_id": number, "date": 1, "chat": chat, "from": user, **edited}
        if deed.reply:
            message["reply_to_message"] = {**message, "message_id": 1, "from": self.api.me(), "text": "\u202e"}
        if deed.kind is None:
            message |= {"text": deed.text or "", "entities": [*_command(deed.text or ""), *deed.entities]}
        else:
            message |= deed.kind | ({"caption": deed.text} if deed.text is not None else {})
        self.said.append((chat["id"], deed))
        return {"edited_message" if deed.what == "edit" else "message": message}

    def _press(self, deed: Deed, user: dict[str, Any], chat: dict[str, Any]) -> dict[str, Any]:
        number = f"q{self.api.number()}"
        self.api.open_query(number)
        self.pressed[number] = deed
        query: dict[str, Any] = {"id": number, "from": user, "chat_instance": "1", "data": deed.text}
        shown = [(held, key) for held in self._shown() for row in held.keyboard for key in row if key.data]
        held: dict[str, Any] = {"message_id": 10**6, "date": 1, "chat": chat, "text": "gone", "from": self.api.me()}
        if deed.text is None:
            if shown:
                under, key = shown[deed.shown % len(shown)]
                held, query["data"] = self.api.as_json(under), key.data
            else:
                query["data"] = "1x"
        elif deed.under == "there" and (mine := [one for one in self.api.chats[chat["id"]] if one.from_bot]):
            held = self.api.as_json(mine[-1])
        elif deed.under == "old":
            held = {"message_id": 1, "date": 0, "chat": chat}
        return query | ({"inline_message_id": "i1"} if deed.under == "inline" else {"message": held})

    def _shown(self) -> Iterator[Shown]:
        for chat in self.api.chats.values():
            yield from (message for message in chat if message.from_bot)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Run the bot on a home in ``folder``, where a bystander keeps things of their own, and stop it as SIGTERM would.

    The clock runs while ``Served.does`` runs, and stands still between.
    """
    api = BotApi()
    settings = load_settings(
        {
            "JIANGGAO_TELEGRAM_TOKEN": api.token,
            "JIANGGAO_TELEGRAM_BASE_URL": api.base_url,
            "JIANGGAO_TELEGRAM_BASE_FILE_URL": api.base_file_url,
            "JIANGGAO_ALLOW": f"{FIRST},{SECOND},{BYSTANDER}",
            "JIANGGAO_ADMINS": str(ADMIN),
        },
        env_file=None,
        home=folder,
    )
    app = App(settings, lambda _: None)
    app.initialise(bundled=False)
    for speech in (STYLE, SAFETY):
        app.library.add(speech)
    heard = Heard()
    logging.getLogger().addHandler(heard)
    try:
        with asyncio.Runner() as loop, pytest.MonkeyPatch.context() as patch:
            bot = Served(api, app, loop, heard)
            _patch(patch, bot)
            stop = asyncio.Event()
            workers = app.workers()
            dialogue = app.dialogue(app.engine, workers)
            task = loop.run(_started(app, dialogue, workers, stop))
            yield bot
            stop.set()
            loop.run(_ended(task, workers))
    finally:
        logging.getLogger().removeHandler(heard)


def _patch(patch: pytest.MonkeyPatch, bot: Served) -> None:
    wire = Wire(bot.api)

    async def do_request(_: HTTPXRequest, *args: Any, **more: Any) -> tuple[int, bytes]:
        return await wire.do_request(*args, **more)

    process = BaseUpdateProcessor.process_update

    async def process_update(self: Any, update: object, work: Any) -> None:
        try:
            await process(self, update, work)
        finally:
            bot.handled += 1

    build = run.build

    def built(*args: Any, **more: Any) -> AnyApplication:
        bot.application = build(*args, **more)
        return bot.application

    bot.api.files |= {"f0": b"{" * 5000, "half.json": _favourites_of_nobody()}
    patch.setattr(HTTPXRequest, "do_request", do_request)
    patch.setattr(CallRequest, "pieces", lambda _, url: wire.pieces(url))
    patch.setattr(BaseUpdateProcessor, "process_update", process_update)
    patch.setattr(run, "build", built)
    patch.setattr(polling, "_INTERVAL", 0.001)
    patch.setattr(run, "PoliteLimiter", partial(PoliteLimiter, overall=_NO_LIMIT, chat=_NO_LIMIT, group=_NO_LIMIT))


async def _started(app: App, dialogue: Any, workers: Any, stop: asyncio.Event) -> asyncio.Task[None]:
    await _keep_secrets(dialogue)
    return asyncio.create_task(serve(app.settings, dialogue, app.store, workers, stop))


async def _ended(task: asyncio.Task[None], workers: Any) -> None:
    await task
    await workers.close()


async def _keep_secrets(dialogue: Any) -> None:
    """Let the bystander search, keep, tag, note, list and find, so that there is one of everything to be stolen."""
    person = Person(f"tg:{BYSTANDER}")

    async def say(text: str) -> Reply:
        reply: Reply = (await dialogue.message(person, text)).replies[0]
        return reply

    await dialogue.press(person, button(await say(ASK), "☆").key)
    for text in (f"备注：{SECRET}", f"打标签 {SECRET}", f"正在写：{SECRET}", f"收藏里找{SECRET}", "收藏夹", "标签"):
        await say(text)


def _favourites_of_nobody() -> bytes:
    """A file of favourites in which everything is of the wrong kind, or half a character."""
    half = "\ud83d"
    tags: list[object] = [None, {"name": half, "passages": [half, None]}, {"name": "\u202e", "passages": [1]}]
    held = {
        "format": FORMAT,
        "version": VERSION,
        "favourites": [half, {"text": half}, None],
        "tags": tags,
        "writing": half,
    }
    return json.dumps(held).encode()


def _chat(person: int, where: int) -> dict[str, Any]:
    if not where:
        return {"id": person, "type": "private", "first_name": "x"}
    return {"id": GROUPS[where - 1], "type": "supergroup", "title": "\u202e<b>", "is_forum": where == 2}


def _command(text: str) -> list[dict[str, Any]]:
    """As Telegram's clients mark it; in UTF-16 units, of halves of pairs too."""
    if not text.startswith("/") or not text.split():
        return []
    first = text.split()[0]
    length = len(first.encode("utf-16-le", "surrogatepass")) // 2
    assert length >= utf16_length(first.encode("utf-16-le", "replace").decode("utf-16-le")) - 1
    return [{"type": "bot_command", "offset": 0, "length": length}]
