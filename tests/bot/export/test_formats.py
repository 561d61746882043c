"""Files of favourites: every word of every passage, its source, the order; Word as GB/T 9704 sets it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.export import FORMATS, Entry, Group, Sheet, write
from bot.export.markdown import escaped
from bot.export.word import numeral
from bot.texts.en import EN
from bot.texts.zh import ZH
from tests.bot.export.making import favourite

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = ["抓作风要久久为功，*不松劲*。", "安全责任重于泰山，\n一刻也不能松。", "1. 让群众满意 <是> 标准 & 底线。"]
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def sheet(*, note: str = "用在第二部分") -> Sheet:
    """Two groups, three entries."""
    entries = [
        Entry(favourite(text, number, note=note if number == 2 else ""), ("作风",) if number < 3 else ())
        for number, text in enumerate(TEXTS, start=1)
    ]
    return Sheet(
        title="大会讲话",
        texts=ZH,
        made=datetime(2026, 1, 2, tzinfo=UTC),
        groups=(Group("作风", tuple(entries[:2])), Group("未打标签", tuple(entries[2:]))),
    )


@pytest.mark.parametrize("ending", ["txt", "json"])
def test_every_passage_stands_in_order_with_its_source(ending: str) -> None:
    """Word for word."""
    text = write(sheet(), ending).decode("utf-8-sig").replace("\r\n", "\n").replace("\\n", "\n")
    places = [text.index(one) for one in (TEXTS if ending == "txt" else TEXTS[::-1])]
    assert places == sorted(places)
    assert "在推进会上的讲话" in text
    assert "用在第二部分" in text


def test_markdown_reads_as_it_stands() -> None:
    """A passage's own marks are escaped, its lines stay in the quote, its source is a footnote."""
    text = write(sheet(), "md").decode()
    assert "> 抓作风要久久为功，\\*不松劲\\*。[^1]" in text
    assert "> 安全责任重于泰山，\n> 一刻也不能松。[^2]" in text
    assert "> 1\\. 让群众满意 \\<是\\> 标准 \\& 底线。[^3]" in text
    assert text.count("[^3]: 《在推进会上的讲话》") == 1
    assert text.index("## 作风") < text.index("## 未打标签")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_escaping_only_adds_backslashes(text: str) -> None:
    """Taking them out again gives the text."""
    assert re.sub(r"\\([\\`*_\[\]<>#|~&+\-.)])", r"\1", escaped(text)) == text


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (1005, "一千零五"),
     (2340, "二千三百四十"), (10_000, "10000")],
)  # fmt: skip
def test_numerals(number: int, told: str) -> None:
    """As headings have them."""
    assert numeral(number) == told


def test_a_word_document_is_set_by_the_standard() -> None:
    """Fonts for Chinese by name in every style, sizes, page and line; other fonts in the table; real footnotes."""
    package = zipfile.ZipFile(io.BytesIO(write(sheet(), "docx")))
    assert package.testzip() is None
    styles = ElementTree.fromstring(package.read("word/styles.xml"))
    looks = {
        style.find(f"{W}name").get(f"{W}val"): (  # type: ignore[union-attr]  # every style has a name
            next((one.get(f"{W}eastAsia") for one in style.iter(f"{W}rFonts")), None),
            next((one.get(f"{W}val") for one in style.iter(f"{W}sz")), None),
        )
        for style in styles.iter(f"{W}style")
    }
    assert looks["Normal"] == ("仿宋_GB2312", "32")
    assert looks["Title"] == ("方正小标宋简体", "44")
    assert looks["heading 1"] == ("黑体", "32")
    assert looks["heading 2"] == ("楷体_GB2312", "32")
    ours = [style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") in {"Normal", "Title", "Heading1"}]
    assert not [one for style in ours for one in style.iter(f"{W}rFonts") if f"{W}eastAsiaTheme" in one.attrib]
    fonts = ElementTree.fromstring(package.read("word/fontTable.xml"))
    alike = {one.get(f"{W}name"): one.find(f"{W}altName") for one in fonts}
    assert set(alike) == {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"}
    assert all(one is not None and one.get(f"{W}val") for one in alike.values())
    body = ElementTree.fromstring(package.read("word/document.xml"))
    margins = next(body.iter(f"{W}pgMar"))
    assert [round(int(margins.get(f"{W}{side}", "0")) / 56.7) for side in ("top", "bottom", "left", "right")] == [
        37, 35, 28, 26
    ]  # fmt: skip
    assert [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")] == ["1", "2", "3"]
    notes = ElementTree.fromstring(package.read("word/footnotes.xml"))
    told = {note.get(f"{W}id"): "".join(one.text or "" for one in note.iter(f"{W}t")) for note in notes}
    assert told["1"].strip() == "《在推进会上的讲话》 · 一、总体要求 · 第1段 · 2024年 · 王明"
    assert package.namelist().count("word/fontTable.xml") == 1


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_whatever_a_passage_holds_can_be_written(text: str) -> None:
    """Control characters and half characters, which XML and UTF-8 cannot hold, are replaced and break nothing."""
    entry = Entry(favourite("一"))
    one = Sheet(text, EN, datetime.now(UTC), (Group(text, (entry,)), Group("", ())))
    for ending in FORMATS.values():
        assert write(one, ending)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_word_document_opens_in_libreoffice(tmp_path: Path) -> None:
    """Converted to PDF it has every word in order, headings between, and the sources at the foot of the page."""
    file = tmp_path / "export.docx"
    file.write_bytes(write(sheet(), "docx"))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "export.pdf") as pdf:
        text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pdf))
    expected = [
        "大会讲话", "共3段", "一、作风", "（一）举措·作风建设", TEXTS[0], "（二）举措", TEXTS[1], "备注：用在第二部分",
        "二、未打标签", "（一）", TEXTS[2], "1《在推进会上的讲话》", "2《在推进会上的讲话》", "第3段", "—1—",
    ]  # fmt: skip
    at = 0
    for one in expected:
        at = text.index(re.sub(r"\s", "", one), at) + 1
