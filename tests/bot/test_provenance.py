"""Which speech a passage comes from, told so that a person knows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.provenance import full_title
from corpus.models import SpeechInfo

SPEECH = SpeechInfo(
    id="s_0123456789abcdef", title="政府工作报告", title_inferred=False, subtitle="——在XX市第三次会议上", year=2026,
    date=None, speaker=None, occasion=None, kind="政府工作报告", file="报告.txt", characters=9, passages=1,
    added_at=datetime(2026, 1, 1, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize(
    ("title", "subtitle", "full"),
    [
        ("政府工作报告", "——在XX市第三次会议上", "政府工作报告——在XX市第三次会议上"),
        ("政府工作报告", "――在XX市第三次会议上", "政府工作报告——在XX市第三次会议上"),
        ("政府工作报告", "在XX市第三次会议上", "政府工作报告——在XX市第三次会议上"),
        ("政府工作报告", None, "政府工作报告"),
        ("在全市安全生产工作会议上的讲话", "——二季度", "在全市安全生产工作会议上的讲话"),
    ],
)
def test_a_title_that_many_speeches_bear_comes_with_its_subtitle(title: str, subtitle: str | None, full: str) -> None:
    """Two reports of the same short title can be told apart; a title of its own stands alone."""
    assert full_title(replace(SPEECH, title=title, subtitle=subtitle)) == full
