"""The bot from outside: its process, a strict Bot API server, and people who write and press."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.texts import texts_for
from corpus.bundled import bundled_files
from tests.botapi.faults import Fault
from tests.botapi.people import Person
from tests.botapi.server import BotApi
from tests.botapi.shown import Shown
from tests.e2e.process import ROOT, BotProcess

ASKED = "给我一段关于作风建设的话"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the bundled speeches, made once and copied by each test."""
    home = tmp_path_factory.mktemp("home")
    subprocess.run([sys.executable, "-m", "bot.cli", "--home", str(home), "init"], cwd=ROOT, check=True, timeout=120)
    return home


@pytest.fixture
async def bot(library: Path, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """A bot that runs."""
    home = tmp_path / "home"
    shutil.copytree(library, home)
    async with BotApi() as api:
        process = BotProcess(home, api)
        await process.start()
        yield process
        await process.kill()


def _is_verbatim(quote: str) -> bool:
    return any(quote in path.read_text(encoding="utf-8") for path in bundled_files())


async def _ask(person: Person, text: str) -> Shown:
    count = len(person.messages)
    await person.send(text)
    return await person.reply(count + 1)


async def test_ask_page_keep_look_around_and_survive_a_kill(bot: BotProcess) -> None:
    """The whole use of the bot, with a SIGKILL in the middle of a question: what was kept stays, nothing is doubled."""
    api, person = bot.api, bot.api.person(1001)

    card = await _ask(person, ASKED)
    first = card.quotes()[0]
    assert _is_verbatim(first)
    assert "作风" in card.text
    assert "1/" in card.text

    await person.press("▶")
    await person.edited(card)
    second = card.quotes()[0]
    assert second != first
    assert _is_verbatim(second)

    save = next(key.data for row in card.keyboard for key in row if "☆" in key.label)
    for _ in range(2):  # an impatient thumb
        await person.press_key(save, card)
    await api.until(lambda: len(api.called("answerCallbackQuery")) == 3 and len(api.called("editMessageText")) == 3)
    assert any("★" in label for label in card.labels)

    await person.press("上下文")
    await api.until(lambda: len(card.quotes()) > 1)
    assert all(_is_verbatim(quote) for quote in card.quotes())
    assert any(second[:20] in quote for quote in card.quotes())
    assert len(person.messages) == 1

    # Killed while it answers: Telegram has been told that the question arrived, the person has no answer yet.
    held = api.fault(Fault("sendMessage", drop="before", delay=30))
    await person.send("安全生产的结尾")
    await api.until(lambda: held.times == 0 and not api.unconfirmed)
    await bot.kill()
    assert len(person.messages) == 1

    await bot.start()
    answer = await person.reply(2)
    assert _is_verbatim(answer.quotes()[0])

    favourites = await _ask(person, "/favorites")
    assert texts_for("zh").favourites_head.format(count=1) in favourites.text
    for update in person.updates:  # all that was ever delivered comes once more
        await api.redeliver(update)
    await api.until(lambda: not api.unconfirmed)
    last = await _ask(person, "/help")
    assert len(person.messages) == 4
    assert person.last is last

    # Buttons of before the kill: back from the context to the card, which knows that it is kept.
    await person.press("返回", card)
    await api.until(lambda: card.quotes() == [second])
    assert any("★" in label for label in card.labels)

    assert await bot.terminate() == 0
    refused = [call.description for call in api.calls if call.status == 400]
    assert [description for description in refused if "message is not modified" not in description] == []
    assert api.token not in bot.log.read_text(errors="replace")
    assert "作风建设" not in bot.log.read_text(errors="replace")


async def test_chats_do_not_wait_for_each_other_and_the_end_is_orderly(bot: BotProcess) -> None:
    """One chat's stuck answer holds up no other chat, its own questions keep their order, and SIGTERM drains them."""
    api, slow, quick = bot.api, bot.api.person(1001), bot.api.person(1002)
    api.fault(Fault("sendMessage", delay=2, matches=lambda sent: sent["chat_id"] == "1001"))
    await slow.send("作风建设")
    await slow.send("安全生产")
    answer = await _ask(quick, "乡村振兴")
    assert _is_verbatim(answer.quotes()[0])
    assert not slow.messages

    await api.until(lambda: not api.unconfirmed)
    assert await bot.terminate() == 0
    assert len(slow.messages) == 2
    assert "安全" in slow.messages[1].text
    assert api.token not in bot.log.read_text(errors="replace")


async def test_a_foreign_button_is_refused(bot: BotProcess) -> None:
    """Somebody else's button gives an alert and changes nothing."""
    owner, other = bot.api.person(1001), bot.api.person(1002)
    card = await _ask(owner, ASKED)
    shown = card.text
    await other.press("▶", card)
    await bot.api.until(lambda: bot.api.called("answerCallbackQuery"))
    (call,) = bot.api.called("answerCallbackQuery")
    assert call.parameters["show_alert"] == "true"
    await asyncio.sleep(0.2)
    assert card.text == shown
    assert not other.messages


async def test_choose_a_function_take_the_text_and_judge_it(bot: BotProcess) -> None:
    """The same message shows the closings of the theme; the plain text is a message of its own without any markup."""
    api, person = bot.api, bot.api.person(1001)
    card = await _ask(person, ASKED)
    assert any(one.type == "bold" for one in card.parsed.entities)
    copied = next(key.copies for row in card.keyboard for key in row if "📋" in key.label)
    assert copied in card.text

    await person.press("结尾", card)
    await person.edited(card)
    assert "结尾" in card.text.splitlines()[0]
    assert any(label == "· 结尾 ·" for label in card.labels)
    closing = card.quotes()[0]
    assert _is_verbatim(closing)

    await person.press("发全文", card)
    sent = await person.reply(2)
    assert sent.text.startswith(f"{closing}\n《")
    assert sent.parsed.entities == ()
    assert sent.keyboard == ()

    await person.press("👍", card)
    await person.edited(card, 2)
    assert "👍 ✓" in card.labels
    assert await bot.terminate() == 0
    assert [call.description for call in api.calls if call.status == 400] == []
