"""A passage where it stands: in its paragraph, between its neighbours, to be paged up and down (上下文)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.cards import SEPARATOR, clamp, rows, shorten, titled
from bot.desk import Shelf
from bot.pages import PAGE, pages, units
from bot.replies import Button, Line, Part, Quote, Reply
from bot.texts import Texts
from corpus.models import Found, Passage

MOST = 3
"""Paragraphs of one view; more is a wall of text on a phone."""

FAR = 10_000
"""Paragraphs from the passage that a key may name; no speech is that long."""

AUTO = -1
"""The page that shows most: with the passage in it, or coming from below the last one."""


class StepKey(Protocol):
    """Gives the key of a step through the context."""

    def __call__(self, *, above: bool, offset: int, page: int) -> str:
        """Return the key of the view that begins at ``offset`` or, for ``above``, ends there."""
        ...


@dataclass(frozen=True, slots=True)
class _View:
    """The paragraphs in sight, by index, and where the steps up and down lead: (index, page), or None at an end."""

    first: int
    last: int
    span: tuple[int, int] | None
    up: tuple[int, int] | None
    down: tuple[int, int] | None


def context(
    texts: Texts,
    shelf: Shelf,
    reader: str,
    passage: Passage,
    *,
    above: bool,
    offset: int,
    page: int,
    step: StepKey,
    back: Button,
) -> Reply:
    """Build the view of a passage's surroundings.

    Args:
        texts: The sentences of the person's language.
        shelf: The library.
        reader: For whom it is read.
        passage: The passage in the middle.
        above: The view ends at ``offset`` and is filled upwards, else it begins there and is filled downwards. At
            offset 0 it shows the passage between its neighbours.
        offset: A natural paragraph, counted from the passage's own, negative above it.
        page: Of that paragraph where it is too long for one message, from 0, or ``AUTO``.
        step: Gives the keys of ▲ and ▼.
        back: Leads back to where the person came from.

    Raises:
        UnknownId: the passage has left the library.
    """
    offset = max(-FAR, min(offset, FAR))
    reach = abs(offset) + MOST
    around = shelf.around(passage.id, reach if offset <= 0 else MOST, reach if offset >= 0 else MOST, reader=reader)
    own = next(index for index, found in enumerate(around) if found.passage.paragraph == passage.paragraph)
    anchor = clamp(own + offset, len(around))
    view = _view(around, passage, anchor, above=above, middle=anchor == own and not above, page=page)

    turns = []
    if view.up is not None:
        index, at = view.up
        turns.append(Button(texts.above, step(above=index < anchor, offset=index - own, page=at), "u"))
    if view.down is not None:
        index, at = view.down
        turns.append(Button(texts.below, step(above=False, offset=index - own, page=at), "d"))
    return Reply(
        parts=(_head(texts, around, view), *_parts(around, passage, own, view)),
        rows=rows(turns, [back]),
        replaces=True,
    )


def _view(around: Sequence[Found], passage: Passage, anchor: int, *, above: bool, middle: bool, page: int) -> _View:
    text = around[anchor].passage.text
    spans = pages(text)
    if len(spans) > 1:
        at = clamp(page, len(spans)) if page != AUTO else _natural_page(around[anchor], passage, spans, above=above)
        up = (anchor, at - 1) if at > 0 else _above(anchor)
        down = (anchor, at + 1) if at + 1 < len(spans) else _below(anchor, around)
        return _View(anchor, anchor, spans[at], up, down)
    if middle:
        sides = [[anchor - 1], [anchor + 1]]
    else:
        sides = [[anchor + (-number if above else number) for number in range(1, MOST)]]
    first = last = anchor
    room = PAGE - units(text)
    for side in sides:
        for index in side:
            if not 0 <= index < len(around) or units(around[index].passage.text) > room:
                break
            room -= units(around[index].passage.text)
            first, last = min(first, index), max(last, index)
    return _View(first, last, None, _above(first), _below(last, around))


def _natural_page(anchor: Found, passage: Passage, spans: Sequence[tuple[int, int]], *, above: bool) -> int:
    if above:
        return len(spans) - 1
    start = passage.start - anchor.passage.start
    return next((number for number, (first, end) in enumerate(spans) if first <= start < end), 0)


def _above(index: int) -> tuple[int, int] | None:
    return (index - 1, AUTO) if index > 0 else None


def _below(index: int, around: Sequence[Found]) -> tuple[int, int] | None:
    return (index + 1, 0) if index + 1 < len(around) else None


def _head(texts: Texts, around: Sequence[Found], view: _View) -> Line:
    first, last = around[view.first].passage.paragraph, around[view.last].passage.paragraph
    place = texts.paragraph.format(number=first) if first == last else texts.paragraphs.format(first=first, last=last)
    return Line(SEPARATOR.join([texts.head_context, titled(texts, around[view.first].speech), place]), quiet=True)


def _parts(around: Sequence[Found], passage: Passage, own: int, view: _View) -> list[Part]:
    parts: list[Part] = []
    section: tuple[str, ...] | None = None
    for index in range(view.first, view.last + 1):
        paragraph = around[index].passage
        if paragraph.section != section:
            section = paragraph.section
            if section:
                parts.append(Line(shorten(" › ".join(section), PAGE // 10), quiet=True))
        span = view.span or (0, len(paragraph.text))
        if index == own:
            parts.extend(_split(paragraph, passage, span))
        else:
            parts.append(Quote(paragraph.text[span[0] : span[1]], faint=True))
    return parts


def _split(paragraph: Passage, passage: Passage, span: tuple[int, int]) -> list[Quote]:
    """Cut a paragraph into what stands before the passage, the passage, and what stands after it."""
    start, end = span
    middle = max(start, min(passage.start - paragraph.start, end))
    after = max(middle, min(passage.end - paragraph.start, end))
    pieces = (
        Quote(paragraph.text[start:middle], faint=True),
        Quote(paragraph.text[middle:after]),
        Quote(paragraph.text[after:end], faint=True),
    )
    return [piece for piece in pieces if piece.text.strip()]
