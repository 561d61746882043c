"""From paths to speeches in the library, and what became of each file (导入).

One transaction a speech: whatever stops an import, the library is whole and holds every file that was done, and the
same import once more adds the rest. A file that cannot be used is told and left behind; a database that cannot be
written stops the import, for it is no file's fault.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.cleaning import dropped_lines
from corpus.errors import IntegrityError, ReadError
from corpus.library import Library
from corpus.limits import Limits
from corpus.models import COMMON, Added, Document, Same, Speech
from corpus.sandbox import Sandbox
from corpus.sources import Source, find
from corpus.splitting import build_speech

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A file that went in; ``dropped_lines`` are the lines that cleaning left out as no part of the speech."""

    speech_id: str
    title: str
    file: str
    passages: int
    dropped_lines: int


@dataclass(frozen=True, slots=True)
class SameFile:
    """A file whose speech its owner sees in the library already, as ``speech_id``; ``similarity`` as in ``Same``."""

    file: str
    speech_id: str
    title: str
    similarity: float


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be used, and why: one line in Chinese for its owner, and the name of the error."""

    file: str
    reason: str
    kind: str = ""


Outcome = AddedFile | SameFile | FailedFile


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an import stands.

    Attributes:
        done: Files finished; an archive counts as one, whatever it holds.
        total: Files found.
        file: The file at work.
        outcome: What just became of a speech in it, or None where the file only begins or ends.
    """

    done: int
    total: int
    file: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every file, each part in the order in which the files were read."""

    added: tuple[AddedFile, ...] = ()
    same: tuple[SameFile, ...] = ()
    failed: tuple[FailedFile, ...] = ()


class Shelving(Protocol):
    """Where speeches go: a library."""

    def add(self, speech: Speech, *, owner: str = COMMON) -> Added | Same:
        """Store a speech for its owner, unless the owner sees the same or a near-identical one."""
        ...


class ImportInterrupted(KeyboardInterrupt):
    """Ctrl-C during an import, with the report of what was done; the library is whole.

    A ``KeyboardInterrupt`` still, so that a caller who does not know it stops as on any other.
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def import_paths(
    library: Library,
    paths: Sequence[Path],
    *,
    owner: str = COMMON,
    progress: Callable[[Progress], None] | None = None,
    limits: Limits | None = None,
) -> Report:
    """Read all files at ``paths``, folders and archives among them, and add their speeches.

    Args:
        library: Where they go.
        paths: Files and folders.
        owner: Who is to hold them; the common library where nobody is named.
        progress: Told when a file begins, of each speech in it, and when it ends.
        limits: What one file may cost; those of ``Limits()`` where None.

    Raises:
        LibraryError: The database cannot be written; files done before are in.
        ImportInterrupted: Ctrl-C; files done before are in.
    """
    try:
        sources = list(find(paths))
    except KeyboardInterrupt as interrupt:
        raise ImportInterrupted(Report()) from interrupt
    return import_sources(library, sources, owner=owner, progress=progress, limits=limits)


def import_sources(
    library: Shelving,
    sources: Sequence[Source | ReadError],
    *,
    owner: str = COMMON,
    progress: Callable[[Progress], None] | None = None,
    limits: Limits | None = None,
) -> Report:
    """Read files whose names are given apart from where they lie; all else is as with ``import_paths``.

    Whatever ``progress`` raises ends the import; what it was told of is in.

    Raises:
        LibraryError: The database cannot be written; files done before are in.
        ImportInterrupted: Ctrl-C; files done before are in.
    """
    tell = progress or _tell_nobody
    outcomes: list[Outcome] = []
    try:
        with Sandbox(limits or Limits()) as sandbox:
            for done, source in enumerate(sources):
                file = source.file if isinstance(source, ReadError) else source.name
                tell(Progress(done, len(sources), file))
                for outcome in _import_source(library, sandbox, source, owner):
                    outcomes.append(outcome)
                    tell(Progress(done, len(sources), file, outcome))
                tell(Progress(done + 1, len(sources), file))
    except KeyboardInterrupt as interrupt:
        raise ImportInterrupted(_report(outcomes)) from interrupt
    return _report(outcomes)


def _import_source(library: Shelving, sandbox: Sandbox, source: Source | ReadError, owner: str) -> Iterator[Outcome]:
    if isinstance(source, ReadError):
        yield _failed(source)
        return
    for document in sandbox.read(source):
        if isinstance(document, ReadError):
            yield _failed(document)
        else:
            yield _import_document(library, document, owner)


def _import_document(library: Shelving, document: Document, owner: str) -> Outcome:
    try:
        speech = build_speech(document)
    except ReadError as error:
        return _failed(error)
    except Exception as error:  # noqa: BLE001 - told as this file's failure below
        # A file that we never thought of must not stop those after it.
        # The error's own words may hold the file's text, so the log says what kind it is and where it came from.
        frames = "".join(traceback.format_tb(error.__traceback__))
        # So may the name of a person's own file.
        name = document.file if owner == COMMON else "一份个人文件"
        log.error("整理 %s 时出错：%s\n%s", name, type(error).__qualname__, frames)
        reason = f"整理文字时程序出错（{type(error).__name__}）：请反馈这个文件，其他文件不受影响。"
        return FailedFile(document.file, reason)
    try:
        result = library.add(speech, owner=owner)
    except IntegrityError as error:
        return FailedFile(document.file, str(error))
    if isinstance(result, Same):
        return SameFile(document.file, result.info.id, result.info.title, result.similarity)
    return AddedFile(
        speech_id=speech.id,
        title=speech.frame.title,
        file=document.file,
        passages=result.info.passages,
        dropped_lines=dropped_lines(speech.source, speech.cuts),
    )


def _failed(error: ReadError) -> FailedFile:
    return FailedFile(error.file, error.reason, type(error).__name__)


def _report(outcomes: Sequence[Outcome]) -> Report:
    return Report(
        added=tuple(one for one in outcomes if isinstance(one, AddedFile)),
        same=tuple(one for one in outcomes if isinstance(one, SameFile)),
        failed=tuple(one for one in outcomes if isinstance(one, FailedFile)),
    )


def _tell_nobody(progress: Progress) -> None:
    """Where the caller does not want to know."""
