"""Paths become files in a steady order; what is no file to read is told, not passed over."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from corpus.errors import ReadError, UnsupportedFormat
from corpus.sources import Source, find


def names(*paths: Path) -> list[str]:
    """Names of what is found, with a mark before errors."""
    return [found.name if isinstance(found, Source) else f"!{found.file}" for found in find(paths)]


def touched(folder: Path, *files: str) -> None:
    """Make these files."""
    for file in files:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    """Names are relative to the folder that was named, sorted at each level."""
    touched(tmp_path, "b.txt", "a/2.DOCX", "a/1.txt", "c/d/e.md")
    assert names(tmp_path) == ["a/1.txt", "a/2.DOCX", "b.txt", "c/d/e.md"]


def test_paths_keep_their_own_order(tmp_path: Path) -> None:
    """Several paths are taken as they come; a file is called by its name alone."""
    touched(tmp_path, "z.txt", "a/1.txt")
    assert names(tmp_path / "z.txt", tmp_path / "a") == ["z.txt", "1.txt"]


def test_droppings_are_passed_over(tmp_path: Path) -> None:
    """Hidden files, lock files of Office and files of the system are none of the owner's."""
    touched(tmp_path, ".a.txt", "~$b.docx", "Thumbs.db", ".git/c.txt", "__MACOSX/d.txt", "e.txt")
    assert names(tmp_path) == ["e.txt"]


def test_files_without_a_reader_are_told(tmp_path: Path) -> None:
    """In a folder and by name alike."""
    touched(tmp_path, "图.jpg", "讲话.txt")
    assert sorted(names(tmp_path)) == ["!图.jpg", "讲话.txt"]
    (found,) = find([tmp_path / "图.jpg"])
    assert isinstance(found, UnsupportedFormat)


def test_a_path_that_does_not_exist_is_told(tmp_path: Path) -> None:
    """The error names the whole path, and the other paths are walked."""
    touched(tmp_path, "a.txt")
    missing, found = find([tmp_path / "没有", tmp_path / "a.txt"])
    assert isinstance(missing, ReadError)
    assert str(tmp_path / "没有") in str(missing)
    assert isinstance(found, Source)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
def test_links_and_pipes(tmp_path: Path) -> None:
    """A linked folder is walked, once; a pipe is never opened."""
    touched(tmp_path, "a/1.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "pipe.txt")
    assert names(tmp_path) == ["a/1.txt"]
    assert names(tmp_path / "pipe.txt") == [f"!{tmp_path / 'pipe.txt'}"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_names_in_gbk_are_shown_as_text(tmp_path: Path) -> None:
    """Files unpacked from an old archive have names in GBK."""
    raw = os.fsencode(tmp_path) + b"/" + "讲话.txt".encode("gbk")
    Path(os.fsdecode(raw)).write_bytes(b"x")
    assert names(tmp_path) == ["讲话.txt"]
