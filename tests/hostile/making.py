"""Small files of every kind, made by hand, and ways to hurt them (造文件)."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.making import sentences

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def lines(seed: int) -> list[str]:
    """The lines of a small speech like no other of another seed."""
    return [
        f"在第{seed}次工作会议上的讲话",
        "同志们：",
        "一、提高认识",
        sentences(seed, 3),
        "二、狠抓落实",
        sentences(seed + 5000, 3),
    ]


# Small files that are in order.


def txt(seed: int) -> bytes:
    """A text file."""
    return "\n".join(lines(seed)).encode()


def html(seed: int) -> bytes:
    """A web page."""
    title, *rest = lines(seed)
    body = "".join(f"<p>{line}</p>" for line in rest)
    return f"<!doctype html><html><head><title>x</title></head><body><h1>{title}</h1>{body}</body></html>".encode()


def md(seed: int) -> bytes:
    """Markdown with a front matter."""
    title, *rest = lines(seed)
    return f"---\ntitle: {title}\nyear: 2024\n---\n# {title}\n\n{chr(10).join(rest)}".encode()


def rtf(seed: int) -> bytes:
    """Rich text with every character escaped."""
    body = "\\par\n".join(
        "".join(f"\\u{ord(char) if ord(char) < 32768 else ord(char) - 65536}?" for char in line) for line in lines(seed)
    )
    return b"{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0 SimSun;}}" + body.encode() + b"}"


def docx(seed: int, body: str | None = None, *, prolog: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A Word document of the least parts; ``body`` is XML."""
    if body is None:
        body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines(seed))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        ).encode(),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
        ).encode(),
        "word/document.xml": f'{prolog}<w:document xmlns:w="{_W}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>'.encode(),
    }
    return zipped(parts | (more or {}))


def odt(seed: int, body: str | None = None, *, prolog: str = "") -> bytes:
    """An OpenDocument text of the least parts; ``body`` is XML."""
    if body is None:
        body = "".join(f"<text:p>{line}</text:p>" for line in lines(seed))
    kind = "application/vnd.oasis.opendocument.text"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return zipped(
        {
            "mimetype": kind.encode(),
            "META-INF/manifest.xml": (
                f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/" m:media-type="{kind}"/>'
                '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
            ).encode(),
            "content.xml": (
                f'{prolog}<office:document-content xmlns:office="{_OFFICE}" xmlns:text="{_TEXT}" office:version="1.2">'
                f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
            ).encode(),
        }
    )


def pdf(seed: int) -> bytes:
    """A PDF of two pages."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    text = lines(seed)
    for page in (text[:3], text[3:]):
        canvas.setFont("STSong-Light", 12)
        printed = [line[start : start + 30] for line in page for start in range(0, len(line), 30)]
        for number, line in enumerate(printed):
            canvas.drawString(72, 780 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def doc(seed: int) -> bytes:
    """The least of a Word 97 file: its signature, a header and a directory with one stream."""
    header = bytearray(512)
    header[:8] = OLE
    struct.pack_into("<H", header, 0x1E, 9)
    entry = bytearray(512)
    name = "WordDocument\0".encode("utf-16-le")
    entry[: len(name)] = name
    return bytes(header) + random.Random(seed).randbytes(512) + bytes(entry)


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


MAKERS: dict[str, Callable[[int], bytes]] = {
    "txt": txt, "html": html, "md": md, "rtf": rtf, "docx": docx, "odt": odt, "pdf": pdf, "doc": doc,
    "zip": lambda seed: zipped({"一.txt": txt(seed), "二.docx": docx(seed + 1), "三/四.html": html(seed + 2)}),
}  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with bits turned over, an end cut off, or pieces of it moved, doubled, blanked or replaced."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, length = chance.randrange(len(changed) or 1), chance.choice((1, 4, 40, 400))
        match chance.randrange(7):
            case 0:
                for _ in range(chance.choice((1, 8, 64))):
                    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            case 1:
                del changed[max(at, 1) :]
            case 2:
                changed[at:at] = chance.randbytes(length)
            case 3:
                changed[at : at + length] = bytes(length)
            case 4:
                changed[at:at] = changed[: chance.randrange(len(changed))]
            case 5:
                del changed[at : at + length]
            case _:
                changed[at : at + 4] = struct.pack("<I", chance.choice((0, 2**31, 2**32 - 1, 1)))
        if not changed:
            return b"\0"
    return bytes(changed)


def overlapping(data: bytes, count: int) -> bytes:
    """An archive whose directory names its one member ``count`` times."""
    start = data.index(b"PK\1\2")
    end = data.index(b"PK\5\6")
    entry = data[start:end]
    closing = bytearray(data[end:])
    struct.pack_into("<HHI", closing, 8, count, count, len(entry) * count)
    return data[:start] + entry * count + bytes(closing)


def claimed(data: bytes, size: int) -> bytes:
    """An archive whose largest member is said to have another size."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        large = max(archive.infolist(), key=lambda info: info.file_size)
        name, real = large.filename.encode(), struct.pack("<I", large.file_size)
        local = large.header_offset
    changed = bytearray(data)
    changed[local + 22 : local + 26] = struct.pack("<I", size)
    at = changed.index(b"PK\1\2")
    while changed[at + 46 : at + 46 + len(name)] != name or changed[at + 24 : at + 28] != real:
        at = changed.index(b"PK\1\2", at + 1)
    changed[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(changed)


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, from number 2 on; the first is a catalogue. Its table is for the reader to mend."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, held) for number, held in enumerate(objects, start=2))
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n" + body + b"trailer<</Root 1 0 R/Size 9>>\n%%EOF"
    )


def stream(content: bytes) -> bytes:
    """A stream of a PDF."""
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def deflated(content: bytes) -> bytes:
    """A stream of a PDF, packed."""
    packed = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
