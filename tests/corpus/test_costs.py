"""What a file costs is bounded by its size, whatever it holds."""

from __future__ import annotations

import time
import zipfile

import pytest

from corpus.errors import OversizedFile
from corpus.limits import Limits
from corpus.names import showable
from corpus.points import find_points
from corpus.readers import archive, html, markdown
from corpus.readers.kinds import unsupported
from tests.hostile.making import zipped

LIMITS = Limits()


def test_thousands_of_points_that_never_follow() -> None:
    """A paragraph of 一是 alone, 20,000 times, has no points, and that is known in less than a second."""
    began = time.process_time()
    assert find_points("一是要抓落实。" * 20_000) == ()
    assert time.process_time() - began < 3


def test_the_first_run_of_points() -> None:
    """Also behind markers that nothing follows."""
    text = "三是甲。一是乙。二是丙。"
    assert [text[start:end] for start, end in find_points(text)] == ["一是乙。", "二是丙。"]


def test_boxes_in_boxes() -> None:
    """Each box of a page is measured, but not those very deep inside; the text is kept."""
    began = time.process_time()
    page = html.read(b"<html><body>" + b"<aside>" * 6_000 + "要抓落实。".encode() * 200, "a.html", LIMITS)
    assert "要抓落实。" in page.source
    assert time.process_time() - began < 3


def test_front_matter_that_doubles() -> None:
    """Lists of lists of lists by alias are no title and no date, and are never written out."""
    held = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefghi", "bcdefghij", strict=True)
    )
    text = f"---\n{held}title: *j\ndate: *j\nyear: *j\n---\n要抓落实。"
    document = markdown.read(text.encode(), "a.md", LIMITS)
    assert (document.metadata.title, document.metadata.date, document.metadata.year) == (None, None, None)


def test_an_inner_archive_that_takes_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs itself: the files beside it are read, and it is told by its own name."""
    data = zipped({"甲.txt": b"a", "乙.zip": zipped({"x.txt": b"x"}), "丙.txt": b"c"})
    read = zipfile.ZipFile.read

    def greedy(self: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        if info.filename.endswith(".zip"):
            raise MemoryError
        return read(self, info)

    monkeypatch.setattr(zipfile.ZipFile, "read", greedy)
    names = []
    for member in archive.members(data, "a.zip", LIMITS):
        names.append(member.name)
        if member.name.endswith(".zip"):
            with pytest.raises(OversizedFile):
                member.content()
    assert sorted(names) == ["a.zip/丙.txt", "a.zip/乙.zip", "a.zip/甲.txt"]


def test_names_stay_on_their_line() -> None:
    """No name breaks a line or turns the rest of it around, nor does an ending in a reason."""
    assert showable("a\nb\x1b[2J\u202etxt\u2066.exe") == "a\ufffdb\ufffd[2J\ufffdtxt\ufffd.exe"
    reason = unsupported("a.\x1b[2J" + "x" * 300).reason
    assert "\x1b" not in reason
    assert len(reason) < 100
