"""Messages that are no text: a helpful sentence for each kind, and words under a picture are a request."""

from __future__ import annotations

from typing import Any

import pytest

from bot.replies import Outcome
from bot.telegram import run
from bot.texts.en import EN
from bot.texts.zh import ZH
from tests.bot.telegram.conftest import ALLOWED, Running, card

pytestmark = pytest.mark.usefixtures("unhurried")

FILE = {"file_id": "a", "file_unique_id": "b"}
SIZE = {"width": 1, "height": 1}
PLACE = {"longitude": 1.0, "latitude": 1.0}
PHOTO = {"photo": [{**FILE, **SIZE}]}
STICKER = {**FILE, **SIZE, "type": "regular", "is_animated": False, "is_video": False}
POLL = {
    "id": "1", "question": "问", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
KINDS: dict[str, tuple[dict[str, Any], str]] = {
    "voice": ({"voice": {**FILE, "duration": 1}}, "not_heard"),
    "audio": ({"audio": {**FILE, "duration": 1}}, "not_heard"),
    "video": ({"video": {**FILE, **SIZE, "duration": 1}}, "not_heard"),
    "video note": ({"video_note": {**FILE, "length": 1, "duration": 1}}, "not_heard"),
    "photo": (PHOTO, "not_seen"),
    "sticker": ({"sticker": STICKER}, "not_text"),
    "animation": (
        {"animation": {**FILE, **SIZE, "duration": 1}, "document": {**FILE, "file_name": "a.json"}},
        "not_text",
    ),
    "location": ({"location": PLACE}, "not_text"),
    "venue": ({"location": PLACE, "venue": {"location": PLACE, "title": "店", "address": "街"}}, "not_text"),
    "contact": ({"contact": {"phone_number": "1", "first_name": "王"}}, "not_text"),
    "poll": ({"poll": POLL}, "not_text"),
    "dice": ({"dice": {"emoji": "🎲", "value": 3}}, "not_text"),
    "game": ({"game": {"title": "戏", "description": "玩", "photo": []}}, "not_text"),
    "story": ({"story": {"chat": {"id": 5, "type": "private"}, "id": 1}}, "not_text"),
    "unknown": ({"hologram": {"colour": "red"}}, "not_text"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_kind_gets_its_sentence(bot: Running, language: str) -> None:
    """Each is told in the person's language what to send instead, and none of them reaches the conversation."""
    texts = ZH if language == "zh" else EN
    people = {kind: bot.api.person(ALLOWED, language=language) for kind in KINDS}
    for number, (kind, (content, _)) in enumerate(KINDS.items()):
        person = people[kind]
        person.chat = {**person.chat, "id": ALLOWED + 10 * number}  # a chat each: one message a second in each
        bot.api.chats.setdefault(person.chat["id"], [])
        await person.post(content)
    for kind, (_, name) in KINDS.items():
        assert (await people[kind].reply()).text == getattr(texts, name), kind
    assert bot.conversation.heard == []


async def test_the_chosen_language_counts_here_too(bot: Running) -> None:
    """What is said without a message to go by is said in the language that the person chose."""
    bot.conversation.chosen[f"tg:{ALLOWED}"] = "en"
    person = bot.api.person(ALLOWED)
    await person.post({"voice": {**FILE, "duration": 1}})
    assert (await person.reply()).text == EN.not_heard


async def test_words_under_a_picture_are_a_request(bot: Running) -> None:
    """Under a voice message, too."""
    person = bot.api.person(ALLOWED)
    await person.post({**PHOTO, "caption": "作风建设"})
    assert (await person.reply()).quotes() == ["作风建设"]
    await person.post({"voice": {**FILE, "duration": 1}, "caption": "安全生产"})
    assert (await person.reply(2)).quotes() == ["安全生产"]


async def test_an_album_gets_one_answer(bot: Running) -> None:
    """However many pictures: the sentence once, or the request under them once; after a restart no second time."""
    person = bot.api.person(ALLOWED)
    for _ in range(5):
        await person.post({**PHOTO, "media_group_id": "77"})
    for number in range(5):
        await person.post({**PHOTO, "media_group_id": "78", **({} if number else {"caption": "作风建设"})})
    for _ in range(2):
        await person.post({**PHOTO, "media_group_id": "79", "caption": "一样的话"})
    await person.send("完")
    await person.reply(4, 10)
    assert [message.quotes() or message.text for message in person.messages] == [
        ZH.not_seen, ["作风建设"], ["一样的话"], ["完"]
    ]  # fmt: skip


async def test_an_album_whose_answer_was_cut_short_is_answered_at_the_next_start(
    halted: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture that was to be answered is so still, once, and none of the others."""
    monkeypatch.setattr(run, "DRAIN", 0.1)
    halted.conversation.says("慢", Outcome((card("答"),)), after=30)
    person = halted.api.person(ALLOWED)
    async with halted.running():
        for _ in range(2):
            await person.post({**PHOTO, "media_group_id": "77", "caption": "慢"})
        await halted.api.until(lambda: halted.conversation.heard)
    assert not person.messages
    halted.conversation.says("慢", Outcome((card("答"),)))
    async with halted.running():
        await person.send("完")
        await person.reply(2)
    assert [message.quotes() for message in person.messages] == [["答"], ["完"]]


async def test_a_caption_late_in_an_album_is_answered_still(bot: Running) -> None:
    """A request is not lost for the sentence that the first picture got."""
    person = bot.api.person(ALLOWED)
    await person.post({**PHOTO, "media_group_id": "77"})
    await person.post({**PHOTO, "media_group_id": "77", "caption": "作风建设"})
    assert (await person.reply(2)).quotes() == ["作风建设"]
