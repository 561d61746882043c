"""What comes of a follow-up: over a real library and store, with a simple search."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot import asking, continuing
from bot.replies import Quote
from bot.store import SavedHit
from bot.texts.en import EN
from bot.texts.zh import ZH
from corpus.database import writing
from retrieval.models import Request
from tests.bot.fakes import LONG, OTHER, POINTS, SHARED, STYLE, WRITER, Talk, labels, quotes, talking, words

ASK = "给我一段关于作风建设的话"
FIRST, LAST = STYLE.passages[0].text, STYLE.passages[-1].text


async def several(talk: Talk, text: str) -> list[list[str]]:
    """The passages of each card that a message gives."""
    return [quotes(reply) for reply in (await talk.dialogue.message(WRITER, text)).replies]


async def test_more(talk: Talk) -> None:
    """The best passages that were not shown, as new messages; in the end it says that these were all."""
    await talk.ask(ASK)
    second = await talk.ask("再来一段")
    assert (quotes(second), second.replaces) == ([POINTS[0]], False)
    assert labels(second)[:3] == ["◀", "2/5", "▶"]
    batch = await several(talk, "换一批")
    assert [batch[0], batch[2]] == [[SHARED], [LAST]]
    assert LONG.startswith(batch[1][0])
    all_shown = await talk.ask("还有吗")
    assert words(all_shown).splitlines()[0] == "就这些了：切题的共 5 段，都给您看过了。"
    assert "队伍建设" in labels(all_shown)
    assert quotes(await talk.turn(all_shown, "队伍建设"))


async def test_fewer_are_left_than_asked_for(talk: Talk) -> None:
    """The last card says that there are no more."""
    await talk.ask(ASK)
    await several(talk, "再来三段")
    last = await talk.ask("再来两段")
    assert quotes(last) == [LAST]
    assert words(last).splitlines()[-1] == "就这些了：切题的共 5 段，都给您看过了。"


async def test_what_is_passed_over_by_turning_comes_first(talk: Talk) -> None:
    """The best one that was not shown, wherever the person is by now."""
    await talk.turn(await talk.ask(ASK), "▶", "▶")
    await talk.ask("第五段")
    assert await several(talk, "再来一段") == [[LONG[: len(quotes(await talk.ask("第四段"))[0])]]]
    assert "就这些了" in words(await talk.ask("再来一段"))


async def test_further_than_the_first_answer(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the answer was full, the library is searched on; earlier passages keep their places."""
    monkeypatch.setattr(asking, "LIMIT", 2)
    monkeypatch.setattr(continuing, "LIMIT", 2)
    first = await talk.ask(ASK)
    assert labels(first)[0] == "1/2"
    assert await several(talk, "再来三段") == [[POINTS[0]], [SHARED], [quotes(await talk.ask("第四段"))[0]]]
    assert labels(await talk.turn(first, "▶"))[:3] == ["◀", "2/4", "▶"]
    assert quotes(await talk.ask("第五段")) == [LAST]
    assert "没有第6段" in words(await talk.ask("第六段"))


async def test_nobody_reads_on_for_ever(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an end to it, which claims nothing about what was not looked for."""
    monkeypatch.setattr(asking, "LIMIT", 2)
    monkeypatch.setattr(continuing, "LIMIT", 2)
    monkeypatch.setattr(continuing, "MOST", 3)
    await talk.ask(ASK)
    await several(talk, "换一批")
    assert words(await talk.ask("还有吗")) == ZH.seen_enough.format(count=3)


async def test_one_passage(talk: Talk) -> None:
    """Where it stands, what it says, and what stands around it, each as a message of its own."""
    await talk.turn(await talk.ask(ASK), "▶")
    around = await talk.ask("上下文")
    assert (POINTS[0] in quotes(around), around.replaces) == (True, False)
    source = words(await talk.ask("出处")).splitlines()
    assert source[0] == "讲稿：《在作风建设推进会上的讲话》"
    assert source[1].startswith("位置：一、总体要求 › ")
    assert source[-1] == "文件：作风/推进会.txt"
    plain = await talk.ask("全文")
    assert plain.parts[0] == Quote(POINTS[0])
    assert plain.rows == ()
    assert quotes(await talk.ask("全段"))[0].startswith("这次要做好三件事。")
    assert quotes(await talk.ask("第三段")) == [SHARED]
    assert quotes(await talk.ask("上一段")) == [POINTS[0]]
    assert "第7段" not in words(await talk.ask("第二段的出处"))


async def test_a_long_passage_is_given_whole(talk: Talk) -> None:
    """Made for copying, nothing lost and nothing between; who sends it splits it."""
    await talk.ask("要常抓不懈")
    (whole,) = (await talk.dialogue.message(WRITER, "全文")).replies
    assert whole.plain
    assert [part.text for part in whole.parts if isinstance(part, Quote)] == [LONG]
    assert words(whole).splitlines()[-1].startswith("《在作风建设推进会上的讲话》")


async def test_keeping(talk: Talk) -> None:
    """收藏 keeps what was shown last, a number another one; twice is once, and what is not kept is told."""
    await talk.ask(ASK)
    assert words(await talk.ask("收藏")).startswith("已收藏：《在作风建设推进会上的讲话》")
    assert words(await talk.ask("收藏")).startswith("已在收藏夹里")
    assert words(await talk.ask("save 2")).startswith("已收藏")
    assert {one.text for one in talk.store.favourites.page(WRITER.id, 0, 9)} == {FIRST, POINTS[0]}
    removed = await talk.ask("取消收藏第一段")
    assert words(removed).startswith("已移出收藏")
    assert words(await talk.ask("取消收藏第一段")).startswith("这一段不在收藏夹里")
    assert "★ 已收藏" in labels(await talk.turn(removed, "☆"))
    assert words(await talk.ask("打开收藏")).startswith("我的收藏（2 段）")
    assert words(await talk.ask("收藏里找作风")).startswith("收藏 · 含“作风”")


async def test_keeping_all(talk: Talk) -> None:
    """Whatever was shown of the search is kept, once; what was not shown is not."""
    await talk.ask(ASK)
    await talk.ask("第三段")
    for _ in range(2):
        assert words(await talk.ask("都收藏")) == ZH.saved_all.format(count=2)
    assert {one.text for one in talk.store.favourites.page(WRITER.id, 0, 9)} == {FIRST, SHARED}


async def test_a_near_identical_passage(talk: Talk) -> None:
    """What was shown last may be one of those that are folded under a hit."""
    await talk.turn(await talk.ask("作风建设永远在路上"), "相近")
    assert "安全.txt" in words(await talk.ask("出处"))
    await talk.ask("收藏")
    assert talk.store.favourites.page(WRITER.id, 0, 9)[0].text == f"{SHARED[:-1]}！"


async def test_refining(talk: Talk) -> None:
    """The theme stays, what was said before stays, and what was shown before is not shown as another one."""
    await talk.ask(ASK)
    closing = await talk.ask("要结尾的")
    assert quotes(closing) == [LAST]
    assert words(closing).startswith("主题 作风建设 · 结尾")
    assert words(await talk.ask("不要反腐")).startswith("主题 作风建设 · 结尾 · 不含“反腐”")
    batch = await several(talk, "换一批")
    assert batch[:2] == [[POINTS[0]], [SHARED]]
    assert LONG.startswith(batch[2][0])
    assert "就这些了" in words(await talk.ask("再来一段"))


async def test_shorter(talk: Talk) -> None:
    """First comes what is shorter than what was shown; where nothing is, it says so."""
    await talk.ask("要常抓不懈")
    assert words(await talk.ask("短一点")).startswith(ZH.none_shorter)
    await talk.ask(ASK)
    shown = quotes(await talk.ask("第三段"))[0]
    shorter = await talk.ask("短一点")
    assert len(quotes(shorter)[0]) < len(shown)
    assert ZH.none_shorter not in words(shorter)
    assert len(quotes(await talk.ask("长一点"))[0]) > len(quotes(shorter)[0])


async def test_twice_the_same_is_another_one(talk: Talk) -> None:
    """Who asks for closings again has seen the first."""
    await talk.ask(ASK)
    assert quotes(await talk.ask("要结尾的")) == [LAST]
    again = await talk.ask("要结尾的")
    assert quotes(again) == [POINTS[0]]
    assert words(again).startswith("“结尾”的段落就这些了")


async def test_turning_down_what_no_filter_can_tell(talk: Talk) -> None:
    """The person hears what can be said."""
    await talk.ask(ASK)
    assert words(await talk.ask("不要报告")) == ZH.cannot_turn_down


async def test_turning_down_what_passages_do(talk: Talk) -> None:
    """Closings are gone, whether they were asked for or not; the line says so, and its button brings them back."""
    await talk.ask(ASK)
    assert quotes(await talk.ask("要结尾的")) == [LAST]
    turned_down = await talk.ask("不要结尾的")
    assert quotes(turned_down) == [FIRST]
    assert words(turned_down).startswith("主题 作风建设 · 不要结尾")
    for _ in range(4):
        assert LAST not in quotes(await talk.ask("再来一段"))
    without = await talk.turn(turned_down, "✕ 不要结尾")
    assert "结尾" not in words(without).splitlines()[0]
    assert words(await talk.turn(without, "↩ 恢复条件")).startswith("主题 作风建设 · 不要结尾")
    assert words(await talk.ask("要结尾的")).startswith("主题 作风建设 · 结尾")


async def test_turning_down_what_passages_are_made_of(talk: Talk) -> None:
    """It is told, and taken out by saying so."""
    await talk.ask(ASK)
    assert words(await talk.ask("不要引用")).startswith("主题 作风建设 · 不要引用")
    assert words(await talk.ask("不要结尾和数据")).startswith("主题 作风建设 · 不要结尾 · 不要引用、不要数字")
    assert words(await talk.ask("不限形式")).startswith("主题 作风建设 · 不要结尾")
    assert "不要" not in words(await talk.ask("不限结尾")).splitlines()[0]


async def test_taking_out_and_putting_back_what_refined(talk: Talk) -> None:
    """The buttons of a refined answer know what it refines."""
    await talk.ask("2024年以来的作风建设")
    both = await talk.ask("要结尾的")
    assert words(both).startswith("主题 作风建设 · 结尾 · 2024年以来")
    without = await talk.turn(both, "✕ 2024年以来")
    assert words(without).startswith("主题 作风建设 · 结尾\n")
    assert words(await talk.turn(without, "✕ 结尾")).startswith("1/5")
    assert words(await talk.turn(without, "↩")).startswith("主题 作风建设 · 结尾 · 2024年以来")
    assert words(await talk.ask("不限年份")).startswith("主题 作风建设 · 结尾\n")
    assert words(await talk.ask("不要反腐")).startswith("主题 作风建设 · 结尾 · 不含“反腐”")


@pytest.mark.parametrize("text", ["再来一段", "下一段", "上下文", "出处", "全文", "取消收藏", "收藏第二段"])
async def test_without_a_search(talk: Talk, text: str) -> None:
    """There is nothing to go on from, and it says so; 收藏 and the like are what they are for a stranger."""
    assert words(await talk.ask(text)) == ZH.nothing_before
    assert words(await talk.ask("收藏")) == ZH.favourites_empty


async def test_after_an_answer_without_passages(talk: Talk) -> None:
    """Nothing found, nothing to show; a refinement searches again and finds nothing either."""
    await talk.ask("没有的主题")
    assert words(await talk.ask("再来一段")) == ZH.nothing_shown
    assert words(await talk.ask("收藏")) == ZH.nothing_shown
    assert ZH.nothing_relevant in words(await talk.ask("短一点"))
    assert words(await talk.ask("短一点")) == ZH.nothing_shown


async def test_a_restart_in_between(tmp_path: Path) -> None:
    """The last search, what was shown of it and what it refines are in the database."""
    with talking(tmp_path) as talk:
        await talk.ask(ASK)
        await talk.ask("不要反腐")
        await talk.ask("再来一段")
        await talk.workers.close()
    with talking(tmp_path) as talk:
        assert words(await talk.ask("收藏")).startswith("已收藏")
        assert [one.text for one in talk.store.favourites.page(WRITER.id, 0, 9)] == [POINTS[0]]
        assert quotes(await talk.ask("再来一段")) == [SHARED]
        assert words(await talk.ask("要结尾的")).startswith("主题 作风建设 · 结尾 · 不含“反腐”")
        await talk.workers.close()


async def test_everybody_has_a_search_of_their_own(talk: Talk) -> None:
    """Somebody else's search, and their pressing of my buttons, change nothing for me."""
    mine = await talk.ask(ASK)
    await talk.ask("责任重于泰山", OTHER)
    refused = await talk.press(mine, "▶", OTHER)
    assert (refused.toast, refused.alert) == (ZH.not_yours, True)
    assert quotes(await talk.ask("再来一段")) == [POINTS[0]]
    assert "责任重于泰山" in quotes(await talk.ask("全文", OTHER))[0]
    await talk.ask("收藏", OTHER)
    assert talk.store.favourites.count(WRITER.id) == 0


async def test_what_was_looked_at_last_counts(talk: Talk) -> None:
    """An older card that is turned is what a follow-up speaks of."""
    older = await talk.ask(ASK)
    await talk.ask("责任重于泰山")
    await talk.press(older, "▶")
    assert quotes(await talk.ask("全文")) == [POINTS[0]]


async def test_a_speech_that_is_gone(talk: Talk) -> None:
    """The card says so; nothing is kept, and nothing fails."""
    await talk.ask(ASK)
    talk.library.remove(STYLE.id)
    for text in ("出处", "全文", "收藏", "上下文", "第二段", "再来一段", "短一点"):
        said = words(await talk.ask(text))
        assert ZH.failed not in said
        assert ZH.passage_gone in said or ZH.nothing_relevant in said or "短" in said
    assert talk.store.favourites.count(WRITER.id) == 0


async def test_a_search_of_before_the_columns(talk: Talk) -> None:
    """It has shown its first passage, and nothing is known of what was understood: it can be gone on from."""
    talk.store.people.remember(WRITER.id, "zh")
    hits = [SavedHit(talk.searcher.search("作风建设", limit=9).hits[number].passage.id) for number in (0, 1)]
    saved = talk.store.searches.add(WRITER.id, "作风建设", "zh", hits)
    with writing(talk.library.engine) as connection:
        connection.execute(sql("update searches set shown = '{}', shown_at = null, after = '{}', request = '{}'"))
    old = talk.store.searches.current(WRITER.id)
    assert old == replace(saved, request=None)
    assert quotes(await talk.ask("再来一段")) == [POINTS[0]]
    assert "就这些了" in words(await talk.ask("再来一段"))


async def test_in_english(talk: Talk) -> None:
    """The same, in the language of the message."""
    assert words(await talk.ask("where is it from?")) == EN.nothing_before
    await talk.ask(ASK)
    assert words(await talk.ask("where is it from?")).startswith("Speech: ")
    assert words(await talk.ask("save the second one")).startswith("Saved: ")
    assert "☆ Save" in labels(await talk.ask("the third one"))
    assert "☆ 收藏" in labels(await talk.ask("第三段"))
    assert words(await talk.ask("find 作风 in my favourites")).startswith('Favourites · with "作风" (1)')


def test_a_kept_search_knows_what_it_has_told(talk: Talk) -> None:
    """Shown passages, here and before, by id; they outlive a restart, as does what the search refines."""
    talk.store.people.remember(WRITER.id, "zh")
    searches, asked = talk.store.searches, Request("作风建设", "作风建设")
    hits = [SavedHit(f"p_{number}") for number in range(4)]
    saved = searches.add(WRITER.id, "短一点", "zh", hits, after=asked, shown=2, before=frozenset({"p_9"}))
    assert (saved.at, saved.after, set(saved.told())) == ((1, 0), asked, {"p_0", "p_1", "p_9"})
    assert searches.get(saved.id) == saved
    searches.show(saved.id, 3, 1)
    extended = searches.extend(saved.id, [SavedHit("p_4", ("p_5",))], ("队伍建设",))
    assert extended is not None
    assert (extended.at, set(extended.told()), extended.themes) == ((3, 1), {"p_0", "p_1", "p_3", "p_9"}, ("队伍建设",))
    assert extended.hits == (*hits, SavedHit("p_4", ("p_5",)))
    searches.show(10**6, 0)
    assert searches.extend(10**6, ()) is None
