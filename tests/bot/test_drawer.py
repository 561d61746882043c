"""A writer's own drawer in conversation: tags, notes, searching, order, and the piece being written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.keys import Act, encode, named
from bot.store.favourites import LONGEST_NOTE
from bot.store.tables import drawers, favourites
from bot.store.tags import LONGEST
from bot.texts.en import EN
from bot.texts.zh import ZH
from corpus.database import writing
from retrieval.models import Function
from tests.bot.fakes import ASK, OTHER, POINTS, SAFETY, STYLE, WRITER, Talk, labels, quotes, save, talking, words


def tags_of(talk: Talk, favourite: int = 1) -> list[str]:
    """The names of the tags on a favourite."""
    return [tag.name for tag in talk.store.tags.on(WRITER.id, [favourite]).get(favourite, ())]


async def test_a_typed_tag_goes_on_what_was_saved_last(talk: Talk) -> None:
    """Several at once, and the same again changes nothing; one new one can be undone."""
    await save(talk)
    said = await talk.ask("打标签 作风、大会讲话")
    assert words(said).startswith("已打上标签：作风、大会讲话")
    assert "🏷 作风、大会讲话" in words(said)
    assert tags_of(talk) == ["作风", "大会讲话"]
    assert words(await talk.ask("标签：作风")).startswith("已有标签：作风")
    third = await talk.ask("加标签 备用")
    assert tags_of(talk) == ["作风", "大会讲话", "备用"]
    await talk.press(third, "↩ 撤销")
    assert tags_of(talk) == ["作风", "大会讲话"]


@pytest.mark.parametrize(
    "text",
    ["打标签 作风", "打标签：作风", "加标签作风", "给它打上标签 作风", "标签 “作风”", "tag: 作风", "tag it 作风"],
)
async def test_ways_to_say_a_tag(talk: Talk, text: str) -> None:
    """Each puts the tag on."""
    await save(talk)
    await talk.ask(text)
    assert tags_of(talk) == ["作风"]


@pytest.mark.parametrize("text", ["标签化管理", "收藏文物保护", "备注栏怎么写", "正在写作", "收藏里", "stage presence"])
async def test_requests_that_only_look_like_it(talk: Talk, text: str) -> None:
    """A theme that begins like an order is searched for."""
    await save(talk)
    assert words(await talk.ask(text)).startswith((ZH.nothing_relevant, EN.nothing_relevant, "库里没有切题的段落"))
    assert tags_of(talk) == []


async def test_what_is_in_hand(talk: Talk) -> None:
    """The favourite opened last takes the tag; where none is in hand the bot says so and changes nothing."""
    assert words(await talk.ask("打标签 作风")) == ZH.nothing_in_hand
    assert words(await talk.ask("备注：甲")) == ZH.nothing_in_hand
    await save(talk)
    await save(talk, ASK, "▶")
    await talk.turn(await talk.ask("收藏夹"), "2")
    await talk.ask("打标签 早")
    assert (tags_of(talk, 1), tags_of(talk, 2)) == (["早"], [])


async def test_a_tag_is_picked(talk: Talk) -> None:
    """🏷 lists the tags; one press puts a tag on, another takes it off, each safe to repeat."""
    await save(talk)
    await talk.ask("打标签 作风")
    await save(talk, ASK, "▶")
    opened = await talk.turn(await talk.ask("收藏夹"), "1")
    picker = await talk.turn(opened, "🏷")
    for _ in range(2):
        put = await talk.press(picker, "作风")
        assert put.toast == ZH.toast_tagged.format(tag="作风")
    assert tags_of(talk, 2) == ["作风"]
    for _ in range(2):
        await talk.press(put.replies[0], "✓ 作风")
    assert tags_of(talk, 2) == []
    assert quotes(await talk.turn(picker, "↩ 返回")) == [POINTS[0]]


async def test_a_new_tag_is_asked_for(talk: Talk) -> None:
    """The next message is its name; the question ends with it, and the one after is a request again."""
    await save(talk)
    opened = await talk.turn(await talk.ask("收藏夹"), "1")
    asked = await talk.turn(opened, "🏷")
    assert words(asked) == ZH.ask_tag.format(limit=LONGEST)
    assert not asked.replaces
    assert words(await talk.ask("长" * (LONGEST + 1))) == ZH.tag_too_long.format(limit=LONGEST)
    assert words(await talk.ask("作风建设")).startswith("已打上标签：作风建设")
    assert tags_of(talk) == ["作风建设"]
    assert quotes(await talk.ask("作风建设")) == [STYLE.passages[0].text]


@pytest.mark.parametrize("text", [ASK, "来两段作风建设", "再来一段", "收藏夹", "取消", "/help"])
async def test_a_question_gives_way(talk: Talk, text: str) -> None:
    """A plain request, a command or a word that gives up is no tag, and ends the question."""
    await save(talk)
    await talk.turn(await talk.ask("收藏夹"), "1", "🏷")
    await talk.dialogue.message(WRITER, text)
    assert talk.store.tags.all(WRITER.id) == ()
    assert talk.store.drawers.pending(WRITER.id) is None


async def test_a_question_does_not_wait_for_ever(talk: Talk) -> None:
    """After ten minutes, or another press, a message is a message."""
    await save(talk)
    opened = await talk.turn(await talk.ask("收藏夹"), "1")
    await talk.turn(opened, "🏷")
    with writing(talk.library.engine) as connection:
        connection.execute(update(drawers).values(asked_at=datetime.now(UTC) - timedelta(minutes=11)))
    assert quotes(await talk.ask("作风建设")) == [STYLE.passages[0].text]
    await talk.turn(opened, "📝")
    await talk.turn(opened, "上下文")
    assert quotes(await talk.ask("作风建设")) == [STYLE.passages[0].text]
    assert talk.store.tags.all(WRITER.id) == ()


async def test_a_question_survives_a_restart_and_is_its_persons_own(tmp_path: Path) -> None:
    """It stands in the database; what somebody else writes does not answer it."""
    with talking(tmp_path) as talk:
        await save(talk)
        await talk.turn(await talk.ask("收藏夹"), "1", "🏷")
        await talk.workers.close()
    with talking(tmp_path) as talk:
        await talk.dialogue.message(OTHER, "别人的")
        await talk.ask("作风")
        assert tags_of(talk) == ["作风"]
        await talk.workers.close()


async def test_a_note(talk: Talk) -> None:
    """Written, shown in list and card, changed, undone once, and never longer than it may be."""
    await save(talk)
    assert ZH.noted.format(note="用在第二部分") in words(await talk.ask("备注：用在第二部分"))
    listed = await talk.ask("收藏夹")
    assert "📝 备注：用在第二部分" in words(listed)
    await talk.turn(listed, "1", "📝")
    changed = await talk.ask("用在结尾")
    assert "备注：用在结尾" in words(changed)
    first, again = await talk.press(changed, "↩ 撤销"), await talk.press(changed, "↩ 撤销")
    assert (first.toast, again.toast) == (ZH.toast_restored, ZH.toast_nothing_to_undo)
    assert "备注：用在第二部分" in words(first.replies[0])
    await talk.ask(f"备注：{'长' * (LONGEST_NOTE + 10)}")
    kept = talk.store.favourites.get(WRITER.id, 1)
    assert kept is not None
    assert kept.note == "长" * LONGEST_NOTE


async def test_searching_the_favourites(talk: Talk) -> None:
    """Text, title, note and tags are searched by words, in the library or no longer; nothing found is told as such."""
    await save(talk)
    await save(talk, "责任重于泰山")
    await talk.ask("打标签 大会讲话")
    await talk.ask("备注：用在第二部分")
    talk.library.remove(SAFETY.id)
    for said in (
        "收藏里找泰山",
        "/find 安全生产会议",
        "收藏里找 第二部分",
        "在我的收藏里搜讲话 大会",
        "find in favourites 泰山",
    ):
        found = await talk.ask(said)
        assert SAFETY.passages[0].text.startswith(quotes(found)[0]), said
        assert len(quotes(found)) == 1
    assert len(quotes(await talk.ask("收藏里找建设"))) == 1
    assert words(await talk.ask("收藏里找扶贫")) == ZH.view_empty.format(view="含“扶贫”")
    assert words(await talk.ask("/find")) == ZH.ask_find
    assert len(quotes(await talk.ask("泰山"))) == 1
    assert talk.store.favourites.count(OTHER.id) == 0


async def test_a_search_goes_on_by_its_buttons(tmp_path: Path) -> None:
    """What was found opens in its own order, steps to its neighbours and leads back, after a restart as well."""
    with talking(tmp_path) as talk:
        for turns in ((), ("▶",), ("▶", "▶")):
            await save(talk, ASK, *turns)
        found = await talk.ask("收藏里找作风建设")
        await talk.workers.close()
    with talking(tmp_path) as talk:
        opened = await talk.turn(found, "2")
        assert quotes(opened) == [POINTS[0]]
        assert quotes(await talk.turn(opened, "▶")) == [STYLE.passages[0].text]
        assert words(await talk.turn(opened, "↩ 列表")) == words(found)
        assert (await talk.press(found, "2", OTHER)).alert
        await talk.workers.close()


async def test_filters(talk: Talk) -> None:
    """By tag, function and theme, as far as the favourites have them, one upon the other."""
    await save(talk)
    await save(talk, ASK, "▶")
    await talk.ask("打标签 甲")
    listed = await talk.ask("收藏夹")
    offered = await talk.turn(listed, "筛选")
    assert {"标签“甲”", "开场", "举措", "作风建设"} <= set(labels(offered))
    measures = await talk.turn(offered, "举措")
    assert words(measures).startswith("收藏 · 举措（1 段）")
    assert POINTS[0].startswith(quotes(measures)[0])
    narrower = await talk.turn(measures, "筛选", "标签“甲”")
    assert words(narrower).startswith("收藏 · 标签“甲” · 举措（1 段）")
    by_theme = await talk.dialogue.press(WRITER, encode(Act.FILTER, 0, 1, named("作风建设")))
    assert words(by_theme.replies[0]).startswith("收藏 · 主题 作风建设（")
    for wrong in ((0, 0, 99), (0, 1, 5), (0, 2, 8), (0, 7, 0), (99, 0, 1)):
        assert (await talk.dialogue.press(WRITER, encode(Act.FILTER, *wrong))).alert


async def test_favourites_of_before_are_found_too(talk: Talk) -> None:
    """What was saved before there were words, themes and functions gets them when it is first looked at."""
    await save(talk)
    with writing(talk.library.engine) as connection:
        connection.execute(update(favourites).values(searched=None, themes=[], function=None))
    assert len(quotes(await talk.ask("收藏里找作风建设"))) == 1
    kept = talk.store.favourites.get(WRITER.id, 1)
    assert kept is not None
    assert kept.function is Function.OPENING
    assert "作风建设" in kept.themes


async def test_tags_are_renamed_deleted_and_brought_back(talk: Talk) -> None:
    """A name belongs to one tag; what a deleted tag was on stays, and undo puts it on all of it again."""
    await save(talk)
    await talk.ask("打标签 甲、乙")
    menu = await talk.turn(await talk.ask("/tags"), "甲", "⚙")
    assert words(await talk.turn(menu, "改名")) == ZH.ask_name.format(tag="甲")
    assert words(await talk.ask("乙")).startswith(ZH.tag_taken.format(tag="乙"))
    await talk.turn(menu, "改名")
    assert words(await talk.ask("丙")).startswith(ZH.tag_renamed.format(before="甲", tag="丙"))
    deleted = await talk.turn(menu, "删除标签")
    assert words(deleted) == "已删除标签“丙”，其中 1 段收藏都还在。"
    assert tags_of(talk) == ["乙"]
    assert talk.store.favourites.count(WRITER.id) == 1
    await talk.press(deleted, "↩ 撤销")
    await talk.press(deleted, "↩ 撤销")
    assert tags_of(talk) == ["丙", "乙"]
    assert (await talk.press(menu, "删除标签", OTHER)).alert
    assert words(await talk.ask("打开标签 没有")) == ZH.tag_not_found.format(tag="没有")
    assert words(await talk.ask("/tags 丙")).startswith("收藏 · 标签“丙”（1 段）")


async def test_the_piece_being_written_collects(talk: Talk) -> None:
    """What is saved gets its tag until it is done; told each time, begun and ended in words or by buttons."""
    assert words(await talk.ask("写完了")) == ZH.writing_nothing
    assert words(await talk.ask("正在写：作风建设大会讲话")) == ZH.writing_begun.format(tag="作风建设大会讲话")
    card = await talk.ask(ASK)
    assert (await talk.press(card, "☆")).toast == ZH.toast_saved_for.format(tag="作风建设大会讲话")
    assert (await talk.press(card, "☆")).toast == ZH.toast_saved_for_before.format(tag="作风建设大会讲话")
    done = await talk.ask("写完了")
    assert words(done) == "“作风建设大会讲话”写完了，收进 1 段。此后收藏的段落不再自动归类。"
    assert (await talk.press(await talk.turn(card, "▶"), "☆")).toast == ZH.toast_saved
    assert (tags_of(talk, 1), tags_of(talk, 2)) == (["作风建设大会讲话"], [])
    await talk.press(done, "↩ 撤销")
    piece = talk.store.drawers.written_for(WRITER.id)
    assert piece is not None
    assert piece.name == "作风建设大会讲话"
    await talk.press(await talk.ask("/tags"), "✍ 写完了")
    assert talk.store.drawers.written_for(WRITER.id) is None
    await talk.ask("/writing 年终总结")
    await talk.press(await talk.turn(await talk.ask("/tags"), "年终总结", "⚙"), "删除标签")
    assert talk.store.drawers.written_for(WRITER.id) is None


async def test_the_order_within_a_tag(talk: Talk) -> None:
    """Up and down move by one, name the place where to, and pressed twice move once."""
    await talk.ask("/writing 稿")
    for turns in ((), ("▶",), ("▶", "▶")):
        await save(talk, ASK, *turns)
    tag = talk.store.tags.all(WRITER.id)[0].id
    assert talk.store.tags.order(WRITER.id, tag) == (1, 2, 3)
    opened = await talk.turn(await talk.ask("打开标签 稿"), "1")
    first, again = await talk.press(opened, "▼ 后移"), await talk.press(opened, "▼ 后移")
    assert (first.toast, again.toast) == (ZH.toast_moved.format(position=2, total=3), ZH.toast_moved_before)
    assert talk.store.tags.order(WRITER.id, tag) == (2, 1, 3)
    await talk.press(await talk.turn(first.replies[0], "▶"), "▲ 前移")
    assert talk.store.tags.order(WRITER.id, tag) == (2, 3, 1)
    assert (await talk.press(opened, "▼ 后移", OTHER)).alert
    talk.store.favourites.remove(WRITER.id, 3)
    assert talk.store.tags.order(WRITER.id, tag) == (2, 1)
    talk.store.favourites.restore(WRITER.id, 3)
    assert set(talk.store.tags.order(WRITER.id, tag)) == {1, 2, 3}


async def test_the_drawer_speaks_english(talk: Talk) -> None:
    """The same in English."""
    await talk.ask("/writing Work Style")
    card = await talk.ask("my favourites")
    assert words(card) == EN.favourites_empty
    await talk.press(await talk.ask("作风建设"), "☆")
    assert words(await talk.ask("note: for part two")).startswith(EN.note_written)
    assert words(await talk.ask("open tag work style")).startswith('Favourites · tag "Work Style" (1)')
    assert words(await talk.ask("writing: Work Report")) == EN.writing_begun.format(tag="Work Report")
    assert words(await talk.ask("done writing")).startswith('"Work Report" is done')
