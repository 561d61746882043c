"""Steps for what nobody sees: invisible characters, white space at the edges of lines, empty lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.cleaning.view import Span, View

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"  # control characters that are neither tab nor line break
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]+"
    "|\r(?=\n)"
)


def invisible(view: View) -> Iterator[Span]:
    """Characters without a shape. A line of nothing else goes whole: it parts no paragraphs."""
    hidden = {}
    for line in view.lines:
        if line.raw and _INVISIBLE.fullmatch(line.raw):
            hidden[line.start] = line.end
            yield view.whole(line)
    for match in _INVISIBLE.finditer(view.text):
        if hidden.get(match.start()) != match.end():
            yield match.span()


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
