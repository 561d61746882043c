"""Groups: what is meant for the bot, where its answer goes, and whose rights count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.telegram import access
from bot.texts.en import EN
from bot.texts.zh import ZH
from tests.bot.fakes import STYLE, Talk
from tests.bot.telegram.conftest import ADMIN, ALLOWED, STRANGER, Running
from tests.botapi.inline import edit, put_in
from tests.botapi.server import BOT_NAME

pytestmark = pytest.mark.usefixtures("unhurried")

GROUP, MOVED = -100, -1001000
MENTION = {"entities": [{"type": "mention", "offset": 0, "length": 13}]}
PHOTO = {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}


async def test_whom_a_message_is_for(bot: Running) -> None:
    """Mentions, also by name or under a picture, and our commands; neither talk nor another's or an unknown command."""
    person = bot.api.person(ALLOWED).inside(GROUP)
    await person.send("/nope")
    await person.send("/help@other_bot")
    await person.send("/stats_of_another 7")
    await person.post({**PHOTO, "caption": "看图"})
    await person.send("/more")
    await person.reply()
    await person.send("/help@Jianggao_Bot 用法")
    await person.reply(2)
    caption = {"caption": "@jianggao_bot 作风", "caption_entities": MENTION["entities"]}
    await person.post({**PHOTO, **caption})
    await person.reply(3)
    named = {"type": "text_mention", "offset": 0, "length": 2, "user": bot.api.me()}
    await person.send("讲稿 安全的讲稿", entities=[named])
    await person.reply(4)
    await person.send("𠀀@jianggao_bot 安全", entities=[{**MENTION["entities"][0], "offset": 2}])
    await person.reply(5)
    heard = ["/more", "/help 用法", "作风", "安全的讲稿", "𠀀  安全"]
    assert [text for _, text in bot.conversation.heard] == heard
    assert all(message.answers for message in person.messages)


async def test_everything_goes_to_its_topic(bot: Running) -> None:
    """Answers, what presses lead to, refusals; and what stands in a topic that we opened is no reply to us."""
    topic = {"message_thread_id": 9, "is_topic_message": True}
    person = bot.api.person(ALLOWED).inside(GROUP)
    opened = {"message_id": 9, "date": 1, "chat": person.chat, "from": bot.api.me()}
    begun = {**opened, "forum_topic_created": {"name": "文稿", "icon_color": 7322096}}
    await person.send("大家好", reply_to_message=begun, **topic)
    await bot.api.person(STRANGER).inside(GROUP).send("/help", **topic)
    await person.reply()
    await person.send("/help", **topic)
    message = await person.reply(2)
    bot.api.chats[GROUP].remove(message)
    await person.press_key("1:▶", message)
    await person.reply(2)
    assert {one.topic for one in person.messages} == {9}
    assert [text for _, text in bot.conversation.heard] == ["/help"]


async def test_strangers_are_told_seldom(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of them write in a group, one is told in a while; in private each learns their own id."""
    group = [bot.api.person(STRANGER + number).inside(GROUP) for number in range(3)]
    for _ in range(2):
        for person in group:
            await person.send("/help")
    alone = bot.api.person(STRANGER + 9)
    await alone.send("你好")
    await alone.reply()
    await bot.api.until(lambda: not bot.api.unconfirmed)
    assert [message.text for message in group[0].messages] == [ZH.stranger.format(id=STRANGER)]
    monkeypatch.setattr(access, "TELL_AGAIN", 0.0)
    await group[1].send("/help")
    assert (await group[1].reply(2)).text == ZH.stranger.format(id=STRANGER + 1)
    assert bot.conversation.heard == []


async def test_nobodys_name(bot: Running) -> None:
    """An anonymous admin and a channel that write in a group are told once to write as themselves."""
    person = bot.api.person(1087968824, "Group").inside(GROUP)
    for _ in range(2):
        await person.send("/help", sender_chat=person.chat)
    await person.reply()
    channel = {"id": -1002, "type": "channel", "title": "要闻"}
    await person.send("/help", sender_chat=channel)
    await person.reply(2)
    await person.send("@jianggao_bot 转发", **MENTION, sender_chat=channel, is_automatic_forward=True)
    await edit(person, "/help 2", sender_chat=person.chat)
    other = bot.api.person(ALLOWED).inside(GROUP)
    await other.send("/help")
    await other.reply(3)
    assert [message.text for message in other.messages[:2]] == [ZH.nobody_known] * 2
    assert len(bot.conversation.heard) == 1


async def test_another_bot_is_not_answered(bot: Running) -> None:
    """Two bots that answer each other never end."""
    robot = bot.api.person(ALLOWED, "另一个").inside(GROUP)
    sender = {**robot.user(), "is_bot": True}
    await robot.post({"text": "@jianggao_bot 作风", **MENTION, "from": sender})
    await robot.send("/help")
    await robot.reply()
    assert [text for _, text in bot.conversation.heard] == ["/help"]


async def test_posts_of_channels_are_passed_over(bot: Running) -> None:
    """They are nobody's question; the bot does not even ask Telegram for them."""
    channel = {"id": -1002, "type": "channel", "title": "要闻"}
    await bot.api.deliver(channel_post={"message_id": 1, "date": 1, "chat": channel, "text": "/help"})
    person = bot.api.person(ALLOWED)
    await person.send("一")
    await person.reply()
    assert "channel_post" not in bot.api.called("getUpdates")[0].parameters["allowed_updates"]
    assert [text for _, text in bot.conversation.heard] == ["一"]


async def test_somebody_elses_button_gives_an_alert(halted: Running, talk: Talk) -> None:
    """In a group everybody sees a card; its buttons serve the one who asked, and nothing changes for another."""
    bot = replace(halted, instead=talk.dialogue)
    async with bot.running():
        person, other = bot.api.person(ALLOWED).inside(GROUP), bot.api.person(ADMIN, "赵六").inside(GROUP)
        await person.send("@jianggao_bot 作风建设", **MENTION)
        message = await person.reply(1, 30)  # the first search of a process reads its lexicon
        for label in ("▶", "☆", "上下文"):
            await other.press(label, message)
        await bot.api.until(lambda: len(bot.api.called("answerCallbackQuery")) == 3)
        for call in bot.api.called("answerCallbackQuery"):
            assert (call.parameters["text"], call.parameters["show_alert"]) == (ZH.not_yours, "true")
        assert (message.edits, message.quotes()) == (0, [STYLE.passages[0].text])
        assert talk.store.favourites.count(f"tg:{ADMIN}") == 0


async def test_put_into_a_group_it_says_how_to_use_it(bot: Running) -> None:
    """One line, where it was put in by somebody who may use it; nothing at any other change."""
    person = bot.api.person(ALLOWED, language="en").inside(GROUP)
    await put_in(person)
    assert (await person.reply()).text == EN.group_hint.format(name=BOT_NAME)
    await put_in(person, before="member", after="administrator")
    await put_in(person, before="member", after="kicked")
    await put_in(bot.api.person(STRANGER).inside(GROUP))
    await put_in(bot.api.person(ADMIN).inside(-1003, kind="channel"))
    await put_in(bot.api.person(ADMIN), before="kicked")
    await person.send("/help")
    await person.reply(2)
    assert len(bot.api.called("sendMessage")) == 2


async def test_put_into_a_group_it_speaks_the_language_that_was_chosen(bot: Running) -> None:
    """Whatever language Telegram says."""
    bot.conversation.chosen[f"tg:{ALLOWED}"] = "zh"
    person = bot.api.person(ALLOWED, language="en").inside(GROUP)
    await put_in(person)
    assert (await person.reply()).text == ZH.group_hint.format(name=BOT_NAME)


async def test_a_group_that_became_a_supergroup(bot: Running) -> None:
    """What is on its way when the group gets another id goes there: an answer, an edit, what a press leads to."""
    person = bot.api.person(ALLOWED).inside(GROUP, kind="group")
    there = bot.api.person(ALLOWED).inside(MOVED)
    await person.send("/help")
    message = await person.reply()
    bot.api.moved[GROUP] = MOVED
    await person.send("/library")
    assert (await there.reply()).quotes() == ["/library"]
    await person.press_key("1:▶", message)
    assert (await there.reply(2)).quotes() == ["按了 1:▶"]
    await edit(person, "/help 2")
    assert (await there.reply(3)).quotes() == ["/help 2"]
    assert [message.answers for message in there.messages] == [None, None, None]
    assert len(person.messages) == 1
