"""What a person sees when they write and press, over a strict Bot API server."""

from __future__ import annotations

import pytest

from bot.person import Person
from bot.replies import Line, Outcome, Quote, Reply
from bot.telegram.pressing import ANSWER_WITHIN
from bot.texts import texts_for
from tests.bot.telegram.conftest import ADMIN, ALLOWED, STRANGER, Running, card
from tests.botapi.faults import Fault, broken, too_many
from tests.botapi.rules import Refused

pytestmark = pytest.mark.usefixtures("unhurried")
ZH = texts_for("zh")


async def test_a_message_is_answered_with_a_card(bot: Running) -> None:
    """A request goes to the conversation with who asked and in which language; the card has its quote and buttons."""
    person = bot.api.person(ALLOWED)
    await person.send("作风建设 <b>&amp;")
    reply = await person.reply()
    assert bot.conversation.heard == [(Person("tg:1001", "zh"), "作风建设 <b>&amp;")]
    assert reply.quotes() == ["作风建设 <b>&amp;"]
    assert reply.labels == ["▶", "☆ 收藏"]
    (call,) = bot.api.called("sendMessage")
    assert call.parameters["link_preview_options"] == {"is_disabled": True}


async def test_a_press_is_answered_first_and_edits_the_message_in_place(bot: Running) -> None:
    """Turning the page answers the press once, then changes the same message, keyboard included."""
    person = bot.api.person(ALLOWED)
    await person.send("作风建设")
    message = await person.reply()
    await person.press("▶")
    await person.edited(message)
    assert message.quotes() == ["按了 1:▶"]
    assert message.labels == ["◀"]
    assert len(person.messages) == 1
    assert [call.method for call in bot.api.calls[-2:]] == ["answerCallbackQuery", "editMessageText"]


async def test_a_toast_and_an_alert_come_with_the_answer(bot: Running) -> None:
    """The short word of an outcome is shown over the screen, an alert must be tapped away; nothing is sent."""
    bot.conversation.does("▶", Outcome(toast="已收藏"))
    bot.conversation.does("☆ 收藏", Outcome(toast="这是别人的卡片", alert=True))
    person = bot.api.person(ALLOWED)
    await person.send("作风建设")
    await person.reply()
    await person.press("▶")
    await person.press("☆")
    await bot.api.until(lambda: len(bot.api.called("answerCallbackQuery")) == 2)
    first, second = bot.api.called("answerCallbackQuery")
    assert (first.parameters["text"], first.parameters.get("show_alert")) == ("已收藏", "false")
    assert (second.parameters["text"], second.parameters["show_alert"]) == ("这是别人的卡片", "true")
    assert len(person.messages) == 1


async def test_a_slow_press_is_answered_before_it_is_done(bot: Running) -> None:
    """After two seconds the button stops waiting; what it leads to comes later, and its word is not lost."""
    bot.conversation.does("▶", Outcome(toast="已移出收藏"), after=ANSWER_WITHIN + 0.3)
    person = bot.api.person(ALLOWED)
    await person.send("作风建设")
    await person.reply()
    await person.press("▶")
    reply = await person.reply(2)
    assert reply.text == "已移出收藏"
    (call,) = bot.api.called("answerCallbackQuery")
    assert "text" not in call.parameters


async def test_typing_shows_only_when_it_takes_longer(bot: Running) -> None:
    """An answer within half a second shows no typing; one that takes longer does, until it is there."""
    bot.conversation.says("慢", Outcome((card("慢慢来"),)), after=0.8)
    quick, slow = bot.api.person(ALLOWED), bot.api.person(ADMIN)
    await quick.send("快")
    await quick.reply()
    assert not bot.api.called("sendChatAction")
    await slow.send("慢")
    await slow.reply()
    assert [call.parameters["chat_id"] for call in bot.api.called("sendChatAction")] == [str(ADMIN)]


async def test_chats_side_by_side_and_each_in_order(bot: Running) -> None:
    """A second person does not wait for the first one's long answer, and the first one's answers keep their order."""
    bot.conversation.says("一", Outcome((card("答一"),)), after=0.6)
    bot.conversation.says("二", Outcome((card("答二"),)))
    first, second = bot.api.person(ALLOWED), bot.api.person(ADMIN)
    await first.send("一")
    await first.send("二")
    await second.send("三")
    await second.reply()
    assert not first.messages
    await first.reply(2)
    assert [message.quotes() for message in first.messages] == [["答一"], ["答二"]]


async def test_a_stranger_is_told_their_id_once_and_nothing_else(bot: Running) -> None:
    """Somebody who is not listed learns their own id, in their language, once; the conversation never hears of it."""
    person = bot.api.person(STRANGER, language="en")
    for text in ("hello", "作风建设", "/library"):
        await person.send(text)
    await bot.api.until(lambda: not bot.api.unconfirmed)
    reply = await person.reply()
    assert "4004" in reply.text
    assert reply.text == texts_for("en").stranger.format(id=4004)
    friend = bot.api.person(ALLOWED)
    await friend.send("完")
    await friend.reply()
    assert len(person.messages) == 1
    assert [text for _, text in bot.conversation.heard] == ["完"]


async def test_a_strangers_press_is_refused_with_an_alert(bot: Running) -> None:
    """Rights go by person, not by chat: somebody not listed cannot press in a group where others may."""
    friend = bot.api.person(ALLOWED).inside(-100)
    await friend.send("/start")
    message = await friend.reply()
    await bot.api.person(STRANGER).inside(-100).press("▶", message)
    await bot.api.until(lambda: bot.api.called("answerCallbackQuery"))
    (call,) = bot.api.called("answerCallbackQuery")
    assert "4004" in call.parameters["text"]
    assert call.parameters["show_alert"] == "true"
    assert bot.conversation.pressed == []
    assert message.edits == 0


async def test_an_admin_may_always_use_the_bot(bot: Running) -> None:
    """Admins need not be in the list of those who may."""
    person = bot.api.person(ADMIN)
    await person.send("作风建设")
    assert (await person.reply()).quotes() == ["作风建设"]


async def test_service_messages_are_passed_over(bot: Running) -> None:
    """A pinned message, or a new title, is nobody's question."""
    person = bot.api.person(ALLOWED)
    await person.post({"new_chat_title": "文稿"})
    await person.send("作风建设")
    await person.reply()
    assert [text for _, text in bot.conversation.heard] == ["作风建设"]


async def test_commands_go_to_the_conversation_with_what_follows(bot: Running) -> None:
    """A command is passed on as it is, a deep link's payload included, without the bot's own name."""
    person = bot.api.person(ALLOWED)
    await person.send("/start p_0123456789abcdef")
    await person.reply()
    await person.send("/help@jianggao_bot 用法")
    await person.reply(2)
    assert [text for _, text in bot.conversation.heard] == ["/start p_0123456789abcdef", "/help 用法"]


async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(bot: Running) -> None:
    """In a group: a command, a mention, a reply to the bot, in the same topic; neither talk nor another's command."""
    person = bot.api.person(ALLOWED).inside(-100)
    await person.send("大家好")
    await person.send("/help@other_bot")
    mention = {"entities": [{"type": "mention", "offset": 0, "length": 13}]}
    topic = {"message_thread_id": 9, "is_topic_message": True}
    await person.send("@Jianggao_bot 作风建设", **mention, **topic)
    reply = await person.reply()
    assert [text for _, text in bot.conversation.heard] == ["作风建设"]
    assert reply.topic == 9
    assert reply.answers is not None
    await person.send("安全生产", reply_to_message=bot.api.as_json(reply))
    await person.reply(2)
    assert [text for _, text in bot.conversation.heard] == ["作风建设", "安全生产"]


async def test_a_failure_is_told_as_a_failure(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """When the conversation breaks, the person is told so; what they wrote is not in the log."""
    words = "机密的" + "要求"  # apart, as a traceback quotes the line that raises

    async def fail() -> Outcome:
        raise OSError(words)

    bot.conversation.messages[words] = fail
    bot.conversation.presses["1:▶"] = fail
    person = bot.api.person(ALLOWED)
    await person.send(words)
    assert (await person.reply()).text == ZH.failed
    assert words not in caplog.text
    assert "OSError" in caplog.text
    other = bot.api.person(ADMIN)
    await other.send("作风建设")
    await other.reply()
    await other.press("▶")
    assert (await other.reply(2)).text == ZH.failed
    assert len(bot.api.called("answerCallbackQuery")) == 1


async def test_a_reply_that_telegram_would_not_take_is_told_as_a_failure(bot: Running) -> None:
    """A mistake of ours in a reply (a key that is too long) does not leave the person without an answer."""
    bot.conversation.says("错", Outcome((card("文", "长" * 30),)))
    person = bot.api.person(ALLOWED)
    await person.send("错")
    assert (await person.reply()).text == ZH.failed


async def test_pressing_the_same_again_is_no_error(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """An edit that changes nothing is refused by Telegram and means nothing to anybody."""
    person = bot.api.person(ALLOWED)
    await person.send("作风建设")
    message = await person.reply()
    await person.press_key("1:▶", message)
    await person.press_key("1:▶", message)
    await bot.api.until(lambda: len(bot.api.called("editMessageText")) == 2)
    assert "not modified" in bot.api.calls[-1].description
    assert "ERROR" not in caplog.text
    assert len(person.messages) == 1


async def test_a_message_that_is_gone_is_sent_anew(bot: Running) -> None:
    """Pressing under a message that was deleted meanwhile, or is too old to be given back, brings a new one."""
    person = bot.api.person(ALLOWED)
    await person.send("作风建设")
    message = await person.reply()
    bot.api.chats[ALLOWED].remove(message)
    await person.press_key("1:▶", message)
    await bot.api.until(lambda: person.messages)
    assert person.last.quotes() == ["按了 1:▶"]


async def test_an_old_query_is_no_reason_to_fail(bot: Running) -> None:
    """A press whose time has run out cannot be answered any more, but its message is changed all the same."""
    person = bot.api.person(ALLOWED)
    await person.send("作风建设")
    message = await person.reply()
    too_old = Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
    bot.api.fault(Fault("answerCallbackQuery", too_old))
    await person.press("▶")
    await person.edited(message)
    assert len(person.messages) == 1


async def test_a_word_that_comes_too_late_for_its_press_is_said_in_the_chat(bot: Running) -> None:
    """After a while without us a press has no place for a short word any more; where nothing else comes, it is said."""
    bot.conversation.does("▶", Outcome(toast="这个按钮旧了", alert=True))
    person = bot.api.person(ALLOWED)
    await person.send("作风建设")
    await person.reply()
    too_old = Refused("Bad Request: query is too old and response timeout expired or query ID is invalid")
    bot.api.fault(Fault("answerCallbackQuery", too_old))
    await person.press("▶")
    assert (await person.reply(2)).text == "这个按钮旧了"


async def test_a_send_whose_answer_was_lost_is_not_repeated(bot: Running) -> None:
    """The connection breaks after delivery: the message stands once, and the bot goes on."""
    bot.api.fault(Fault("sendMessage", drop="after"))
    person = bot.api.person(ALLOWED)
    await person.send("一")
    await person.reply()
    await person.send("二")
    await person.reply(2)
    assert [message.quotes() for message in person.messages] == [["一"], ["二"]]


async def test_an_edit_whose_answer_was_lost_is_repeated(bot: Running) -> None:
    """An edit may safely be made twice, so a broken connection does not leave the old page standing."""
    person = bot.api.person(ALLOWED)
    await person.send("一")
    message = await person.reply()
    bot.api.fault(Fault("editMessageText", drop="before"))
    await person.press("▶")
    await person.edited(message)
    assert message.quotes() == ["按了 1:▶"]


async def test_a_short_refusal_is_waited_out(bot: Running) -> None:
    """After "retry after 1" the same message is sent once more, and nothing else."""
    bot.api.fault(too_many("sendMessage", 1))
    person = bot.api.person(ALLOWED)
    await person.send("一")
    reply = await person.reply()
    assert reply.quotes() == ["一"]
    assert [call.status for call in bot.api.called("sendMessage")] == [429, 200]


async def test_a_long_refusal_is_answered_with_nothing_else(bot: Running) -> None:
    """After "retry after 60" nothing more is sent to that chat; other chats are served."""
    bot.api.fault(too_many("sendMessage", 60))
    person, other = bot.api.person(ALLOWED), bot.api.person(ADMIN)
    await person.send("一")
    await bot.api.until(lambda: bot.api.called("sendMessage"))
    await other.send("二")
    await other.reply()
    assert [call.status for call in bot.api.called("sendMessage")] == [429, 200]


async def test_a_person_who_left_is_no_error(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Somebody who blocked the bot meanwhile is noted quietly."""
    bot.api.fault(Fault("sendMessage", Refused("Forbidden: bot was blocked by the user", 403)))
    person, other = bot.api.person(ALLOWED), bot.api.person(ADMIN)
    await person.send("一")
    await other.send("二")
    await other.reply()
    assert "ERROR" not in caplog.text


async def test_a_long_answer_arrives_whole_in_order(bot: Running) -> None:
    """A reply over the budget, which no card should be, comes as two messages that hold all of it."""
    text = "我们要把作风建设抓到底。" * 500
    bot.conversation.says("长", Outcome((Reply((Line("1/1"), Quote(text))),)))
    person = bot.api.person(ALLOWED)
    await person.send("长")
    await person.reply(2)
    assert "".join(quote for message in person.messages for quote in message.quotes()) == text


async def test_a_server_error_is_not_answered_with_a_second_message(bot: Running) -> None:
    """HTTP 500 to a send may come after delivery: the send is not repeated, and the next question is served."""
    bot.api.fault(broken("sendMessage"))
    person = bot.api.person(ALLOWED)
    await person.send("一")
    await bot.api.until(lambda: bot.api.called("sendMessage"))
    await person.send("二")
    await person.reply()
    assert [message.quotes() for message in person.messages] == [["二"]]
