"""Several processes on one PostgreSQL: each question answered once and in order, also when one of them is killed."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from pathlib import Path
from typing import Any

from bot.store import Store
from corpus.library import Library
from tests.botapi.server import BotApi
from tests.e2e.kills import Account, Asker, judge, open_receipts
from tests.e2e.light import SPEECH
from tests.e2e.process import ROOT

PEOPLE = 8
QUESTIONS = 3


class Fed:
    """A process that is given updates, and says which it has written down."""

    def __init__(self, home: Path, url: str, api: BotApi) -> None:
        self._home = home
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("JIANGGAO_")},
            "JIANGGAO_TELEGRAM_TOKEN": api.token,
            "JIANGGAO_TELEGRAM_BASE_URL": api.base_url,
            "JIANGGAO_TELEGRAM_BASE_FILE_URL": api.base_file_url,
            "JIANGGAO_ALLOW": "*",
            "JIANGGAO_DATABASE_URL": url,
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it takes updates."""
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.e2e.fed", "--home", str(self._home),
            cwd=ROOT, env=self._environment, stdin=pipe, stdout=pipe,
        )  # fmt: skip
        assert await self._line() == "ready"

    async def take(self, update: dict[str, Any]) -> bool:
        """Give it an update; whether it has written it down."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(update).encode() + b"\n")
            await self._process.stdin.drain()
        except ConnectionError:
            return False
        return await self._line() == str(update["update_id"])

    async def end(self, number: signal.Signals | None = None) -> None:
        """Kill it, or let it finish what it has."""
        assert self._process is not None
        assert self._process.stdin is not None
        if number:
            self._process.send_signal(number)
        else:
            self._process.stdin.close()
        await self._process.wait()

    async def _line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()


async def test_two_processes_answer_each_question_once(postgres_url: str, tmp_path: Path) -> None:
    """Updates go to either of two; one is killed among them and comes back; what it had is answered by the other."""
    chance = random.Random(6)
    with Library.open(postgres_url) as library:
        library.add(SPEECH)
        store = Store.open(library.engine)
        async with BotApi() as api:
            fed = [Fed(tmp_path, postgres_url, api) for _ in range(2)]
            await asyncio.gather(*(one.start() for one in fed))
            askers = [Asker(api.person(1001 + number), chance) for number in range(PEOPLE)]
            for number in range(QUESTIONS):
                if number == 2:
                    await fed[0].end(signal.SIGKILL)
                for asker in askers:
                    asker.asked.append(f"问{3 * number}")  # one message each
                    await asker.person.send(asker.asked[-1])
                    first, other = chance.sample(fed, 2)
                    if not await first.take(asker.person.updates[-1]):
                        assert await other.take(asker.person.updates[-1])
                    await other.take(chance.choice(asker.person.updates))  # delivered twice, to another
                if number == 2:
                    await fed[0].start()
            await api.until(lambda: all(set(one.expected) <= set(one.answers) for one in askers), 60)
            await asyncio.gather(*(one.end() for one in fed))
        account = Account(kills=1)
        for asker in askers:
            judge(account, asker, store)
        assert open_receipts(store) == []
    assert account.questions == PEOPLE * QUESTIONS
    assert account.unanswered == []
    assert account.out_of_order == []
    assert account.doubled <= 1
