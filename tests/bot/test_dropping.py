"""Taking a part of a request out again, by its button and by a message."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.keys import PARTS, Act, encode
from bot.texts.en import EN
from bot.texts.zh import ZH
from retrieval.models import Part
from tests.bot.fakes import OTHER, SAFETY, STYLE, WRITER, Talk, button, labels, quotes, talking, words

SHORT_CLOSING = "作风建设，短一点的结尾"


def crosses(labels: list[str]) -> list[str]:
    """The buttons that take a part out."""
    return [label for label in labels if label.startswith("✕")]


async def test_the_first_card_says_what_was_understood(talk: Talk) -> None:
    """And has a button for each part; the cards behind it have neither, and turning back shows both again."""
    card = await talk.ask(SHORT_CLOSING)
    assert words(card).splitlines()[0] == "主题 作风建设 · 结尾 · 短"
    assert crosses(labels(card)) == ["✕ 结尾", "✕ 短"]
    second = await talk.turn(card, "▶")
    assert "主题" not in words(second)
    assert crosses(labels(second)) == []
    back = await talk.turn(second, "◀")
    assert (back.parts, back.rows) == (card.parts, card.rows)
    assert crosses(labels(await talk.ask("作风建设"))) == []


async def test_a_button_takes_a_part_out_in_place(talk: Talk) -> None:
    """The request is searched without it; pressed again it does the same; what is left can be taken out, too."""
    card = await talk.ask(SHORT_CLOSING)
    assert quotes(card) == [STYLE.passages[-1].text]
    first, again = await talk.press(card, "✕ 结尾"), await talk.press(card, "✕ 结尾")
    (reply,), (same,) = first.replies, again.replies
    assert reply.replaces
    assert quotes(reply) == quotes(same) == [STYLE.passages[0].text]
    assert words(reply).splitlines()[0] == "主题 作风建设 · 短"
    plain = await talk.turn(reply, "✕ 短")
    assert crosses(labels(plain)) == []
    latest = talk.store.searches.latest(WRITER.id)
    assert latest is not None
    assert latest.dropped == {Part.FUNCTION, Part.LENGTH}


async def test_what_was_taken_out_is_put_back(talk: Talk) -> None:
    """One press brings every condition back, in place; it is offered only where something is out."""
    card = await talk.ask(SHORT_CLOSING)
    assert ZH.put_back not in labels(card)
    bare = await talk.turn(card, "✕ 结尾", "✕ 短")
    assert labels(bare)[-1] == ZH.put_back
    assert ZH.put_back in labels(await talk.turn(bare, "▶", "◀"))
    back = await talk.turn(bare, ZH.put_back)
    assert back.replaces
    assert quotes(back) == quotes(card)
    assert words(back).splitlines()[0] == "主题 作风建设 · 结尾 · 短"
    assert ZH.put_back not in labels(back)
    assert (await talk.press(bare, ZH.put_back, OTHER)).toast == ZH.not_yours


async def test_one_card_takes_the_place_of_one(talk: Talk) -> None:
    """Where several passages were asked for, the others are reached by turning, and the card says so."""
    cards = (await talk.dialogue.message(WRITER, "来两段作风建设，短一点")).replies
    (reply,) = (await talk.press(cards[0], "✕ 短")).replies
    assert ZH.more_by_paging.format(shown=1) in words(reply)
    (one,) = (await talk.press(reply, "✕ 2段")).replies
    assert ZH.more_by_paging.format(shown=1) not in words(one)
    assert crosses(labels(one)) == []


async def test_what_was_taken_out_stays_out(tmp_path: Path) -> None:
    """After a restart too: the next part goes as well, and searching again does not bring the first one back."""
    with talking(tmp_path) as talk:
        card = await talk.turn(await talk.ask(SHORT_CLOSING), "✕ 结尾")
        await talk.workers.close()
    with talking(tmp_path) as talk:
        assert words(await talk.turn(card, "▶", "◀")).startswith("主题 作风建设 · 短\n")
        assert crosses(labels(await talk.turn(card, "✕ 短"))) == []
        (offer,) = (await talk.dialogue.press(WRITER, "garbage")).replies
        again = await talk.turn(offer, "重新检索")
        assert crosses(labels(again)) == []
        assert quotes(again) == quotes(card)
        await talk.workers.close()


@pytest.mark.parametrize(
    ("asked", "said", "left"),
    [
        (SHORT_CLOSING, "不限结尾", ["✕ 短"]),
        (SHORT_CLOSING, "不限 功能。", ["✕ 短"]),
        (SHORT_CLOSING, "不限結尾", ["✕ 短"]),
        (SHORT_CLOSING, "去掉短", ["✕ 结尾"]),
        (SHORT_CLOSING, "不限篇幅了", ["✕ 结尾"]),
        (SHORT_CLOSING, "取消长短的限制", ["✕ 结尾"]),
        (SHORT_CLOSING, "any function", ["✕ short"]),
        (SHORT_CLOSING, "Drop the length, please", ["✕ closing"]),
        (SHORT_CLOSING, "不限功能和篇幅", []),
        (SHORT_CLOSING, "去掉“结尾”、短", []),
        (SHORT_CLOSING, "篇幅不限", ["✕ 结尾"]),
        (SHORT_CLOSING, "长短都行", ["✕ 结尾"]),
        (SHORT_CLOSING, "any length is fine", ["✕ closing"]),
        ("2023年以来的作风建设", "不限年份", []),
        ("2023年以来的作风建设", "不限2023年以来", []),
        ("2023年以来的作风建设", "不限近两年", []),
        ("2023年以来的作风建设，用数字", "any year", ["✕ figures"]),
        ("来两段作风建设，用数字", "不限两段", ["✕ 数字"]),
        ("来两段作风建设，用数字", "不限形式", ["✕ 2段"]),
        ("作风建设，出自作风，提到建设，不要反腐", "不限来源", ["✕ 须含“建设”", "✕ 不含“反腐”"]),
        ("作风建设，出自作风，提到建设，不要反腐", "去掉反腐", ["✕ 出自“作风”", "✕ 须含“建设”"]),
        ("作风建设，出自作风，提到建设，不要反腐", "去掉不含“反腐”", ["✕ 出自“作风”", "✕ 须含“建设”"]),
        ("做风建设，短一点", "不限短", ["✕ 改正"]),
    ],
)
async def test_a_message_takes_a_part_out(talk: Talk, asked: str, said: str, left: list[str]) -> None:
    """By kind or by value, in either language, one or several: the latest search is made again without them."""
    await talk.dialogue.message(WRITER, asked)
    replies = (await talk.dialogue.message(WRITER, said)).replies
    assert not replies[0].replaces
    assert crosses(labels(replies[0])) == left
    assert quotes(replies[0])


async def test_taking_the_mending_out(talk: Talk) -> None:
    """What was no slip is searched as it was written; where that is nowhere, the answer says so."""
    card = await talk.ask("做风建设")
    assert words(card).startswith("主题 作风建设 · 已改正：做风→作风\n")
    assert words(await talk.turn(card, "✕ 改正")).startswith("库里没有切题的段落。")


@pytest.mark.parametrize("said", ["不限年份", "any year", "取消篇幅限制"])
async def test_a_kind_that_is_not_there(talk: Talk, said: str) -> None:
    """It can mean nothing else, so a sentence helps: before any search, and where the last one has no such part."""
    assert words(await talk.ask(said)) in {ZH.nothing_asked, EN.nothing_asked}
    await talk.ask("作风建设的结尾")
    told = words(await talk.ask(said))
    part = Part.LENGTH if "篇幅" in said else Part.YEARS
    assert told in {texts.nothing_to_take_out.format(part=texts.names.parts[part]) for texts in (ZH, EN)}


async def test_one_message_after_another(talk: Talk) -> None:
    """What the message before took out stays out."""
    await talk.ask(SHORT_CLOSING)
    await talk.ask("不限结尾")
    assert crosses(labels(await talk.ask("去掉短"))) == []


async def test_twice_said(talk: Talk) -> None:
    """A value that is out already is no theme of its own all of a sudden."""
    await talk.ask(SHORT_CLOSING)
    await talk.ask("不限结尾")
    assert words(await talk.ask("不限结尾")) == ZH.nothing_to_take_out.format(part="功能")


@pytest.mark.parametrize(
    "said",
    ["不限结尾", "去掉形式主义", "取消考试", "any closing on 法治", "不管多难", "drop", "法治，篇幅不限", "不限"],
)
async def test_other_messages_are_requests(talk: Talk, said: str) -> None:
    """What only looks so is searched: nothing of it stands in the search before."""
    before = await talk.ask("作风建设，短一点")
    reply = await talk.ask(said)
    assert quotes(reply) != quotes(before)
    assert words(reply).splitlines()[0] in {ZH.nothing_relevant, EN.nothing_relevant}


async def test_nothing_left(talk: Talk) -> None:
    """The theme is there: the answer says that the conditions leave nothing, and each can be taken out."""
    reply = await talk.ask("来两段2024年以来的安全生产，短一点")
    assert words(reply).splitlines() == ["主题 安全生产 · 短 · 2024年以来", ZH.nothing_left]
    assert labels(reply) == ["✕ 短", "✕ 2024年以来"]
    found = await talk.turn(reply, "✕ 2024年以来")
    assert quotes(found) == [SAFETY.passages[0].text]
    assert found.replaces
    await talk.ask("2024年以来的安全生产")
    assert quotes(await talk.ask("不限年份")) == quotes(found)


async def test_forms_that_are_not_there(talk: Talk) -> None:
    """The sentence names them, below what was understood and above the passage."""
    reply = await talk.ask("作风建设，用引用")
    assert words(reply).splitlines()[:2] == [
        "主题 作风建设 · 引用",
        "没有找到作风建设的“引用”段落，下面是同一主题的其他段落。",
    ]
    assert "没有找到" not in words(await talk.ask("作风建设，用数字"))


async def test_keys_that_fit_nothing(talk: Talk) -> None:
    """A part that is unknown, or not in that search, and somebody else's search are refused like any old button."""
    card = await talk.ask(SHORT_CLOSING)
    search = talk.store.searches.latest(WRITER.id)
    assert search is not None
    for part in (PARTS[Part.YEARS], 99, -1):
        outcome = await talk.dialogue.press(WRITER, encode(Act.TAKE_OUT, search.id, part))
        assert (outcome.toast, outcome.alert) == (ZH.stale, True)
    foreign = await talk.dialogue.press(OTHER, button(card, "✕ 短").key)
    assert (foreign.toast, foreign.replies) == (ZH.not_yours, ())
