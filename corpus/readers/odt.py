"""OpenDocument text (.odt), opened by odfpy. Numbers that are drawn and not written are left out, as are notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax import SAXException

from corpus.errors import BrokenFile, EncryptedFile
from corpus.limits import Limits
from corpus.models import Document, MarkKind
from corpus.readers.lines import Line, assemble
from corpus.readers.package import PACKAGE_FAULTS, check_package

if TYPE_CHECKING:
    from odf.element import Node
    from odf.opendocument import OpenDocument

# Deleted text lives in text:tracked-changes; notes and comments are not spoken.
_GONE = frozenset({"tracked-changes", "note", "annotation", "ruby-text", "sequence-decls", "variable-decls", "forms"})
_PARAGRAPHS = frozenset({"p", "h"})
_DEEPEST = 20
_BLANKS = 1_000  # in a row, which is more than any line of a page holds
_BROKEN = "不是完好的 ODT 文档；请用 LibreOffice 或 WPS 打开后另存为 .docx 再导入"


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read the body in document order; headings, the title and rows of tables give marks.

    Raises:
        EncryptedFile: It opens with a password only.
        BrokenFile: No OpenDocument text, or damaged.
        OversizedFile: It would expand beyond ``limits.expanded_bytes``.
    """
    check_package(data, name, limits)
    document = _open(data, name)
    walk = _Walk(_parents(document))
    return assemble(name, "odt", walk.blocks(document.text))


def _open(data: bytes, name: str) -> OpenDocument:
    from lxml import etree
    from odf.opendocument import load

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise EncryptedFile(name, "文档有密码；请用 LibreOffice 或 WPS 打开，去掉密码另存后再导入")
            # odfpy prints faults of XML and goes on with what came before them: half a speech, and nobody told.
            etree.fromstring(package.read("content.xml"), etree.XMLParser(resolve_entities=False))
        document = load(io.BytesIO(data))
    # SyntaxError is lxml's; ValueError covers defusedxml's, which refuses entities.
    except (*PACKAGE_FAULTS, SyntaxError, SAXException, LookupError, ValueError, AttributeError, TypeError) as error:
        raise BrokenFile(name, _BROKEN) from error
    if document.text is None:
        raise BrokenFile(name, _BROKEN)
    return document


def _parents(document: OpenDocument) -> dict[str, str]:
    """The style that each style is based on, by name."""
    from odf.style import Style

    return {
        style.getAttribute("name"): style.getAttribute("parentstylename") or ""
        for style in document.getElementsByType(Style)
        if style.getAttribute("family") == "paragraph"
    }


class _Walk:
    def __init__(self, parents: dict[str, str]) -> None:
        self._parents = parents
        self._boxes: list[Node] = []

    def blocks(self, parent: Node) -> Iterator[Line]:
        for node in parent.childNodes:
            tag = _tag(node)
            if tag in _PARAGRAPHS:
                yield self._paragraph(node, tag)
                yield from self._text_boxes()
            elif tag == "table":
                yield from self._table(node)
            elif tag == "text-box" or (tag and tag not in _GONE):
                yield from self.blocks(node)

    def _paragraph(self, node: Node, tag: str) -> Line:
        text = "".join(self._inline(node))
        if tag == "h":
            level = str(node.getAttribute("outlinelevel") or "1")
            return Line(text, MarkKind.HEADING, int(level) if level.isdigit() else 1)
        return Line(text, MarkKind.TITLE if self._is_title(node) else None)

    def _is_title(self, node: Node) -> bool:
        style = str(node.getAttribute("stylename") or "")
        for _ in range(_DEEPEST):
            if style == "Title":
                return True
            style = self._parents.get(style, "")
        return False

    def _inline(self, parent: Node) -> Iterator[str]:
        for node in parent.childNodes:
            tag = _tag(node)
            if not tag:
                yield str(node.data)
            elif tag == "s":
                count = str(node.getAttribute("c") or "1")
                yield " " * (min(int(count), _BLANKS) if count.isascii() and count.isdigit() and len(count) < 10 else 1)
            elif tag == "tab":
                yield "\t"
            elif tag == "line-break":
                yield "\n"
            elif tag == "text-box":
                self._boxes.append(node)
            elif tag not in _GONE:
                yield from self._inline(node)

    def _text_boxes(self) -> Iterator[Line]:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box)

    def _table(self, table: Node) -> Iterator[Line]:
        """A row a line, its cells joined by tabs; a row of one cell is layout, and its paragraphs stay paragraphs."""
        for row in _descendants(table, "table-row"):
            cells = [list(self.blocks(cell)) for cell in _descendants(row, "table-cell")]
            if len(cells) == 1:
                yield from cells[0]
                continue
            texts = [" ".join(line.text.replace("\n", " ").strip() for line in cell if line.text) for cell in cells]
            if any(texts):
                yield Line("\t".join(texts), MarkKind.TABLE)


def _tag(node: Node) -> str:
    """The local name of an element; empty for text."""
    return str(node.qname[1]) if hasattr(node, "qname") and node.qname else ""


def _descendants(parent: Node, tag: str) -> Iterator[Node]:
    """The next elements of ``tag`` on the way down, in order: rows may stand in groups and headers."""
    for node in parent.childNodes:
        if _tag(node) == tag:
            yield node
        elif _tag(node):
            yield from _descendants(node, tag)
