"""PDF: the text layer line by line, and what has none."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import BrokenFile, EncryptedFile, OversizedFile, ScannedFile
from corpus.limits import Limits
from corpus.readers import pdf

LIMITS = Limits()
FIRST = ["在作风建设推进会上的讲话", "同志们：", "作风连着民心，要把群众反映的每一件事都列成", "清单，谁的问题谁来改。"]
SECOND = ["二、压实责任", "让我们埋头苦干，交出满意的答卷！谢谢大家。"]


def made(*pages: list[str], password: str | None = None, picture: bool = False) -> bytes:
    """A PDF of pages of lines, each page with a picture on demand."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    encryption = StandardEncryption(password) if password is not None else None
    canvas = Canvas(out, encrypt=encryption)
    for lines in pages:
        canvas.setFont("STSong-Light", 14)
        if picture:
            canvas.drawImage(_picture(), 50, 50, 400, 600)
        for number, line in enumerate(lines):
            canvas.drawString(72, 760 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _picture() -> ImageReader:
    """A grey square, written by hand so that no picture library is needed to make it."""
    return ImageReader(io.BytesIO(_png()))


def _png() -> bytes:
    import struct
    import zlib

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + b"\x80" * 8 for _ in range(8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_pages_and_lines() -> None:
    """Lines stay lines, and a page's end is a line's end."""
    document = pdf.read(made(FIRST, SECOND), "a.pdf", LIMITS)
    assert document.source.split("\n") == FIRST + SECOND
    assert document.marks == ()


def test_words_at_line_ends_keep_a_blank() -> None:
    """So that joining the lines later does not glue two words; Chinese needs none."""
    document = pdf.read(
        made(["We shall improve the work", "style of every office in", "the county. 要抓落实", "不放松。"]),
        "a.pdf",
        LIMITS,
    )
    assert document.source == "We shall improve the work \nstyle of every office in \nthe county. 要抓落实\n不放松。"


def test_a_password_is_asked_for() -> None:
    """A PDF that opens with a password only is told as encrypted."""
    with pytest.raises(EncryptedFile, match="密码"):
        pdf.read(made(FIRST, password="secret"), "a.pdf", LIMITS)


def test_a_pdf_that_only_forbids_printing_is_read() -> None:
    """An owner's password does not keep anybody from reading."""
    assert pdf.read(made(SECOND, password=""), "a.pdf", LIMITS).source.split("\n") == SECOND


@pytest.mark.parametrize("lines", [[], ["- 1 -"]])
def test_a_scanned_pdf_needs_ocr(lines: list[str]) -> None:
    """Pictures of pages, with a page number or without, hold no text to read."""
    with pytest.raises(ScannedFile, match="OCR"):
        pdf.read(made(lines, lines, picture=True), "a.pdf", LIMITS)


def test_a_short_pdf_is_not_taken_for_a_scan() -> None:
    """A few words on a page without a picture are all there is."""
    assert pdf.read(made(["谢谢大家。"]), "a.pdf", LIMITS).source == "谢谢大家。"


def test_an_empty_page_is_no_scan() -> None:
    """A page with nothing on it yields nothing; that the file is empty is found for all formats alike."""
    assert pdf.read(made([]), "a.pdf", LIMITS).source == ""


def test_too_many_pages() -> None:
    """The number of pages is bounded."""
    with pytest.raises(OversizedFile, match=r"3 页.*2 页"):
        pdf.read(made(SECOND, SECOND, SECOND), "a.pdf", Limits(pages=2))


def test_a_damaged_pdf_is_broken() -> None:
    """A header alone is no PDF."""
    with pytest.raises(BrokenFile):
        pdf.read(made(FIRST)[:200], "a.pdf", LIMITS)
