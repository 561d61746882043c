"""OLE compound files: what .doc is, and what Office wraps an encrypted .docx in (复合文档)."""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_ENCRYPTED = 0x0100


def has_stream(data: bytes, name: str) -> bool:
    """Whether a stream of this name is in the directory."""
    return _entry(data, name) is not None


def is_encrypted(data: bytes) -> bool:
    """Whether it needs a password: an encrypted .docx, or a .doc whose header (FIB) says so ([MS-DOC] 2.5.2)."""
    if has_stream(data, "EncryptedPackage"):
        return True
    entry = _entry(data, "WordDocument")
    if entry is None or len(data) < 512:
        return False
    (shift,) = struct.unpack_from("<H", data, 0x1E)
    (sector,) = struct.unpack_from("<I", data, entry + 0x74)
    header = (sector + 1) << min(shift, 16)
    if header + 12 > len(data):
        return False
    magic, flags = struct.unpack_from("<H8xH", data, header)
    return magic == 0xA5EC and bool(flags & _ENCRYPTED)


def _entry(data: bytes, name: str) -> int | None:
    """Offset of a directory entry: entries are 128 bytes, at multiples of 128, and begin with the name in UTF-16."""
    encoded = (name + "\0").encode("utf-16-le")
    at = data.find(encoded)
    while at >= 0:
        if at % _ENTRY == 0:
            return at
        at = data.find(encoded, at + 1)
    return None
