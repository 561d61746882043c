"""From a file in Telegram to a speech of a person's own, seen by them alone, with the real conversation behind it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot import receiving
from bot.desk import Rules
from bot.dialogue import Dialogue
from bot.telegram import run
from bot.texts.speeches import _ZH as ZH
from corpus.importing import import_sources
from corpus.models import COMMON
from tests.bot.fakes import Talk, talking
from tests.bot.sent import docx_of, text_of, zip_of
from tests.bot.telegram.conftest import ADMIN, ALLOWED, Running

TITLE = "《在第1次工作会议上的讲话》"


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """The conversation over two speeches."""
    with talking(tmp_path) as talk:
        rules = Rules(frozenset({f"tg:{ADMIN}"}))
        talk.dialogue = Dialogue(talk.searcher, talk.library, talk.store, talk.workers, rules=rules)
        yield talk
        with talk.workers:
            pass


@pytest.fixture
async def real(halted: Running, talk: Talk) -> AsyncIterator[Running]:
    """A bot that runs with it."""
    halted.instead = talk.dialogue
    async with halted.running():
        yield halted


async def test_a_file_becomes_a_speech_of_their_own(real: Running, talk: Talk) -> None:
    """Said at once, then the result in its place, whose buttons are its sender's alone; listed, and taken out again."""
    person, other = real.api.person(ALLOWED), real.api.person(ADMIN)
    await person.upload("../讲\u202e话.docx", docx_of(1, notice=True))
    told = await person.edited(await person.reply(), seconds=15)
    assert told.text.startswith(ZH.added.format(title=TITLE))
    assert told.labels == ["看段落", "删去的 1 行", "移出", "我的讲稿"]
    assert len(person.messages) == 1
    await other.send("/mine")
    assert (await other.reply()).text == ZH.mine_empty
    await other.press_key(told.keyboard[0][0].data, told)
    await real.api.until(lambda: real.api.called("answerCallbackQuery"))
    assert real.api.called("answerCallbackQuery")[0].parameters["text"] == ZH.gone
    await person.press("我的讲稿")
    await person.edited(told, 2)
    for number, label in enumerate(("1", "移出", "移出"), start=3):
        await person.press(label)
        await person.edited(told, number)
    assert told.text.startswith("已移出")
    assert talk.library.own(f"tg:{ALLOWED}") == ()


async def test_an_admin_adds_to_the_common_library(real: Running, talk: Talk) -> None:
    """With a word under the file; of an archive every speech."""
    admin = real.api.person(ADMIN)
    await admin.upload("合集.zip", zip_of({"1.txt": text_of(1), "2.txt": text_of(2)}), caption="公共库")
    told = await admin.edited(await admin.reply(), seconds=15)
    assert told.text.startswith("“合集.zip”读完：放进公共讲稿库 2 篇")
    assert len(talk.library.own(COMMON)) == 4


async def test_a_file_whose_reading_was_broken_off_is_read_at_the_next_start(
    halted: Running, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its update was not finished, so it is done again: what went in is told as being there, in the same message."""
    halted.instead = talk.dialogue
    monkeypatch.setattr(run, "DRAIN", 0.1)
    real, held = import_sources, threading.Event()

    def slow(*args: object, **more: object) -> object:
        report = real(*args, **more)  # type: ignore[arg-type]  # passed on as they came
        held.wait(10)
        return report

    monkeypatch.setattr(receiving, "import_sources", slow)
    person = halted.api.person(ALLOWED)
    async with halted.running():
        await person.upload("讲话.txt", text_of(1))
        async with asyncio.timeout(15):
            while not talk.library.own(f"tg:{ALLOWED}"):  # noqa: ASYNC110 - another thread puts it in
                await asyncio.sleep(0.02)
    assert person.last.text == ZH.received.format(name="讲话.txt")
    held.set()
    monkeypatch.undo()
    async with halted.running():
        told = await person.edited(person.last, seconds=15)
        assert told.text == ZH.same.format(title=TITLE)
        assert len(person.messages) == 1
    assert len(talk.library.own(f"tg:{ALLOWED}")) == 1
