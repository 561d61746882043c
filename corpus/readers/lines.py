"""Lines in, a document out: what all readers share (行).

A reader collects lines with what it knows of each; :func:`assemble` joins them and turns that knowledge into marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from corpus.models import Document, Mark, MarkKind, Metadata

# What ends a line in Unicode; \x1c-\x1e are separators of data, not of lines, and stay.
LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
# 一、 （一） 第一章 1. 1、 (1): a numbered heading is a section of the speech, never its title.
NUMBERED = re.compile(
    r"\s*(?:[（(]\s*)?(?:第\s*)?[0-9０-９零〇一二三四五六七八九十百]+\s*(?:[)）、.．，,:：]|[章节条编部])"
)
# A line of this length is a paragraph, not chrome, a date or a name above a title.
_PARAGRAPH = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One or more lines of a file, and the kind that its markup gives them, if any."""

    text: str
    kind: MarkKind | None = None
    level: int = 0


def unify_line_ends(text: str) -> str:
    r"""Return ``text`` with every kind of line end as a line feed; no other character changes.

    >>> unify_line_ends("一\r\n二\u2028三")
    '一\n二\n三'
    """
    return LINE_END.sub("\n", text)


def find_title(lines: Sequence[Line]) -> list[Line]:
    """Name the title among the headings, and let the outermost level left be 1.

    Writers of web pages and of Markdown use the one heading of the top level for the title. So the first heading is
    the title where it has no number, no paragraph stands before it, and no other heading has its level or a higher
    one; unless the file names a title itself.
    """
    headings = [line for line in lines if line.kind is MarkKind.HEADING and line.text.strip()]
    if not headings:
        return list(lines)
    first = headings[0]
    others = [line.level for line in headings[1:]]
    named = any(line.kind is MarkKind.TITLE for line in lines)
    before = takewhile(lambda line: line is not first, lines)
    is_title = (
        not named
        and all(level > first.level for level in others)
        and all(len(line.text) < _PARAGRAPH for line in before)
        and not NUMBERED.match(first.text)
    )
    rest = others if is_title else [first.level, *others]
    lift = min(rest) - 1 if rest else 0

    def moved(line: Line) -> Line:
        if line.kind is not MarkKind.HEADING:
            return line
        if is_title and line is first:
            return replace(line, kind=MarkKind.TITLE, level=0)
        return replace(line, level=line.level - lift)

    return [moved(line) for line in lines]


def assemble(name: str, format: str, lines: Iterable[Line], metadata: Metadata | None = None) -> Document:
    """Join ``lines`` by line feeds and mark those that have a kind; a blank line is never marked."""
    parts: list[str] = []
    marks: list[Mark] = []
    offset = 0
    for line in find_title(list(lines)):
        text = unify_line_ends(line.text)
        if line.kind is not None and text.strip():
            # A page break before a heading is no part of it.
            start = len(text) - len(text.lstrip("\n"))
            marks.append(Mark(offset + start, offset + len(text.rstrip("\n")), line.kind, line.level))
        parts.append(text)
        offset += len(text) + 1
    return Document(name, format, "\n".join(parts), tuple(marks), metadata or Metadata())
