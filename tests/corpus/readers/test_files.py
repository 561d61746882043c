"""A file is read by what it holds; what cannot be read is told in one line of Chinese."""

from __future__ import annotations

import io
import struct
import subprocess
import time
from pathlib import Path

import docx
import pytest

from corpus.errors import (
    BrokenFile,
    EmptyFile,
    EncryptedFile,
    MissingConverter,
    OversizedFile,
    ReadError,
    UnsupportedFormat,
)
from corpus.limits import Limits
from corpus.readers import FORMATS, read_file
from corpus.readers import doc as doc_reader
from corpus.readers.ole import SIGNATURE

TEXT = "同志们：作风建设要抓在经常、抓出成效。"


def word() -> bytes:
    """A Word document of one paragraph."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def compound(stream: str, flags: int = 0) -> bytes:
    """The least of an OLE file: header, a sector with a Word header, and a directory with one stream."""
    header = bytearray(512)
    header[:8] = SIGNATURE
    struct.pack_into("<H", header, 0x1E, 9)
    first = bytearray(512)
    struct.pack_into("<H8xH", first, 0, 0xA5EC, flags)
    entry = bytearray(128)
    name = (stream + "\0").encode("utf-16-le")
    entry[: len(name)] = name
    return bytes(header + first + entry)


CONTENTS = {
    "txt": TEXT.encode("gb18030"),
    "html": f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>".encode(),
    "rtf": rb"{\rtf1\ansi\ansicpg936 " + "".join(rf"\'{byte:02x}" for byte in TEXT.encode("gbk")).encode() + b"}",
    "docx": word(),
}


@pytest.mark.parametrize("ending", ["txt", "docx", "doc", "rtf", "pdf", "odt"])
@pytest.mark.parametrize("kind", sorted(CONTENTS))
def test_content_counts_and_not_the_ending(tmp_path: Path, kind: str, ending: str) -> None:
    """A web page named .doc, a Word document named .txt: each is read as what it is."""
    path = tmp_path / "x"
    path.write_bytes(CONTENTS[kind])
    document = read_file(path, f"a.{ending.upper()}")
    assert document.source.strip() == TEXT
    assert document.format == kind


def test_the_front_door_names_all_endings() -> None:
    """What the readers take, with the other names of two of them."""
    names = {"txt", "text", "md", "markdown", "docx", "doc", "pdf", "html", "htm", "rtf", "odt", "zip"}
    assert names == FORMATS


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("a.txt", b"", EmptyFile, "0 字节"),
        ("a.txt", " \n　\u200b\ufeff\n".encode(), EmptyFile, "没有文字"),
        ("a.txt", b"\x89PNG\r\n\x1a\n...", UnsupportedFormat, "PNG"),
        ("a.doc", b"Rar!\x1a\x07\x00", UnsupportedFormat, "解压"),
        ("a.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", UnsupportedFormat, "网页存档"),
        ("a.wps", TEXT.encode(), UnsupportedFormat, "另存为 .docx"),
        ("a", TEXT.encode(), UnsupportedFormat, "没有扩展名"),
        ("a.pdf", b"\0\1\2\3" * 100, BrokenFile, "不是 .pdf"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 50, UnsupportedFormat, "压缩包"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 50, BrokenFile, "损坏"),
        ("a.docx", compound("EncryptedPackage"), EncryptedFile, "密码"),
        ("a.doc", compound("WordDocument", 0x0100), EncryptedFile, "密码"),
        ("a.doc", compound("Workbook"), UnsupportedFormat, "表格"),
        ("a.doc", compound("Other"), BrokenFile, "损坏"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, error: type[ReadError], words: str) -> None:
    """Each fault has its own error, which names the file and says what to do."""
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(error, match=words) as caught:
        read_file(path, name)
    assert caught.value.file == name
    assert "\n" not in caught.value.reason


def test_a_page_of_comments_is_told_from_text_at_once(tmp_path: Path) -> None:
    """Telling what a file is takes no longer for a page made to be slow to tell."""
    path = tmp_path / "x"
    path.write_bytes(b"<!---->" * 5000 + TEXT.encode())
    began = time.thread_time()
    assert read_file(path, "a.txt").format == "txt"
    assert time.thread_time() - began < 2


def test_sizes_are_bounded(tmp_path: Path) -> None:
    """A file is not even opened beyond its limit, nor kept beyond that of its text."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT * 10, encoding="utf-8")
    with pytest.raises(OversizedFile, match="MB"):
        read_file(path, "a.txt", Limits(file_bytes=100))
    with pytest.raises(OversizedFile, match="100 字"):
        read_file(path, "a.txt", Limits(characters=100))


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """Between finding and reading a file may vanish."""
    with pytest.raises(ReadError, match="打不开"):
        read_file(tmp_path / "a.txt", "a.txt")


def test_doc_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says which program is missing and what else would do."""
    monkeypatch.setenv("PATH", str(tmp_path))
    if doc_reader.converter() is not None:
        pytest.skip("LibreOffice is installed where it is found without PATH")
    path = tmp_path / "x"
    path.write_bytes(compound("WordDocument"))
    with pytest.raises(MissingConverter, match=r"LibreOffice.*\.docx"):
        read_file(path, "a.doc")


def test_doc_by_libreoffice(tmp_path: Path) -> None:
    """A document of the old format, made by LibreOffice itself, comes back with its headings."""
    program = doc_reader.converter()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    document = docx.Document()
    document.add_heading("一、形势", 1)
    document.add_paragraph(TEXT)
    document.save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    result = read_file(tmp_path / "a.doc", "a.doc")
    assert (result.format, result.source) == ("doc", f"一、形势\n{TEXT}")
    assert [mark.kind.value for mark in result.marks] == ["heading"]
