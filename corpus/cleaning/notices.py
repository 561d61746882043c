"""Steps for what those who pass speeches on add: notices (仅供学习), advertisements (订阅、会员群、公众号)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from corpus.cleaning.furniture import Furniture
from corpus.cleaning.sellers import glued
from corpus.cleaning.shapes import is_heading, is_sentence, is_title
from corpus.cleaning.view import Line, Span, View
from corpus.salutations import is_salutation

_LONGEST_GAP = 8
"""Lines. Slogans between two lines of an advertisement belong to it; a longer stretch is left alone."""


def notices(view: View) -> Iterator[Span]:
    """Notices above and below the body, and those that stand on several pages."""
    yield from _outside_or_repeated(view, Furniture.NOTICE)


def advertisements(view: View) -> Iterator[Span]:
    """Advertisements above and below the body, with the slogans between their lines; accounts and groups anywhere.

    Behind a sentence on its line, an advertisement goes without it.
    """
    yield from _outside_or_repeated(view, Furniture.ADVERT)
    for line in view.filled:
        at = glued(line.text) if line.mark is None else 0
        if at:
            start = line.start + line.raw.index(line.text)
            yield start + at, start + len(line.text)
    for zone in (view.filled[: view.head], view.filled[view.tail :]):
        yield from _slogans(view, zone)


def _outside_or_repeated(view: View, kind: Furniture) -> Iterator[Span]:
    for line in view.outside(kind):
        yield view.whole(line)
    times = Counter(line.text for line in view.filled if line.kind is kind)
    for line in view.filled:
        if line.kind is kind and times[line.text] > 1 and line.mark is None:
            yield view.whole(line)


def _slogans(view: View, zone: tuple[Line, ...]) -> Iterator[Span]:
    """Lines between two notices or advertisements, when none of them may be a part of the speech."""
    known = [n for n, line in enumerate(zone) if line.kind in (Furniture.NOTICE, Furniture.ADVERT)]
    for above, below in pairwise(known):
        between = zone[above + 1 : below]
        if len(between) <= _LONGEST_GAP and not any(_may_be_speech(line) for line in between):
            for line in between:
                yield view.whole(line)


def _may_be_speech(line: Line) -> bool:
    text = line.text
    return (
        line.mark is not None
        or is_title(text)
        or is_salutation(text)
        or is_heading(text)
        or is_sentence(text)
        or text.startswith(("—", "（", "(", "《"))
    )
