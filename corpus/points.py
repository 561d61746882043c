"""Points inside a paragraph (要点): 一是…二是…, 一要…二要…, 第一，…第二，… and the like.

A point starts at its marker and ends where the next one starts; the last one ends with the paragraph. Markers count
only at the start of a clause and in order, so that 第一书记, 第一时间 and 一是一 are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.lines import trim
from corpus.numerals import CHINESE, number
from corpus.simplified import simplified

_N = f"[{CHINESE}]{{1,3}}"
_WORDS = ("首先", "其次", "再次", "最后")

_FAMILIES: tuple[re.Pattern[str], ...] = (
    re.compile(rf"({_N})是(?!(?<=一是)一[，,、二])"),
    re.compile(rf"({_N})要"),
    re.compile(rf"第({_N})(?:[，、,：:]|[是要])"),
    re.compile(rf"其({_N})[，、,：:]"),
    re.compile(rf"({'|'.join(_WORDS)})[，,是要]"),
    re.compile(r"(——)(?=[^—])"),
    re.compile(r"([①-⑳])"),
    re.compile(r"([⑴-⒇])"),
    re.compile(rf"[（(]({_N})[）)]"),
    re.compile(r"[（(](\d{1,2})[）)]"),
    re.compile(r"(\d{1,2})[)）]"),
    re.compile(r"(\d{1,2})(?:[.．](?!\d)|、(?!\s*\d))"),
)
_COMMAS = frozenset("，,")
_CLAUSE_START = re.compile(r"(?:^|[，,]|[。；;：:！!？?…][”’」』）)》]*)\s*")


@dataclass(frozen=True, slots=True)
class _Marker:
    start: int
    value: int | None
    is_word: bool = False


def find_points(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """The spans of the points of the paragraph ``text[start:end]``, in order, none overlapping; empty without points.

    Where families are nested (一要……一是……二是……二要……) the outer one counts: the one that starts first.
    """
    end = len(text) if end is None else end
    paragraph = simplified(text[start:end])
    chains = [chain for family in _FAMILIES if (chain := _chain(_markers(family, paragraph)))]
    if not chains:
        return ()
    starts = [marker.start for marker in min(chains, key=lambda chain: chain[0].start)]
    bounds = [*starts, len(paragraph)]
    return tuple(trim(text, start + left, start + right) for left, right in pairwise(bounds))


def starts_point(text: str) -> bool:
    """Whether a line starts as a point does."""
    plain = simplified(text)
    return any(family.match(plain) for family in _FAMILIES)


def _markers(family: re.Pattern[str], paragraph: str) -> list[_Marker]:
    """The markers of one family at the starts of clauses; the first of a series may stand after a comma."""
    found = []
    for clause in _CLAUSE_START.finditer(paragraph):
        match = family.match(paragraph, clause.end())
        if match is None:
            continue
        marker = _Marker(match.start(), _value(match[1]), match[1] in _WORDS)
        if clause[0].strip() not in _COMMAS or marker.value == 1:
            found.append(marker)
    return found


def _value(marker: str) -> int | None:
    """The place in its series; None for a dash, which has none."""
    return _WORDS.index(marker) + 1 if marker in _WORDS else number(marker)


def _chain(markers: Sequence[_Marker]) -> list[_Marker]:
    """The first run of at least two markers that follow one another; a marker out of order belongs to an inner list."""
    begin = _begin(markers)
    if begin is None:
        return []
    chain = [markers[begin]]
    for marker in markers[begin + 1 :]:
        if _follows(chain[-1], marker):
            chain.append(marker)
    return chain


def _begin(markers: Sequence[_Marker]) -> int | None:
    """The first marker that any later one follows. From the last one back, for a paragraph may hold thousands."""
    begin, later, highest = None, set[int | None](), 0
    for index in range(len(markers) - 1, -1, -1):
        marker = markers[index]
        if marker.value is None or not marker.is_word:
            followed = (None if marker.value is None else marker.value + 1) in later
        else:
            followed = highest > marker.value
        begin = index if followed else begin
        later.add(marker.value)
        highest = max(highest, marker.value or 0)
    return begin


def _follows(before: _Marker, after: _Marker) -> bool:
    if before.value is None or after.value is None:
        return before.value is after.value
    if before.is_word:  # 首先……其次……最后: 再次 may be left out
        return after.value > before.value
    return after.value == before.value + 1
