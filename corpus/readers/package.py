"""What .docx and .odt have in common: a ZIP archive of XML parts (文件包)."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib

from corpus.errors import BrokenFile, OversizedFile
from corpus.limits import Limits

# What a damaged archive raises, when opened or when a part of it is read.
PACKAGE_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError)
# A part that shrinks by more than this is made to do harm: XML of real speeches shrinks by 5 to 40.
_RATIO = 250
_SMALL = 5 * 1024**2
_RELATIONSHIP = re.compile(rb"<Relationship\b[^>]*?/>|<Relationship\b[^>]*?>\s*</Relationship>")
_TARGET = re.compile(rb"""\bTarget\s*=\s*["']([^"']*)["']""")
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# What python-docx does not take, and what it takes: "Strict Open XML", documents with macros, templates.
_DIALECTS = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"application/vnd.ms-word.document.macroEnabled.main+xml", _WORD),
    (b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", _WORD),
)


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Whether a member is large and shrinks as no text and no picture does."""
    return info.file_size > _SMALL and info.file_size > _RATIO * max(info.compress_size, 1)


def check_package(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a package before any of its XML is parsed.

    Raises:
        BrokenFile: No ZIP archive.
        OversizedFile: It would expand beyond ``limits.expanded_bytes``, or holds more than ``limits.members`` parts.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            size = sum(info.file_size for info in infos)
            if size > limits.expanded_bytes or len(infos) > limits.members or any(is_bomb(info) for info in infos):
                reason = f"展开后有 {size / 1024**2:.0f} MB，超过上限或压缩得不正常；请另存为纯文本再导入"
                raise OversizedFile(name, reason)
    except (*PACKAGE_FAULTS, ValueError) as error:
        raise BrokenFile(name, "文件已损坏，打不开；请用 Word 或 WPS 打开修复，另存后再导入") from error


def repair(data: bytes) -> bytes:
    """Return the package without relationships to parts that are missing, and in the usual dialect.

    Programs leave targets such as "NULL" behind, and "Strict Open XML" has namespaces of its own; python-docx reads
    neither.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as repaired:
        names = set(package.namelist())
        for info in package.infolist():
            content = package.read(info)
            if info.filename.endswith((".xml", ".rels")):
                for other, usual in _DIALECTS:
                    content = content.replace(other, usual)
            if info.filename.endswith(".rels"):
                content = _without_dangling(content, info.filename, names)
            repaired.writestr(info.filename, content)
    return out.getvalue()


def _without_dangling(content: bytes, filename: str, names: set[str]) -> bytes:
    folder = posixpath.dirname(posixpath.dirname(filename))

    def kept(match: re.Match[bytes]) -> bytes:
        target = _TARGET.search(match[0])
        if target is None or b'"External"' in match[0]:
            return match[0]
        path = posixpath.normpath(posixpath.join("/", folder, target[1].decode("utf-8", "replace"))).lstrip("/")
        return match[0] if path in names else b""

    return _RELATIONSHIP.sub(kept, content)
