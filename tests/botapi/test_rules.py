"""The local server is as strict as the service: what these tests refuse, no bot can get past it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.botapi import rules
from tests.botapi.rules import Entity, Parsed, Refused


def test_markup_becomes_entities_counted_in_utf16() -> None:
    """Tags vanish from the text; offsets and lengths count UTF-16 units, so that 𠀀 counts twice."""
    parsed = rules.parse_html("<b>𠀀党</b>&lt;&amp;<blockquote expandable>原文<i>一</i></blockquote>")
    assert parsed == Parsed(
        "𠀀党<&原文一", (Entity("bold", 0, 3), Entity("expandable_blockquote", 5, 3), Entity("italic", 7, 1))
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<b>没关",
        "多了</b>",
        "<b><i>错位</b></i>",
        "<h1>标题</h1>",
        "<blockquote><blockquote>套</blockquote></blockquote>",
        "<b class='x'>属性</b>",
        "a & b",
        "1 < 2",
        "&nbsp;",
        "<br/>",
        "<!-- 注 -->",
    ],
)
def test_wrong_markup_is_refused(markup: str) -> None:
    """Unclosed, crossed, unknown or nested tags, attributes and characters that were not escaped."""
    with pytest.raises(Refused, match="can't parse entities"):
        rules.parse_html(markup)


def test_length_is_counted_after_parsing() -> None:
    """4,096 UTF-16 units of text pass however much markup there is; one more does not; none at all neither."""
    assert rules.parse_text(f"<b>{'&amp;' * 4096}</b>", "HTML").text == "&" * 4096
    with pytest.raises(Refused, match="too long"):
        rules.parse_text("𠀀" * 2048 + "一", "HTML")
    for empty in ("", "<b> </b>", "\n"):
        with pytest.raises(Refused, match="empty"):
            rules.parse_text(empty, "HTML")


@pytest.mark.parametrize(
    "row",
    [
        [{"text": "一", "callback_data": ""}],
        [{"text": "一", "callback_data": "键" * 22}],
        [{"text": " ", "callback_data": "1"}],
        [{"text": "一", "callback_data": "1", "colour": "red"}],
        [{"text": "一", "callback_data": "1"}] * 9,
        [],
        [{"text": "一", "copy_text": {"text": ""}}],
        [{"text": "一", "copy_text": {"text": "𠀀" * 129}}],
        [{"text": "一", "copy_text": "文"}],
        [{"text": "一", "copy_text": {"text": "文"}, "callback_data": "1"}],
    ],
)
def test_wrong_keyboards_are_refused(row: list[dict[str, Any]]) -> None:
    """Keys of no or over 64 bytes, empty labels, unknown fields, nine in a row, empty rows, texts that do not fit."""
    with pytest.raises(Refused):
        rules.parse_keyboard({"inline_keyboard": [row]})


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        ("sendMesage", {}),
        ("sendMessage", {"chat_id": "1"}),
        ("sendMessage", {"chat_id": "1", "text": "一", "disable_web_page_preview": "true"}),
        ("sendMessage", {"chat_id": "1", "text": "一", "reply_markup": "{"}),
    ],
    ids=["method", "missing", "unknown", "json"],
)
def test_wrong_calls_are_refused(method: str, sent: dict[str, str]) -> None:
    """Unknown methods, missing and unknown parameters, broken JSON."""
    with pytest.raises(Refused, match="Bad Request"):
        rules.parse_parameters(method, sent)
