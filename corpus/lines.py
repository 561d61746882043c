"""The lines of a text as spans, white space at their ends left out (行)."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Characters without width that files carry at the ends of lines, beside white space.
_INVISIBLE = "\ufeff\u200b\u2060"
_BLANK = rf"\s{_INVISIBLE}"
_LINE = re.compile(f"[^{_BLANK}](?:[^\\n\\r\\v\\f\\u0085\\u2028\\u2029]*[^{_BLANK}])?")
_CLOSED = re.compile(r"[。！？!?：:；;…][”’」』）)》\"']*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line: ``text`` is the slice from ``start`` to ``end`` of the text it was taken from."""

    start: int
    end: int
    text: str


def split_lines(text: str) -> tuple[Line, ...]:
    """The non-blank lines of a text in order; together they hold every character that is not white space."""
    return tuple(Line(match.start(), match.end(), match[0]) for match in _LINE.finditer(text))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends; an empty span where nothing else is in it."""
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return start, end


def _is_blank(character: str) -> bool:
    return character.isspace() or character in _INVISIBLE


def is_closed(text: str) -> bool:
    """Whether a line ends as a sentence or a lead-in does, so that what follows starts anew."""
    return _CLOSED.search(text) is not None
