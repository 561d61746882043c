"""Running the steps, recording every cut, replaying the record."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpus.cleaning.table import STEPS, Step
from corpus.cleaning.view import Span, View
from corpus.models import Cleaned, Cut, Mark

_MOST_ROUNDS = 12
"""One round uncovers what the next may cut; two are usual. The bound keeps the time linear for any text."""

_DROPPING = frozenset(step.name for step in STEPS if step.drops)


def clean(source: str, marks: Sequence[Mark] = ()) -> Cleaned:
    """Leave out of ``source`` what is no speech.

    Args:
        source: The text of a file as its reader gives it.
        marks: Spans of ``source``, sorted by start, not overlapping.

    Returns:
        The text with one paragraph a line, the cuts that lead to it (sorted, not overlapping, those of one step merged
        where they touch), and the marks moved to offsets of the text; a mark whose characters are all cut is left out.
        Cleaning the text again changes nothing.
    """
    text = source
    origin: Sequence[int] = range(len(source))
    cuts: list[Cut] = []
    for _ in range(_MOST_ROUNDS):
        before = len(text)
        view = View(text, _moved(marks, origin))
        for step in STEPS:
            spans = _merged(step.find(view), len(text))
            if not spans:
                continue
            cuts.extend(_source_cuts(step, spans, origin))
            kept = tuple(_kept(spans, len(text)))
            text = "".join(text[piece] for piece in kept)
            origin = [offset for piece in kept for offset in origin[piece]]
            view = View(text, _moved(marks, origin))
        if len(text) == before:
            break
    return Cleaned(text, _joined(cuts), _moved(marks, origin))


def apply_cuts(source: str, cuts: Sequence[Cut]) -> str:
    """``source`` without the spans of ``cuts``, which are sorted and do not overlap."""
    return "".join(source[piece] for piece in _kept([(cut.start, cut.end) for cut in cuts], len(source)))


def removed_lines(source: str, cuts: Sequence[Cut]) -> tuple[tuple[str, str], ...]:
    """What was dropped, as (name of the step, words), a line or a part of one each, in the order of ``source``.

    White space, invisible characters and the line feeds of broken lines do not count as dropped.
    """
    found: list[tuple[str, str]] = []
    ends = _line_ends(source)
    last: tuple[int, str] | None = None
    for cut in cuts:
        if cut.step not in _DROPPING:
            continue
        start = cut.start
        while start < cut.end:
            number = bisect_left(ends, start)
            end = min(ends[number], cut.end)
            words = source[start:end].strip()
            if words and last == (number, cut.step):
                found[-1] = (cut.step, found[-1][1] + words)
            elif words:
                found.append((cut.step, words))
                last = (number, cut.step)
            start = end + 1
    return tuple(found)


def dropped_lines(source: str, cuts: Sequence[Cut]) -> int:
    """How many lines, or parts of lines, were dropped; the length of ``removed_lines``."""
    return len(removed_lines(source, cuts))


def _line_ends(source: str) -> list[int]:
    ends = [offset for offset, character in enumerate(source) if character == "\n"]
    ends.append(len(source))
    return ends


def _merged(spans: Iterable[Span], length: int) -> list[Span]:
    """``spans`` sorted, within the text, without overlaps and empty ones."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        end = min(end, length)
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _kept(spans: Sequence[Span], length: int) -> Iterator[slice]:
    """What ``spans`` leave of ``length`` characters."""
    at = 0
    for start, end in spans:
        yield slice(at, start)
        at = end
    yield slice(at, length)


def _source_cuts(step: Step, spans: Sequence[Span], origin: Sequence[int]) -> Iterator[Cut]:
    """``spans`` of a step as cuts of the source: in pieces, where earlier cuts lie inside."""
    for start, end in spans:
        first = start
        for offset in range(start + 1, end + 1):
            if offset == end or origin[offset] != origin[offset - 1] + 1:
                yield Cut(step.name, origin[first], origin[offset - 1] + 1)
                first = offset


def _joined(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """``cuts`` sorted, those of one step merged where they touch."""
    joined: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: cut.start):
        if joined and joined[-1].step == cut.step and joined[-1].end == cut.start:
            joined[-1] = replace(joined[-1], end=cut.end)
        else:
            joined.append(cut)
    return tuple(joined)


def _moved(marks: Sequence[Mark], origin: Sequence[int]) -> tuple[Mark, ...]:
    """``marks`` of the source at the offsets that their characters have now; gone where none is left."""
    moved = (replace(mark, start=bisect_left(origin, mark.start), end=bisect_left(origin, mark.end)) for mark in marks)
    return tuple(mark for mark in moved if mark.start < mark.end)
