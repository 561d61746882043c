"""Headings as values, and the numbers that they begin with (序号)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from corpus.numerals import CHINESE, number
from corpus.simplified import simplified


class Family(IntEnum):
    """A way to number headings; a lower value is by convention further out."""

    APPENDIX = 0  # 附件、名词解释
    FINAL = 1  # 前言、结束语
    PART = 2  # 第一部分、第一编
    CHAPTER = 3  # 第一章
    CLAUSE = 4  # 第一节
    UNNUMBERED = 5  # no number and no full stop
    CHINESE = 6  # 一、
    CHINESE_PAREN = 7  # （一）
    ARABIC = 8  # 1.
    ARABIC_PAREN = 9  # （1） 1)
    CIRCLED = 10  # ①
    PARALLEL = 11  # no number; three or more begin with the same words
    ORDINAL = 12  # 第一， 一是 首先，
    DASH = 13  # ——
    SENTENCE = 14  # no number, a sentence of its own


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the line it stands on.

    Attributes:
        line: Index of the line.
        start: Offset in the text.
        end: Offset in the text, before a full stop or a colon.
        family: How it is numbered.
        number: Its number, or None.
        mark: The level that the file's own markup gives it, or None.
        one_line: Whether its body goes on in the same line, which is then a paragraph.
    """

    line: int
    start: int
    end: int
    family: Family
    number: int | None = None
    mark: int | None = None
    one_line: bool = False


_N = f"[{CHINESE}]{{1,4}}"
_NUMBERED: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (Family.PART, re.compile(rf"第\s*({_N}|\d{{1,2}})\s*(?:部分|编|篇)[\s、：:，,.．]*")),
    (Family.CHAPTER, re.compile(rf"第\s*({_N}|\d{{1,2}})\s*(?:章|讲)[\s、：:，,.．]*")),
    (Family.CLAUSE, re.compile(rf"第\s*({_N}|\d{{1,2}})\s*节[\s、：:，,.．]*")),
    (Family.CHINESE, re.compile(rf"({_N})\s*[、.．]\s*(?!{_N}[、产线级类])")),
    (Family.CHINESE_PAREN, re.compile(rf"[（(]\s*({_N})\s*[)）]\s*[、.．]?\s*")),
    (Family.CHINESE_PAREN, re.compile(r"([㈠-㈩])\s*[、.．]?\s*")),
    (Family.ARABIC_PAREN, re.compile(r"[（(]\s*(\d{1,2})\s*[)）]\s*[、.．]?\s*")),
    (Family.ARABIC_PAREN, re.compile(r"([⑴-⒇])\s*[、.．]?\s*")),
    (Family.ARABIC_PAREN, re.compile(r"(\d{1,2})\s*[)）]\s*[、.．]?\s*")),
    (Family.ARABIC, re.compile(r"(\d{1,2})\s*[、.．](?!\s*\d)\s*")),
    (Family.ARABIC, re.compile(r"(0[1-9])\s+(?![年月日号期版])(?=[\u4e00-\u9fff“《])")),
    (Family.CIRCLED, re.compile(r"([①-⑳])\s*[、.．]?\s*")),
)


def numbering(text: str) -> tuple[Family, int, int] | None:
    """Family, number and length of the number a line starts with, or None."""
    plain = simplified(text)
    for family, pattern in _NUMBERED:
        if (match := pattern.match(plain)) and (value := number(match[1])) is not None:
            return family, value, match.end()
    return None
