"""What a cleaning step sees: the text as earlier steps left it, line by line, and where its body begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.cleaning.furniture import Furniture, is_certain, kind_of
from corpus.cleaning.sellers import glued
from corpus.cleaning.shapes import is_bullet, is_heading, is_point, is_sentence
from corpus.cleaning.web import is_caption
from corpus.models import Mark, MarkKind
from corpus.salutations import is_salutation

Span = tuple[int, int]
"""Start and end in the text of a view."""

_LONGEST_LINK = 60
"""Characters. Longer lines at the end of a page are text, not the titles of other pages."""
_LONGEST_TEASER = 120
_MOST_TEASERS = 6
_LIST_ENTRY = re.compile(r"\d{1,2}[.．、]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a view.

    Attributes:
        number: Its place among the lines, from 0.
        start: Offset of its first character.
        end: Offset after its last character, before the line feed.
        raw: ``text[start:end]``.
        text: ``raw`` without white space on both sides.
        mark: What the file's format says of it, if anything.
        kind: What it is when it is no speech, by its own words alone.
    """

    number: int
    start: int
    end: int
    raw: str
    text: str
    mark: MarkKind | None
    kind: Furniture | None


class View:
    """A text and its lines; ``head`` and ``tail`` bound its body."""

    def __init__(self, text: str, marks: Sequence[Mark] = ()) -> None:
        self.text = text
        self.lines = tuple(_lines(text, marks))
        self.filled = tuple(line for line in self.lines if line.text)

    def whole(self, line: Line) -> Span:
        """The span of ``line`` with one line feed, so that no empty line stays behind."""
        if line.end < len(self.text):
            return line.start, line.end + 1
        return max(line.start - 1, 0), line.end

    @cached_property
    def head(self) -> int:
        """Index in ``filled`` of the first line of the body: the 称谓, a heading, or running text."""
        for index, line in enumerate(self.filled):
            if line.mark is MarkKind.TITLE or line.kind is not None or is_caption(line.text):
                continue
            if is_salutation(line.text) or is_heading(line.text) or is_sentence(line.text):
                return index
        return len(self.filled)

    @cached_property
    def tail(self) -> int:
        """Index in ``filled`` after the last line of the body: below it stand names, links and repetitions alone."""
        end = len(self.filled)
        while end > self.head and self._may_follow_body(end - 1):
            end -= 1
        return self._first_list_of_links(end)

    def outside(self, kind: Furniture) -> Iterator[Line]:
        """Lines of one kind above and below the body, and where such a line is certain, anywhere."""
        for index, line in enumerate(self.filled):
            if line.kind is not kind or line.mark in (MarkKind.TABLE, MarkKind.TITLE):
                continue
            if index < self.head or index >= self.tail or is_certain(line.text, kind):
                yield line

    def _may_follow_body(self, index: int) -> bool:
        line = self.filled[index]
        if line.mark is MarkKind.TABLE or line.mark is MarkKind.TITLE or glued(line.text):
            return False
        if line.kind is not None:
            return True
        if is_salutation(line.text) or is_heading(line.text) or is_point(line.text):
            return self.repeats(index)
        return (len(line.text) <= _LONGEST_LINK and line.text[-1] not in "。！？；!?;") or self.repeats(index)

    def _first_list_of_links(self, end: int) -> int:
        """``end``, or the line 相关报道 above it from which on only titles and teasers of other pages follow."""
        teasers = 0
        for index in range(end - 1, max(self.head, len(self.filled) // 2), -1):
            line = self.filled[index]
            if line.kind is Furniture.RELATED:
                return index
            listed = _LIST_ENTRY.match(line.text) is not None and line.mark is None
            teased = (is_bullet(line.text) and len(line.text) <= _LONGEST_LINK) or self.repeats(index)
            if line.kind is None and line.text[-1] in "。！？" and not teased:
                break
            teasers += is_sentence(line.text)
            long = len(line.text) > _LONGEST_TEASER or teasers > _MOST_TEASERS
            if long or is_salutation(line.text) or (is_heading(line.text) and not listed):
                break
            if is_point(line.text) and not (is_bullet(line.text) or listed):
                break
        return end

    def repeats(self, index: int) -> bool:
        """Whether the words of this line stand, in one piece, at the beginning of the text: a teaser of the page."""
        words = _packed(self.filled[index].text)
        return index > self.head + 3 and len(words) >= 6 and words in self._opening

    @cached_property
    def _opening(self) -> str:
        return _packed("".join(line.text for line in self.filled[: self.head + 4]))


def _packed(text: str) -> str:
    return "".join(text.split())


def _lines(text: str, marks: Sequence[Mark]) -> Iterator[Line]:
    start, ahead = 0, 0
    for number, raw in enumerate(text.split("\n")):
        end = start + len(raw)
        while ahead < len(marks) and marks[ahead].end <= start:
            ahead += 1
        marked = ahead < len(marks) and marks[ahead].start < end and marks[ahead].end > start
        stripped = raw.strip()
        yield Line(number, start, end, raw, stripped, marks[ahead].kind if marked else None, kind_of(stripped))
        start = end + 1
