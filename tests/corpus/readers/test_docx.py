"""Word documents: what a reader of the accepted document sees, in order, and nothing twice."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import BrokenFile, OversizedFile
from corpus.limits import Limits
from corpus.models import Document
from corpus.readers import docx as reader
from corpus.readers.numbering import draw

LIMITS = Limits()
MACROS = b"vnd.ms-word.document.macroEnabled.main+xml"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def made(*blocks: str, numbering: str = "") -> bytes:
    """A real package by python-docx whose body holds ``blocks`` of hand-made XML."""
    document = docx.Document()
    body = document.element.body
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(block.replace(">", f" {NAMESPACES}>", 1)))
    if numbering:
        element = document.part.numbering_part.element
        for child in list(element):
            element.remove(child)
        for child in parse_xml(f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>"):
            element.append(child)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(*blocks: str, numbering: str = "") -> Document:
    """Make a document of ``blocks`` and read it."""
    return reader.read(made(*blocks, numbering=numbering), "a.docx", LIMITS)


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def marked(document: Document) -> list[tuple[str, str, int]]:
    """What is marked, as (kind, text, level)."""
    return [(mark.kind.value, document.source[mark.start : mark.end], mark.level) for mark in document.marks]


def edited(data: bytes, path: str, old: bytes, new: bytes) -> bytes:
    """The package with ``old`` replaced in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as changed:
        for info in package.infolist():
            content = package.read(info)
            changed.writestr(info.filename, content.replace(old, new) if re.fullmatch(path, info.filename) else content)
    return out.getvalue()


def test_paragraphs_headings_and_title() -> None:
    """Styles give the title and the levels of headings; everything else is a line."""
    document = docx.Document()
    document.add_heading("在动员会上的讲话", 0)
    document.add_heading("一、形势", 1)
    document.add_paragraph("要看到成绩。")
    document.add_heading("（一）成绩", 2)
    out = io.BytesIO()
    document.save(out)
    result = reader.read(out.getvalue(), "a.docx", LIMITS)
    assert result.source == "在动员会上的讲话\n一、形势\n要看到成绩。\n（一）成绩"
    assert marked(result) == [
        ("title", "在动员会上的讲话", 0),
        ("heading", "一、形势", 1),
        ("heading", "（一）成绩", 2),
    ]


def test_an_outline_level_of_its_own_makes_a_heading() -> None:
    """A paragraph may be a heading without a style."""
    result = read(paragraph("一、形势", '<w:outlineLvl w:val="0"/>'), paragraph("文"), paragraph("二、任务"))
    assert marked(result) == [("heading", "一、形势", 1)]


def test_tracked_changes_are_accepted() -> None:
    """Insertions and moves in are kept, deletions and moves out are not."""
    result = read(
        "<w:p><w:r><w:t>作风</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>建设</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>",
        "<w:p><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>",
    )
    assert result.source == "作风建设\n移来"


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    """Deleting only the end of a paragraph makes one of two, as Word shows it."""
    result = read(paragraph("前半，", "<w:rPr><w:del/></w:rPr>"), paragraph("后半。"), paragraph("下一段。"))
    assert result.source == "前半，后半。\n下一段。"


def test_a_deleted_row_is_gone() -> None:
    """A row deleted under track changes is not read."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = "<w:tr>{}" + cell.format("甲") + cell.format("乙") + "</w:tr>"
    result = read("<w:tbl>" + row.format("") + row.format("<w:trPr><w:del/></w:trPr>") + "</w:tbl>")
    assert result.source == "甲\t乙"


def test_a_text_box_comes_once() -> None:
    """Word writes a text box for new and for old programs; one of them is read, after its paragraph."""
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    result = read(
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
        paragraph("后文"),
    )
    assert result.source == "正文\n框内\n后文"


def test_an_old_text_box_alone_is_read() -> None:
    """A text box in VML only, as old programs write it."""
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    result = read(f"<w:p><w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r></w:p>")
    assert result.source.split() == ["框内"]


def test_links_controls_and_fields() -> None:
    """Text in links, content controls and fields' results is read; fields' codes and hidden text are not."""
    result = read(
        "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t>"
        '</w:r></w:sdtContent></w:sdt><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>整段控件</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    assert result.source == "链接控件3\n整段控件"


def test_breaks_tabs_and_blanks() -> None:
    """A soft break ends a line, a tab is one, and blanks count where the file says so."""
    result = read(
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t>"
        '<w:t xml:space="preserve"> A </w:t><w:t> B </w:t><w:noBreakHyphen/></w:r></w:p>'
    )
    assert result.source == "甲\n乙\t丙 A B-"


def test_tables() -> None:
    """A row is a line; a frame of one cell keeps the paragraphs and headings inside it."""
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ["项目", "数量", "桥", "3"], strict=True):
        cell.text = text
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "第一段"
    frame.add_paragraph("第二段")
    out = io.BytesIO()
    document.save(out)
    result = reader.read(out.getvalue(), "a.docx", LIMITS)
    assert result.source == "项目\t数量\n桥\t3\n第一段\n第二段"
    assert marked(result) == [("table", "项目\t数量", 0), ("table", "桥\t3", 0)]


def level(depth: int, kind: str, pattern: str) -> str:
    """A level of a list that counts from 1."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    )


CHINESE = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


def item(text: str, depth: int, number_id: int = 5) -> str:
    """A paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number_id}"/></w:numPr>')


def test_automatic_numbers_are_written_as_word_draws_them() -> None:
    """The three usual levels, counted on through the document and begun anew under each heading."""
    depths = [0, 1, 1, 2, 0, 1, 2, 2]
    result = read(*(item("项", depth) for depth in depths), numbering=CHINESE)
    assert result.source.split("\n") == ["一、项", "（一）项", "（二）项", "1.项", "二、项", "（一）项", "1.项", "2.项"]


def test_a_list_may_begin_anew() -> None:
    """A second list of the same kind counts on, unless it says that it begins anew."""
    result = read(item("甲", 0), item("乙", 0), item("丙", 0, 6), item("丁", 0, 6), numbering=CHINESE)
    assert result.source == "一、甲\n二、乙\n一、丙\n二、丁"


def test_an_empty_item_counts_and_leaves_no_line_of_its_own() -> None:
    """Word counts an empty paragraph of a list."""
    result = read(item("甲", 0), "<w:p>" + item("", 0)[5:], item("丙", 0), numbering=CHINESE)
    assert result.source == "一、甲\n\n三、丙"


def test_bullets_and_unknown_formats_give_no_number() -> None:
    """Only what can be drawn right is drawn."""
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{level(0, kind, pattern)}</w:abstractNum>'
        for n, (kind, pattern) in enumerate([("bullet", "\uf06c"), ("hebrew1", "%1."), ("decimal", "第%1章")])
    )
    numbers = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
    result = read(item("甲", 0, 1), item("乙", 0, 2), item("总则", 0, 3), item("外", 0, 9), numbering=lists + numbers)
    assert result.source == "甲\n乙\n第1章 总则\n外"


@pytest.mark.parametrize(
    ("number", "kind", "drawn"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (101, "japaneseCounting", "一百零一"),
        (12, "ideographDigital", "一二"),
        (10, "ideographDigital", "一〇"),
        (11, "chineseLegalSimplified", "壹拾壹"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (2, "ideographTraditional", "乙"),
        (11, "ideographTraditional", ""),
        (3, "decimalFullWidth", "３"),
    ],
)
def test_formats_of_numbers(number: int, kind: str, drawn: str) -> None:
    """Each format as Word draws it; beyond its signs, none."""
    assert draw(number, kind) == drawn


def test_a_relationship_to_nothing_is_no_fault() -> None:
    """Programs leave targets such as "NULL" behind; the text is there all the same."""
    stray = b'<Relationship Id="rId99" Type="http://a.example/image" Target="NULL"/></Relationships>'
    data = edited(made(paragraph("正文")), r"word/_rels/document\.xml\.rels", b"</Relationships>", stray)
    assert reader.read(data, "a.docx", LIMITS).source == "正文"


def test_strict_open_xml_is_read() -> None:
    """Word's "Strict Open XML" has namespaces of its own."""
    data = made(paragraph("正文"))
    for usual, strict in (
        (
            b"schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"purl.oclc.org/ooxml/officeDocument/relationships",
        ),
        (b"schemas.openxmlformats.org/wordprocessingml/2006/main", b"purl.oclc.org/ooxml/wordprocessingml/main"),
    ):
        data = edited(data, r".*\.(xml|rels)", usual, strict)
    assert reader.read(data, "a.docx", LIMITS).source == "正文"


def test_a_document_with_macros_is_read() -> None:
    """A .docm that was named .docx differs by one word in its table of contents; macros are never run."""
    usual = b"officedocument.wordprocessingml.document.main+xml"
    data = edited(made(paragraph("正文")), r"\[Content_Types\]\.xml", b"vnd.openxmlformats-" + usual, MACROS)
    assert reader.read(data, "a.docx", LIMITS).source == "正文"


def test_a_page_break_is_no_part_of_a_heading() -> None:
    """The break ends a line before the heading, and the mark holds the heading alone."""
    result = read(
        paragraph("文"),
        '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:br w:type="page"/><w:t>二、任务</w:t></w:r></w:p>',
    )
    assert result.source == "文\n\n二、任务"
    assert marked(result) == [("heading", "二、任务", 1)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zs", "Zl", "Zp"])), min_size=1))
def test_all_characters_come_back(lines: list[str]) -> None:
    """Whatever python-docx writes into paragraphs is read again, a paragraph a line."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    assert reader.read(out.getvalue(), "a.docx", LIMITS).source == "\n".join(lines)


def test_entities_are_not_expanded() -> None:
    """A document that defines entities gives none of them, and costs nothing."""
    bomb = b'<!DOCTYPE w [<!ENTITY a "AAAAAAAAAA"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document'
    data = edited(made(paragraph("正文")), r"word/document\.xml", b"<w:document", bomb)
    data = edited(data, r"word/document\.xml", "正文".encode(), "正文&b;".encode())
    assert "A" not in reader.read(data, "a.docx", LIMITS).source


@pytest.mark.parametrize("cut", [100, 5000])
def test_a_truncated_document_is_broken(cut: int) -> None:
    """Half a download is told as broken."""
    with pytest.raises(BrokenFile):
        reader.read(made(paragraph("正文"))[:-cut], "a.docx", LIMITS)


def test_a_bomb_is_refused_before_it_is_parsed() -> None:
    """A part of 60 MB that shrinks to nothing is refused by its header alone."""
    out = io.BytesIO(made(paragraph("正文")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/bomb.xml", b" " * (60 * 1024**2))
    with pytest.raises(OversizedFile):
        reader.read(out.getvalue(), "a.docx", LIMITS)
