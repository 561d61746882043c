"""Word documents (.docx), opened by python-docx and walked in document order.

python-docx's own paragraphs leave out text boxes, content controls and insertions, and know no numbering; so the XML
of the body is walked here. What a reader of the accepted document sees is taken: insertions kept, deletions dropped,
moved text where it went, numbers as Word draws them. Headers, footers, comments, footnotes, endnotes and hidden text
are left out: none of them is spoken.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import BrokenFile
from corpus.limits import Limits
from corpus.models import Document, MarkKind
from corpus.readers.docx_styles import Styles, W, on, read_numbering, read_styles, value
from corpus.readers.lines import Line, assemble
from corpus.readers.numbering import Counter
from corpus.readers.package import PACKAGE_FAULTS, check_package, repair

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_GONE = frozenset({f"{W}del", f"{W}moveFrom", f"{W}rt", f"{W}rPr", f"{W}pPr", f"{W}sdtPr", f"{W}instrText"})
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_BROKEN = "不是完好的 Word 文档；请用 Word 或 WPS 打开（必要时修复）后另存为 .docx 再导入"


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read the body of a Word document; headings, its title and rows of tables give marks.

    Raises:
        BrokenFile: No Word document, or damaged beyond repair.
        OversizedFile: It would expand beyond ``limits.expanded_bytes``.
    """
    check_package(data, name, limits)
    document = _open(data, name)
    walk = _Walk(read_styles(document), read_numbering(document))
    return assemble(name, "docx", walk.blocks(document.element.body))


def _open(data: bytes, name: str) -> WordDocument:
    """Open with python-docx, after a repair where it stumbles over a part that is missing or in another dialect."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    faults = (OpcError, LxmlError, KeyError, ValueError, AttributeError, *PACKAGE_FAULTS)
    try:
        return docx.Document(io.BytesIO(data))
    except faults:
        try:
            return docx.Document(io.BytesIO(repair(data)))
        except faults as error:
            raise BrokenFile(name, _BROKEN) from error


@dataclass(slots=True)
class _Walk:
    styles: Styles
    counter: Counter
    _boxes: list[_Element] = field(default_factory=list)

    def blocks(self, parent: _Element) -> Iterator[Line]:
        """Yield the lines of all paragraphs and tables under ``parent``, text boxes after their paragraph."""
        carried = ""
        for child in parent:
            if child.tag == f"{W}p":
                line = self._paragraph(child)
                if self._mark_is_deleted(child):
                    carried += line.text
                else:
                    yield Line(carried + line.text, line.kind, line.level)
                    carried = ""
                yield from self._text_boxes()
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag not in _GONE and isinstance(child.tag, str):
                yield from self.blocks(_chosen(child))
        if carried:
            yield Line(carried)

    def _paragraph(self, paragraph: _Element) -> Line:
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.of(properties)
        # Counted even where it stands empty, as Word does.
        number = self.counter.next(*style.numbering) if style.numbering else ""
        text = "".join(self._inline(paragraph))
        if not text.strip():
            return Line(text)
        if number and number[-1].isalnum():
            number += " "
        if style.is_title:
            return Line(number + text, MarkKind.TITLE)
        if style.heading:
            return Line(number + text, MarkKind.HEADING, style.heading)
        return Line(number + text)

    @staticmethod
    def _mark_is_deleted(paragraph: _Element) -> bool:
        """Whether the end of the paragraph is deleted or moved away: it then goes on in the next one."""
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)

    def _inline(self, parent: _Element) -> Iterator[str]:
        for child in parent:
            tag = child.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag in {f"{W}t", f"{_M}t"}:
                yield _text(child)
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == f"{W}sym":
                yield _symbol(child)
            elif tag == f"{W}txbxContent":
                self._boxes.append(child)
            elif not (tag == f"{W}r" and on(child.find(f"{W}rPr/{W}vanish"))):
                yield from self._inline(_chosen(child))

    def _text_boxes(self) -> Iterator[Line]:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self.blocks(box)

    def _table(self, table: _Element) -> Iterator[Line]:
        """A row a line, its cells joined by tabs; a row of one cell is layout, and its paragraphs stay paragraphs."""
        for row in _children(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [list(self.blocks(cell)) for cell in _children(row, f"{W}tc")]
            if len(cells) == 1:
                yield from cells[0]
                continue
            texts = [" ".join(line.text.replace("\n", " ").strip() for line in cell if line.text) for cell in cells]
            if any(texts):
                yield Line("\t".join(texts), MarkKind.TABLE)


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    """Children of ``tag``, also those inside content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE and not child.tag.endswith("Pr"):
            yield from _children(child, tag)


def _chosen(element: _Element) -> _Element:
    """Of two versions of one thing for newer and older programs, the first, so that no text box comes twice."""
    if element.tag != f"{_MC}AlternateContent":
        return element
    choice = element.find(f"{_MC}Choice")
    fallback = element.find(f"{_MC}Fallback")
    found = choice if choice is not None else fallback
    return element if found is None else found


def _text(element: _Element) -> str:
    """Text of a run: line ends in it are XML's, not the writer's, and outer blanks count only where it says so."""
    text = (element.text or "").replace("\r\n", " ").replace("\n", " ")
    preserved = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    return text if preserved else text.strip(" \t")


def _symbol(element: _Element) -> str:
    """A character of a symbol font: private ones are shapes that no text can hold."""
    code = int(value(element, "char") or "0", 16)
    return chr(code) if 0x20 <= code < 0xD800 else ""
