"""Inline mode, over a strict Bot API server: passages to choose from in any chat."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.inline import InlineAnswer
from bot.telegram.inline import CACHED
from bot.texts.en import EN
from bot.texts.zh import ZH
from tests.bot.fakes import LONG, STYLE, Talk
from tests.bot.telegram.conftest import ALLOWED, STRANGER, Running
from tests.botapi.faults import Fault
from tests.botapi.inline import offered, press_under, query
from tests.botapi.rules import Refused
from tests.botapi.server import BOT_NAME

pytestmark = pytest.mark.usefixtures("unhurried")


async def test_passages_to_choose_from(halted: Running, talk: Talk) -> None:
    """For the person alone and for a short time; each a message with the passage and its source, all it takes."""
    bot = replace(halted, instead=talk.dialogue)
    async with bot.running():
        person = bot.api.person(ALLOWED)
        found = await offered(person, "作风建设")
        first = found.results[0]
        assert (found.personal, found.seconds, found.next, found.button) == (True, CACHED, "", None)
        assert first.quote == STYLE.passages[0].text
        assert first.message.text.endswith("《在作风建设推进会上的讲话》 · 一、总体要求 · 第1段 · 2024年 · 王明")
        assert first.links == ()
        (long,) = [one for one in found.results if one.links]
        assert LONG.startswith(long.quote)
        assert long.links == ((ZH.inline_open, f"https://t.me/{BOT_NAME}?start={long.id}"),)
        assert [call.description for call in bot.api.calls if call.status == 400] == []
        assert talk.store.people.language(f"tg:{ALLOWED}") is None
        assert not person.messages


async def test_what_is_not_there_is_said_above_the_results(halted: Running, talk: Talk) -> None:
    """Nothing found, no words yet, a failure: each by its own line, which leads to the bot; a failure is not cached."""
    bot = replace(halted, instead=talk.dialogue)
    async with bot.running():
        person = bot.api.person(ALLOWED)
        nothing = await offered(person, "没有的主题")
        assert (nothing.results, nothing.button, nothing.start) == ((), ZH.inline_nothing, "inline")
        assert (await offered(person, "")).button == ZH.inline_ask
        talk.searcher.broken = True
        failed = await offered(person, "作风建设")
        assert (failed.results, failed.button, failed.seconds) == ((), ZH.inline_failed, 0)


async def test_a_stranger_gets_no_results(bot: Running) -> None:
    """Only a line that says so, in their language, and leads to where they learn their id."""
    found = await offered(bot.api.person(STRANGER, language="en"), "作风建设")
    assert (found.results, found.button, found.personal) == ((), EN.inline_stranger, True)
    assert bot.conversation.sought == []


async def test_of_those_that_wait_only_the_newest_is_answered(bot: Running) -> None:
    """Somebody writes on while the first query is at work: the ones between are skipped; another's is not held up."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> InlineAnswer:
        begun.set()
        await go_on.wait()
        return InlineAnswer(hint="作")

    bot.conversation.queries["作"] = slow
    person, other = bot.api.person(ALLOWED), bot.api.person(ALLOWED + 1)
    first = await query(person, "作")
    await begun.wait()
    for text in ("作风", "作风建", "作风建设"):
        last = await query(person, text)
    assert (await offered(other, "安全")).button == "安全"
    go_on.set()
    await bot.api.until(lambda: last in bot.api.offered)
    assert [text for who, text, _ in bot.conversation.sought if who.id == f"tg:{ALLOWED}"] == ["作", "作风建设"]
    assert {first, last} < set(bot.api.offered)
    assert (await offered(person, "再写")).button == "再写"


async def test_pages_follow_by_their_offset(bot: Running) -> None:
    """What the answer names as its next page is what comes back with the next query."""

    async def more() -> InlineAnswer:
        return InlineAnswer(next="12")

    bot.conversation.queries["作风"] = more
    person = bot.api.person(ALLOWED)
    first = await offered(person, "作风")
    await offered(person, "作风", first.next)
    assert [offset for _, _, offset in bot.conversation.sought] == ["", "12"]


async def test_it_does_not_wait_for_the_chat(bot: Running) -> None:
    """A long answer in the person's own chat does not hold up what they look for in another."""
    held = asyncio.Event()

    async def slow() -> InlineAnswer:
        await held.wait()
        raise AssertionError

    bot.conversation.messages["慢"] = slow  # type: ignore[assignment]  # it never answers
    person = bot.api.person(ALLOWED)
    await person.send("慢")
    await bot.api.until(lambda: bot.conversation.heard)
    assert (await offered(person, "安全")).button == "安全"
    held.set()
    await person.reply()


async def test_nothing_of_it_is_written_down(bot: Running) -> None:
    """A query is worth nothing a moment later: it has no receipt, and is not handled again after a restart."""
    person = bot.api.person(ALLOWED)
    await offered(person, "机密的要求")
    await person.send("一")
    await person.reply()
    await bot.api.until(lambda: not bot.api.unconfirmed)
    with bot.store.engine.connect() as connection:
        keys = [row[0] for row in connection.exec_driver_sql("SELECT key FROM receipts")]
    assert keys == [f"123456789:{person.updates[-1]['update_id']}"]


@pytest.mark.parametrize("fault", [None, Fault("answerInlineQuery", drop="before")], ids=["too old", "dropped"])
async def test_a_query_that_cannot_be_answered_is_no_error(
    bot: Running, caplog: pytest.LogCaptureFixture, fault: Fault | None
) -> None:
    """Too late, or not through: the next one is answered."""
    person = bot.api.person(ALLOWED)
    if fault:
        bot.api.fault(fault)
    await query(person, "作", expired=True)
    await bot.api.until(lambda: bot.conversation.sought)
    assert (await offered(person, "作风")).button == "作风"
    assert "ERROR" not in caplog.text


async def test_a_fault_of_ours_is_told_as_a_failure(bot: Running) -> None:
    """Whatever breaks on the way, the person does not take it for nothing found."""

    async def fail() -> InlineAnswer:
        raise OSError("坏了")

    bot.conversation.queries["坏"] = fail
    assert (await offered(bot.api.person(ALLOWED), "坏")).button == ZH.inline_failed


async def test_a_press_under_a_chosen_result_is_answered(bot: Running) -> None:
    """There are no such buttons of ours; whoever presses one all the same is told where to go."""
    await press_under(bot.api.person(ALLOWED), "1n:1:0:0:0")
    await press_under(bot.api.person(STRANGER), "1n:1:0:0:0")
    await bot.api.until(lambda: len(bot.api.called("answerCallbackQuery")) == 2)
    texts = {call.parameters["text"] for call in bot.api.called("answerCallbackQuery")}
    assert texts == {ZH.inline_press, ZH.stranger.format(id=STRANGER)}
    assert bot.conversation.pressed == []


async def test_what_was_chosen_in_the_bots_own_chat_is_no_request(bot: Running) -> None:
    """There a chosen result comes back as a message; to answer it would search for a whole passage."""
    person = bot.api.person(ALLOWED)
    await person.send("今天我们召开会议", via_bot=bot.api.me())
    await person.send("一")
    await person.reply()
    assert [text for _, text in bot.conversation.heard] == ["一"]


async def test_a_bot_without_inline_mode_says_how_to_turn_it_on(
    halted: Running, caplog: pytest.LogCaptureFixture
) -> None:
    """BotFather has to be asked once; the log says so, until it is done."""
    caplog.set_level("INFO")
    async with halted.running():
        pass
    assert "/setinline" in caplog.text
    caplog.clear()
    halted.api.supports_inline = True
    async with halted.running():
        pass
    assert "/setinline" not in caplog.text


ARTICLE = {"type": "article", "id": "p_1", "title": "作风", "input_message_content": {"message_text": "文"}}


@pytest.mark.parametrize(
    ("results", "more", "told"),
    [
        ([{**ARTICLE, "id": f"p_{number}"} for number in range(51)], {}, "TOO_MUCH"),
        ([ARTICLE, ARTICLE], {}, "DUPLICATE"),
        ([{**ARTICLE, "id": "段" * 22}], {}, "ID_INVALID"),
        ([{**ARTICLE, "title": " "}], {}, "TITLE"),
        ([{**ARTICLE, "input_message_content": {"message_text": "长" * 4097}}], {}, "too long"),
        ([{**ARTICLE, "input_message_content": {"message_text": "<b", "parse_mode": "HTML"}}], {}, "parse"),
        ([], {"next_offset": "长" * 22}, "OFFSET"),
        ([], {"button": {"text": "看", "start_parameter": "不行"}}, "START_PARAM"),
        ([], {}, "too old"),
    ],
)
async def test_the_server_refuses_wrong_answers(
    bot: Running, results: list[object], more: dict[str, object], told: str
) -> None:
    """Too many, twice the same, ids and texts too long, broken markup, a button that leads nowhere, a late answer."""
    with pytest.raises(Refused, match=told):
        await bot.api._answer_inline_query("i1", results, **more)
