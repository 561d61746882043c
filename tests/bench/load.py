"""Messages through the whole bot (吞吐): people who write and press at a local Bot API server, and how long they wait.

The bot is a process of its own. A person's message counts from the moment at which the server could hand it out to the
moment at which the answer came in: one message for a request, one edit for a press. Requests are such as one card
answers. The people, the server and the bot share the machine's cores: what is measured is less than the bot could do.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil

from tests.botapi.server import BotApi
from tests.botapi.shown import Call, Shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which an answer counts as lost, and the measurement as failed."""

_CHAT = 5_000_000
_PRESSES = ("▶", "上下文", "☆")
_PRESS_SHARE = 0.3
_KEPT = 4  # messages that the server keeps of a chat; a button is pressed under the last one


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: answers, seconds in all, and milliseconds of waiting at three percentiles."""

    answers: int
    seconds: float
    p50: float
    p95: float
    p99: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


class Counter(BotApi):
    """The local server, telling each chat at once when its answer is there, and forgetting what it showed."""

    def __init__(self, first: int = 1) -> None:
        super().__init__()
        self._numbers = itertools.count(first)  # a bot that has seen a number once does not answer it again
        self.waiting: dict[int, asyncio.Future[float]] = {}
        self.failures: list[str] = []

    async def _record(self, call: Call) -> None:
        if call.method == "setMyCommands":
            await super()._record(call)
        if call.status != 200:
            self.failures.append(f"{call.method}: {call.description}")
        if call.method in {"sendMessage", "editMessageText"}:
            chat = int(call.parameters["chat_id"])
            del self.chats[chat][:-_KEPT]
            waiting = self.waiting.pop(chat, None)
            if waiting and not waiting.done():
                waiting.set_result(time.perf_counter())


@dataclass
class Load:
    """People at a server, each in a chat of their own, with one thing asked at a time.

    Attributes:
        api: The server.
        requests: What they write, in turn.
        chats: How many people there are.
    """

    api: Counter
    requests: list[str]
    chats: int
    _random: random.Random = field(default_factory=lambda: random.Random(7))
    _texts: Iterator[str] = field(init=False)
    _first: int = field(init=False)

    _used = itertools.count(_CHAT, 10_000)

    def __post_init__(self) -> None:
        self._texts = itertools.cycle(self.requests)
        self._first = next(Load._used)  # people of one measurement are nobody of another

    async def closed(self, messages: int) -> Figures:
        """Let every person go on as soon as the answer has come, until so many messages are answered."""
        begin = time.perf_counter()
        shares = [max(1, messages // self.chats)] * self.chats
        waits = await asyncio.gather(*(self._talk(number, share) for number, share in enumerate(shares)))
        return _figures(begin, [one for each in waits for one in each])

    async def open(self, rate: float, messages: int) -> Figures:
        """Let so many messages a second come in, whether the answers are there or not; people take turns.

        Where everybody still waits, a message waits for somebody to be free, and that counts as waiting, too.
        """
        begin = time.perf_counter()
        free: asyncio.Queue[int] = asyncio.Queue()
        for number in range(self.chats):
            free.put_nowait(number)

        async def ask(due: float) -> float:
            chat = await free.get()
            late = (time.perf_counter() - due) * 1000
            took = await self._ask(chat)
            free.put_nowait(chat)
            return late + took

        tasks: list[asyncio.Task[float]] = []
        for number in range(messages):
            due = begin + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(ask(due)))
        return _figures(begin, list(await asyncio.gather(*tasks)))

    async def _talk(self, number: int, messages: int) -> list[float]:
        return [await self._ask(number) for _ in range(messages)]

    async def _ask(self, number: int) -> float:
        """Write or press, and return the milliseconds until the answer."""
        chat = self._first + number
        person = self.api.person(chat)
        answered = self.api.waiting[chat] = asyncio.get_running_loop().create_future()
        held = person.messages[-1] if person.messages else None
        begin = time.perf_counter()
        key = self._key(held) if held and self._random.random() < _PRESS_SHARE else None
        if held and key:
            await person.press_key(key, held)
        else:
            await person.send(next(self._texts))
        async with asyncio.timeout(PATIENCE):
            at: float = await answered
        return (at - begin) * 1000

    def _key(self, held: Shown) -> str | None:
        label = self._random.choice(_PRESSES)
        keys = (key.data for row in held.keyboard for key in row if label in key.label)
        return next(keys, None)


@asynccontextmanager
async def bot_at(api: Counter, home: Path, *, limits: bool) -> AsyncIterator[psutil.Process]:
    """Run the bot over a home, with Telegram's limits as shipped or with none, until it answers; then end it."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JIANGGAO_")},
        "JIANGGAO_TELEGRAM_TOKEN": api.token,
        "JIANGGAO_TELEGRAM_BASE_URL": api.base_url,
        "JIANGGAO_TELEGRAM_BASE_FILE_URL": api.base_file_url,
        "JIANGGAO_ALLOW": "*",
        "JIANGGAO_LOG_LEVEL": "WARNING",
    }
    menus = len(api.called("setMyCommands"))
    log = (home.parent / "bot.log").open("ab")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.served", str(home), "limits" if limits else "open",
        cwd=ROOT, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        await api.until(lambda: len(api.called("setMyCommands")) > menus, 120)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()
        log.close()


def resident_mb(process: psutil.Process) -> float:
    """Resident memory of a process, in MB."""
    return float(process.memory_info().rss) / 1e6


def _figures(begin: float, waits: list[float]) -> Figures:
    seconds = time.perf_counter() - begin
    p50, p95, p99 = np.percentile(waits, [50, 95, 99])
    return Figures(len(waits), seconds, float(p50), float(p95), float(p99))


def read_requests(path: Path) -> list[str]:
    """The requests of a file that one card answers: those that ask for several passages are left out."""
    from retrieval.request import understand

    texts: list[Any] = [line for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [text for text in texts if (understand(text).count or 1) == 1]
