"""Importing: each file's fate is told, one bad file stops nothing, and whatever stops it leaves a whole library."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus import importing
from corpus.database import writing
from corpus.errors import LibraryError
from corpus.importing import AddedFile, FailedFile, ImportInterrupted, Progress, Report, SameFile, import_paths
from corpus.library import Library
from corpus.models import Document, Speech
from corpus.splitting import build_speech
from tests.corpus.making import sentences
from tests.shared import SPEECHES, needs_shared

ROOT = Path(__file__).parents[2]

PROGRAM = """
import sys
from pathlib import Path
from corpus.importing import ImportInterrupted, import_paths
from corpus.library import Library
def tell(step):
    if step.outcome:
        print(step.file, flush=True)
library = Library.open(sys.argv[1])
try:
    import_paths(library, [Path(sys.argv[2])], progress=tell)
except ImportInterrupted as interrupted:
    print("interrupted", len(interrupted.report.added), flush=True)
    raise SystemExit(130)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a library that is not there yet."""
    return f"sqlite:///{tmp_path}/home/jianggao.db"


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    """An empty library."""
    with Library.open(url) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files to import lie."""
    path = tmp_path / "讲稿"
    path.mkdir()
    return path


def write_speech(folder: Path, number: int, *, notice: bool = False) -> Path:
    """A file that holds a speech like no other of another number."""
    lines = [
        f"在第{number}次工作会议上的讲话",
        "同志们：",
        "一、提高认识",
        *(sentences(number * 10 + paragraph) for paragraph in range(3)),
        "二、狠抓落实",
        *(sentences(number * 10 + paragraph) for paragraph in range(3, 6)),
    ]
    if notice:
        lines.append("本文系网友投稿，仅供学习参考，请勿照搬照抄！")
    path = folder / f"{number:03}.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_report_names_the_fate_of_every_file(library: Library, folder: Path) -> None:
    """Added, the same again, and failed: each with the file's name, in the order of reading."""
    write_speech(folder, 1, notice=True)
    (folder / "002.txt").write_text((folder / "001.txt").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "003.txt").write_bytes(b"")
    (folder / "004.xyz").write_bytes(b"?")
    write_speech(folder, 5)
    report = import_paths(library, [folder, folder / "none.txt"])
    first, last = library.speeches()
    assert [(one.file, one.speech_id, one.title) for one in report.added] == [
        ("001.txt", first.id, "在第1次工作会议上的讲话"),
        ("005.txt", last.id, "在第5次工作会议上的讲话"),
    ]
    assert [(one.passages, one.dropped_lines) for one in report.added] == [(first.passages, 1), (last.passages, 0)]
    assert report.same == (SameFile("002.txt", first.id, first.title, 1.0),)
    assert [one.file for one in report.failed][:2] == ["003.txt", "004.xyz"]
    assert "none.txt" in report.failed[2].file
    assert all(one.reason for one in report.failed)
    assert library.verify() == ()


def test_a_second_import_adds_nothing(library: Library, folder: Path) -> None:
    """Every file is told as the same, and the library stays as it is."""
    for number in range(3):
        write_speech(folder, number)
    import_paths(library, [folder])
    before = library.digest(), library.speeches()
    report = import_paths(library, [folder])
    assert (report.added, len(report.same), report.failed) == ((), 3, ())
    assert (library.digest(), library.speeches()) == before


def test_progress_tells_each_step(library: Library, folder: Path) -> None:
    """The beginning and the end of each file, and between them what became of it."""
    write_speech(folder, 1)
    (folder / "002.txt").write_bytes(b"")
    steps: list[Progress] = []
    report = import_paths(library, [folder], progress=steps.append)
    assert steps == [
        Progress(0, 2, "001.txt"),
        Progress(0, 2, "001.txt", report.added[0]),
        Progress(1, 2, "001.txt"),
        Progress(1, 2, "002.txt"),
        Progress(1, 2, "002.txt", report.failed[0]),
        Progress(2, 2, "002.txt"),
    ]


def test_nothing_to_import(library: Library, folder: Path) -> None:
    """An empty folder is an empty report."""
    assert import_paths(library, [folder]) == Report()


def test_a_fault_of_ours_fails_one_file(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An exception that nobody thought of is that file's failure; the log has where and what, not the words."""

    def build(document: Document) -> Speech:
        if document.file == "002.txt":
            raise ZeroDivisionError(document.source)
        return build_speech(document)

    monkeypatch.setattr(importing, "build_speech", build)
    for number in (1, 2, 3):
        write_speech(folder, number)
    report = import_paths(library, [folder])
    assert [one.file for one in report.added] == ["001.txt", "003.txt"]
    [failed] = report.failed
    assert failed.file == "002.txt"
    assert "ZeroDivisionError" in failed.reason
    assert "002.txt" in caplog.text
    assert "in build\n" in caplog.text
    assert "同志们" not in caplog.text


def test_a_database_that_cannot_be_written_stops_the_import(library: Library, folder: Path) -> None:
    """It is no file's fault: no report that blames the files, but the error itself; what was done stays."""
    for number in (1, 2, 3):
        write_speech(folder, number)

    def break_after_the_first(step: Progress) -> None:
        if isinstance(step.outcome, AddedFile):
            with writing(library.engine) as connection:
                connection.execute(text("ALTER TABLE passage_bands RENAME TO lost"))

    with pytest.raises(LibraryError, match="passage_bands"):
        import_paths(library, [folder], progress=break_after_the_first)
    assert [info.file for info in library.speeches()] == ["001.txt"]


def test_ctrl_c_reports_what_was_done(library: Library, folder: Path) -> None:
    """The exception is still a ``KeyboardInterrupt``, and carries the report."""
    for number in range(5):
        write_speech(folder, number)

    def interrupt(step: Progress) -> None:
        if step.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        import_paths(library, [folder], progress=interrupt)
    assert isinstance(caught.value, ImportInterrupted)
    assert [one.file for one in caught.value.report.added] == ["000.txt", "001.txt", "002.txt"]
    assert [info.file for info in library.speeches()] == ["000.txt", "001.txt", "002.txt"]
    assert library.verify() == ()


def start_import(url: str, folder: Path) -> subprocess.Popen[str]:
    """An import in a process of its own that prints the name of each file that is done."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, url, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_a_real_ctrl_c_leaves_a_whole_library(url: str, folder: Path) -> None:
    """The signal arrives wherever it arrives; the report counts what is in the library."""
    for number in range(60):
        write_speech(folder, number)
    process = start_import(url, folder)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    # A terminal sends it to all processes of the group, the reader in its sandbox among them.
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, "")
    with Library.open(url) as library:
        # A speech may be committed an instant before the signal and not be counted yet.
        assert library.counts().speeches - int(output.split()[-1]) in (0, 1)
        assert 5 <= library.counts().speeches < 60
        assert library.verify() == ()


def test_kill_9_at_any_moment_leaves_a_whole_library(url: str, folder: Path) -> None:
    """Killed again and again: all that was told as done is there, all fits together, and the next import does the rest.

    The moments are spread over starting up, migrating and importing.
    """
    for number in range(60):
        write_speech(folder, number)
    chance = random.Random(20260101)
    done: set[str] = set()
    for files in (0, 1, 4, 5, 6):
        process = start_import(url, folder)
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(files)]
        time.sleep(chance.uniform(0.0, 0.1))
        process.kill()
        output, _ = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        done.update(told + output.split("\n")[:-1])
        with Library.open(url) as library:
            assert done <= {info.file for info in library.speeches()}
            assert library.verify() == ()
    with Library.open(url) as library:
        assert 0 < library.counts().speeches < 60
        report = import_paths(library, [folder])
        assert len(report.added) + len(report.same) == 60
        assert sorted(info.file for info in library.speeches()) == [f"{number:03}.txt" for number in range(60)]
        assert library.verify() == ()
        fresh_url = url.replace("jianggao.db", "fresh.db")
        with Library.open(fresh_url) as fresh:
            import_paths(fresh, [folder])
            assert fresh.digest() == library.digest()


@needs_shared
def test_all_real_files_go_in(library: Library) -> None:
    """All 65: none fails, none is taken for another year's, and all that is stored fits together."""
    report = import_paths(library, [SPEECHES])
    assert (len(report.added), report.same, report.failed) == (65, (), ())
    assert library.verify() == ()
    for info in library.speeches():
        speech = library.speech(info.id)
        assert all(speech.text[passage.start : passage.end] == passage.text for passage in speech.passages)


@needs_shared
def test_a_real_file_with_other_punctuation_is_the_same(library: Library, folder: Path) -> None:
    """A copy with half-width commas and without its last line is recognised as near-identical."""
    original = SPEECHES / "provincial-2026" / "北京市政府工作报告2026.txt"
    import_paths(library, [original])
    lines = original.read_text(encoding="utf-8").replace("，", ",").splitlines()
    (folder / "副本.txt").write_text("\n".join(lines[:-2]), encoding="utf-8")
    report = import_paths(library, [folder])
    [same] = report.same
    assert same.speech_id == library.speeches()[0].id
    assert 0.9 < same.similarity < 1.0


def test_failures_hold_one_line_each(library: Library, folder: Path) -> None:
    """A reason is a line for the owner of the file, never a traceback."""
    for name in ("a.docx", "b.pdf", "c.zip", "d.odt", "e.rtf", "f.html"):
        (folder / name).write_bytes(b"\x00\x01\x02")
    report = import_paths(library, [folder])
    assert len(report.failed) == 6
    assert all(isinstance(one, FailedFile) and one.reason and "\n" not in one.reason for one in report.failed)
