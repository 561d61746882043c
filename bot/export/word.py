"""Favourites as a Word document (.docx), set as GB/T 9704-2012 sets official documents, sources as footnotes.

A4 with margins of 37, 26, 35 and 28 mm (top, right, bottom, left), 22 lines of 28 characters a page: body in
仿宋_GB2312 三号 (16 pt) on a line of 28.95 pt, first line indented by two characters; title 方正小标宋 二号 (22 pt);
headings of the first level 黑体, of the second 楷体_GB2312, 三号; page numbers 宋体 四号 (14 pt) between dashes.
Where a font is not installed, the font table names others that look alike.
"""

from __future__ import annotations

import io
import re
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.export.sheet import Entry, Sheet

BODY, TITLE, FIRST, SECOND, PAGE = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
ALIKE: Final[dict[str, str]] = {
    BODY: "仿宋,FangSong,STFangsong,FandolFang,Noto Serif CJK SC,Source Han Serif SC",
    TITLE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体,SimSun,STZhongsong,Noto Serif CJK SC,Source Han Serif SC",
    FIRST: "SimHei,STHeiti,Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Zen Hei",
    SECOND: "楷体,KaiTi,STKaiti,FandolKai,Noto Serif CJK SC,Source Han Serif SC",
    PAGE: "SimSun,STSong,Noto Serif CJK SC,Source Han Serif SC",
}
"""What else a font may be, where it is missing, best first."""

_THREE, _TWO, _FOUR, _NOTE_SIZE = 16, 22, 14, 9
"""Points of 三号, 二号 and 四号, and of a footnote (小五)."""
_LINE = Pt(28.95)
_LOOKS: Final = {
    "Normal": (BODY, _THREE),
    "Title": (TITLE, _TWO),
    "Heading 1": (FIRST, _THREE),
    "Heading 2": (SECOND, _THREE),
}
_THEMED: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
# What XML 1.0 cannot hold; a file that was read may.
_UNFIT: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMERALS: Final = "零一二三四五六七八九十"


def write(sheet: Sheet) -> bytes:
    """Write a sheet as a Word document."""
    document = Document()
    _page(document)
    _styles(document)
    _fonts(document)
    document.core_properties.title = _fit(sheet.title)[:255]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_paragraph(_fit(sheet.title), style="Title")
    centred = document.add_paragraph(_fit(sheet.subtitle))
    centred.alignment = WD_ALIGN_PARAGRAPH.CENTER
    centred.paragraph_format.first_line_indent = Pt(0)
    notes: list[str] = []
    for place, group in enumerate(sheet.groups, start=1):
        if group.name:
            document.add_paragraph(f"{numeral(place)}、{_fit(group.name)}", style="Heading 1")
        for number, entry in enumerate(group.entries, start=1):
            notes.append(sheet.source(entry))
            _entry(document, sheet, entry, number, len(notes))
    _footnotes(document, notes)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def numeral(number: int) -> str:
    """Return a number below 10,000 in Chinese numerals as headings have it: 12 is 十二, 105 一百零五."""
    if number >= 10_000 or number < 1:
        return str(number)
    digits = [(number // unit % 10, name) for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, ""))]
    told, gap = "", False
    for digit, name in digits:
        if digit:
            told += ("零" if gap and told else "") + _NUMERALS[digit] + name
            gap = False
        else:
            gap = True
    return told.removeprefix("一") if told.startswith("一十") else told


def _entry(document: DocumentObject, sheet: Sheet, entry: Entry, number: int, note: int) -> None:
    document.add_paragraph(f"（{numeral(number)}）{_fit(sheet.heading(entry))}", style="Heading 2")
    paragraph = document.add_paragraph(_fit(entry.favourite.text))
    _reference(paragraph.add_run(), note)
    if entry.favourite.note:
        remark = document.add_paragraph()
        run = remark.add_run(_fit(sheet.texts.export_note.format(note=entry.favourite.note)))
        _set_fonts(run._element.get_or_add_rPr(), SECOND)


def _reference(run: Run, note: int) -> None:
    run.font.superscript = True
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(note))
    run._element.append(mark)


def _page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.paragraph_format.first_line_indent = Pt(0)
    _footer_run(footer, "— ")
    run = _footer_run(footer, "")
    for kind, text in (("begin", None), (None, " PAGE "), ("end", None)):
        run._element.append(_field(kind, text))
    _footer_run(footer, " —")


def _footer_run(footer: Paragraph, text: str) -> Run:
    run = footer.add_run(text)
    run.font.size = Pt(_FOUR)
    _set_fonts(run._element.get_or_add_rPr(), PAGE, PAGE)
    return run


def _field(kind: str | None, text: str | None) -> BaseOxmlElement:
    if kind is None:
        return parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{text}</w:instrText>')
    return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')


def _styles(document: DocumentObject) -> None:
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _set_fonts(defaults, BODY)
    language = defaults.find(qn("w:lang"))
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")
    looks = {
        "Normal": (BODY, _THREE),
        "Title": (TITLE, _TWO),
        "Heading 1": (FIRST, _THREE),
        "Heading 2": (SECOND, _THREE),
    }
    for name, (font, size) in looks.items():
        style = document.styles[name]
        if isinstance(style, ParagraphStyle):
            _set_style(style, font, size)
    title = document.styles["Title"]
    border = title.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)
    if isinstance(title, ParagraphStyle):
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.first_line_indent = Pt(0)
        title.paragraph_format.line_spacing = Pt(35)
    notes = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    if isinstance(notes, ParagraphStyle):
        _set_style(notes, PAGE, _NOTE_SIZE)
        notes.paragraph_format.first_line_indent = Pt(0)
        notes.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _set_style(style: ParagraphStyle, font: str, size: int) -> None:
    style.font.size = Pt(size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    _set_fonts(style.element.get_or_add_rPr(), font)
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    paragraph.first_line_indent = Pt(2 * size)


def _set_fonts(properties: Any, chinese: str, latin: str = LATIN) -> None:  # noqa: ANN401 - one of three classes of python-docx
    """Name the fonts for Chinese and for the rest; those of a theme would go before them."""
    fonts = properties.get_or_add_rFonts()
    for themed in _THEMED:
        fonts.attrib.pop(qn(f"w:{themed}"), None)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), latin)
    fonts.set(qn("w:eastAsia"), chinese)


def _fonts(document: DocumentObject) -> None:
    """Write the font table: for each font what may stand in for it."""
    entries = "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(alike)}/><w:charset w:val="86"/></w:font>'
        for name, alike in ALIKE.items()
    )
    table = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{entries}</w:fonts>'
    _relate(document, "fontTable", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE, table)


def _footnotes(document: DocumentObject, notes: list[str]) -> None:
    """Write the footnotes, a part of the package of its own."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for kind, number, mark in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    style = document.styles["footnote text"].style_id
    sources = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>'
        f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(_fit(note))}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, start=1)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:footnotes {nsdecls('w')}>{lines}{sources}</w:footnotes>"
    )
    _relate(document, "footnotes", CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES, xml)
    listed = parse_xml(f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    settings = document.settings.element
    behind = settings.find(qn("w:compat"))
    if behind is None:
        settings.append(listed)
    else:
        behind.addprevious(listed)


def _relate(document: DocumentObject, name: str, content_type: str, relation: str, xml: str) -> None:
    """Put a part into the package, in the place of the template's."""
    for key, known in list(document.part.rels.items()):
        if known.reltype == relation:
            del document.part.rels[key]
    package = document.part.package
    part = Part(PackURI(f"/word/{name}.xml"), content_type, xml.encode(), package)
    document.part.relate_to(part, relation)


def _fit(text: str) -> str:
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
