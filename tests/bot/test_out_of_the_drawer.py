"""What leaves a writer's drawer in conversation, and comes back: files and links; and the end of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.store.tables import drawers, favourites
from bot.texts.zh import ZH
from corpus.database import writing
from tests.bot.fakes import ASK, OTHER, POINTS, STYLE, WRITER, Talk, labels, quotes, save, words


async def test_one_damaged_favourite_is_one_gap(talk: Talk) -> None:
    """The page shows the others and says which one is not shown, without a word of it; a file leaves it out."""
    await save(talk)
    await save(talk, ASK, "▶")
    with writing(talk.library.engine) as connection:
        connection.execute(update(favourites).where(favourites.c.id == 1).values(text="改过的话"))
    listed = await talk.ask("收藏夹")
    assert ZH.favourite_damaged.format(id=1) in words(listed)
    assert "改过的话" not in words(listed)
    assert quotes(listed) == [POINTS[0][: len(quotes(listed)[0])]]
    assert "2" not in labels(listed)
    sent = await talk.turn(listed, "⬇", "json")
    assert words(sent) == "导出了 1 段收藏。\n" + ZH.export_damaged.format(count=1)


async def test_a_file_of_favourites(talk: Talk) -> None:
    """Of all, of a tag, of a search; in each kind; named after what it holds, and nothing where nothing is kept."""
    assert words(await talk.ask("导出收藏")) == ZH.export_nothing
    await save(talk)
    await save(talk, ASK, "▶")
    await talk.ask("打标签 会议/讲话")
    chosen = await talk.ask("导出收藏")
    assert labels(chosen) == ["docx", "md", "txt", "json"]
    sent = await talk.turn(chosen, "json")
    assert sent.document is not None
    assert sent.document.name == "我的收藏.json"
    assert len(json.loads(sent.document.content)["favourites"]) == 2
    of_tag = (await talk.turn(await talk.ask("导出标签 会议/讲话"), "txt")).document
    assert of_tag is not None
    assert of_tag.name == "会议_讲话.txt"
    assert POINTS[0] in of_tag.content.decode("utf-8-sig")
    assert STYLE.passages[0].text not in of_tag.content.decode("utf-8-sig")
    assert (await talk.press(chosen, "json", OTHER)).alert


async def test_a_file_brings_favourites_back(talk: Talk) -> None:
    """Sent into the chat, also by somebody who has never written; what is no such file changes nothing."""
    await save(talk)
    await talk.ask("打标签 甲")
    sent = await talk.turn(await talk.ask("导出收藏"), "json")
    assert sent.document is not None
    for told in ("带回 1 段收藏；另有 0 段本来就在。", "带回 0 段收藏；另有 1 段本来就在。"):
        (reply,) = (await talk.dialogue.file(OTHER, sent.document.content)).replies
        assert words(reply) == told
    assert [tag.name for tag in talk.store.tags.all(OTHER.id)] == ["甲"]
    damaged = sent.document.content.replace("部署".encode(), "安排".encode())
    (reply,) = (await talk.dialogue.file(OTHER, damaged)).replies
    assert words(reply) == "带回 0 段收藏；另有 0 段本来就在。\n" + ZH.import_damaged.format(count=1)
    (reply,) = (await talk.dialogue.file(OTHER, b"{}")).replies
    assert words(reply) == ZH.import_refused


async def test_a_link_opens_the_passage(talk: Talk) -> None:
    """A colleague gets its card; a passage that is gone, or never was, is told as that."""
    await save(talk)
    shared = await talk.turn(await talk.ask("收藏夹"), "1", "🔗")
    assert shared.share == STYLE.passages[0].id
    card = await talk.ask(f"/start {shared.share}", OTHER)
    assert quotes(card) == [STYLE.passages[0].text]
    assert "☆ 收藏" in labels(card)
    assert not card.replaces
    talk.library.remove(STYLE.id)
    for gone in (shared.share, "p_zzz", "p_" + "1" * 60):
        assert words(await talk.ask(f"/start {gone}", OTHER)) == ZH.shared_gone
    assert words(await talk.ask("/start other", OTHER)) == ZH.start
    opened = await talk.turn(await talk.ask("收藏夹"), "1")
    assert (await talk.press(opened, "🔗")).toast == ZH.link_gone


async def test_forgetting_needs_a_second_yes(talk: Talk) -> None:
    """Only the person who was asked, by the button that asked, within ten minutes; then nothing of them is left."""
    await save(talk)
    await talk.ask("打标签 甲")
    await talk.press(await talk.ask(ASK, OTHER), "☆", OTHER)
    asked = await talk.ask("/forgetme")
    assert "1 段收藏、1 个标签" in words(asked)
    assert (await talk.press(asked, "确认", OTHER)).toast == ZH.forget_expired
    kept = await talk.turn(asked, "不删")
    assert words(kept) == ZH.forget_kept
    assert (await talk.press(asked, "确认")).toast == ZH.forget_expired
    late = await talk.ask("忘记我")
    with writing(talk.library.engine) as connection:
        connection.execute(update(drawers).values(asked_at=datetime.now(UTC) - timedelta(minutes=11)))
    assert (await talk.press(late, "确认")).toast == ZH.forget_expired
    assert talk.store.favourites.count(WRITER.id) == 1
    again = await talk.ask("/forgetme")
    assert words(await talk.turn(again, "确认")) == ZH.forgotten
    assert (await talk.press(again, "确认")).toast == ZH.forget_expired
    assert talk.store.people.language(WRITER.id) is None
    assert talk.store.favourites.count(OTHER.id) == 1
    assert words(await talk.ask("收藏夹")) == ZH.favourites_empty
