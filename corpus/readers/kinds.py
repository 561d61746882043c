"""Which reader a file needs: by its content, and by its name only where the content says nothing (格式)."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from corpus.errors import BrokenFile, EncryptedFile, UnsupportedFormat
from corpus.names import showable
from corpus.readers import ole

# Endings that we take, and the reader of each.
KINDS = {
    "txt": "txt",
    "text": "txt",
    "md": "md",
    "markdown": "md",
    "docx": "docx",
    "doc": "doc",
    "pdf": "pdf",
    "html": "html",
    "htm": "html",
    "rtf": "rtf",
    "odt": "odt",
    "zip": "zip",
}
_TEXTS = frozenset({"txt", "md", "html"})
_READABLE = "可读 .docx .doc .pdf .txt .md .html .rtf .odt 和 .zip"
_ADVICE = {
    "wps": "请用 WPS 另存为 .docx 再导入",
    "rar": "请解压后导入文件夹，或改用 .zip",
    "7z": "请解压后导入文件夹，或改用 .zip",
    "jpg": "图片请先用 OCR 软件识别成文字",
    "png": "图片请先用 OCR 软件识别成文字",
    "mht": "请用浏览器打开，另存为 .html 再导入",
}
_ALIEN = (
    (b"\x89PNG\r\n", "PNG 图片", "png"),
    (b"\xff\xd8\xff", "JPEG 图片", "jpg"),
    (b"GIF8", "GIF 图片", "png"),
    (b"Rar!\x1a\x07", "RAR 压缩包", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "7z"),
    (b"\x1f\x8b\x08", "gzip 压缩包", "rar"),
    (b"MIME-Version:", "网页存档", "mht"),
    (b"From: <Saved by", "网页存档", "mht"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 20  # characters of an ending that are worth showing
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"


def ending(name: str) -> str:
    """Return the ending of a file name, lower case, without the dot."""
    return PurePosixPath(name).suffix[1:].lower()


def unsupported(name: str) -> UnsupportedFormat:
    """Return the error for a file whose name says that no reader takes it."""
    kind = ending(name)
    shown = f" .{showable(kind)[:_LONGEST]} 文件" if kind else "没有扩展名的文件"
    return UnsupportedFormat(name, f"不能读{shown}；{_ADVICE.get(kind, _READABLE)}")


def kind_of(data: bytes, name: str) -> str:
    """Return the reader that ``data`` needs, a value of :data:`KINDS`.

    Raises:
        UnsupportedFormat: The content is of a kind that we do not read, whatever the name says.
        EncryptedFile: An Office document in an encrypted wrapping.
        BrokenFile: The name promises a format, and the content is neither that nor text.
    """
    for signature, what, advice in _ALIEN:
        if data.startswith(signature):
            raise UnsupportedFormat(name, f"内容是{what}，不能读；{_ADVICE[advice]}")
    named = KINDS.get(ending(name), "txt")
    if data.startswith(ole.SIGNATURE):
        return _compound(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name, named)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.lstrip()[:5] == b"%PDF-" or (named == "pdf" and b"%PDF-" in data[:1024]):
        return "pdf"
    if _HTML.match(data[:4096]):
        return "html"
    if data.startswith(b"<?xml") and b'progid="Word.Document"' in data[:1024]:
        return "doc"  # Word 2003 XML, which LibreOffice reads as well
    if named in _TEXTS:
        return named
    if b"\0" in data[:4096]:
        raise BrokenFile(name, f"内容不是 .{ending(name)}，可能已损坏或下载不完整；请重新获取或另存后再导入")
    return "txt"


def _compound(data: bytes, name: str) -> str:
    if ole.is_encrypted(data):
        raise EncryptedFile(name, "文档有打开密码；请用 Word 或 WPS 打开，去掉密码另存后再导入")
    if ole.has_stream(data, "WordDocument"):
        return "doc"
    if any(ole.has_stream(data, stream) for stream in ("Workbook", "Book", "PowerPoint Document")):
        raise UnsupportedFormat(name, f"内容是表格或演示文稿，不能读；{_READABLE}")
    raise BrokenFile(name, "内容不是 Word 文档，或已损坏；请用 Word 或 WPS 打开后另存为 .docx 再导入")


def _zipped(data: bytes, name: str, named: str) -> str:
    """Tell the office formats, which are ZIP archives, from archives of files."""
    otherwise = named if named in {"docx", "odt"} else "zip"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            mimetype = package.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return otherwise
    if mimetype.startswith(_OPEN_DOCUMENT):
        return "odt"
    if "[Content_Types].xml" in names:
        if any(member.startswith("word/") for member in names):
            return "docx"
        if any(member.startswith(("xl/", "ppt/")) for member in names):
            raise UnsupportedFormat(name, f"内容是表格或演示文稿，不能读；{_READABLE}")
    if mimetype.startswith(b"application/"):
        raise UnsupportedFormat(name, f"内容是 {showable(mimetype.decode('ascii', 'replace'))}，不能读；{_READABLE}")
    return "zip" if otherwise == "zip" or names else otherwise
