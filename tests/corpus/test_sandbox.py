"""The sandbox: a file that hangs, crashes or eats memory costs itself alone, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import BrokenFile, OversizedFile, ReadError, ReaderTimeout
from corpus.limits import Limits
from corpus.models import Document
from corpus.sandbox import Sandbox
from corpus.sources import Source, find
from tests.shared import SPEECHES, needs_shared

TEXT = "同志们：作风建设要抓在经常、抓出成效。"

# Stands in for the module of a reader, found before the real one by the worker alone.
MISCHIEF = {
    "hang": "import time; time.sleep(60)",
    "spin": "while True: pass",
    "crash": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "leave": "import os; os._exit(3)",
    "eat": "b = bytearray(3 * 1024**3)",
    "print": "print('x' * 100_000, flush=True); import os; os.write(1, b'{}\\n')",
    "child": "import subprocess; subprocess.run(['sleep', '60.0625'])",
    "leak": "import os; raise_ = ' '.join(os.environ)",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for files, while temporary folders are made in one that must be empty afterwards."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    files = tmp_path / "files"
    files.mkdir()
    yield files
    assert list(temporary.iterdir()) == []


@pytest.fixture
def mischief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the worker's reader of .rtf do as the first word of the file says."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import sys, types\n"
        "module = types.ModuleType('corpus.readers.rtf')\n"
        f"mischief = {MISCHIEF!r}\n"
        "def read(data, name, limits):\n"
        "    from corpus.readers import txt\n"
        "    scope = {}\n"
        "    exec(mischief.get(data.decode()[6:].split('}')[0], ''), scope)\n"
        "    return txt.read((scope.get('raise_') or '作风建设').encode(), name, limits)\n"
        "module.read = read\n"
        "sys.modules['corpus.readers.rtf'] = module\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])


def written(folder: Path, name: str, content: bytes) -> Source:
    """A file in ``folder``."""
    path = folder / name
    path.write_bytes(content)
    return Source(path, name)


def rtf(word: str) -> bytes:
    """A file that makes the reader do ``word``."""
    return b"{\\rtf1" + word.encode() + b"}"


def read(sandbox: Sandbox, source: Source) -> Document | ReadError:
    """The one result of a file."""
    (result,) = sandbox.read(source)
    return result


def test_documents_and_errors_come_back(folder: Path) -> None:
    """Files are read one after another, the bad ones as errors."""
    with Sandbox() as sandbox:
        good = read(sandbox, written(folder, "讲话.txt", TEXT.encode("gb18030")))
        bad = read(sandbox, written(folder, "空.txt", b""))
        again = read(sandbox, written(folder, "又.md", f"# 题\n{TEXT}".encode()))
    assert isinstance(good, Document)
    assert (good.file, good.source) == ("讲话.txt", TEXT)
    assert isinstance(bad, ReadError)
    assert isinstance(again, Document)
    assert len(again.marks) == 1


@pytest.mark.usefixtures("mischief")
@pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them")
@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("hang", ReaderTimeout),
        ("spin", ReaderTimeout),
        ("child", ReaderTimeout),
        ("crash", BrokenFile),
        ("leave", BrokenFile),
        ("eat", OversizedFile),
    ],
)
def test_mischief_costs_the_file_alone(folder: Path, word: str, error: type[ReadError]) -> None:
    """The file is told with the fault that it had, and the next file is read by a fresh worker."""
    limits = Limits(seconds=1.5, memory_bytes=1024**3)
    with Sandbox(limits) as sandbox:
        began = time.monotonic()
        result = read(sandbox, written(folder, "坏.rtf", rtf(word)))
        assert time.monotonic() - began < 10
        assert type(result) is error
        assert isinstance(read(sandbox, written(folder, "好.txt", TEXT.encode())), Document)


@pytest.mark.usefixtures("mischief")
@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_what_a_reader_starts_is_killed_with_it(folder: Path) -> None:
    """No process is left of a reader that was stopped, LibreOffice among them."""
    with Sandbox(Limits(seconds=1.0)) as sandbox:
        result = read(sandbox, written(folder, "坏.rtf", rtf("child")))
    assert isinstance(result, ReaderTimeout)
    lines = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if os.access(path, os.R_OK))
    assert b"sleep\x0060.0625\x00" not in set(lines)  # nobody else sleeps so long


@pytest.mark.usefixtures("mischief")
def test_what_a_reader_prints_goes_nowhere(folder: Path) -> None:
    """Libraries that print cannot disturb the results."""
    with Sandbox() as sandbox:
        assert isinstance(read(sandbox, written(folder, "说.rtf", rtf("print"))), Document)


@pytest.mark.usefixtures("mischief")
def test_the_worker_knows_no_secrets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens and other settings of the product are not in its environment."""
    monkeypatch.setenv("JIANGGAO_TELEGRAM_TOKEN", "1:x")
    monkeypatch.setenv("AWS_SECRET", "x")
    with Sandbox() as sandbox:
        result = read(sandbox, written(folder, "环.rtf", rtf("leak")))
    assert isinstance(result, Document)
    assert "PATH" in result.source.split()
    assert not {name for name in result.source.split() if "JIANGGAO" in name or "SECRET" in name}


@pytest.mark.usefixtures("mischief")
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_archive_goes_on_after_a_crash(folder: Path) -> None:
    """A member that kills the reader is told by name; those before and after it are read once each."""
    path = folder / "包.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("1.txt", TEXT)
        archive.writestr("2.rtf", rtf("crash"))
        archive.writestr("3.txt", TEXT)
        archive.writestr("4.rtf", rtf("leave"))
    with Sandbox() as sandbox:
        found = [(type(result).__name__, result.file) for result in sandbox.read(Source(path, "包.zip"))]
    assert found == [
        ("Document", "包.zip/1.txt"),
        ("BrokenFile", "包.zip/2.rtf"),
        ("Document", "包.zip/3.txt"),
        ("BrokenFile", "包.zip/4.rtf"),
    ]


def test_a_reading_given_up_does_not_disturb_the_next(folder: Path) -> None:
    """Who stops in the middle of an archive gets the next file's own result."""
    path = folder / "包.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.txt", TEXT)
    with Sandbox() as sandbox:
        results = sandbox.read(Source(path, "包.zip"))
        next(results)
        results.close()
        assert read(sandbox, written(folder, "下.txt", TEXT.encode())).file == "下.txt"


def test_a_worker_is_replaced_after_its_share(folder: Path) -> None:
    """Memory that libraries lose does not add up for ever."""
    with Sandbox(files_a_worker=2) as sandbox:
        source = written(folder, "甲.txt", TEXT.encode())
        assert all(isinstance(read(sandbox, source), Document) for _ in range(5))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_folders_of_killed_runs_are_removed(folder: Path, tmp_path: Path) -> None:
    """A run that was killed leaves a folder; the worker removes it at its end, else the next run does."""
    script = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from corpus.sandbox import Sandbox\nfrom corpus.sources import Source\n"
        "with Sandbox() as sandbox:\n"
        "    list(sandbox.read(Source(Path(sys.argv[1]), 'a.txt')))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    source = written(folder, "a.txt", TEXT.encode())
    done = subprocess.run([sys.executable, "-c", script, str(source.path)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    stale = tmp_path / "tmp" / "jianggao-999999999-x"
    stale.mkdir()
    with Sandbox():
        assert not stale.exists()
    deadline = time.monotonic() + 10
    while list((tmp_path / "tmp").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)


@needs_shared
def test_the_real_speeches_are_read_in_no_time() -> None:
    """All files of the shared folder read, in seconds together, not in minutes."""
    with Sandbox() as sandbox:
        began = time.monotonic()
        sources = [found for found in find([SPEECHES]) if isinstance(found, Source)]
        results = [result for source in sources for result in sandbox.read(source)]
        took = time.monotonic() - began
    assert len(results) == 65
    assert all(isinstance(result, Document) for result in results)
    assert took < 20
