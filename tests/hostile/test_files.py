"""Three hundred files through the import: each has a reason in a line or becomes passages, and harms nothing."""

from __future__ import annotations

import logging
import os
import re
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.importing import FailedFile, Progress, import_paths
from corpus.library import Library
from corpus.limits import Limits
from tests.hostile import memory
from tests.hostile.files import hostile_files
from tests.hostile.making import txt

SECRET = "门后的暗号不得外传"
SECONDS = 20.0
"""For one file; that it is so long counts on a machine with much else to do."""
READER_BYTES, OUR_BYTES = 600_000_000, 250_000_000
_CONTROLS = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the files lie; all that is made for the while must be gone afterwards."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    files = tmp_path / "files"
    files.mkdir()
    yield files
    assert list(temporary.iterdir()) == []


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A port that nothing may knock at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def test_whatever_file_there_is(
    folder: Path, tmp_path: Path, listener: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    """No file is opened beyond it, none takes long or much, each is told in a line, and the next good one goes in."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    host, port = listener.getsockname()
    files = hostile_files(str(secret), f"{host}:{port}")
    assert len(files) >= 300
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "\U0010ffff.txt").write_bytes(txt(90_000))
    before = _tree(tmp_path)
    told: dict[str, int] = {}
    sizes: list[int] = []

    def progress(step: Progress) -> None:
        if step.outcome is None:
            told.setdefault(step.file, 0)
            sizes.append(memory.of_children())
        else:
            told[step.file] += 1

    held = memory.ours()
    with Library.open(f"sqlite:///{tmp_path}/home/jianggao.db") as library, caplog.at_level(logging.WARNING):
        report = import_paths(library, [folder], progress=progress, limits=Limits(seconds=SECONDS))
        assert not caplog.records
        assert all(told.values()), [name for name, count in told.items() if not count]
        assert [one.file for one in report.added][-1] == "\U0010ffff.txt"
        _check_reasons(report.failed)
        assert library.verify() == ()
        for info in library.speeches():
            speech = library.speech(info.id)
            assert speech.passages
            assert all(speech.text[one.start : one.end] == one.text for one in speech.passages)
            assert SECRET not in speech.source
            assert "root:" not in speech.source
    assert memory.ours() - held < OUR_BYTES
    assert max(sizes) < READER_BYTES
    assert {path for path in _tree(tmp_path) - before if path.parts[0] != "home"} == set()
    assert not Path("/tmp/外.txt").exists()
    with pytest.raises(BlockingIOError):
        listener.accept()


def _check_reasons(failed: tuple[FailedFile, ...]) -> None:
    for one in failed:
        assert one.reason
        assert not _CONTROLS.search(one.reason), one
        assert len(one.reason) < 200, one
        assert not _CONTROLS.search(one.file), one
        assert "程序出错" not in one.reason, one
        assert "崩溃" not in one.reason, one
        assert SECRET not in one.reason


def _tree(folder: Path) -> set[Path]:
    return {Path(root).relative_to(folder) / name for root, _, names in os.walk(folder) for name in names}
