"""Numbered lines that are items of a list, not headings (列表项).

Where one numbered line follows on another at once, the first has no body. Nor has the last of such a run: what comes
after a list belongs to no member of it. Only where the numbers go on from members that have bodies, or on into such,
the last one is a heading::

    1.牵头单位　县发改委        item        nothing below
    2.配合单位　县财政局        item        what comes next is not its own
    事项　　时限              paragraph
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.numbering import Heading


def find_items(candidates: Sequence[Heading | None]) -> frozenset[int]:
    """Indices of the candidates with nothing below them: members of a list, or the last line of all.

    Args:
        candidates: For each line the heading that it would be by itself, or None.
    """
    found: set[int] = set()
    run: list[int] = []
    for index, candidate in enumerate(candidates):
        below = candidates[index + 1] if index + 1 < len(candidates) else None
        if candidate is None or not _is_countable(candidate):
            run = []
        elif below is not None and _is_next(candidate, below):
            run.append(index)
            found.add(index)
        elif index + 1 == len(candidates) or (run and not _goes_on(candidates, run[0], index)):
            found.add(index)
            run = []
        else:
            run = []
    return frozenset(found)


def _is_countable(heading: Heading) -> bool:
    """Whether a candidate has a number, and nothing else that makes it a heading: no style, no body in its line."""
    return heading.number is not None and heading.mark is None and not heading.one_line


def _is_next(heading: Heading, after: Heading) -> bool:
    """Whether ``after`` follows ``heading`` in its series."""
    return (
        after.family is heading.family
        and after.mark is heading.mark
        and heading.number is not None
        and after.number is not None
        and after.number > heading.number
    )


def _goes_on(candidates: Sequence[Heading | None], first: int, last: int) -> bool:
    """Whether the series of the run from ``first`` to ``last`` has a member just before it or just after it."""
    before = next((one for one in reversed(candidates[:first]) if _is_like(one, candidates[first])), None)
    after = next((one for one in candidates[last + 1 :] if _is_like(one, candidates[last])), None)
    start, end = candidates[first], candidates[last]
    return any(
        one is not None and other is not None and one.number is not None and other.number == one.number + 1
        for one, other in ((before, start), (end, after))
    )


def _is_like(one: Heading | None, other: Heading | None) -> bool:
    return one is not None and other is not None and one.family is other.family
