"""Web pages (.html), by selectolax: all text in reading order, less what no reader of the page takes for its text.

Nothing is guessed about where the body stands: a guess that fails loses a speech, while a menu that stays is a few
short lines for cleaning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.errors import BrokenFile
from corpus.limits import Limits
from corpus.models import Document, MarkKind
from corpus.readers.lines import Line, assemble
from corpus.readers.txt import text_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_DROPPED = frozenset(
    {
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "aside",
        "form",
        "select",
        "button",
        "textarea",
        "iframe",
        "object",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "dialog",
        "rt",
        "rp",
    }
)
# Old sites wrap the whole page in a form: one with this many characters of text is the page.
_WRAPPERS = frozenset({"form", "aside"})
_PAGE = 500
# Wrappers inside wrappers: so many are measured, which takes the longer the deeper they go; those inside are kept.
_MEASURED = 20
# A longer cell is a column of the page, not a value in a table.
_CELL = 200
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
        "legend",
    }
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# A line end of the page's code between two Chinese characters is no blank.
_WRAPPED = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\u9fff\uff00-\uffef])")
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # what HTML folds; U+3000 and U+00A0 are text


def read(data: bytes, name: str, _limits: Limits) -> Document:
    """Read the text of a page, a block a line; ``h1`` to ``h6`` and rows of tables give marks.

    Raises:
        BrokenFile: No encoding gives text.
    """
    from selectolax.lexbor import LexborHTMLParser

    declared = _CHARSET.search(data[:4096])
    text = text_of(data, name, declared[1].decode("ascii") if declared else None)
    root = LexborHTMLParser(text).root
    if root is None:
        raise BrokenFile(name, "网页没有内容；请在浏览器里打开确认，再另存为网页或复制成 .txt")
    return assemble(name, "html", _Page().lines(root))


class _Page:
    """Walks the tree once, without recursion: only its author bounds the nesting of a page."""

    def __init__(self) -> None:
        self._done: list[Line] = []
        self._text: list[str] = []
        self._heading = 0
        self._pre = 0
        self._wrappers = 0

    def lines(self, root: LexborNode) -> list[Line]:
        """Return the lines under ``root``, none of them blank."""
        top = root.mem_id
        node: LexborNode | None = root
        while node is not None:
            below = node.child if self._enter(node) else None
            if below is not None:
                node = below
                continue
            while node is not None:
                self._leave(node)
                if node.mem_id == top:
                    node = None
                elif node.next is not None:
                    node = node.next
                    break
                else:
                    node = node.parent
        self._end_line()
        return self._done

    def _enter(self, node: LexborNode) -> bool:
        """Take in what ``node`` says by itself; False where nothing below it is wanted."""
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text_content or "")
        elif tag in _DROPPED:
            wraps = tag in _WRAPPERS
            self._wrappers += wraps
            return wraps and (self._wrappers > _MEASURED or len(node.text()) > _PAGE)
        elif tag == "tr" and (cells := _data_cells(node)):
            self._end_line()
            row = (" ".join(line.text for line in _Page().lines(cell)) for cell in cells)
            self._done.append(Line("\t".join(row), MarkKind.TABLE))
            return False
        elif tag in _BLOCKS or tag == "br":
            self._end_line()
            self._heading = _HEADINGS.get(tag, self._heading)
            self._pre += tag == "pre"
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        self._wrappers -= tag in _WRAPPERS
        if tag in _BLOCKS:
            self._end_line()
            self._pre -= tag == "pre"
            if tag in _HEADINGS:
                self._heading = 0

    def _add(self, text: str) -> None:
        if not self._pre:
            self._text.append(_BLANKS.sub(" ", _WRAPPED.sub("", text)))
            return
        *whole, rest = text.split("\n")
        for line in whole:
            self._text.append(line)
            self._end_line()
        self._text.append(rest)

    def _end_line(self) -> None:
        text = "".join(self._text).strip(" \t")
        self._text.clear()
        if text:
            self._done.append(Line(text, MarkKind.HEADING if self._heading else None, self._heading))


def _data_cells(row: LexborNode) -> list[LexborNode]:
    """The cells of a row of data; none for a row that only lays out the page, as old sites do."""
    cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
    is_data = len(cells) > 1 and row.css_first("table") is None and all(len(cell.text()) < _CELL for cell in cells)
    return cells if is_data else []
