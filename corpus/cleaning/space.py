"""Steps for what nobody sees: invisible characters, white space at the edges of lines, empty lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.cleaning.shapes import has_han, is_heading, is_title, opens_paragraph
from corpus.cleaning.view import Line, Span, View

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"  # control characters that are neither tab nor line break
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]+"
    "|\r(?=\n)"
)


def invisible(view: View) -> Iterator[Span]:
    """Characters without a shape. A line of nothing else goes whole: it parts no paragraphs.

    Where such a line stands inside a sentence, both its line feeds go: a page of the printed original ended there.
    """
    hidden = {}
    for line in view.lines:
        if line.raw and _INVISIBLE.fullmatch(line.raw):
            hidden[line.start] = line.end
            yield view.whole(line)
            if _parts_sentence(view, line):
                yield line.start - 1, line.start
    for match in _INVISIBLE.finditer(view.text):
        if hidden.get(match.start()) != match.end():
            yield match.span()


def _parts_sentence(view: View, line: Line) -> bool:
    """Whether a sentence breaks off right above ``line`` and goes on right below; headings do not break off."""
    if not 0 < line.number < len(view.lines) - 1:
        return False
    above, below = view.lines[line.number - 1], view.lines[line.number + 1]
    if above.mark is not None or below.mark is not None or above.raw != above.text or below.raw != below.text:
        return False
    if not has_han(above.text[-1:]) or not has_han(below.text[:1]) or is_heading(above.text):
        return False
    return not (is_title(above.text) or opens_paragraph(below.text)) and any(mark in below.text for mark in "，。；")


def edges(view: View) -> Iterator[Span]:
    """White space before the first and after the last character of a line (行首缩进、行末空白)."""
    for line in view.lines:
        if line.raw == line.text:
            continue
        first = line.start + (len(line.raw) - len(line.raw.lstrip()))
        yield line.start, first
        yield first + len(line.text), line.end


def empty_lines(view: View) -> Iterator[Span]:
    """Empty lines, so that one line feed stands between two paragraphs and none at the ends."""
    for line in view.lines:
        if not line.text:
            yield view.whole(line)
