"""The bot in this process, against the local Bot API server, with a conversation that says what a test wants."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from shutil import copyfile

import pytest

from bot.administration import AdminDesk
from bot.dialogue import Conversation
from bot.inline import InlineAnswer
from bot.monitoring import Monitor
from bot.parcels import Parcel, read, shown_name
from bot.person import Person
from bot.replies import Button, Line, Outcome, Quote, Reply
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.telegram import run
from bot.telegram.limits import PoliteLimiter
from bot.telegram.run import serve
from bot.workers import Workers
from corpus.database import open_engine
from tests.botapi.server import BotApi

ALLOWED = 1001
ADMIN = 1002
STRANGER = 4004


def card(text: str, *labels: str, replaces: bool = False) -> Reply:
    """A card with a quote and a row of buttons whose keys are ``1:label``."""
    rows = (tuple(Button(label, f"1:{label}") for label in labels),) if labels else ()
    return Reply((Quote(text), Line("出处", quiet=True)), rows, replaces)


@dataclass
class Scripted:
    """Answers as told: by text, by key, or else with the text itself. Notes who said and pressed what."""

    messages: dict[str, Callable[[], Awaitable[Outcome]]] = field(default_factory=dict)
    presses: dict[str, Callable[[], Awaitable[Outcome]]] = field(default_factory=dict)
    heard: list[tuple[Person, str]] = field(default_factory=list)
    pressed: list[tuple[Person, str]] = field(default_factory=list)
    files: list[tuple[Person, bytes]] = field(default_factory=list)
    documents: list[tuple[Person, str, str, bytes]] = field(default_factory=list)
    queries: dict[str, Callable[[], Awaitable[InlineAnswer]]] = field(default_factory=dict)
    sought: list[tuple[Person, str, str]] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)

    async def message(self, person: Person, text: str) -> Outcome:
        self.heard.append((person, text))
        if text in self.messages:
            return await self.messages[text]()
        return Outcome((card(text, "▶", "☆ 收藏"),))

    async def press(self, person: Person, key: str) -> Outcome:
        self.pressed.append((person, key))
        if key in self.presses:
            return await self.presses[key]()
        return Outcome((card(f"按了 {key}", "◀", replaces=True),))

    async def inline(self, person: Person, text: str, offset: str) -> InlineAnswer:
        self.sought.append((person, text, offset))
        return await self.queries[text]() if text in self.queries else InlineAnswer(hint=text)

    async def language(self, person: Person) -> str:
        return self.chosen.get(person.id, person.language)

    async def file(self, person: Person, content: bytes) -> Outcome:
        self.files.append((person, content))
        return Outcome((card(f"收到 {len(content)} 字节"),))

    async def document(self, person: Person, parcel: Parcel) -> Outcome:
        await parcel.tell(card("正在读"))
        self.documents.append((person, shown_name(parcel.name), parcel.caption, await read(parcel)))
        return Outcome((card("读完了", "打开", replaces=True),))

    def says(self, text: str, outcome: Outcome, after: float = 0.0) -> None:
        """Answer this message so, after so many seconds."""
        self.messages[text] = _answering(outcome, after)

    def does(self, label: str, outcome: Outcome, after: float = 0.0) -> None:
        """Answer this button so, after so many seconds."""
        self.presses[f"1:{label}"] = _answering(outcome, after)


def _answering(outcome: Outcome, after: float) -> Callable[[], Awaitable[Outcome]]:
    async def answer() -> Outcome:
        await asyncio.sleep(after)
        return outcome

    return answer


@dataclass
class Running:
    """A bot that runs, what it says, and the server it runs against."""

    api: BotApi
    conversation: Scripted
    settings: Settings
    store: Store
    stop: asyncio.Event
    instead: Conversation | None = None
    """What answers in the place of the scripted conversation."""
    monitor: Monitor | None = None
    """What is told how it goes."""
    desk: AdminDesk | None = None
    """What administrators' commands work with; without it there are none."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the bot while the body runs, then stop it as SIGTERM would."""
        self.stop.clear()
        talks = self.instead or self.conversation
        async with Workers(2) as workers:
            run = serve(self.settings, talks, self.store, workers, self.stop, self.monitor, self.desk)
            task = asyncio.create_task(run)
            up = asyncio.create_task(self._up())
            try:
                await asyncio.wait({task, up}, return_when=asyncio.FIRST_COMPLETED)
                yield
            finally:
                up.cancel()
                self.stop.set()
                await task

    async def _up(self) -> None:
        asked = len(self.api.called("setMyCommands"))
        await self.api.until(lambda: len(self.api.called("setMyCommands")) >= asked + 3, 60)


@pytest.fixture(scope="session", autouse=True)
def certificates() -> Iterator[None]:
    """Read once for all tests, though the local server has none: to read them anew takes longer than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that may send to a chat as fast as it likes: for tests of what it says, not of when."""
    fast = (1000.0, 1.0)
    monkeypatch.setattr(run, "PoliteLimiter", partial(PoliteLimiter, chat=fast, group=fast))


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A local Bot API server."""
    async with BotApi() as server:
        yield server


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with nobody in it; to be copied, for making its tables takes most of a second."""
    path = tmp_path_factory.mktemp("database") / "jianggao.db"
    engine = open_engine(f"sqlite:///{path}")
    Store.open(engine)
    engine.dispose()
    return path


@pytest.fixture
def halted(api: BotApi, tmp_path: Path, new_database: Path) -> Running:
    """A bot that is set up and does not run yet."""
    if not (tmp_path / new_database.name).exists():  # a conversation of the same test may have made it
        copyfile(new_database, tmp_path / new_database.name)
    settings = load_settings(
        {
            "JIANGGAO_TELEGRAM_TOKEN": api.token,
            "JIANGGAO_TELEGRAM_BASE_URL": api.base_url,
            "JIANGGAO_TELEGRAM_BASE_FILE_URL": api.base_file_url,
            "JIANGGAO_ALLOW": str(ALLOWED),
            "JIANGGAO_ADMINS": str(ADMIN),
        },
        env_file=None,
        home=tmp_path,
    )
    store = Store.open(open_engine(settings.database))
    return Running(api, Scripted(), settings, store, asyncio.Event())


@pytest.fixture
async def bot(halted: Running) -> AsyncIterator[Running]:
    """A bot that runs."""
    async with halted.running():
        yield halted
