"""Cues of single sentences: a maxim or an image is one sentence of a paragraph; the best one decides (金句、比喻)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from retrieval.roles.cues import DEICTIC, DENIES, EQUATES, IMAGE, LONGEST, ORDERS, PROVERB, SIMILE

_SENTENCE: Final = re.compile(r"[^。;!?]+(?:[。;!?][”’]?|$)")
_JUDGES: Final = re.compile(r"最|才|更|越|没有|从来|只有|永远|往往")
_POINTS: Final = re.compile(r"[这那它他她]")
_ADDRESS: Final = re.compile(r"我们|大家|同志")
_MEASURED: Final = re.compile(r"\d|xx?")
_PARTS: Final = re.compile(r"[,:]")
_LIGHT: Final = frozenset("的了")
_WORDS: Final = ("不是", "才", "就", "越", "宁", "不", "比", "最", "把", "让", "要", "也", "我", "、", "《")

SENTENCE: Final = 33 + len(_WORDS) + 8
"""How many numbers ``sentence_cues`` gives."""


def split(text: str) -> list[str]:
    """The sentences of a text between full stops, semicolons, question and exclamation marks; at least one."""
    return [one for one in _SENTENCE.findall(text) if one.strip()] or [text]


def images_of(texts: Sequence[str]) -> frozenset[str]:
    """The images that texts name: those of a title and its headings often run through the whole speech."""
    return frozenset(image for text in texts for image in IMAGE.findall(text))


def sentence_cues(sentence: str, is_last: bool, images: frozenset[str]) -> list[float]:
    """How long a sentence is, how its parts answer each other, whether it judges or orders, and its images.

    Args:
        sentence: Of the searched copy of a paragraph.
        is_last: Whether the paragraph ends with it.
        images: Of the title and the headings, see ``images_of``.
    """
    words = sentence.strip("。;!?”’ ")
    length = len(words)
    parts = [part for part in _PARTS.split(words) if part]
    pairs = list(pairwise(parts))
    if len(parts) == 4:
        pairs.append((parts[0] + parts[1], parts[2] + parts[3]))
    common, uneven, common_of_even, start, end = _answering(pairs)
    own = set(IMAGE.findall(words))
    return [
        *(float(one) for one in (length <= LONGEST, length <= 25, 8 <= length <= LONGEST, length < 8)),
        *(float(len(parts) == count) for count in (1, 2, 3, 4)),
        float(len(parts) > 4),
        min(common, 4) / 4,
        *(float(uneven <= most) for most in (0, 1, 3)),
        min(common_of_even, 3) / 3,
        *(float(one) for one in (start > 0, start > 1, end > 0, end > 1)),
        float(uneven <= 1 and common >= 2 and len(parts) == 2),
        float(uneven <= 2 and common >= 2 and length <= LONGEST),
        *(
            float(pattern.search(words) is not None)
            for pattern in (DENIES, ORDERS, DEICTIC, _POINTS, _MEASURED, _ADDRESS, _JUDGES)
        ),
        float("“" in words),
        float("“" in words and length <= LONGEST),
        float(sentence.rstrip("”’").endswith("?")),
        float(is_last),
        float(words.count("一") >= 2),
        float(words.count("不") >= 2),
        *(float(word in words) for word in _WORDS),
        float(SIMILE.search(words) is not None),
        float(PROVERB.search(words) is not None),
        float(EQUATES.search(sentence) is not None),
        min(len(own), 3) / 3,
        float(len(own) >= 2),
        float(bool(own & images)),
        min(len(own & images), 2) / 2,
        float(bool(own) and length <= LONGEST),
    ]


def _answering(pairs: Sequence[tuple[str, str]]) -> tuple[int, int, int, int, int]:
    """Of neighbouring parts: characters in common, difference in length, in common at one length, common start and end.

    The best of each; 99 where there are no two parts to differ.
    """
    common = common_of_even = start = end = 0
    uneven = 99
    for one, other in pairs:
        shared = len((set(one) & set(other)) - _LIGHT)
        difference = abs(len(one) - len(other))
        common, uneven = max(common, shared), min(uneven, difference)
        if difference <= 1:
            common_of_even = max(common_of_even, shared)
        start = max(start, common_start(one, other))
        end = max(end, common_start(one[::-1], other[::-1]))
    return common, uneven, common_of_even, start, end


def common_start(one: str, other: str) -> int:
    """How many characters two texts both begin with."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
