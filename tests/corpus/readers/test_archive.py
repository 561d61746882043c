"""Archives: every file by itself, names as their owner wrote them, and no way out or up."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from corpus.errors import (
    BrokenFile,
    EmptyFile,
    EncryptedFile,
    OversizedFile,
    ReadError,
    UnsafeArchive,
    UnsupportedFormat,
)
from corpus.limits import Limits
from corpus.models import Document
from corpus.readers import read_all

TEXT = "同志们：作风建设要抓在经常、抓出成效。".encode()


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def results(tmp_path: Path, data: bytes, limits: Limits | None = None, skip: int = 0) -> list[Document | ReadError]:
    """What reading the archive ``a.zip`` gives."""
    path = tmp_path / "x"
    path.write_bytes(data)
    return list(read_all(path, "a.zip", limits or Limits(), skip=skip))


def shown(found: list[Document | ReadError]) -> list[tuple[str, str]]:
    """Kind and name of each result."""
    return [(type(result).__name__, result.file) for result in found]


def test_members_in_order_of_their_names(tmp_path: Path) -> None:
    """Folders are part of the name, and what systems leave behind is passed over."""
    data = packed(
        ("会议/二.txt", TEXT),
        ("会议/一.txt", TEXT),
        ("__MACOSX/会议/._一.txt", b"junk"),
        ("会议/.DS_Store", b"junk"),
        ("Thumbs.db", b"junk"),
        ("会议/~$一.docx", b"junk"),
        ("会议/", b""),
    )
    assert shown(results(tmp_path, data)) == [("Document", "a.zip/会议/一.txt"), ("Document", "a.zip/会议/二.txt")]


def test_names_in_gbk_without_a_flag(tmp_path: Path) -> None:
    """Chinese Windows writes names in GBK and says nothing of it."""
    raw = "讲话/党课.txt".encode("gbk")
    placeholder = "x" * len(raw)
    data = packed((placeholder, TEXT)).replace(placeholder.encode(), raw)
    assert shown(results(tmp_path, data)) == [("Document", "a.zip/讲话/党课.txt")]


def test_archives_inside_archives(tmp_path: Path) -> None:
    """Two levels are opened, the third is not."""
    data = packed(("文.txt", TEXT))
    for number in (4, 3, 2):
        data = packed((f"{number}.zip", data), ("文.txt", TEXT))
    assert shown(results(tmp_path, data)) == [
        ("OversizedFile", "a.zip/2.zip/3.zip/4.zip"),
        ("Document", "a.zip/2.zip/3.zip/文.txt"),
        ("Document", "a.zip/2.zip/文.txt"),
        ("Document", "a.zip/文.txt"),
    ]


@pytest.mark.parametrize("name", ["../外.txt", "会议/../../外.txt", "/etc/外.txt", "C:/外.txt", "..\\外.txt"])
def test_paths_that_lead_out_are_refused_alone(tmp_path: Path, name: str) -> None:
    """A path trick costs its member, the rest is read, and nothing is written anywhere."""
    found = results(tmp_path, packed((name, TEXT), ("内.txt", TEXT)))
    assert sorted(kind for kind, _ in shown(found)) == ["Document", "UnsafeArchive"]
    assert [path.name for path in tmp_path.rglob("*")] == ["x"]


def test_links_are_refused(tmp_path: Path) -> None:
    """A symbolic link in an archive is not followed."""
    info = zipfile.ZipInfo("链接.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    (found,) = results(tmp_path, packed((info, b"/etc/passwd")))
    assert isinstance(found, UnsafeArchive)


def test_encrypted_members(tmp_path: Path) -> None:
    """A member under a password is told as such."""
    data = bytearray(packed(("密.txt", TEXT)))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        offset = data.index(signature) + at
        flags = struct.unpack_from("<H", data, offset)[0]
        struct.pack_into("<H", data, offset, flags | 1)
    (found,) = results(tmp_path, bytes(data))
    assert isinstance(found, EncryptedFile)


def test_a_damaged_member_costs_itself(tmp_path: Path) -> None:
    """A wrong checksum is found, and the next file is read."""
    data = packed(("一.txt", TEXT), ("二.txt", TEXT + b"!"), method=zipfile.ZIP_STORED)
    found = results(tmp_path, data.replace(TEXT + b"!", TEXT + b"?"))
    assert shown(found) == [("Document", "a.zip/一.txt"), ("BrokenFile", "a.zip/二.txt")]


def test_bombs_by_size_number_and_ratio(tmp_path: Path) -> None:
    """Each bound holds before anything is expanded."""
    blank = packed(("白.txt", b" " * 20_000_000))
    assert [type(found) for found in results(tmp_path, blank)] == [OversizedFile]
    assert [type(found) for found in results(tmp_path, blank, Limits(expanded_bytes=1000))] == [OversizedFile]
    many = packed(*((f"{number}.txt", TEXT) for number in range(30)))
    assert [type(found) for found in results(tmp_path, many, Limits(members=29))] == [OversizedFile]
    nested = packed(*((f"{number}.zip", many) for number in range(3)))
    kinds = [type(found) for found in results(tmp_path, nested, Limits(members=70))]
    assert kinds == [Document] * 60 + [OversizedFile]
    large = packed(("大.txt", TEXT * 100))
    assert [type(found) for found in results(tmp_path, large, Limits(file_bytes=4000))] == [OversizedFile]


def test_broken_and_empty_archives(tmp_path: Path) -> None:
    """Half an archive is broken, one without files is empty, files of other kinds are told one by one."""
    assert [type(found) for found in results(tmp_path, packed(("一.txt", TEXT))[:60])] == [BrokenFile]
    assert [type(found) for found in results(tmp_path, packed())] == [EmptyFile]
    assert [type(found) for found in results(tmp_path, packed(("图.jpg", b"x"), ("表.xlsx", b"x")))] == [
        UnsupportedFormat,
        UnsupportedFormat,
    ]


def test_reading_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """The results from number n on are the same, whether the first n were read or not."""
    inner = packed(("甲.txt", TEXT), ("乙.txt", b""))
    data = packed(("一.txt", TEXT), ("二.zip", inner), ("三.jpg", b"x"), ("../四.txt", TEXT))
    whole = shown(results(tmp_path, data))
    assert len(whole) == 5
    for skip in range(6):
        assert shown(results(tmp_path, data, skip=skip)) == whole[skip:]
