"""Starting, polling and stopping: nothing is lost, nothing is done twice, and no trouble on the way ends the bot."""

from __future__ import annotations

import asyncio
import json
import traceback
from dataclasses import replace

import pytest
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.replies import Outcome
from bot.store.receipts import MAX_ATTEMPTS
from bot.telegram import limits, run
from bot.texts import texts_for
from bot.workers import Workers
from tests.bot.telegram.conftest import ADMIN, ALLOWED, Running, card
from tests.botapi.faults import Fault, broken, too_many
from tests.botapi.rules import Refused


async def test_the_menu_of_commands_is_set_in_both_languages(bot: Running) -> None:
    """Private chats get the commands in Chinese, and in English for those who read it."""
    assert set(bot.api.commands) == {("all_private_chats", code) for code in ("", "zh", "en")}
    english = {command["command"]: command["description"] for command in bot.api.commands["all_private_chats", "en"]}
    kept = ["tags", "writing", "find", "mine", "forgetme", "language"]
    assert list(english) == ["start", "help", "favorites", "library", "themes", "more", "context", "save", *kept]
    assert english["help"] == texts_for("en").menu_help


async def test_a_bot_without_a_token_says_so(halted: Running) -> None:
    """Without a token nothing starts, and the message names the variable."""
    halted = replace(halted, settings=halted.settings.model_copy(update={"telegram_token": None}))
    with pytest.raises(SettingsError, match="JIANGGAO_TELEGRAM_TOKEN"):
        async with halted.running():
            pass


async def test_a_token_that_telegram_does_not_know_ends_the_start(halted: Running) -> None:
    """A refused token is told with its variable and without its value, the exception's causes included."""
    token = "987654321:AAE-another_token_of_more_than_30_letters"
    halted = replace(halted, settings=halted.settings.model_copy(update={"telegram_token": SecretStr(token)}))
    with pytest.raises(SettingsError, match="JIANGGAO_TELEGRAM_TOKEN") as caught:
        async with halted.running():
            pass
    assert token not in "".join(traceback.format_exception(caught.value))


async def test_a_server_that_is_not_up_yet_is_waited_for(halted: Running) -> None:
    """Whether nothing listens, a proxy answers 404 or the server fails: the bot comes up once the server does."""
    halted.api.fault(Fault("getMe", drop="before"))
    halted.api.fault(broken("deleteWebhook", 404))
    person = halted.api.person(ALLOWED)
    await person.send("作风建设")
    async with halted.running():
        assert (await person.reply()).quotes() == ["作风建设"]


@pytest.mark.parametrize("status", [401, 404, 409, 500])
async def test_trouble_with_polling_does_not_end_it(bot: Running, status: int) -> None:
    """A 401, a 404, another program with the same token, a server error: the next poll is served."""
    bot.api.fault(Fault("getUpdates", Refused("trouble", status)))
    person = bot.api.person(ALLOWED)
    await person.send("一")  # ends the long poll that is under way; the next one meets the trouble
    await person.reply()
    await bot.api.until(lambda: any(call.status == status for call in bot.api.called("getUpdates")))
    other = bot.api.person(ADMIN)
    await other.send("二")
    assert (await other.reply()).quotes() == ["二"]


@pytest.mark.parametrize(
    "poison",
    [
        {"update_id": 5000, "message": {"message_id": 1}},
        {"update_id": 5001, "callback_query": {"id": "1"}},
        {"update_id": "5002", "message": None},
        {"message": {}},
        {"update_id": 5003, "message": "机密的要求"},
    ],
    ids=["message", "press", "number", "no number", "type"],
)
async def test_an_update_that_cannot_be_read_is_passed_over(
    bot: Running, poison: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    """It is confirmed and skipped, with one line in the log that holds nothing of it; what comes after it is served."""
    if isinstance(poison.get("update_id"), int):
        await bot.api.redeliver(poison)
    else:  # no offset can confirm it, so it must come only once
        bot.api.fault(Fault("getUpdates", body=json.dumps({"ok": True, "result": [poison]}).encode()))
    before, after = bot.api.person(ALLOWED), bot.api.person(ADMIN)
    await before.send("之前")  # ends the long poll that is under way
    await before.reply()
    await after.send("之后")
    assert (await after.reply()).quotes() == ["之后"]
    assert len(bot.api.called("getUpdates")) < 6
    assert "略过" in caplog.text
    assert "机密的要求" not in caplog.text


async def test_an_update_delivered_twice_is_handled_once(bot: Running) -> None:
    """The same message and the same press, delivered again, do nothing: not at once, and not after a restart."""
    person = bot.api.person(ALLOWED)
    await person.send("一")
    message = await person.reply()
    await person.press("▶")
    await person.edited(message)
    for update in person.updates:
        await bot.api.redeliver(update)
    other = bot.api.person(ADMIN)
    await other.send("二")
    await other.reply()
    assert [text for _, text in bot.conversation.heard] == ["一", "二"]
    assert len(bot.conversation.pressed) == 1


async def test_an_update_delivered_again_after_a_restart_is_known(halted: Running) -> None:
    """Receipts outlive the process."""
    person, other = halted.api.person(ALLOWED), halted.api.person(ADMIN)
    async with halted.running():
        await person.send("一")
        await person.reply()
    await halted.api.redeliver(person.updates[0])
    async with halted.running():
        await other.send("二")
        await other.reply()
    assert [text for _, text in halted.conversation.heard] == ["一", "二"]


async def test_what_is_queued_at_the_end_is_answered_first(halted: Running) -> None:
    """Told to stop, the bot fetches no more and finishes what it has; what comes later is left to Telegram."""
    halted.conversation.says("慢", Outcome((card("答"),)), after=0.5)
    person, other = halted.api.person(ALLOWED), halted.api.person(ADMIN)
    async with halted.running():
        await person.send("慢")
        await halted.api.until(lambda: halted.conversation.heard)
    assert person.last.quotes() == ["答"]
    await other.send("之后")
    assert len(halted.api.unconfirmed) == 1
    assert not other.messages


async def test_what_takes_too_long_at_the_end_is_done_at_the_next_start(
    halted: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question that could not be answered before the end is not lost, though Telegram has forgotten it."""
    monkeypatch.setattr(run, "DRAIN", 0.1)
    halted.conversation.says("慢", Outcome((card("答"),)), after=30)
    person = halted.api.person(ALLOWED)
    async with halted.running():
        await person.send("慢")
        await person.send("排队的")
        await halted.api.until(lambda: halted.conversation.heard)
    assert not person.messages
    assert not halted.api.unconfirmed
    halted.conversation.says("慢", Outcome((card("答"),)))
    async with halted.running():
        await person.reply(2)
    assert [message.quotes() for message in person.messages] == [["答"], ["排队的"]]


async def test_an_answer_on_its_way_at_the_end_is_sent_at_the_next_start(
    halted: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was being sent when time ran out, and never arrived, is sent by the next process, once."""
    monkeypatch.setattr(run, "DRAIN", 0.1)
    held = halted.api.fault(Fault("sendMessage", drop="before", delay=5))
    person = halted.api.person(ALLOWED)
    async with halted.running():
        await person.send("一")
        await halted.api.until(lambda: held.times == 0)
    async with halted.running():
        await person.reply()
    assert [message.quotes() for message in person.messages] == [["一"]]


async def test_a_long_refusal_delays_an_answer_and_loses_none(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told to wait for longer than a moment, the bot answers that chat afterwards, in order, and others meanwhile."""
    monkeypatch.setattr(limits, "LONGEST_PAUSE", 0.1)
    bot.api.fault(too_many("sendMessage", 1))
    person, other = bot.api.person(ALLOWED), bot.api.person(ADMIN)
    await person.send("一")
    await bot.api.until(lambda: bot.api.called("sendMessage"))
    await person.send("二")
    await other.send("三")
    await other.reply()
    assert not person.messages
    await person.reply(2)
    assert [message.quotes() for message in person.messages] == [["一"], ["二"]]
    assert [call.status for call in bot.api.called("sendMessage")] == [429, 200, 200, 200]


async def test_told_to_stop_while_a_chat_must_rest_it_stops_and_answers_the_next_time(halted: Running) -> None:
    """A long refusal holds up no stop; the next process answers."""
    halted.api.fault(too_many("sendMessage", 60))
    person = halted.api.person(ALLOWED)
    begin = asyncio.get_running_loop().time()
    async with halted.running():
        await person.send("一")
        await person.send("二")
        await halted.api.until(lambda: halted.api.called("sendMessage"))
    assert asyncio.get_running_loop().time() - begin < 5
    async with halted.running():
        await person.reply(2)
    assert [message.quotes() for message in person.messages] == [["一"], ["二"]]


async def test_a_question_that_was_begun_too_often_is_told_as_a_failure(halted: Running) -> None:
    """It is not begun again; its person learns that it failed, and what they ask next is answered."""
    person = halted.api.person(ALLOWED)
    await person.send("致命的")
    account, (update,) = halted.api.token.partition(":")[0], person.updates
    key = f"{account}:{update['update_id']}"
    halted.store.receipts.take(key, f"{account}:{ALLOWED}", json.dumps(update), "a dead process")
    for _ in range(MAX_ATTEMPTS):
        halted.store.receipts.begin(key, "a dead process")
    async with halted.running():
        await person.reply()
        await person.send("一")
        await person.reply(2)
    assert [message.text for message in person.messages] == [texts_for("zh").failed, person.last.text]
    assert person.last.quotes() == ["一"]
    assert [text for _, text in halted.conversation.heard] == ["一"]


async def test_a_network_that_goes_down_while_we_answer_is_waited_for(bot: Running) -> None:
    """A send that found no server was surely not delivered, so it is made again until the server is back."""
    bot.conversation.says("慢", Outcome((card("答"),)), after=0.3)
    person = bot.api.person(ALLOWED)
    await person.send("慢")
    await bot.api.until(lambda: not bot.api.unconfirmed)
    await bot.api.__aexit__()
    await asyncio.sleep(0.6)
    await bot.api.__aenter__()
    assert (await person.reply()).quotes() == ["答"]


async def test_told_to_stop_before_the_server_is_up_it_stops(halted: Running) -> None:
    """While it waits for the network, a stop is heard at once."""
    halted.api.fault(broken("*", 404, times=1000))
    begin = asyncio.get_running_loop().time()
    task = asyncio.create_task(_start_and_stop(halted))
    await asyncio.wait_for(task, 5)
    assert asyncio.get_running_loop().time() - begin < 3


async def _start_and_stop(halted: Running) -> None:
    async with Workers(1) as workers:
        task = asyncio.create_task(run.serve(halted.settings, halted.conversation, halted.store, workers, halted.stop))
        await halted.api.until(lambda: halted.api.called("getMe"))
        halted.stop.set()
        await task


async def test_no_token_in_any_log_line(halted: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Through start, trouble and stop, at the lowest level of logging, neither token nor people's words are logged."""
    caplog.set_level("DEBUG")
    halted.api.fault(Fault("getMe", drop="before"))
    halted.api.fault(broken("sendMessage"))
    person = halted.api.person(ALLOWED)
    async with halted.running():
        await person.send("机密的要求")
        await halted.api.until(lambda: halted.api.called("sendMessage"))
    assert len(caplog.records) > 5
    assert halted.api.token not in caplog.text
    assert "机密的要求" not in caplog.text
