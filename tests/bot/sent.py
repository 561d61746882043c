"""Files that people send, made here: small and real, by the libraries that write their formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field

from docx import Document

from bot.errors import ParcelLost
from bot.replies import Reply
from tests.corpus.making import sentences

NOTICE = "本文系网友投稿，仅供学习参考，请勿照搬照抄！"


@dataclass
class Handed:
    """A file that comes in pieces; notes what it was told, and how much of it was fetched."""

    content: bytes
    name: str | None = "讲话.txt"
    caption: str = ""
    size: int | None = None
    lost: bool = False
    told: list[Reply] = field(default_factory=list)
    fetched: int = 0

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        for start in range(0, len(self.content), 1 << 16):
            piece = self.content[start : start + (1 << 16)]
            self.fetched += len(piece)
            yield piece
            if self.lost:
                raise ParcelLost("lost")

    async def tell(self, reply: Reply) -> None:
        self.told.append(reply)


def lines_of(number: int, *, title: bool = True, notice: bool = False, mask: bool = False) -> list[str]:
    """The lines of a speech like no other of another number."""
    return [
        *([f"在第{number}次工作会议上的讲话", "（2023年3月5日）"] if title else []),
        "同志们：",
        "一、提高认识",
        *(sentences(9000 + number * 10 + paragraph) for paragraph in range(3)),
        "二、狠抓落实",
        *(sentences(9000 + number * 10 + paragraph) for paragraph in range(3, 6)),
        *(["请XX市和某某县于会后报送方案。"] if mask else []),
        *([NOTICE] if notice else []),
    ]


def text_of(number: int, **more: bool) -> bytes:
    """The same as a plain text."""
    return "\n".join(lines_of(number, **more)).encode()


def docx_of(number: int, **more: bool) -> bytes:
    """The same as a Word document."""
    document = Document()
    for line in lines_of(number, **more):
        document.add_paragraph(line)
    return _saved(document.save)


def pdf_of(number: int) -> bytes:
    """The same as a PDF with a text layer."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("STSong-Light", 12)
    at = 780
    for line in lines_of(number):
        for start in range(0, len(line), 40):
            canvas.drawString(60, at, line[start : start + 40])
            at -= 16
            if at < 60:
                canvas.showPage()
                canvas.setFont("STSong-Light", 12)
                at = 780
    canvas.save()
    return buffer.getvalue()


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """An archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _saved(save: object) -> bytes:
    buffer = io.BytesIO()
    save(buffer)  # type: ignore[operator]  # python-docx types its own stream
    return buffer.getvalue()
