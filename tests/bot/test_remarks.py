"""What an answer says of itself."""

from __future__ import annotations

import pytest

from bot.remarks import shortfall
from bot.texts.en import EN
from bot.texts.zh import ZH
from retrieval.models import Form, Function, Note, Request, SearchResult

REQUEST = Request("…", "安全生产", functions=(Function.CLOSING,), forms=(Form.MAXIM, Form.QUOTATION))


@pytest.mark.parametrize(
    ("note", "chinese", "english"),
    [
        (
            Note.FUNCTION_NOT_FOUND,
            "没有找到安全生产的“结尾”段落，下面是同一主题的其他段落。",
            'No "closing" on 安全生产 was found; these are other passages on the same theme.',
        ),
        (
            Note.FORM_NOT_FOUND,
            "没有找到安全生产的“结尾、金句、引用”段落，下面是同一主题的其他段落。",
            'No "closing, maxim, quotation" on 安全生产 was found; these are other passages on the same theme.',
        ),
        (None, None, None),
    ],
)
def test_what_is_not_there_is_named(note: Note | None, chinese: str | None, english: str | None) -> None:
    """The sentence names what was asked for and not found; an answer that has it says nothing."""
    result = SearchResult(REQUEST, (), 1.0, note)
    assert shortfall(ZH, result) == chinese
    assert shortfall(EN, result) == english


def test_without_a_theme() -> None:
    """A request of conditions alone is told without a gap in the sentence."""
    result = SearchResult(Request("…", "", forms=(Form.MAXIM,)), (), 1.0, Note.FORM_NOT_FOUND)
    assert shortfall(ZH, result) == "没有找到这个主题的“金句”段落，下面是同一主题的其他段落。"
