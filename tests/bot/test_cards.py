"""What a card holds beside its passage: words in bold, what to change, copying, other functions, opinions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Spot, card, stressed
from bot.keys import FUNCTIONS, Act, encode
from bot.pages import units
from bot.replies import Line, Quote, Reply
from bot.store import SavedSearch, Verdict
from bot.taking import COPIED, copy_button, plain, to_change
from bot.telegram.render import render
from bot.texts.en import EN
from bot.texts.zh import ZH
from corpus.models import PassageKind
from retrieval.models import Form, Function, Part, Roles
from tests.bot.fakes import LONG, OTHER, POINTS, SHARED, STYLE, WRITER, Talk, button, labels, quotes, talking, words
from tests.botapi import rules

ASK = "作风建设"
MAXIM = Roles(Function.MEASURES, (Form.MAXIM,))


def bold(reply: Reply) -> list[str]:
    """What stands out in the quotes."""
    return [text for part in reply.parts if isinstance(part, Quote) for text, stress in part.stretches() if stress]


def latest(talk: Talk) -> SavedSearch:
    """What the writer asked last."""
    saved = talk.store.searches.latest(WRITER.id)
    assert saved is not None
    return saved


async def test_the_words_of_the_request_stand_out(talk: Talk) -> None:
    """On every card of the search and in the whole paragraph; the text is what it was."""
    card = await talk.ask(ASK)
    assert bold(card) == ["作风建设"]
    assert quotes(card) == [STYLE.passages[0].text]
    assert bold(await talk.turn(card, "▶")) == ["作风建设"]
    point = await talk.ask("抓项目建设")
    assert "项目建设" in "".join(bold(await talk.turn(point, "全段")))
    held = await talk.ask(f"作风建设，提到{STYLE.passages[0].text[:4]}")
    assert STYLE.passages[0].text[:4] in bold(held)[0]


async def test_the_pages_of_a_long_text_are_stressed_each(talk: Talk) -> None:
    """A word on the second page stands out there."""
    first = await talk.ask("要常抓不懈")
    second = await talk.turn(first, "▼")
    assert quotes(first)[0] + quotes(second)[0] == LONG
    assert bold(first)


_TEXTS = st.text(st.sampled_from("作风建设，。！XＡ<>&\"'\n𠀀 ab"), max_size=400)
_WORDS = st.lists(st.sampled_from(["作风", "风建", "建设", "a", "b", "x", "&", "<", "𠀀"]), max_size=4)


@given(_TEXTS, _WORDS)
def test_markup_taken_away_gives_the_passage_back(text: str, told: list[str]) -> None:
    """Character for character, whatever stands out and whatever looks like markup; bold is never empty."""
    reply = Reply((stressed(text + "。", told),))
    (message,) = render(reply)
    parsed = rules.parse_text(message.html, "HTML")
    assert parsed.text == text + "。"
    encoded = parsed.text.encode("utf-16-le")
    shown = [
        encoded[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le")
        for one in parsed.entities
        if one.type == "bold"
    ]
    assert shown == bold(reply)


@given(_TEXTS, _WORDS, st.integers(0, 400), st.integers(0, 400))
def test_a_slice_is_stressed_as_the_whole_is(text: str, told: list[str], first: int, last: int) -> None:
    """Cut anywhere, the same characters stand out."""
    start, end = sorted((min(first, len(text)), min(last, len(text))))

    def marks(quote: Quote) -> list[bool]:
        return [stress for piece, stress in quote.stretches() for _ in piece]

    whole = stressed(text, told)
    assert whole.cut(start, end).text == text[start:end]
    assert marks(whole.cut(start, end)) == marks(whole)[start:end]


@pytest.mark.parametrize("stress", [((2, 1),), ((0, 3), (2, 4)), ((0, 9),), ((-1, 2),)])
def test_stress_that_does_not_fit_is_refused(stress: tuple[tuple[int, int], ...]) -> None:
    """A span beyond the text would double or lose characters."""
    with pytest.raises(ValueError, match="does not fit"):
        Quote("作风建设", stress=stress)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("XX市在2020年和“十三五”期间完成__万元。", "待填 2 处 · 提到 2020 年、十三五"),
        ("某某同志说得好。", "待填 1 处"),
        ("今年要抓好。", "提到 今年"),
        ("2015年2016年2017年2018年2019年2020年2021年", "提到 2015 年、2016 年、2017 年、2018 年、2019 年、2020 年等"),
    ],
)
def test_what_to_change_is_counted(text: str, line: str) -> None:
    """In one quiet line."""
    assert to_change(ZH, text) == (Line(line, quiet=True),)


def test_nothing_to_change_says_nothing() -> None:
    """No empty line; and English says the same things."""
    assert to_change(ZH, "作风建设永远在路上。") == ()
    assert to_change(EN, "XX在2020年") == (Line("1 to fill in · mentions 2020 年", quiet=True),)


def test_a_maxim_is_copied_else_the_source() -> None:
    """Where the passage is told to have one, and has a sentence short enough."""
    text = "今天开会，部署一下今年的工作任务和有关要求。作风实不实，群众看得最清楚。会后请大家抓好落实。"
    taken = copy_button(ZH, text, "《讲话》", MAXIM)
    assert (taken.label, taken.copies, taken.key) == ("📋 金句", "作风实不实，群众看得最清楚。", "")
    assert copy_button(ZH, text, "《讲话》", Roles(Function.MEASURES)).copies == "《讲话》"
    assert copy_button(ZH, "长" * 41 + "。", "《讲话》", MAXIM).label == "📋 出处"


@given(st.text(st.sampled_from("题𠀀 "), min_size=1, max_size=600))
def test_what_is_copied_fits_a_button(source: str) -> None:
    """A longer source loses its end, never half a character."""
    copied = copy_button(ZH, "文", source, None).copies
    assert 1 <= units(copied) <= COPIED
    assert copied == source or source.startswith(copied.removesuffix("…"))


@given(st.text(st.sampled_from("作风建设。！？<&>\n𠀀"), min_size=1, max_size=80), st.integers(1, 120))
def test_the_plain_text_arrives_whole(sentence: str, times: int) -> None:
    """Without entities, in as many messages as it takes, the source last; nothing but white space is lost between."""
    text = sentence * times
    messages = render(plain(text, "《讲话》 · 第1段"))
    parsed = [rules.parse_text(message.html, "HTML") for message in messages]
    assert not any(one.entities for one in parsed)

    def visible(words: str) -> str:
        return "".join(words.split())

    assert visible("".join(one.text for one in parsed)) == visible(text + "《讲话》 · 第1段")


async def test_the_plain_text_is_a_message_of_its_own(talk: Talk) -> None:
    """The passage shown and its source, nothing else; of a point its paragraph, too; the card stays."""
    point = await talk.ask("抓项目建设")
    sent = await talk.turn(point, "发全文")
    assert not sent.replaces
    assert sent.plain
    assert sent.rows == ()
    assert sent.parts == (Quote(POINTS[1]), Line(point.parts[2].text))
    whole = await talk.turn(point, "全段", "发全文")
    assert quotes(whole)[0].endswith("".join(POINTS))
    similar = await talk.turn(await talk.ask("作风建设永远在路上"), "相近", "发全文")
    assert quotes(similar) == [SHARED[:-1] + "！"]
    talk.library.remove(STYLE.id)
    assert ZH.passage_gone in words(await talk.turn(point, "发全文"))


async def test_other_functions_of_the_theme(talk: Talk) -> None:
    """A tap ranks the same theme anew in the same message; the function is told, marked, and can be taken out."""
    card = await talk.ask(ASK)
    assert [button.label for button in card.rows[-1]] == ["开头", "举措", "结尾"]
    closing = await talk.turn(card, "结尾")
    assert closing.replaces
    assert quotes(closing) == [STYLE.passages[-1].text]
    assert words(closing).splitlines()[0] == "主题 作风建设 · 结尾"
    assert "· 结尾 ·" in labels(closing)
    assert latest(talk).function is Function.CLOSING
    assert quotes(await talk.turn(closing, "▶", "◀")) == quotes(closing)
    measures = await talk.turn(closing, "举措")
    assert latest(talk).request.functions == (Function.MEASURES,)  # type: ignore[union-attr]  # just asked
    bare = await talk.turn(measures, "✕ 举措")
    assert (latest(talk).function, latest(talk).dropped) == (None, frozenset({Part.FUNCTION}))
    assert quotes(bare) == quotes(card)
    again = await talk.turn(bare, "结尾")
    assert (latest(talk).function, latest(talk).dropped) == (Function.CLOSING, frozenset())
    assert quotes(again) == quotes(closing)


async def test_a_function_outlives_other_changes(talk: Talk) -> None:
    """Taking a year out, putting it back, or searching again keeps what a button set."""
    card = await talk.turn(await talk.ask("2024年以来的作风建设，短一点"), "结尾", "✕ 2024年以来")
    assert latest(talk).function is Function.CLOSING
    await talk.turn(card, "↩ 恢复条件")
    assert (latest(talk).function, latest(talk).dropped) == (Function.CLOSING, frozenset())
    await talk.dialogue.press(WRITER, encode(Act.ASK_AGAIN, latest(talk).id))
    assert latest(talk).function is Function.CLOSING
    await talk.ask("不限长短")
    assert (latest(talk).function, latest(talk).dropped) == (Function.CLOSING, frozenset({Part.LENGTH}))


async def test_one_function_is_no_choice(talk: Talk) -> None:
    """No row where the theme has no other; a function that no key names is an old button."""
    talk.library.remove(STYLE.id)
    assert "结尾" not in labels(await talk.ask("责任重于泰山的结尾"))
    saved = latest(talk)
    number = max(FUNCTIONS.values()) + 1
    assert (await talk.dialogue.press(WRITER, encode(Act.FUNCTION, saved.id, number))).alert
    assert (await talk.dialogue.press(OTHER, encode(Act.FUNCTION, saved.id, 0))).alert


async def test_an_opinion_is_noted_and_taken_back(talk: Talk) -> None:
    """One a passage and request; the mark says which; pressing twice is safe; nothing else changes."""
    card = await talk.ask(ASK)
    first, again = await talk.press(card, "👍"), await talk.press(card, "👍")
    assert first == again
    assert first.toast == ZH.toast_thanks
    (good,) = first.replies
    assert labels(good)[6:8] == ["👍 ✓", "👎"]
    assert good.parts == card.parts
    (kept,) = talk.store.opinions.all()
    assert (kept.request, kept.verdict, kept.passage_id) == (ASK, Verdict.GOOD, STYLE.passages[0].id)
    assert kept.sha256 == STYLE.passages[0].sha256
    (bad,) = (await talk.press(good, "👎")).replies
    assert labels(bad)[6:8] == ["👍", "👎 ✓"]
    assert [one.verdict for one in talk.store.opinions.all()] == [Verdict.BAD]
    assert "👎 ✓" in labels(await talk.ask(ASK))
    assert "👎 ✓" not in labels(await talk.ask(ASK, OTHER))
    assert "👎 ✓" not in labels(await talk.ask("作风建设，短一点"))
    back, back_again = await talk.press(bad, "👎"), await talk.press(bad, "👎")
    assert (back.toast, back_again.toast) == (ZH.toast_unsaid, ZH.toast_unsaid)
    assert talk.store.opinions.all() == ()
    assert quotes(await talk.ask(ASK)) == quotes(card)


async def test_an_opinion_knows_what_was_set_and_taken_out(talk: Talk) -> None:
    """A closing that is good for the closing says nothing of the theme at large."""
    closing = await talk.turn(await talk.ask("作风建设，短一点"), "✕ 短", "结尾")
    await talk.press(closing, "👍")
    (kept,) = talk.store.opinions.all()
    assert (kept.function, kept.dropped) == (Function.CLOSING, frozenset({Part.LENGTH}))


async def test_opinions_outlive_a_restart(tmp_path: Path) -> None:
    """And the passage: what is gone cannot be judged any more, but stays judged."""
    with talking(tmp_path) as talk:
        card = await talk.ask(ASK)
        await talk.press(card, "👎")
        await talk.workers.close()
    with talking(tmp_path) as talk:
        assert "👎 ✓" in labels(await talk.turn(card, "1/5"))
        talk.library.remove(STYLE.id)
        assert ZH.passage_gone in words((await talk.press(card, "👍")).replies[0])
        assert [one.verdict for one in talk.store.opinions.all()] == [Verdict.BAD]
        await talk.workers.close()


def test_a_card_without_what_tells_still_copies(talk: Talk) -> None:
    """Nothing known of roles, words or functions: the source is copied, and nothing stands out."""
    found = talk.library.passage(STYLE.passages[0].id)
    assert found.passage.kind is PassageKind.PARAGRAPH
    reply = card(ZH, found, Spot(1, 0), total=1, similar=0, kept=False)
    assert button(reply, "📋").copies.startswith("《在作风建设推进会上的讲话》")
    assert bold(reply) == []
