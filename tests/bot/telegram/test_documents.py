"""Files and links in Telegram, over a strict Bot API server."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.person import Person
from bot.replies import Button, Document, Line, Outcome, Reply
from bot.telegram import documents
from bot.telegram.documents import FAVOURITES_MB
from bot.telegram.render import CAPTION, render
from bot.texts.zh import ZH
from tests.bot.telegram.conftest import ALLOWED, STRANGER, Running, card
from tests.botapi import rules
from tests.botapi.faults import Fault, too_many
from tests.botapi.rules import File, Refused
from tests.botapi.server import BOT_NAME

SENT = Reply(
    (Line("导出了 <2> 段收藏。"),), ((Button("再来", "1:再来"),),), document=Document("作风.docx", b"PK\x03\x04 bytes")
)


async def test_a_file_comes_as_a_document(bot: Running) -> None:
    """With its name, its bytes, its caption and its buttons; in place of nothing, for a text cannot become a file."""
    bot.conversation.says("导出", Outcome((card("选一种", "docx"),)))
    bot.conversation.does("docx", Outcome((Reply(SENT.parts, SENT.rows, replaces=True, document=SENT.document),)))
    person = bot.api.person(ALLOWED)
    await person.send("导出")
    await person.reply()
    await person.press("docx")
    got = await person.reply(2)
    assert got.file == File("作风.docx", b"PK\x03\x04 bytes")
    assert got.text == "导出了 <2> 段收藏。"
    assert got.labels == ["再来"]
    assert person.messages[0].edits == 0


async def test_a_button_under_a_file_answers_with_a_message(bot: Running) -> None:
    """A file has no text to edit: what the press leads to is sent."""
    bot.conversation.says("导出", Outcome((SENT,)))
    person = bot.api.person(ALLOWED)
    await person.send("导出")
    file = await person.reply()
    await person.press("再来", file)
    assert (await person.reply(2)).quotes() == ["按了 1:再来"]


async def test_a_file_in_a_group_answers_its_message(bot: Running) -> None:
    """In the topic and to the message that asked for it."""
    bot.conversation.says("/help", Outcome((SENT,)))
    person = bot.api.person(ALLOWED).inside(-100)
    await person.send("/help")
    await person.reply()
    (call,) = bot.api.called("sendDocument")
    assert call.parameters["reply_parameters"]["message_id"] > 0


async def test_a_file_waits_out_a_short_refusal_and_comes_once(bot: Running) -> None:
    """After "retry after 1" it is sent again, whole; a lost answer is not repeated."""
    bot.api.fault(too_many("sendDocument", 1))
    bot.conversation.says("导出", Outcome((SENT,)))
    person = bot.api.person(ALLOWED)
    await person.send("导出")
    assert (await person.reply()).file == File("作风.docx", b"PK\x03\x04 bytes")
    bot.api.fault(Fault("sendDocument", drop="after"))
    await person.send("导出")
    await bot.api.until(lambda: len(bot.api.called("sendDocument")) == 3)
    await person.send("完")
    await person.reply(3)
    assert [bool(message.file) for message in person.messages] == [True, True, False]


async def test_a_link_is_whole(bot: Running) -> None:
    """The bot knows its own name, so the passage to be shared comes as a link that opens it."""
    bot.conversation.says("转", Outcome((Reply((Line("转给同事"),), share="p_0123456789abcdef"),)))
    person = bot.api.person(ALLOWED)
    await person.send("转")
    assert (await person.reply()).text == f"转给同事\nhttps://t.me/{BOT_NAME}?start=p_0123456789abcdef"


async def test_a_file_of_favourites_is_read(bot: Running) -> None:
    """Its bytes go to the conversation, with who sent it; a stranger's go nowhere."""
    person = bot.api.person(ALLOWED)
    await person.upload("我的收藏.JSON", b'{"format": 1}')
    assert (await person.reply()).quotes() == ["收到 13 字节"]
    assert bot.conversation.files == [(Person("tg:1001", "zh"), b'{"format": 1}')]
    stranger = bot.api.person(STRANGER)
    await stranger.upload("我的收藏.json", b"{}")
    await stranger.upload("讲话.txt", b"{}")
    await stranger.reply()
    await person.send("完")
    await person.reply(2)
    assert len(bot.conversation.files) == 1
    assert bot.conversation.documents == []


async def test_any_other_file_goes_to_the_conversation(bot: Running) -> None:
    """With its name and its caption; what is told meanwhile is edited into the result, and the rest follows."""
    person = bot.api.person(ALLOWED)
    content = b"0" * 600_000
    await person.upload("讲话.docx", content, caption="公共")
    told = await person.edited(await person.reply())
    assert (told.quotes(), told.labels, told.edits) == (["读完了"], ["打开"], 1)
    assert bot.conversation.documents == [(Person("tg:1001", "zh"), "讲话.docx", "公共", content)]
    # What it is called makes no difference, nor that it claims no size.
    await person.upload("../\u202e\0" + "长" * 300, b"2", size=-1)
    await person.edited(await person.reply(2))
    assert bot.conversation.documents[1:] == [(Person("tg:1001", "zh"), "长" * 80, "", b"2")]


async def test_every_file_of_an_album_is_read(bot: Running) -> None:
    """Each for itself, in the order in which they came, with the words that stand under it."""
    person = bot.api.person(ALLOWED)
    await person.upload("1.txt", b"1", media_group_id="7")
    await person.upload("2.txt", b"2", media_group_id="7", caption="公共")
    await person.edited(await person.reply(2))
    assert [(name, caption) for _, name, caption, _ in bot.conversation.documents] == [("1.txt", ""), ("2.txt", "公共")]


async def test_a_file_in_a_group_is_read_where_it_is_meant_for_us(bot: Running) -> None:
    """With our name under it, which is no part of what is said; others are not ours to read."""
    person = bot.api.person(ALLOWED).inside(-100)
    await person.upload("别人的.txt", b"0")
    name = f"@{BOT_NAME}"
    mention = [{"type": "mention", "offset": 0, "length": len(name)}]
    await person.upload("讲话.txt", b"1", caption=f"{name} 公共", caption_entities=mention)
    await person.edited(await person.reply())
    assert [(name, caption) for _, name, caption, _ in bot.conversation.documents] == [("讲话.txt", "公共")]


async def test_a_file_too_large_is_not_fetched(bot: Running) -> None:
    """A file of favourites neither where it says so nor where it claims to be small; Telegram's own limit is told."""
    person = bot.api.person(ALLOWED)
    most = FAVOURITES_MB * 1_000_000
    await person.upload("a.json", b"{}", size=most + 1)
    assert (await person.reply()).text == ZH.file_too_large.format(limit=FAVOURITES_MB)
    assert not bot.api.called("getFile")
    await person.upload("a.json", b"0" * (most + 1), size=2)
    assert (await person.reply(2)).text == ZH.file_too_large.format(limit=FAVOURITES_MB)
    await person.upload("b.json", b"0" * 20_000_001, size=2)
    assert (await person.reply(3)).text == ZH.file_too_large.format(limit=FAVOURITES_MB)
    assert bot.conversation.files == []


async def test_a_file_that_cannot_be_fetched_is_a_failure(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """It is told as one, wherever it is lost, and the log holds no token."""
    person = bot.api.person(ALLOWED)
    bot.api.fault(Fault("getFile", Refused("Bad Request: invalid file_id")))
    await person.upload("a.json", b"{}")
    assert (await person.reply()).text == ZH.failed
    # Gone by the time it is fetched, and lost half-way.
    bot.api.place = "documents/gone"
    await person.upload("b.json", b"{}")
    assert (await person.reply(2)).text == ZH.failed
    bot.api.place = None
    bot.api.lost.update(f"f{number}" for number in range(100))
    await person.upload("c.json", b"0" * 100_000)
    assert (await person.reply(3)).text == ZH.failed
    assert bot.conversation.files == []
    assert "文件未能取得" in caplog.text
    assert bot.api.token not in caplog.text


async def test_a_file_that_comes_too_slowly_is_given_up(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """However little comes at a time, it is given up in time, and told."""
    monkeypatch.setattr(documents, "_FETCH_WITHIN", 0.3)
    bot.api.dripping.update(f"f{number}" for number in range(100))
    person = bot.api.person(ALLOWED)
    await person.upload("a.json", b"0" * 100)
    assert (await person.reply(1, 3)).text == ZH.failed


async def test_a_server_of_ones_own_may_keep_its_files_here(bot: Running, tmp_path: Path) -> None:
    """Then it tells a path on this machine, and the file is read there."""
    place = tmp_path / "file.bin"
    write(place, b"{}")
    bot.api.place = str(place)
    person = bot.api.person(ALLOWED)
    await person.upload("a.json", b"never fetched")
    await person.reply()
    assert bot.conversation.files == [(Person("tg:1001", "zh"), b"{}")]


def write(place: Path, content: bytes) -> None:
    """Write a file."""
    place.write_bytes(content)


def test_a_caption_too_long_is_an_error_of_ours() -> None:
    """Telegram would refuse it."""
    with pytest.raises(ValueError, match=str(CAPTION)):
        render(Reply((Line("长" * (CAPTION + 1)),), document=Document("a.txt", b"a")))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", b"", "non-empty"),
        ("a.txt", b"0" * (rules.FILE_BYTES + 1), "Too Large"),
        ("", b"a", "file name"),
        ("../a.txt", b"a", "file name"),
        ("长" * 86, b"a", "file name"),
        (None, b"a", "no document"),
        ("a.txt", "a", "no document"),
    ],
)
def test_the_server_refuses_wrong_files(name: object, content: object, told: str) -> None:
    """As the service does, or more strictly."""
    with pytest.raises(Refused, match=told):
        rules.parse_file(name, content)


def test_the_server_counts_captions_after_parsing() -> None:
    """1,024 UTF-16 units pass however much markup there is, one more does not."""
    assert rules.parse_caption(f"<b>{'&amp;' * 1024}</b>", "HTML").text == "&" * 1024
    assert rules.parse_caption("", None).text == ""
    with pytest.raises(Refused, match="caption is too long"):
        rules.parse_caption("𠀀" * 512 + "一", "HTML")
