"""The line that says what was understood, and the buttons that take it out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.keys import PARTS, Act, decode
from bot.pages import units
from bot.replies import Button, Line, Quote, Reply
from bot.store import SavedSearch
from bot.texts import LANGUAGES, texts_for
from bot.texts.en import EN
from bot.texts.zh import ZH
from bot.understood import SHORTCUTS, take_out_buttons, understood, understood_line, with_understood
from retrieval.models import Form, Function, Length, Part, Request, Years

WHOLE = Request(
    text="来两段……",
    query="安全生产",
    functions=(Function.CLOSING,),
    functions_without=(Function.OPENING,),
    forms=(Form.PARALLELISM, Form.QUOTATION),
    forms_without=(Form.FIGURES,),
    count=2,
    length=Length.SHORT,
    years=Years(2025, None),
    years_without=(Years(2026, 2026),),
    kind="讲话",
    sources=("山东",),
    sources_without=("济南",),
    must=("底线",),
    without=("反腐",),
    corrections=(("安全声产", "安全生产"),),
)


def kept(request: Request | None, dropped: frozenset[Part] = frozenset()) -> SavedSearch:
    """A search as the store gives it back."""
    return SavedSearch(7, "tg:1", "…", "zh", (), datetime.now(UTC), request, dropped)


def test_everything_in_one_line() -> None:
    """Each part stands in its place, the theme first."""
    assert understood_line(ZH, WHOLE) == (
        "主题 安全生产 · 结尾、不要开场 · 排比、引用、不要数字 · 2段 · 短 · 2025年以来、不要2026年 · 讲话 · "
        "出自“山东”、不出自“济南” · 须含“底线” · 不含“反腐” · 已改正：安全声产→安全生产"
    )
    assert understood_line(EN, WHOLE) == (
        "Theme 安全生产 · closing, no opening · parallelism, quotation, no figures · 2 passages · short · "
        'since 2025, not 2026 · 讲话 · from "山东", not from "济南" · with "底线" · without "反腐" · '
        "corrected: 安全声产 → 安全生产"
    )


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (Years(2023, 2023), "2023年"),
        (Years(2020, 2022), "2020–2022年"),
        (Years(2023, None), "2023年以来"),
        (Years(None, 2019), "2019年及以前"),
    ],
)
def test_years(years: Years, words: str) -> None:
    """Both ends are included, and an open end says so."""
    assert understood_line(ZH, Request("…", "", years=years)) == words


@pytest.mark.parametrize("count", [None, 1])
def test_a_plain_theme_needs_no_line(count: int | None) -> None:
    """One passage is what everybody gets: neither a line nor a button for it."""
    plain = Request("给我一段关于作风建设的话", "作风建设", count=count)
    assert understood_line(ZH, plain) is None
    reply = Reply((Quote("原文"),))
    assert with_understood(ZH, reply, kept(plain)) == reply
    assert with_understood(ZH, reply, kept(None)) == reply


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_for_each_part(language: str) -> None:
    """Each carries the search and the part's number, and at most four stand in a row."""
    reply = with_understood(texts_for(language), Reply((Quote("原文"),), replaces=True), kept(WHOLE))
    assert reply.replaces
    assert isinstance(reply.parts[0], Line)
    buttons = [button for row in reply.rows for button in row]
    assert [key.numbers for button in buttons if (key := decode(button.key))] == [(7, PARTS[part]) for part in Part]
    assert all(button.key.startswith(f"1{Act.TAKE_OUT.value}") and button.label.startswith("✕ ") for button in buttons)
    assert max(map(len, reply.rows)) <= 4
    assert [button.shortcut for button in buttons] == list(SHORTCUTS.values())


def test_what_the_buttons_say() -> None:
    """The value, as the line says it; of what was mended, only that it was."""
    labels = [button.label for button in take_out_buttons(ZH, WHOLE, 1)]
    assert labels[:4] == ["✕ 结尾、不要开场", "✕ 排比、引用、不要数字", "✕ 2段", "✕ 短"]
    assert labels[-1] == "✕ 改正"


def test_what_was_taken_out_can_be_put_back() -> None:
    """One button brings all of it back, also where nothing is left to take out."""
    plain = Request("安全生产的结尾", "安全生产")
    reply = with_understood(ZH, Reply((Quote("原文"),)), kept(plain, frozenset({Part.FUNCTION})))
    assert reply == Reply((Quote("原文"),), ((Button("↩ 恢复条件", "1p:7", "z"),),))


@given(st.from_type(Request), st.sampled_from(sorted(LANGUAGES)))
def test_whatever_was_understood_fits(request: Request, language: str) -> None:
    """No line outgrows a message and no label a phone, and each part is told once, in order."""
    texts = texts_for(language)
    line = understood_line(texts, request)
    assert line is None or ("\n" not in line and units(line) <= 480)
    assert (line is None) == (not understood(texts, request))
    parts = [one.part for one in understood(texts, request)]
    assert parts == [part for part in Part if part in parts]
    assert all(0 < units(button.label) <= 40 for button in take_out_buttons(texts, request, 10**9))
