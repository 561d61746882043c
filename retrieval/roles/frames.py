"""Cues of the forms that repeat a frame: parallel clauses (排比) and parallel leads (对仗小标题).

All functions take the searched copy of a text (``retrieval.normalize``): its punctuation is half-width but for 。、“”.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from corpus.points import find_points
from retrieval.roles.sentences import common_start

_N: Final = "一二三四五六七八九十"
_CLAUSES: Final = re.compile(r"[,。;:!?…\n]+")
_SENTENCES: Final = re.compile(r"[。;!?…\n]+")
_ITEMS: Final = re.compile(r"[、,。;:!?…\n]+")
_FIGURE: Final = re.compile(r"x+(?:\.x+)?%?|[\d.]+%?")
_LIGHT: Final = frozenset("的了 ")
_QUOTES: Final = re.compile(r"[“”‘’\"'《》()]")
_SHORTEST: Final = 4
"""Characters of the shortest clause that counts (``corpus/LABELS.md``)."""

_HEADED: Final = re.compile(rf"^(?:\([{_N}]{{1,3}}\)|[{_N}]{{1,3}}、|\(?\d{{1,2}}[.、)](?!\d)|[①-⑳])\s*")
_COUNTED: Final = re.compile(
    rf"^(?:[{_N}]{{1,3}}[是要]|第[{_N}]{{1,3}}(?:[,、:]|[是要]|[^,。;:]{{0,2}}[是,])|[首其再最][先次后][,是要]?|——"
    rf"|头一[^,。;:]{{0,2}}[,是]|(?:再|还要|先)(?=[把是]))\s*"
)
_INNER: Final = re.compile(
    rf"(?:^|[。;:!?”])(?:第[{_N}][^,。;:]{{0,2}}[是,]|头一[^,。;:]{{0,2}}[,是]|[{_N}]是|[{_N}]要)"
)
_LEAD: Final = 24
"""Characters of the longest lead of a point; a heading may have half as many again."""

PARALLELISM: Final = 46
LEADS: Final = 13
"""How many numbers ``parallelism`` and ``leads`` give."""


def parallelism(text: str) -> list[float]:
    """What three clauses in a row share, in a row of several kinds: ``_shared`` for each, then repeats and chains.

    The rows: clauses, every second one, every third one; sentences and their first clauses; listed items.
    """
    plain = _FIGURE.sub("", _QUOTES.sub("", text))
    clauses = _CLAUSES.split(plain)
    sentences = _SENTENCES.split(plain)
    heads = [_CLAUSES.split(one, maxsplit=1)[0] for one in sentences]
    rows = (*((clauses, stride) for stride in (1, 2, 3)), (sentences, 1), (heads, 1), (_ITEMS.split(plain), 1))
    shared = [_shared(units, stride) for units, stride in rows]
    long = [one for one in clauses if len(one) >= _SHORTEST]
    starts = Counter(one[:2] for one in long)
    singles = Counter(one[0] for one in long)
    ends = Counter(one[-2:] for one in long)
    best = [max(column) for column in zip(*shared, strict=True)]
    return [
        *(value for row in shared for value in row),
        *best,
        _step(max(starts.values(), default=0)),
        _step(max(singles.values(), default=0)),
        _step(max(ends.values(), default=0)),
        _step(_chain(long)),
    ]


def _shared(units: Sequence[str], stride: int) -> tuple[float, ...]:
    """Of three units in a row, the most that any three share: six numbers of 0 to 1.

    Characters in common; their share of the length; a common start of one character and another one somewhere; a common
    start of two, or start and end; like length and two characters in common; and the same for four units in a row.
    """
    most = share = start = frame = even = long = 0.0
    sets = [frozenset(unit) - _LIGHT for unit in units]
    for at in range(len(units) - 2 * stride):
        one, two, three = units[at], units[at + stride], units[at + 2 * stride]
        shortest = min(len(one), len(two), len(three))
        if shortest < _SHORTEST or one == two:
            continue
        common = sets[at] & sets[at + stride] & sets[at + 2 * stride]
        starts = min(common_start(one, two), common_start(two, three))
        ends = min(common_start(one[::-1], two[::-1]), common_start(two[::-1], three[::-1]))
        if not common and not starts:
            continue
        longest = max(len(one), len(two), len(three))
        most = max(most, min(len(common), 5) / 5)
        share = max(share, min(1.0, 2 * len(common) / longest))
        start = max(start, float(starts >= 1 and len(common) >= 2))
        found = starts >= 2 or (starts >= 1 and ends >= 1) or ends >= 2
        frame = max(frame, float(found))
        even = max(even, float(longest - shortest <= 2 and len(common) >= 2))
        if found and at + 3 * stride < len(units):
            long = max(long, float(len(common & sets[at + 3 * stride]) >= 1))
    return most, share, start, frame, even, long


def leads(text: str, siblings: Sequence[str]) -> list[float]:
    """The passage's own lead, how like those beside it it is, and the leads of the points inside it."""
    headed, counted = _HEADED.match(text) is not None, _COUNTED.match(text) is not None
    own = lead_of(text)
    likeness = max((_alike(own, lead_of(other), text, other) for other in siblings), default=0.0)
    near = [abs(len(own) - len(lead_of(other))) <= 3 for other in siblings if _family(other) == _family(text)]
    inner = [lead_of(text[start:end]) for start, end in find_points(text)]
    even = max((sum(_even(one, other) for other in inner) for one in inner), default=0)
    marks = len(_INNER.findall(text))
    halves = own.split(",")
    balanced = len(halves) == 2 and abs(len(halves[0]) - len(halves[1])) <= 2
    return [
        float(headed),
        float(counted),
        float(headed and any(near)),
        float(counted and any(near)),
        float(headed and bool(near) and not any(near)),
        likeness,
        likeness * (headed or counted),
        float(len(inner) >= 2),
        _step(even),
        float(even >= 2),
        min(marks, 4) / 4,
        float((headed or counted) and balanced),
        float((headed or counted) and len(own) <= 16),
    ]


def lead_of(text: str) -> str:
    """The lead of a text without its number: a heading up to its stop, another up to its first comma or stop."""
    if headed := _HEADED.match(text):
        return re.split(r"[。;:!?\n]", text[headed.end() : headed.end() + _LEAD * 3 // 2], maxsplit=1)[0]
    counted = _COUNTED.match(text)
    start = counted.end() if counted else 0
    return re.split(r"[,。;:!?\n]", text[start : start + _LEAD], maxsplit=1)[0]


def _family(text: str) -> int:
    """1 for a numbered heading, 2 for a counted point, 0 for neither."""
    return 1 if _HEADED.match(text) else 2 if _COUNTED.match(text) else 0


def _alike(own: str, other: str, text: str, neighbour: str) -> float:
    """How far two leads share syntax, 0 to 1: characters in common at either end, of like length, numbered alike."""
    if not own or not other or abs(len(own) - len(other)) > 3:
        return 0.0
    ends = common_start(own, other) + common_start(own[::-1], other[::-1])
    same_pauses = [len(one) for one in own.split(",")] == [len(one) for one in other.split(",")]
    return min(1.0, (min(ends, 4) + same_pauses + (_family(text) == _family(neighbour) != 0)) / 4)


def _even(one: str, other: str) -> bool:
    """Whether two leads of one paragraph are of like length and not the same one."""
    return one is not other and 2 <= len(one) < _LEAD and abs(len(one) - len(other)) <= 3


def _chain(clauses: Sequence[str]) -> int:
    """The longest chain in which a clause takes up the end of the one before (顶针), counted in clauses."""
    best = run = 1
    for one, other in pairwise(clauses):
        run = run + 1 if other.startswith((one[-2:], one[-3:])) else 1
        best = max(best, run)
    return best


def _step(value: int) -> float:
    """A count on a scale of 0 to 1, full at 6."""
    return min(value, 6) / 6
