"""Files on their way in: names made harmless, sizes measured, folders that are gone afterwards."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ParcelLost, ParcelTooLarge
from bot.parcels import LONGEST_NAME, read, readable_name, shown_name, stored
from bot.workers import Workers
from tests.bot.sent import Handed, docx_of, zip_of


def left(folder: Path) -> list[Path]:
    """What lies in a folder."""
    return list(folder.iterdir())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("讲话.docx", "讲话.docx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\C:\\讲话.txt", "讲话.txt"),
        ("/讲话.txt/", ""),
        ("..", ""),
        (". . .", ""),
        (".docx", "docx"),
        (None, ""),
        ("", ""),
        (" \t\n ", ""),
        ("讲\0话\x1b[2J.txt", "讲话[2J.txt"),
        ("讲\u202e话xcod.txt", "讲话xcod.txt"),
        ("讲\u200b\u2066\ufeff话.txt", "讲话.txt"),
        ("讲\ud800话.txt", "讲话.txt"),
        ("讲  话　稿.txt", "讲 话 稿.txt"),
        ("讲" * 300 + ".docx", "讲" * (LONGEST_NAME - 6) + "….docx"),
        ("讲" * 300, "讲" * LONGEST_NAME),
        ("讲." + "x" * 300, ("讲." + "x" * 300)[:LONGEST_NAME]),
    ],
)
def test_a_name_is_made_harmless(name: str | None, shown: str) -> None:
    """Its last part, on one line, without what cannot be seen, and not long; its ending stays."""
    assert shown_name(name) == shown


@given(st.text(max_size=400))
def test_no_name_does_harm(name: str) -> None:
    """Whatever comes: no folder, no control, no mark of direction, never too long, and stable."""
    shown = shown_name(name)
    assert len(shown) <= LONGEST_NAME
    assert not set(shown) & set("/\\\0\n\r")
    assert shown not in {".", ".."}
    assert all(unicodedata.category(one) not in {"Cc", "Cf", "Cs"} for one in shown)
    assert shown_name(shown) == shown


@pytest.mark.parametrize(
    ("name", "head", "readable"),
    [
        ("讲话.docx", b"whatever", "讲话.docx"),
        ("讲话.DOCX", b"whatever", "讲话.DOCX"),
        ("讲话", docx_of(1)[:512], "讲话.docx"),
        ("讲话", zip_of({"a.txt": b"a"})[:512], "讲话.zip"),
        ("在2024.5次会议上的讲话", b"%PDF-1.7", "在2024.5次会议上的讲话.pdf"),
        ("讲话.bak", b"{\\rtf1", "讲话.bak.rtf"),
        ("讲话", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "讲话.doc"),
        ("讲话", b"\xef\xbb\xbf <!DOCTYPE html>", "讲话.html"),
        ("讲话", "同志们".encode(), "讲话.txt"),
        ("讲话.mp3", b"ID3", "讲话.mp3"),
    ],
)
def test_what_a_file_is_told_by_its_content(name: str, head: bytes, readable: str) -> None:
    """A name without an ending that we know gets the one of its content; another ending is left to be refused."""
    assert readable_name(name, head) == readable


async def test_a_file_lies_where_nobody_else_reads_it_and_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under a name of our own, in a folder for us alone, also where the work with it fails."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    content = os.urandom(200_000)
    with Workers(1) as workers:
        async with stored(Handed(content, "../../讲话.txt"), workers) as path:
            assert path.read_bytes() == content
            assert path.name == "received"
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
            assert path.parent.name.startswith(f"jianggao-{os.getpid()}-")
        assert left(tmp_path) == []
        with pytest.raises(RuntimeError, match="broken"):
            async with stored(Handed(content), workers):
                raise RuntimeError("broken")
        assert left(tmp_path) == []


@pytest.mark.parametrize(("size", "fetched"), [(1_000_001, 0), (None, 1_048_576), (10, 1_048_576)])
async def test_a_file_too_large_is_fetched_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int | None, fetched: int
) -> None:
    """Not at all where it says so; where it says nothing, or lies, until it is over the limit."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    parcel = Handed(b"0" * 3_000_000, size=size)
    with Workers(1) as workers, pytest.raises(ParcelTooLarge):
        async with stored(parcel, workers, 1_000_000):
            raise AssertionError("never stored whole")
    assert parcel.fetched == fetched
    assert left(tmp_path) == []
    with pytest.raises(ParcelTooLarge):
        await read(Handed(b"0" * 3_000_000, size=size), 1_000_000)
    assert await read(Handed(b"0" * 1_000_000), 1_000_000) == b"0" * 1_000_000


async def test_a_file_lost_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came of it is removed."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Workers(1) as workers, pytest.raises(ParcelLost):
        async with stored(Handed(b"0" * 300_000, lost=True), workers):
            raise AssertionError("never stored whole")
    assert left(tmp_path) == []
