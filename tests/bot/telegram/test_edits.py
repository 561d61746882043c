"""An edited message: its answer is put right in place, over a strict Bot API server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.replies import Document, Line, Outcome, Reply
from bot.texts.en import EN
from bot.texts.zh import ZH
from tests.bot.fakes import POINTS, STYLE, Talk
from tests.bot.telegram.conftest import ADMIN, ALLOWED, STRANGER, Running, card
from tests.botapi.faults import Fault, too_many
from tests.botapi.inline import edit
from tests.botapi.people import Person
from tests.botapi.rules import Refused

pytestmark = pytest.mark.usefixtures("unhurried")

GROUP = -100
MENTION: dict[str, Any] = {"entities": [{"type": "mention", "offset": 0, "length": 13}]}


def shown(person: Person) -> list[list[str]]:
    """The quotes in the chat, message by message."""
    return [message.quotes() for message in person.messages]


async def test_the_answer_is_edited_in_place(bot: Running) -> None:
    """Other words, another answer, in the same message; with its buttons."""
    person = bot.api.person(ALLOWED)
    await person.send("做风建设")
    message = await person.reply()
    await edit(person, "作风建设")
    await person.edited(message)
    assert shown(person) == [["作风建设"]]
    assert message.labels == ["▶", "☆ 收藏"]
    await edit(person, "安全生产")
    await person.edited(message, 2)
    assert shown(person) == [["安全生产"]]


async def test_an_edit_that_changes_no_word_does_nothing(bot: Running) -> None:
    """Telegram tells of an edit for a link's preview or bold letters, too."""
    person = bot.api.person(ALLOWED)
    await person.send("作风建设")
    await person.reply()
    await edit(person, " 作风建设", entities=[{"type": "bold", "offset": 1, "length": 2}])
    await person.send("完")
    await person.reply(2)
    assert [said for _, said in bot.conversation.heard] == ["作风建设", "完"]
    assert not bot.api.called("editMessageText")


async def test_more_messages_than_before_are_sent_and_fewer_deleted(bot: Running) -> None:
    """Three for one: two come new, as replies to the message; one for three: two go."""
    bot.conversation.says("三段", Outcome((card("一"), card("二"), card("三"))))
    person = bot.api.person(ALLOWED)
    await person.send("一段")
    message = await person.reply()
    asked = person.updates[0]["message"]["message_id"]
    await edit(person, "三段")
    await person.reply(3)
    assert shown(person) == [["一"], ["二"], ["三"]]
    assert [one.answers for one in person.messages] == [None, asked, asked]
    await edit(person, "一段")
    await bot.api.until(lambda: len(person.messages) == 1)
    await bot.api.until(lambda: shown(person) == [["一段"]])
    assert person.last is message
    assert len(bot.api.called("deleteMessage")) == 2


async def test_what_cannot_be_deleted_says_that_it_no_longer_counts(bot: Running) -> None:
    """In words, without its buttons, in the person's language; nothing is said of one that is gone."""
    bot.conversation.says("两段", Outcome((card("一", "▶"), card("二", "▶"))))
    bot.conversation.chosen["tg:1001"] = "en"
    bot.api.fault(Fault("deleteMessage", Refused("Bad Request: message can't be deleted for everyone")))
    person = bot.api.person(ALLOWED)
    await person.send("两段")
    await person.reply(2)
    await edit(person, "一段")
    left = await person.edited(person.messages[1])
    assert (left.text, left.labels) == (EN.answer_withdrawn, [])

    await person.send("两段")
    await person.reply(4)
    bot.api.chats[ALLOWED].remove(person.messages[3])
    await edit(person, "一段")
    await bot.api.until(lambda: len(bot.api.called("deleteMessage")) == 2)
    await person.send("完")
    await person.reply(4)
    assert shown(person) == [["一段"], [], ["一段"], ["完"]]


async def test_where_the_answer_is_gone_a_new_one_comes(bot: Running) -> None:
    """All of it in order: what stood behind the lost message is sent anew behind it, and the old one goes."""
    bot.conversation.says("两段", Outcome((card("一"), card("二"))))
    bot.conversation.says("另两段", Outcome((card("甲"), card("乙"))))
    person = bot.api.person(ALLOWED)
    await person.send("两段")
    await person.reply(2)
    bot.api.chats[ALLOWED].remove(person.messages[0])
    await edit(person, "另两段")
    await bot.api.until(lambda: shown(person) == [["甲"], ["乙"]])
    assert {one.answers for one in person.messages} == {person.updates[0]["message"]["message_id"]}


async def test_where_telegram_calls_the_number_wrong_a_new_one_comes(bot: Running) -> None:
    """One of its ways to say that a message is gone: for an edit, and for a press."""
    person = bot.api.person(ALLOWED)
    await person.send("一")
    await person.reply()
    bot.api.fault(Fault("editMessageText", Refused("Bad Request: MESSAGE_ID_INVALID"), times=2))
    await edit(person, "二")
    await bot.api.until(lambda: shown(person) == [["二"]])
    await person.press("▶")
    await bot.api.until(lambda: shown(person) == [["二"], ["按了 1:▶"]])


async def test_a_file_takes_the_place_of_words(bot: Running) -> None:
    """It cannot stand in the same message: it is sent, and the old message goes; and the other way round."""
    file = Reply((Line("导出"),), document=Document("a.txt", b"a"))
    bot.conversation.says("导出", Outcome((file,)))
    person = bot.api.person(ALLOWED)
    await person.send("一")
    await person.reply()
    await edit(person, "导出")
    await bot.api.until(lambda: len(person.messages) == 1 and person.last.file)
    await edit(person, "二")
    await bot.api.until(lambda: shown(person) == [["二"]])


async def test_an_answer_too_old_is_given_anew(bot: Running) -> None:
    """What was answered days ago, or before the bot was there, is answered with a message of its own."""
    person = bot.api.person(ALLOWED)
    await person.send("一")
    await person.reply()
    await bot.api.until(lambda: bot.store.answers.get(key(person)))
    with bot.store.engine.begin() as connection:
        old = datetime.now(UTC) - timedelta(days=3)
        connection.execute(sql("UPDATE answers SET created = :old"), {"old": old.replace(tzinfo=None)})
    bot.store.prune()
    await edit(person, "二")
    reply = await person.reply(2)
    assert reply.quotes() == ["二"]
    assert reply.answers == person.updates[0]["message"]["message_id"]


async def test_a_refusal_is_not_answered_with_something_else(bot: Running) -> None:
    """Told to wait a minute, nothing is sent in the answer's stead; it stands as it was, and so does its record."""
    person = bot.api.person(ALLOWED)
    await person.send("一")
    message = await person.reply()
    bot.api.fault(too_many("editMessageText", 60))
    await edit(person, "二")
    await bot.api.until(lambda: bot.api.called("editMessageText"))
    await bot.api.until(lambda: not bot.api.unconfirmed)
    assert shown(person) == [["一"]]
    held = bot.store.answers.get(key(person))
    assert held is not None
    assert held.messages == (message.id,)
    assert len(bot.api.called("sendMessage", "deleteMessage")) == 1


async def test_in_a_group_the_rules_of_messages_hold(bot: Running) -> None:
    """A mention put in later is a request; one that is none, or that a stranger puts in, is none."""
    person = bot.api.person(ALLOWED).inside(GROUP)
    await person.send("作风")
    await edit(person, "作风建设")
    await edit(person, "@jianggao_bot 作风建设", **MENTION)
    reply = await person.reply()
    assert reply.answers == person.updates[0]["message"]["message_id"]
    await edit(person, "@jianggao_bot 安全生产", **MENTION)
    await person.edited(reply)
    assert [said for _, said in bot.conversation.heard] == ["作风建设", "安全生产"]
    stranger = bot.api.person(STRANGER).inside(GROUP)
    await stranger.send("@jianggao_bot 一", **MENTION)
    await person.reply(2)
    await edit(stranger, "@jianggao_bot 二", **MENTION)
    await bot.api.until(lambda: not bot.api.unconfirmed)
    assert len(bot.conversation.heard) == 2


async def test_captions_and_other_things_that_change(bot: Running) -> None:
    """Words under a picture may be edited; a place that moves, and words under a file, ask nothing."""
    photo = {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}
    person = bot.api.person(ALLOWED)
    await person.post({**photo, "caption": "作风"})
    message = await person.reply()
    await edit(person, "作风建设")
    await person.edited(message)
    assert message.quotes() == ["作风建设"]
    await person.post({"location": {"longitude": 1.0, "latitude": 1.0}})
    await person.reply(2)
    await edit(person, "", location={"longitude": 1.0, "latitude": 2.0})
    await person.upload("a.docx", b"PK")
    await person.reply(3)
    await edit(person, "", caption="作风建设")
    await person.send("完")
    await person.reply(4)
    assert [said for _, said in bot.conversation.heard] == ["作风", "作风建设", "完"]


async def test_what_is_stored_of_it(bot: Running) -> None:
    """A hash that tells nothing of the words, and who wrote it: it goes with all else that is forgotten."""
    person = bot.api.person(ALLOWED)
    await person.send("机密的要求")
    await person.reply()
    await bot.api.until(lambda: bot.store.answers.get(key(person)))
    with bot.store.engine.connect() as connection:
        assert "机密" not in repr(connection.execute(sql("SELECT * FROM answers")).all())
    bot.store.forget(f"tg:{ADMIN}")
    assert bot.store.answers.get(key(person))
    bot.store.forget(f"tg:{ALLOWED}")
    assert bot.store.answers.get(key(person)) is None


async def test_saving_again_keeps_it_once(halted: Running, talk: Talk) -> None:
    """An edited 收藏 is done once more, and what is kept is kept once; the answer says so."""
    bot = replace(halted, instead=talk.dialogue)
    async with bot.running():
        person = bot.api.person(ALLOWED)
        await person.send("作风建设")
        await person.reply(1, 30)
        await person.send("收藏第一段")
        saved = await person.reply(2)
        await edit(person, "收藏")
        await person.edited(saved)
        assert saved.text.startswith(ZH.saved_before.split("{")[0])
        assert talk.store.favourites.count(f"tg:{ALLOWED}") == 1
        await edit(person, "收藏第二段")
        await person.edited(saved, 2)
        kept = talk.store.favourites.page(f"tg:{ALLOWED}", 0, 9)
        assert {one.text for one in kept} == {STYLE.passages[0].text, POINTS[0]}


def key(person: Person) -> str:
    """Under which the answer to a person's first message is kept."""
    return f"123456789:{person.chat['id']}:{person.updates[0]['message']['message_id']}"
