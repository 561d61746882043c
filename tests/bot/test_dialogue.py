"""The conversation over a real library and a real store."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.asking import CARDS, MAX_REQUEST
from bot.dialogue import Person
from bot.keys import Act, encode
from bot.pages import PAGE, units
from bot.replies import Line, Quote, Reply
from bot.texts.en import EN
from bot.texts.zh import ZH
from tests.bot.fakes import (
    LONG,
    OTHER,
    POINTS,
    SAFETY,
    SHARED,
    STYLE,
    WRITER,
    Talk,
    labels,
    quotes,
    talking,
    words,
)
from tests.corpus.making import make_speech, sentences

ASK = "给我一段关于作风建设的话"


async def test_a_request_gives_a_card(talk: Talk) -> None:
    """One card: its place in the answer, how well it answers, what it does and is made of; text, source, buttons."""
    reply = await talk.ask(ASK)
    head, quote, source = reply.parts
    assert head == Line("1/5 · 相关 · 开场 · 数字 · 《在作风建设推进会上的讲话》", quiet=True)
    text = STYLE.passages[0].text
    assert quote == Quote(text, stress=((text.index("作风建设"), text.index("作风建设") + 4),))
    assert source == Line("《在作风建设推进会上的讲话》 · 一、总体要求 · 第1段 · 2024年 · 王明", quiet=True)
    assert [[button.label for button in row] for row in reply.rows] == [
        ["1/5", "▶"],
        ["☆ 收藏", "上下文"],
        ["📋 出处", "发全文", "👍", "👎"],
        ["开头", "举措", "结尾"],
    ]
    assert not reply.replaces


async def test_turning(talk: Talk) -> None:
    """▶ and ◀ go through the answer in place; an arrow that leads nowhere is not there."""
    first = await talk.ask(ASK)
    second = await talk.turn(first, "▶")
    assert second.replaces
    assert quotes(second) == [POINTS[0]]
    assert labels(second)[:3] == ["◀", "2/5", "▶"]
    last = await talk.turn(second, "▶", "▶", "▶")
    assert labels(last)[:2] == ["◀", "5/5"]
    assert "▶" not in labels(last)
    assert quotes(await talk.turn(last, "◀", "◀", "◀", "◀")) == quotes(first)
    assert quotes(await talk.turn(last, "5/5")) == quotes(last)


async def test_one_hit_has_no_arrows(talk: Talk) -> None:
    """With a single passage there is nothing to turn."""
    assert labels(await talk.ask("责任重于泰山"))[:3] == ["☆ 收藏", "上下文", "📋 出处"]


async def test_several_passages_asked_for(talk: Talk) -> None:
    """Two asked for are two cards; more than a phone holds are a few, and the rest by turning."""
    two = (await talk.dialogue.message(WRITER, "来两段作风建设")).replies
    assert [quotes(reply) for reply in two] == [[STYLE.passages[0].text], [POINTS[0]]]
    assert quotes(await talk.turn(two[1], "▶")) == [SHARED]
    nine = (await talk.dialogue.message(WRITER, "来九段作风建设")).replies
    assert len(nine) == CARDS
    assert ZH.fewer_found.format(found=5) in words(nine[-1])
    one = (await talk.dialogue.message(WRITER, "来两段责任重于泰山")).replies
    assert len(one) == 1
    assert ZH.fewer_found.format(found=1) in words(one[0])


async def test_an_ending_that_is_not_there_is_told(talk: Talk) -> None:
    """The first card says that what follows stands elsewhere; nothing is said where an ending was found."""
    remark = "没有找到建设，的“结尾”段落，下面是同一主题的其他段落。"
    first, second = (await talk.dialogue.message(WRITER, "来两段建设，的结尾")).replies
    assert first.parts[:2] == (Line("主题 建设， · 结尾 · 2段", quiet=True), Line(remark, quiet=True))
    assert remark not in words(second)
    assert remark not in words(await talk.ask("作风建设的结尾"))


async def test_saving_is_safe_to_press_twice(talk: Talk) -> None:
    """☆ becomes ★; the same press again says that it is kept, and keeps it once."""
    reply = await talk.ask(ASK)
    first, again = await talk.press(reply, "☆"), await talk.press(reply, "☆")
    assert (first.toast, again.toast) == (ZH.toast_saved, ZH.toast_saved_before)
    assert "★ 已收藏" in labels(first.replies[0])
    assert first.replies == again.replies
    assert talk.store.favourites.count(WRITER.id) == 1
    removed, removed_again = await talk.press(first.replies[0], "★"), await talk.press(first.replies[0], "★")
    assert (removed.toast, removed_again.toast) == (ZH.toast_removed, ZH.toast_removed_before)
    assert "☆ 收藏" in labels(removed.replies[0])
    assert talk.store.favourites.count(WRITER.id) == 0
    assert "★ 已收藏" in labels((await talk.press(reply, "☆")).replies[0])


async def test_a_kept_passage_is_marked_in_the_next_answer(talk: Talk) -> None:
    """★ shows wherever the passage comes up again, for its owner alone."""
    await talk.press(await talk.ask(ASK), "☆")
    assert "★ 已收藏" in labels(await talk.ask(ASK))
    assert "☆ 收藏" in labels(await talk.ask(ASK, OTHER))


async def test_context(talk: Talk) -> None:
    """The passage between its neighbours, then further down and up to both ends of the speech, and back."""
    reply = await talk.ask("作风建设永远在路上")
    view = await talk.turn(reply, "上下文")
    paragraphs = [passage for passage in STYLE.passages if passage.parent_id is None]
    # The next paragraph is too long to stand in the same message.
    assert [part for part in view.parts if isinstance(part, Quote)] == [
        Quote(paragraphs[3].text, faint=True),
        Quote(SHARED),
    ]
    assert ZH.paragraphs.format(first=4, last=5) in words(view)
    assert labels(view) == ["▲ 上文", "▼ 下文", "↩ 返回"]
    above = await talk.turn(view, "▲")
    assert quotes(above) == [paragraph.text for paragraph in paragraphs[:3]]
    assert labels(above) == ["▼ 下文", "↩ 返回"]
    assert quotes(await talk.turn(above, "▼"))[0] == paragraphs[3].text

    seen = ""
    below = view
    while "▼ 下文" in labels(below):
        below = await talk.turn(below, "▼")
        seen += "".join(quotes(below))
    assert seen == LONG + paragraphs[6].text
    assert quotes(await talk.turn(below, "▲"))[-1] in LONG
    assert quotes(await talk.turn(below, "↩")) == [SHARED]


async def test_context_of_a_point(talk: Talk) -> None:
    """A point stands out in its paragraph: what is around it is faint, and all together is the paragraph."""
    reply = await talk.ask("抓项目建设")
    view = await talk.turn(reply, "上下文")
    shown = [part for part in view.parts if isinstance(part, Quote)]
    paragraph = next(passage for passage in STYLE.passages if passage.paragraph == 3)
    assert [part.text for part in shown if not part.faint] == [POINTS[1]]
    assert "".join(part.text for part in shown[1:-1]) == paragraph.text


async def test_whole_paragraph(talk: Talk) -> None:
    """A point opens to its paragraph, which can be kept by itself."""
    reply = await talk.ask("抓项目建设")
    assert ZH.paragraph_part.format(number=3) in words(reply)
    whole = await talk.turn(reply, "全段")
    assert quotes(whole) == ["这次要做好三件事。" + "".join(POINTS)]
    assert labels(whole) == ["☆ 收藏全段", "上下文", "↩ 返回", "📋 出处", "发全文"]
    kept = await talk.turn(whole, "☆")
    assert labels(kept)[0] == "★ 已收藏"
    (favourite,) = talk.store.favourites.page(WRITER.id, 0, 8)
    assert favourite.text == quotes(whole)[0]
    assert labels(await talk.turn(kept, "★"))[0] == "☆ 收藏全段"
    assert quotes(await talk.turn(kept, "↩")) == [POINTS[1]]
    assert "全段" not in labels(await talk.ask("永远在路上"))


async def test_similar_passages(talk: Talk) -> None:
    """What was folded under a passage opens as a card of its own, at once where it is one, and leads back."""
    reply = await talk.ask("作风建设永远在路上")
    assert "相近 1" in labels(reply)
    other = await talk.turn(reply, "相近")
    assert quotes(other) == [SHARED[:-1] + "！"]
    assert words(other).startswith("相近 1/1 · 举措 · 数字 · 《在安全生产会议上的讲话》")
    await talk.press(other, "☆")
    assert talk.store.favourites.page(WRITER.id, 0, 8)[0].text == SHARED[:-1] + "！"
    assert quotes(await talk.turn(other, "上下文", "↩")) == quotes(other)
    assert quotes(await talk.turn(other, "↩")) == [SHARED]
    talk.library.remove(SAFETY.id)
    assert "已不在库里" in words(await talk.turn(reply, "相近"))


async def test_several_similar_passages_are_listed(talk: Talk) -> None:
    """By source, with numbers that a thumb can hit; from each a way on to the next, and back to the list."""
    third = make_speech([sentences(40), SHARED], title="在队伍建设会议上的讲话", file="队伍.txt")
    talk.library.add(third)
    reply = await talk.ask("作风建设永远在路上")
    listed = await talk.turn(reply, "相近 2")
    assert labels(listed) == ["1", "2", "↩ 返回"]
    assert [line[:2] for line in words(listed).splitlines()[1:]] == ["1.", "2."]
    first = await talk.turn(listed, "1")
    assert words(first).startswith("相近 1/2")
    assert words(await talk.turn(first, "▶")).startswith("相近 2/2")
    assert words(await talk.turn(first, "↩")) == words(listed)
    assert quotes(await talk.turn(listed, "↩")) == quotes(reply)


async def test_a_long_passage_comes_in_pages(talk: Talk) -> None:
    """Nothing of it is lost, each page ends with a sentence, and saving keeps the page in sight."""
    reply = await talk.ask("要常抓不懈")
    pages = [reply]
    while any(label.startswith("▼") for label in labels(pages[-1])):
        pages.append(await talk.turn(pages[-1], "▼"))
    assert len(pages) == 2
    assert "".join(quote for page in pages for quote in quotes(page)) == LONG
    assert all(units(quote) <= PAGE and quote.endswith("。") for page in pages for quote in quotes(page))
    assert ZH.text_page.format(page=2, pages=2) in words(pages[1])
    saved = await talk.turn(pages[1], "☆")
    assert quotes(saved) == quotes(pages[1])
    assert talk.store.favourites.page(WRITER.id, 0, 1)[0].text == LONG
    assert quotes(await talk.turn(saved, "▲")) == quotes(pages[0])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ZH.help),
        ("   \n", ZH.help),
        ("/start", ZH.start),
        ("/help", ZH.help),
        ("帮助", ZH.help),
        ("收藏夹", ZH.favourites_empty),
        ("/nope", ZH.unknown_command.format(command="nope")),
        ("给我一段关于的话", ZH.ask_theme),
        ("长" * (MAX_REQUEST + 1), ZH.too_long.format(limit=MAX_REQUEST)),
    ],
)
async def test_messages_that_are_no_request(talk: Talk, text: str, sentence: str) -> None:
    """Each gets a sentence that helps."""
    assert words(await talk.ask(text)) == sentence


async def test_favourites_are_listed_opened_removed_and_brought_back(talk: Talk) -> None:
    """The whole way, every step safe to repeat."""
    card = await talk.ask(ASK)
    await talk.press(card, "☆")
    await talk.press(await talk.turn(card, "▶"), "☆")
    listed = await talk.ask("/favorites")
    assert not listed.replaces
    assert words(listed).startswith("我的收藏（2 段）")
    assert POINTS[0].startswith(quotes(listed)[0])
    assert STYLE.passages[0].text.startswith(quotes(listed)[1])
    opened = await talk.turn(listed, "1")
    assert quotes(opened) == [POINTS[0]]
    assert ZH.paragraph_part.format(number=3) in words(opened)
    assert quotes(await talk.turn(opened, "上下文", "↩")) == [POINTS[0]]
    first, again = await talk.press(opened, "移出收藏"), await talk.press(opened, "移出收藏")
    assert (first.toast, again.toast) == (ZH.toast_removed, ZH.toast_removed_before)
    (removed,) = first.replies
    assert words(await talk.turn(removed, "↩ 收藏夹")).startswith("我的收藏（1 段）")
    assert words(await talk.turn(listed, "1")) == words(removed)
    first, again = await talk.press(removed, "↩ 撤销"), await talk.press(removed, "↩ 撤销")
    assert (first.toast, again.toast) == (ZH.toast_restored, ZH.toast_saved_before)
    assert quotes(first.replies[0]) == [POINTS[0]]
    assert quotes(await talk.ask("收藏夹")) == quotes(listed)


async def test_many_favourites_come_in_pages(talk: Talk) -> None:
    """Eight a page, numbered through, every one reachable; a page that is gone shows the last."""
    talk.store.people.remember(WRITER.id, "zh")
    every = [talk.library.passage(passage.id) for passage in (*STYLE.passages, *SAFETY.passages)]
    for found in every:
        talk.store.favourites.save(WRITER.id, found.passage, found.speech)
    first = await talk.ask("收藏夹")
    tools = ["🔎 找", "筛选", "🏷 标签", "⬇ 导出"]
    assert labels(first) == [*"12345678", "▼ 下一页 2/2", *tools]
    second = await talk.turn(first, "▼")
    assert labels(second) == ["9", "10", "11", "12", "13", "▲ 上一页 1/2", *tools]
    assert quotes(await talk.turn(second, "13")) == [STYLE.passages[0].text]
    assert all(len(row) <= 4 for row in first.rows)
    far = await talk.dialogue.press(WRITER, encode(Act.FAVOURITES, 99))
    assert far.replies[0] == second


async def test_the_library(talk: Talk) -> None:
    """What is in it: how much, and every speech by title and year."""
    listed = words(await talk.ask("库里有什么")).splitlines()
    assert listed[0].startswith("库里有 2 篇讲稿、13 个段落")
    assert listed[1:3] == [
        "1. 《在安全生产会议上的讲话》 · 2023年 · 王明",
        "2. 《在作风建设推进会上的讲话》 · 2024年 · 王明",
    ]


async def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    """Buttons and favourites of before work in a new process on the same folder."""
    with talking(tmp_path) as talk:
        card = await talk.ask(ASK)
        await talk.press(card, "☆")
        await talk.workers.close()
    with talking(tmp_path) as talk:
        assert quotes(await talk.turn(card, "▶")) == [POINTS[0]]
        assert (await talk.press(card, "☆")).toast == ZH.toast_saved_before
        assert words(await talk.ask("收藏夹")).startswith("我的收藏（1 段）")
        await talk.workers.close()


async def test_the_answer_speaks_the_language_of_the_message(talk: Talk) -> None:
    """English gets English, from then on also for buttons and commands, until they write Chinese again."""
    person = Person("tg:3", "en")
    assert words(await talk.ask("/start", person)) == EN.start
    assert words(await talk.ask("quantum entanglement", person)).startswith(EN.nothing_relevant)
    card = await talk.ask("作风建设", person)
    assert "☆ 收藏" in labels(card)
    assert words(await talk.ask("/help", person)) == ZH.help
    assert words(await talk.ask("my favourites", person)) == EN.favourites_empty
    assert (await talk.dialogue.press(person, "garbage")).toast == EN.stale
    assert "☆ 收藏" in labels((await talk.press(card, "▶", person)).replies[0])


async def test_replies_fit_a_message(talk: Talk) -> None:
    """No view is longer than Telegram takes, whatever the passage."""
    replies: list[Reply] = []
    card = await talk.ask("要常抓不懈")
    replies += [card, await talk.turn(card, "上下文"), await talk.turn(card, "▼", "上下文", "▼")]
    assert all(units(words(reply)) <= 3900 for reply in replies)
    assert all(len(button.key.encode()) <= 64 for reply in replies for row in reply.rows for button in row)
