"""The files that paths stand for (来源文件)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadError
from corpus.names import showable
from corpus.readers import FORMATS
from corpus.readers.kinds import ending, unsupported

_JUNK = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Attributes:
        path: Where it is.
        name: What its owner calls it, relative to the folder that was named: "会议/讲话.docx".
    """

    path: Path
    name: str


def find(paths: Sequence[Path]) -> Iterator[Source | ReadError]:
    """Yield the files of ``paths`` in order, those of a folder and its subfolders sorted by name.

    Hidden files, lock files of Office (~$…) and the droppings of Windows and macOS are passed over. A path that does
    not exist, a folder that cannot be listed, and a file without a reader are yielded as errors.
    """
    for path in paths:
        if path.is_dir():
            yield from _folder(path, "", set())
        elif path.is_file():
            yield _file(path, _shown(path.name))
        elif os.path.lexists(path):
            yield ReadError(_shown(str(path)), "不是普通文件；请给出文件或文件夹的路径")
        else:
            yield ReadError(_shown(str(path)), "没有这个文件或文件夹；请检查路径")


def _folder(folder: Path, prefix: str, seen: set[tuple[int, int]]) -> Iterator[Source | ReadError]:
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield ReadError(prefix or _shown(folder.name), f"打不开这个文件夹（{error.strerror}）；请检查权限")
        return
    # A link to a folder above would never end.
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    for entry in entries:
        name = prefix + _shown(entry.name)
        if entry.name.startswith((".", "~$")) or entry.name.lower() in _JUNK:
            continue
        if entry.is_dir():
            yield from _folder(entry, f"{name}/", seen)
        elif entry.is_file():
            yield _file(entry, name)


def _file(path: Path, name: str) -> Source | ReadError:
    return Source(path, name) if ending(name) in FORMATS else unsupported(name)


def _shown(name: str) -> str:
    """A name as text: one that is not UTF-8 was mostly unpacked from an archive made on Chinese Windows."""
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    return showable(name)
