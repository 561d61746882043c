"""Speeches of a person's own in the conversation: theirs alone, wherever it leads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.judging import judge
from bot.keys import Act, encode
from bot.person import Person
from bot.replies import Outcome, Reply
from bot.store import Opinion, Verdict
from bot.texts.zh import ZH
from corpus.ids import key_of
from corpus.models import COMMON
from tests.bot.fakes import OTHER, SECRET, SHARED, STYLE, WRITER, Talk, labels, quotes, words
from tests.corpus.making import make_speech, sentences

OVERHEARD = replace(OTHER, overheard=True)
FIRST = SECRET.passages[0]


@pytest.fixture
def talk(talk: Talk) -> Talk:
    """A conversation in which the other holds a speech of their own; its second paragraph is like a common one."""
    talk.library.add(SECRET, owner=OTHER.id)
    return talk


def shown(*replies: Reply) -> str:
    """All that replies say, on buttons and in keys too."""
    return "\n".join("\n".join((words(reply), *labels(reply), reply.share or "")) for reply in replies)


async def all_of_it(talk: Talk, reply: Reply, person: Person) -> list[Reply]:
    """A reply with everything that its buttons lead to."""
    seen: list[Reply] = [reply]
    for row in reply.rows:
        for button in row:
            seen += (await talk.dialogue.press(person, button.key)).replies
    return seen


def secret(told: str) -> bool:
    """Whether something says a word of the other's speech."""
    kept = [passage.text for passage in SECRET.passages] + [SECRET.frame.title, SECRET.file, FIRST.id]
    return any(part[:12] in told for part in kept if part[:8] not in SHARED)


ASKED = (
    "作风建设", "来两段作风建设", "不留死角", "保密工作", "没有的主题", "再来一段", "上下文", "出处", "全文", "收藏",
    "主题", "/library", "收藏夹", f"/start {FIRST.id}", "短一点",
)  # fmt: skip


@pytest.mark.parametrize("reader", [WRITER, Person("tg:9", "en"), OVERHEARD])
async def test_nothing_that_another_says_or_presses_shows_it(talk: Talk, reader: Person) -> None:
    """Whatever is asked, and wherever the buttons lead; also to its owner where others read along."""
    for text in ASKED:
        for reply in (await talk.dialogue.message(reader, text)).replies:
            assert not secret(shown(*await all_of_it(talk, reply, reader))), text


async def test_its_owner_finds_it_everywhere(talk: Talk) -> None:
    """By words, among near-identical ones, in themes and lists, with its surroundings, kept and opened again."""
    card = await talk.ask("不留死角", OTHER)
    assert quotes(card) == [FIRST.text]
    assert SECRET.frame.title in words(await talk.turn_as(OTHER, card, "上下文"))
    assert "保密工作" in words(await talk.ask("/themes", OTHER)) + words(await talk.ask("保密工作", OTHER))
    listed = words(await talk.ask("/library", OTHER))
    assert f"《{SECRET.frame.title}》 · 2024年 · 王明 · {ZH.library_own}" in listed
    assert listed.count(ZH.library_own) == 1
    assert ZH.library_own not in words(await talk.ask("/library", OVERHEARD))
    await talk.press(card, "☆", OTHER)
    opened = await talk.turn_as(OTHER, await talk.ask("收藏夹", OTHER), "1")
    assert quotes(opened) == [FIRST.text]
    assert ZH.favourite_gone not in words(opened)
    assert "不公开" in words(await talk.ask(f"/start {FIRST.id}", OTHER))
    near = await talk.turn_as(OTHER, await talk.ask(SHARED[:16], OTHER), "相近")
    assert SECRET.frame.title in words(near)


async def test_what_another_kept_is_no_way_to_it(talk: Talk) -> None:
    """A favourite keeps its words; a link to it is refused to its owner, and leads nobody else anywhere."""
    await talk.press(await talk.ask("不留死角", OTHER), "☆", OTHER)
    opened = await talk.turn_as(OTHER, await talk.ask("收藏夹", OTHER), "1")
    linked = await talk.press(opened, "🔗", OTHER)
    assert (linked.toast, linked.replies) == (ZH.link_own, ())
    foreign = await talk.dialogue.press(WRITER, encode(Act.LINK, FIRST.key))
    never = await talk.dialogue.press(WRITER, encode(Act.LINK, key_of("p_0123456789abcdef")))
    assert foreign == never == Outcome(toast=ZH.link_gone, alert=True)
    assert words(await talk.ask(f"/start {FIRST.id}")) == ZH.shared_gone
    talk.library.remove(SECRET.id, owner=OTHER.id)
    kept = await talk.turn_as(OTHER, await talk.ask("收藏夹", OTHER), "1")
    assert quotes(kept) == [FIRST.text]
    assert ZH.favourite_gone in words(kept)
    context = await talk.dialogue.press(OTHER, encode(Act.FAVOURITE_CONTEXT, 1, 0, 0))
    assert context.toast == ZH.favourite_gone


async def test_an_inline_query_finds_what_its_writer_sees(talk: Talk) -> None:
    """Only the writer sees the results, until they choose one; a link to one's own would open for nobody else."""
    talk.library.add(make_speech([f"不留死角，{sentences(400, 160)}"], title="在长会议上的讲话"), owner=OTHER.id)
    found = await talk.dialogue.inline(OTHER, "不留死角", "")
    assert [one.opens for one in found.results] == [None, None]
    assert any(ZH.inline_goes_on in words(one.reply) for one in found.results)
    assert (await talk.dialogue.inline(WRITER, "不留死角", "")).results == ()
    common = await talk.dialogue.inline(OTHER, "要常抓不懈", "")
    assert [one.opens is None for one in common.results if "在长会议" not in one.description] == [False]


async def test_published_it_is_everybodys(talk: Talk) -> None:
    """And a link to it opens for a colleague."""
    talk.library.publish(SECRET.id, OTHER.id)
    assert quotes(await talk.ask("不留死角")) == [FIRST.text]
    assert quotes(await talk.ask(f"/start {FIRST.id}")) == [FIRST.text]
    assert ZH.library_own not in words(await talk.ask("/library", OTHER))


async def test_forgetting_takes_it_too(talk: Talk) -> None:
    """It is counted in the question, and gone with the rest; another's own speeches stay."""
    talk.library.add(SECRET, owner=WRITER.id)
    await talk.press(await talk.ask("不留死角"), "☆")
    asked = await talk.ask("/forgetme")
    assert "1 篇自己的讲稿" in words(asked)
    assert len(talk.library.own(WRITER.id)) == 1
    assert words(await talk.turn(asked, "确认")) == ZH.forgotten
    assert talk.library.own(WRITER.id) == ()
    assert talk.store.favourites.count(WRITER.id) == 0
    assert len(talk.library.own(OTHER.id)) == 1
    assert words(await talk.ask("不留死角")).startswith(ZH.nothing_relevant[:6])


def test_opinions_on_it_stay_with_its_owner(talk: Talk, tmp_path: Path) -> None:
    """An operator's export holds no word of it, whoever praised it; published, it does."""
    praised = Opinion("保密工作", None, frozenset(), FIRST.id, FIRST.sha256, Verdict.GOOD)
    assert judge([praised], talk.library).relevant == {}
    before = judge([replace(praised, passage_id=STYLE.passages[0].id, sha256=STYLE.passages[0].sha256)], talk.library)
    talk.library.remove(SECRET.id, owner=OTHER.id)
    after = judge([replace(praised, passage_id=STYLE.passages[0].id, sha256=STYLE.passages[0].sha256)], talk.library)
    assert before == after
    talk.library.add(SECRET, owner=COMMON)
    assert list(judge([praised], talk.library).relevant) == ["保密工作"]
