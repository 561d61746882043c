"""Rendering: what is said arrives whole, inside Telegram's limits, and nothing in it is taken for markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies import Button, Line, Part, Quote, Reply
from bot.telegram.render import BUDGET, FOLD, render
from tests.botapi import rules

# What a passage may hold, and what could be taken for markup or counted wrongly.
_WORDS = st.text(
    st.one_of(
        st.sampled_from("党风建设，。！？；”’）\n 　<>&\"'/;#ab1𠀀🀄"),
        st.characters(codec="utf-8", exclude_characters="\r"),
    ),
    max_size=60,
)
_TEXTS = st.one_of(_WORDS, st.builds(lambda words, times: words * times, _WORDS, st.integers(1, 200)))


def _stressed(text: str, faint: bool, ends: list[int]) -> Quote:
    """A quote in which some stretches stand out."""
    inside = sorted(min(end, len(text)) for end in ends)
    return Quote(text, faint, tuple(zip(inside[::2], inside[1::2], strict=False)))


_PARTS = st.one_of(
    st.builds(Line, _TEXTS, quiet=st.booleans(), strong=st.booleans()),
    st.builds(_stressed, _TEXTS, st.booleans(), st.lists(st.integers(0, 9000), max_size=9)),
)
_REPLIES = st.builds(
    lambda parts, plain: Reply(tuple(parts), plain=plain), st.lists(_PARTS, min_size=1, max_size=6), st.booleans()
)


def _shown(reply: Reply) -> list[str]:
    return [rules.parse_html(message.html).text for message in render(reply)]


@given(_REPLIES)
def test_every_message_fits_and_is_counted_as_telegram_counts(reply: Reply) -> None:
    """A server takes every message, its length is what we say it is, and never over the budget."""
    for message in render(reply):
        parsed = rules.parse_text(message.html, "HTML")
        assert rules.utf16_length(parsed.text) == message.length <= BUDGET


@given(_REPLIES)
def test_nothing_is_lost_and_nothing_is_taken_for_markup(reply: Reply) -> None:
    """Parsed back, the messages hold the parts' characters, all of them and in order."""

    def visible(text: str) -> str:
        return "".join(text.split())

    assert visible("".join(_shown(reply))) == visible("".join(part.text for part in reply.parts))


@given(st.lists(_WORDS.filter(str.strip), min_size=1, max_size=4))
def test_quotes_come_back_verbatim(texts: list[str]) -> None:
    """Each quote of a reply that fits is one blockquote that holds exactly its text."""
    (message,) = render(Reply((Line("1/12 · 标题", strong=True), *(Quote(text) for text in texts))))
    parsed = rules.parse_html(message.html)
    encoded = parsed.text.encode("utf-16-le")
    found = [
        encoded[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le")
        for one in parsed.entities
        if one.type.endswith("blockquote")
    ]
    assert found == texts


def test_cuts_stand_at_the_ends_of_sentences() -> None:
    """A text too long for one message is cut after a full stop and its closing quote, not within a sentence."""
    text = "我们说过：“要把作风建设抓到底。”" * 400
    shown = _shown(Reply((Quote(text),)))
    assert len(shown) == 2
    assert all(piece.endswith("。”") for piece in shown)


def test_a_passage_over_the_budget_becomes_several_quotes_with_the_buttons_last() -> None:
    """The buttons of a reply that takes several messages stand under the last of them."""
    messages = render(Reply((Quote("抓落实，见成效。" * 1000),), ((Button("▶", "1:n"),),)))
    assert len(messages) == 3
    assert [message.keyboard is not None for message in messages] == [False, False, True]
    assert all(message.html.startswith("<blockquote") for message in messages)


@pytest.mark.parametrize(
    ("part", "html"),
    [
        (Line("A<b>&amp;"), "A&lt;b&gt;&amp;amp;"),
        (Line("标题", strong=True), "<b>标题</b>"),
        (Line("出处", quiet=True), "<i>出处</i>"),
        (Quote("原文"), "<blockquote>原文</blockquote>"),
        (Quote("字" * (FOLD + 1)), f"<blockquote expandable>{'字' * (FOLD + 1)}</blockquote>"),
        (Quote("上一段", faint=True), "<blockquote><i>上一段</i></blockquote>"),
        (Quote("抓作风<实>", stress=((1, 4),)), "<blockquote>抓<b>作风&lt;</b>实&gt;</blockquote>"),
    ],
)
def test_each_part_has_its_form(part: Part, html: str) -> None:
    """Our words are plain, bold or small; a passage is a quote, folded where it is long; context is told apart."""
    (message,) = render(Reply((part,)))
    assert message.html == html


def test_a_row_of_more_buttons_than_telegram_takes_is_broken() -> None:
    """Ten buttons in a row become a row of eight and one of two, in order."""
    row = tuple(Button(str(number), f"1:{number}") for number in range(10))
    (message,) = render(Reply((Line("选一段"),), (row,)))
    assert message.keyboard is not None
    assert [[button.text for button in line] for line in message.keyboard.inline_keyboard] == [
        list("01234567"),
        list("89"),
    ]


def test_a_plain_reply_has_no_markup() -> None:
    """What is made for copying is escaped and nothing else."""
    (message,) = render(Reply((Quote("作风<建设>", stress=((0, 2),)), Line("出处", quiet=True)), plain=True))
    assert message.html == "作风&lt;建设&gt;\n出处"
    assert rules.parse_html(message.html).entities == ()


def test_a_button_copies_a_text() -> None:
    """It asks nothing of us; a text that Telegram would refuse is an error of ours, and names the button."""
    (message,) = render(Reply((Line("文"),), ((Button("📋 出处", "", copies="《讲话》"),),)))
    assert message.keyboard is not None
    ((key,),) = rules.parse_keyboard(message.keyboard.to_dict())
    assert key == rules.Key("📋 出处", "", "《讲话》")
    with pytest.raises(ValueError, match="出处"):
        render(Reply((Line("文"),), ((Button("📋 出处", "", copies="字" * 257),),)))


@pytest.mark.parametrize("key", ["", "键" * 22])
def test_a_key_that_telegram_would_refuse_is_told_with_its_button(key: str) -> None:
    """A key of no or more than 64 bytes is an error of ours, and names the button."""
    with pytest.raises(ValueError, match="下一段"):
        render(Reply((Line("文"),), ((Button("下一段", key),),)))


def test_more_than_a_hundred_buttons_are_refused() -> None:
    """A reply with more buttons than a message holds is an error that says what to do."""
    rows = tuple((Button("一", f"1:{number}"),) for number in range(101))
    with pytest.raises(ValueError, match="page the reply"):
        render(Reply((Line("文"),), rows))


def test_a_reply_without_words_sends_nothing() -> None:
    """Telegram takes no empty message, so none is made."""
    assert render(Reply((Line(" \n"),))) == ()
