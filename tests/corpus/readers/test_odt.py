"""OpenDocument text, made by odfpy."""

from __future__ import annotations

import io
import zipfile

import pytest
from odf import draw, table, text
from odf.element import Element
from odf.opendocument import OpenDocumentText
from odf.style import Style

from corpus.errors import BrokenFile, EncryptedFile
from corpus.limits import Limits
from corpus.models import Document
from corpus.readers import odt

LIMITS = Limits()


def saved(document: OpenDocumentText) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(*elements: Element) -> Document:
    """Make a document of ``elements`` and read it."""
    document = OpenDocumentText()
    for element in elements:
        document.text.addElement(element)
    return odt.read(saved(document), "a.odt", LIMITS)


def edited(data: bytes, path: str, content: bytes) -> bytes:
    """The package with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as changed:
        for info in package.infolist():
            changed.writestr(info.filename, content if info.filename == path else package.read(info))
    return out.getvalue()


def test_title_headings_and_paragraphs() -> None:
    """The style Title, also one based on it, gives the title; outline levels give headings."""
    document = OpenDocumentText()
    document.styles.addElement(Style(name="Title", family="paragraph"))
    document.automaticstyles.addElement(Style(name="P1", family="paragraph", parentstylename="Title"))
    document.text.addElement(text.P(stylename="P1", text="在会上的讲话"))
    document.text.addElement(text.H(outlinelevel=1, text="一、形势"))
    document.text.addElement(text.P(text="要看到成绩。"))
    document.text.addElement(text.H(outlinelevel=2, text="（一）成绩"))
    result = odt.read(saved(document), "a.odt", LIMITS)
    assert result.source == "在会上的讲话\n一、形势\n要看到成绩。\n（一）成绩"
    marks = [(mark.kind.value, result.source[mark.start : mark.end], mark.level) for mark in result.marks]
    assert marks == [("title", "在会上的讲话", 0), ("heading", "一、形势", 1), ("heading", "（一）成绩", 2)]


def test_blanks_tabs_breaks_and_spans() -> None:
    """What ODF writes as elements becomes characters again."""
    paragraph = text.P(text="甲")
    paragraph.addElement(text.S(c=2))
    paragraph.addElement(text.Tab())
    paragraph.addElement(text.Span(text="乙"))
    paragraph.addElement(text.LineBreak())
    paragraph.addText("丙")
    assert read(paragraph).source == "甲  \t乙\n丙"


def test_deletions_and_notes_are_left_out() -> None:
    """Deleted text, kept apart by ODF, and footnotes are not read."""
    changes = text.TrackedChanges()
    region = text.ChangedRegion(check_grammar=False)
    deletion = text.Deletion(check_grammar=False)
    deletion.addElement(text.P(text="旧文"))
    region.addElement(deletion)
    changes.addElement(region)
    paragraph = text.P(text="正文")
    note = text.Note(noteclass="footnote")
    body = text.NoteBody()
    body.addElement(text.P(text="脚注"))
    note.addElement(text.NoteCitation(text="1"))
    note.addElement(body)
    paragraph.addElement(note)
    assert read(changes, paragraph).source == "正文"


def test_tables_lists_and_text_boxes() -> None:
    """Rows are lines, items of lists are paragraphs, text boxes follow their paragraph."""
    grid = table.Table()
    row = table.TableRow()
    for words in ("项目", "数量"):
        cell = table.TableCell()
        cell.addElement(text.P(text=words))
        row.addElement(cell)
    grid.addElement(row)
    listed = text.List()
    entry = text.ListItem()
    entry.addElement(text.P(text="一项"))
    listed.addElement(entry)
    box = draw.TextBox()
    box.addElement(text.P(text="框内"))
    frame = draw.Frame()
    frame.addElement(box)
    paragraph = text.P(text="正文")
    paragraph.addElement(frame)
    assert read(grid, listed, paragraph).source == "项目\t数量\n一项\n正文\n框内"


def test_an_encrypted_document_is_told_as_such() -> None:
    """The manifest of an encrypted document says so."""
    manifest = b'<manifest xmlns="urn:x"><file-entry><encryption-data/></file-entry></manifest>'
    data = edited(saved(OpenDocumentText()), "META-INF/manifest.xml", manifest)
    with pytest.raises(EncryptedFile, match="密码"):
        odt.read(data, "a.odt", LIMITS)


@pytest.mark.parametrize(
    "content",
    [
        b"<office:broken",
        b"<a><b>",
        b'<!DOCTYPE a [<!ENTITY b "AAAA"><!ENTITY c "&b;&b;">]><a>&c;</a>',
    ],
)
def test_damaged_or_dangerous_xml_is_broken(content: bytes) -> None:
    """Neither broken XML nor entities get anywhere."""
    data = edited(saved(OpenDocumentText()), "content.xml", content)
    with pytest.raises(BrokenFile):
        odt.read(data, "a.odt", LIMITS)
