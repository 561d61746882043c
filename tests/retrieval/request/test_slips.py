"""Slips of typing: what is mended, and above all what is not."""

from __future__ import annotations

import re

import pytest

from retrieval.normalize import normalize
from retrieval.request.slips import LONGEST, mend
from retrieval.themes import load_lexicon
from tests.shared import needs_shared, speech_files

COMMON_MISTAKES = 0.002
"""Share of correct clauses that may be touched; most of those that are hold a slip of their source."""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("做风建设", "作风建设"),
        ("安全声产", "安全生产"),
        ("乡村真兴", "乡村振兴"),
        ("营伤环境", "营商环境"),
        ("营商境", "营商环境"),
        ("形式主意", "形式主义"),
        ("干部坐风建设年", "干部作风建设年"),
        ("主提教育", "主题教育"),
        ("加强党风连政建设", "加强党风廉政建设"),
    ],
)
def test_mends_a_slip(typed: str, meant: str) -> None:
    """One wrong character that sounds right, or a missing one, where one term alone is meant."""
    assert mend(typed)[0] == meant


def test_says_what_was_mended() -> None:
    """The words as they were typed come back with what they were read as."""
    assert mend("优化营伤环境") == ("优化营商环境", (("优化营伤环境", "优化营商环境"),))


def test_every_term_with_near_words_is_right() -> None:
    """No term of the field is mended, nor any word near to one."""
    words = {normalize(word) for word in load_lexicon().words()}
    assert [word for word in words if mend(word)[1]] == []


def test_terms_in_a_sentence_are_right() -> None:
    """Terms between other words are not mended either: three thousand phrases."""
    terms = [normalize(theme.term) for theme in load_lexicon().themes]
    phrases = [frame.format(term) for term in terms for frame in ("切实加强{}", "{}方面", "大家都在讲{}")]
    assert [phrase for phrase in phrases if mend(phrase)[1]] == []


@pytest.mark.parametrize(
    "text", ["数智化转型", "促消费", "减税减费", "党领导一切", "对口援疆", "法制建设", "权利清单", "", "abc"]
)
def test_what_makes_sense_stays(text: str) -> None:
    """A word of its own, a short form or another term that sounds alike is no slip."""
    assert mend(text) == (text, ())


def test_a_pasted_text_is_left_alone() -> None:
    """Slips are looked for in requests, not in paragraphs."""
    text = "营伤环境" * LONGEST
    assert mend(text) == (text, ())


@needs_shared
def test_correct_clauses_are_hardly_ever_touched() -> None:
    """Of the clauses of real speeches next to none is mended."""
    clauses = {
        clause
        for path in speech_files("seed", "provincial-2026")
        for clause in re.findall(
            r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{4,14}(?![\u4e00-\u9fff])", normalize(path.read_text("utf-8"))
        )
    }
    some = sorted(clauses)[::8]
    touched = [clause for clause in some if mend(clause)[1]]
    assert len(some) > 2000
    assert len(touched) <= COMMON_MISTAKES * len(some), touched
