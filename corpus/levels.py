"""The tree of a speech from the order of its headings (层次).

Levels are not fixed numbers: a file may skip one, restart one, or number one in two ways. So each heading is placed
against those that are open above it, by its family, its number and its order of first appearance.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from corpus.numbering import Family, Heading

_ALWAYS_OUTERMOST = frozenset({Family.APPENDIX, Family.FINAL})
_PAREN = frozenset({Family.CHINESE_PAREN, Family.ARABIC_PAREN})


@dataclass(slots=True)
class _Open:
    """An open heading: the last one of its series, and how that series is numbered."""

    index: int
    families: set[Family]
    number: int | None
    mark: int | None
    one_line: bool
    count: int = 1
    children: set[Family] = field(default_factory=set)


def parents(headings: Sequence[Heading], returns: Collection[int] = ()) -> tuple[int | None, ...]:
    """For each heading the index of the one around it, or None at the top; a parent stands before its children.

    Args:
        headings: In reading order.
        returns: Indices of headings before which the speech has returned to the whole of its section ("各位代表！").
    """
    marks = sorted({heading.mark for heading in headings if heading.mark is not None})
    ranks = {mark: rank for rank, mark in enumerate(marks)}
    stack: list[_Open] = []
    result: list[int | None] = []
    for index, heading in enumerate(headings):
        if index in returns and heading.family >= Family.PARALLEL:
            while len(stack) > 1 and min(stack[-1].families) > Family.CHINESE:
                stack.pop()
        depth = _depth(index, headings, stack, None if heading.mark is None else ranks[heading.mark])
        opened = _open(index, heading, stack[depth] if depth < len(stack) else None)
        del stack[depth:]
        result.append(stack[-1].index if stack else None)
        if stack:
            stack[-1].children.add(heading.family)
        stack.append(opened)
    return tuple(result)


def _open(index: int, heading: Heading, before: _Open | None) -> _Open:
    """The series after ``heading`` joined it; ``before`` is the series at its depth, which it may continue."""
    continues = before is not None and (
        heading.family in before.families or (heading.number is not None and before.number == heading.number - 1)
    )
    if before is None or not continues:
        return _Open(index, {heading.family}, heading.number, heading.mark, heading.one_line)
    families = before.families | {heading.family}
    return _Open(index, families, heading.number, heading.mark, heading.one_line, before.count + 1, before.children)


def _depth(index: int, headings: Sequence[Heading], stack: Sequence[_Open], rank: int | None) -> int:
    """How many of the open headings stay open around ``headings[index]``."""
    heading = headings[index]
    if heading.family in _ALWAYS_OUTERMOST:
        return 0
    if rank is not None and heading.number is None:
        return _marked_depth(heading, stack, rank)
    same = [depth for depth, entry in enumerate(stack) if heading.family in entry.families]
    if heading.number is None:
        return same[-1] if same else _new_depth(index, headings, stack)
    follows = [depth for depth in same if stack[depth].number == heading.number - 1]
    mixed = [
        depth
        for depth, entry in enumerate(stack)
        if depth not in same
        and entry.number == heading.number - 1
        and heading.family in _PAREN
        and entry.families & _PAREN
    ]
    if follows:
        if mixed and mixed[-1] > follows[-1] and _recurs(index, headings, stack[mixed[-1]], stack[follows[-1]]):
            return mixed[-1]
        return follows[-1]
    if mixed:
        return mixed[-1]
    return same[-1] if same else _new_depth(index, headings, stack)


def _marked_depth(heading: Heading, stack: Sequence[_Open], rank: int) -> int:
    """Depth of an unnumbered heading with a style: below the open headings of a style further out."""
    outer = [depth for depth, entry in enumerate(stack) if entry.mark is not None and entry.mark < (heading.mark or 0)]
    if outer:
        return outer[-1] + 1
    return 0 if any(entry.mark is not None for entry in stack) else min(rank, len(stack))


def _recurs(index: int, headings: Sequence[Heading], inner: _Open, outer: _Open) -> bool:
    """Whether "（二）" continues "（1）" rather than the "（一）" around it.

    It does where the same number comes again before the outer series could have restarted, or where it has the form
    (alone, or one-line) of the inner series and not that of the outer.
    """
    heading = headings[index]
    for later in headings[index + 1 :]:
        if later.family is heading.family and later.number == heading.number:
            return True
        if later.family < heading.family or (later.family is heading.family and later.number == 1):
            break
    return heading.one_line == inner.one_line != outer.one_line


def _new_depth(index: int, headings: Sequence[Heading], stack: Sequence[_Open]) -> int:
    """Depth of the first heading of a family that is not open: below the innermost open one that can hold it."""
    depth = len(stack)
    while depth and not _holds(stack[depth - 1], index, headings):
        depth -= 1
    return depth


def _holds(entry: _Open, index: int, headings: Sequence[Heading]) -> bool:
    """Whether the new series that ``headings[index]`` starts stands inside the open series ``entry``.

    By convention the inner family stands inside the outer. Against it, or where neither has a number, it does only if
    the open series goes on after it; otherwise that was a list, and is over.
    """
    heading, family = headings[index], min(entry.families)
    if family is Family.FINAL:
        return False
    if family is Family.APPENDIX:
        return True
    if family is Family.UNNUMBERED:
        adjacent = headings[index].line == headings[entry.index].line + 1
        return heading.family > Family.CHINESE or entry.count > 1 or adjacent
    if family is Family.PARALLEL:
        return heading.family > family
    if family > Family.PARALLEL:
        return heading.family > Family.PARALLEL and (
            heading.family in entry.children or _goes_on(index, headings, entry)
        )
    return (
        family < heading.family
        or heading.family in entry.children
        or _goes_on(index, headings, entry)
        or (entry.count == 1 and _is_last(index, headings, entry))
    )


def _goes_on(index: int, headings: Sequence[Heading], entry: _Open) -> bool:
    """Whether the open series has a next member after ``headings[index]``, before anything numbered further out."""
    for later in headings[index + 1 :]:
        if later.family in entry.families:
            return entry.number is None or later.number == entry.number + 1
        if later.family < min(entry.families) and later.family < headings[index].family:
            return False
    return False


def _is_last(index: int, headings: Sequence[Heading], entry: _Open) -> bool:
    return not any(later.family in entry.families for later in headings[index + 1 :])
