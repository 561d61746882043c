"""Whole conversations over the bundled speeches, with the built-in encoder: in the terminal, and in Telegram."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from bot.app import App
from bot.dialogue import Conversation as Dialogue
from bot.inline import InlineAnswer
from bot.parcels import Parcel
from bot.person import Person
from bot.replies import Button, Outcome, Quote, Reply
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.telegram import run
from bot.telegram.limits import PoliteLimiter
from bot.telegram.run import serve
from bot.terminal import run_terminal
from bot.workers import Workers
from tests.botapi.people import Person as Writer
from tests.botapi.server import BotApi
from tests.botapi.shown import Shown
from tests.cases.conversation import MINE, Answer, Conversation, Reader, Turn, load

CONVERSATIONS = load()
LEAST = 40
PATIENCE = 20.0


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the bundled speeches and their index; each front takes a copy."""
    home = tmp_path_factory.mktemp("home")
    app = App(load_settings({}, None, home), print)
    app.initialise()
    assert app.engine.index
    return home


class Noting:
    """The conversation, noting what it answers to whom."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue
        self.outcomes: dict[str, list[Outcome]] = {}

    async def message(self, person: Person, text: str) -> Outcome:
        return self._noted(person, await self._dialogue.message(person, text))

    async def press(self, person: Person, key: str) -> Outcome:
        return self._noted(person, await self._dialogue.press(person, key))

    async def file(self, person: Person, content: bytes) -> Outcome:
        return self._noted(person, await self._dialogue.file(person, content))

    async def document(self, person: Person, parcel: Parcel) -> Outcome:
        return self._noted(person, await self._dialogue.document(person, parcel))

    async def inline(self, person: Person, text: str, offset: str) -> InlineAnswer:
        return await self._dialogue.inline(person, text, offset)

    async def language(self, person: Person) -> str:
        return await self._dialogue.language(person)

    def _noted(self, person: Person, outcome: Outcome) -> Outcome:
        self.outcomes.setdefault(person.id, []).append(outcome)
        return outcome


class Started:
    """The program on a home, from its start to its end."""

    def __init__(self, home: Path, settings: Settings | None = None) -> None:
        self.app = App(settings or load_settings({}, None, home), print)
        self._stack = ExitStack()

    def __enter__(self) -> Noting:
        self.workers = self._stack.enter_context(self.app.workers())
        return Noting(self.app.dialogue(self.app.engine, self.workers))

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        self.app.library.engine.dispose()


def test_there_are_enough_conversations() -> None:
    """Each has a name of its own, says something, and expects something of every turn."""
    assert len(CONVERSATIONS) >= LEAST
    assert len({one.name for one in CONVERSATIONS}) == len(CONVERSATIONS)
    for one in CONVERSATIONS:
        for turn in one.turns:
            assert turn.restart or turn != Turn(say=turn.say, press=turn.press, by=turn.by), (one.name, turn)
    assert sum(len(one.turns) >= 3 for one in CONVERSATIONS) >= LEAST // 2
    assert sum(len(one.phases()) > 1 for one in CONVERSATIONS) >= 3


# The terminal.


class Lines(io.StringIO):
    """A person at the terminal: reads the answer to each line before writing the next."""

    def __init__(self, turns: list[Turn], heard: list[Outcome], output: io.StringIO, reader: Reader) -> None:
        super().__init__()
        self._turns, self._heard, self._output, self._reader = iter(turns), heard, output, reader
        self._last: Turn | None = None
        self.faults: list[str] = []

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # the base class names no such type
        self._read()
        self._last = next(self._turns, None)
        if self._last is None:
            return ""
        return f"{self._last.say or self._key(self._last.press)}\n"

    def _key(self, label: str) -> str:
        return next(one.shortcut for one in _buttons(self._heard[-1]) if label in one.label and one.shortcut)

    def _read(self) -> None:
        text = self._output.getvalue()
        self._output.seek(0)
        self._output.truncate()
        if self._last is not None:
            outcome = self._heard[-1]
            quotes = tuple(quote for reply in outcome.replies for quote in _quotes(reply))
            assert all(quote in text for quote in quotes)
            labels = tuple(button.label for button in _buttons(outcome))
            self.faults += self._reader.faults(self._last, Answer(text, quotes, len(outcome.replies), labels))


def _buttons(outcome: Outcome) -> list[Button]:
    return [button for reply in reversed(outcome.replies) for row in reply.rows for button in row]


def _quotes(reply: Reply) -> Iterator[str]:
    yield from (part.text for part in reply.parts if isinstance(part, Quote))


@pytest.fixture(scope="module")
def desk(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of those who use the terminal."""
    return Path(shutil.copytree(library, tmp_path_factory.mktemp("terminal") / "home"))


@pytest.fixture(scope="module")
def at_work(desk: Path) -> Iterator[Noting]:
    """The program, for conversations without a restart."""
    with Started(desk) as noting:
        yield noting


@pytest.mark.parametrize("one", CONVERSATIONS, ids=lambda one: one.name)
def test_in_the_terminal(one: Conversation, desk: Path, at_work: Noting) -> None:
    """Every answer is what the conversation says, word for word out of a speech."""
    reader, faults = Reader(), []
    phases = one.phases()
    for phase in phases:
        if len(phases) == 1:
            faults += _talk(at_work, one, phase, reader)
        else:
            with Started(desk) as noting:
                faults += _talk(noting, one, phase, reader)
    assert faults == []


def _talk(noting: Noting, one: Conversation, turns: list[Turn], reader: Reader) -> list[str]:
    faults = []
    while turns:
        by = turns[0].by
        length = next((at for at, turn in enumerate(turns) if turn.by != by), len(turns))
        person, output = Person(f"{one.name[:50]}:{by}"), io.StringIO()
        lines = Lines(turns[:length], noting.outcomes.setdefault(person.id, []), output, reader)
        run_terminal(noting, person, lines, output)
        faults += lines.faults
        turns = turns[length:]
    return faults


# Telegram.


async def test_in_telegram(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same conversations, all of them side by side, through a strict Bot API server that refuses nothing of it."""
    monkeypatch.setattr(run, "PoliteLimiter", partial(PoliteLimiter, chat=(20, 1.0)))
    home = shutil.copytree(library, tmp_path / "home")
    readers = {one.name: Reader() for one in CONVERSATIONS}
    faults: list[str] = []
    async with BotApi() as api:
        settings = load_settings(
            {
                "JIANGGAO_TELEGRAM_TOKEN": api.token,
                "JIANGGAO_TELEGRAM_BASE_URL": api.base_url,
                "JIANGGAO_TELEGRAM_BASE_FILE_URL": api.base_file_url,
                "JIANGGAO_ALLOW": "*",
            },
            env_file=None,
            home=home,
        )
        for phase in range(max(len(one.phases()) for one in CONVERSATIONS)):
            with (started := Started(home, settings)) as noting:
                talks = [
                    _chat(api, noting, number, one.phases()[phase], readers[one.name])
                    for number, one in enumerate(CONVERSATIONS)
                    if phase < len(one.phases())
                ]
                faults += [
                    fault for found in await _served(settings, noting, started.app.store, talks) for fault in found
                ]
        refused = [call.description for call in api.calls if call.status == 400]
    assert faults == []
    assert [description for description in refused if "message is not modified" not in description] == []


async def _served(
    settings: Settings, noting: Noting, store: Store, talks: Sequence[Coroutine[None, None, list[str]]]
) -> list[list[str]]:
    stop = asyncio.Event()
    async with Workers(2) as workers:
        serving = asyncio.create_task(serve(settings, noting, store, workers, stop))
        try:
            return await asyncio.gather(*talks)
        finally:
            stop.set()
            await serving


async def _chat(api: BotApi, noting: Noting, number: int, turns: Sequence[Turn], reader: Reader) -> list[str]:
    faults = []
    for turn in turns:
        person = api.person(10_000 + 2 * number + (turn.by != MINE))
        faults += reader.faults(turn, await _turn(api, noting.outcomes.setdefault(f"tg:{person.id}", []), person, turn))
    return faults


async def _turn(api: BotApi, heard: list[Outcome], person: Writer, turn: Turn) -> Answer:
    answered, written = len(heard), len(person.messages)
    held = None if turn.say else next(one for one in reversed(person.messages) if _has(one, turn.press))
    edits = held.edits if held else 0
    await (person.send(turn.say) if held is None else person.press(turn.press, held))

    def done() -> bool:
        if len(heard) == answered:
            return False
        replaced = sum(reply.replaces for reply in heard[answered].replies) if held else 0
        new = len(heard[answered].replies) - replaced
        return len(person.messages) == written + new and (held is None or held.edits == edits + replaced)

    await api.until(done, PATIENCE)
    changed = [held] if held is not None and held.edits > edits else []
    return _seen([*changed, *person.messages[written:]], heard[answered])


def _has(message: Shown, label: str) -> bool:
    return any(label in own for own in message.labels)


def _before_source(text: str) -> str:
    """Return the passage of a plain message, whose last line is its source."""
    return text.rpartition("\n")[0].rstrip("\n")


def _seen(messages: Sequence[Shown], outcome: Outcome) -> Answer:
    text = "\n".join([outcome.toast or "", *(message.text for message in messages)])
    plain = any(reply.plain for reply in outcome.replies)
    quotes = tuple(
        quote
        for message in messages
        for quote in (message.quotes() or ([_before_source(message.text)] if plain else []))
    )
    labels = tuple(label for message in messages for label in message.labels)
    return Answer(text, quotes, len(messages), labels)
