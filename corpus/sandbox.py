"""Reading files of unknown origin in a process of its own, with bounds on time, memory and disk (沙箱).

A file that hangs, crashes its reader or eats memory costs itself alone: the worker is killed with all that it
started, its folder is removed, and a fresh one goes on with the next file.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from corpus.errors import BrokenFile, OversizedFile, ReadError, ReaderTimeout
from corpus.limits import Limits
from corpus.models import Document
from corpus.sources import Source
from corpus.wire import WireError, decode

# Only these go on to the worker: nothing that a reader may leak, tokens above all.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "WINDIR", "PATHEXT", "COMSPEC")
_PREFIX = "jianggao-"
_START_SECONDS = 60.0
# Memory that libraries lose adds up; a start costs a tenth of a second.
_FILES_A_WORKER = 500
_LINE_BYTES_A_CHARACTER = 24  # six in JSON at most, the rest for marks


class Sandbox:
    """Reads files in a worker process, which is started when first needed and reused; for one thread.

    ::

        with Sandbox() as sandbox:
            for result in sandbox.read(source): ...
    """

    def __init__(self, limits: Limits | None = None, *, files_a_worker: int = _FILES_A_WORKER) -> None:
        self._limits = limits or Limits()
        self._files_a_worker = files_a_worker
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        _remove_stale_folders()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker and remove its folder."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def read(self, source: Source) -> Generator[Document | ReadError, None, None]:
        """Yield the document of a file, or those of an archive in order; what cannot be read comes as its error.

        A file of an archive on which the reader dies is an error, and reading goes on with the next.
        """
        known = 0
        while True:
            name = source.name
            worker = self._ready()
            finished = False
            try:
                for message in worker.request(source, known):
                    if isinstance(message, str):
                        name = message
                        continue
                    yield message
                    known += 1
                finished = True
                return
            except _WorkerLostError as lost:
                failure = lost.error(name, self._limits)
            finally:
                # Also where the caller stops in the middle: the rest of the answer must not meet the next request.
                if not finished or worker.served >= self._files_a_worker:
                    self.close()
            yield failure
            if name == source.name:
                return
            known += 1

    def _ready(self) -> _Worker:
        if self._worker is None:
            self._worker = _Worker(self._limits)
        return self._worker


class _WorkerLostError(Exception):
    """The worker was killed for its time, or ended by itself with ``code`` (negative: a signal)."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code

    def error(self, file: str, limits: Limits) -> ReadError:
        """What this means for the owner of the file."""
        if self.code is None or self.code == -getattr(signal, "SIGXCPU", 0):
            return ReaderTimeout(file, f"读了超过 {limits.seconds:.0f} 秒；请用原软件打开后另存为 .docx 或 .txt 再导入")
        if self.code == -getattr(signal, "SIGKILL", 0):
            return OversizedFile(file, "读它要的内存超过本机所有，被系统终止；请拆成几个文件，或另存为纯文本再导入")
        return BrokenFile(file, "读取程序在它上面崩溃，文件可能已损坏；请用原软件打开后另存为 .docx 或 .txt 再导入")


class _Worker:
    """One worker process, the thread that takes in its lines, and its folder for temporary files."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._folder = tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")
        self._lines: queue.Queue[bytes] = queue.Queue()
        self.served = 0
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "corpus.sandbox_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=_environment(self._folder),
            start_new_session=True,  # so that all it starts can be killed with it, and Ctrl-C is ours alone
        )
        self._in, self._out = _pipes(self._process)
        self._thread = threading.Thread(target=self._take_in, name="sandbox", daemon=True)
        self._thread.start()
        try:
            self._send({"limits": asdict(limits), "folder": self._folder})
            self._next(_START_SECONDS)
        except BaseException:
            self.close()
            raise

    def request(self, source: Source, skip: int) -> Iterator[Document | ReadError | str]:
        """Yield the name of each file of ``source`` as it is begun, and then its result, from number ``skip`` on.

        Raises:
            _WorkerLostError: It took too long, crashed, or answered nonsense; it must then be closed.
        """
        self.served += 1
        self._send({"path": str(source.path.absolute()), "name": source.name, "skip": skip})
        while True:
            message = self._next(self._limits.seconds)
            if "end" in message:
                return
            try:
                result = str(message["begin"]) if "begin" in message else decode(message)
            except WireError as error:
                raise _WorkerLostError(1) from error
            yield result

    def close(self) -> None:
        """Kill the worker with all that it started, and remove its folder."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._thread.join()
        for pipe in (self._in, self._out):
            with suppress(OSError):
                pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _send(self, message: dict[str, Any]) -> None:
        try:
            self._in.write(json.dumps(message).encode() + b"\n")
            self._in.flush()
        except OSError as error:
            raise _WorkerLostError(self._process.wait()) from error

    def _next(self, seconds: float) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            raise _WorkerLostError(None) from None
        if not line.endswith(b"\n"):
            raise _WorkerLostError(self._process.wait() if not line else 1)
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError as error:
            raise _WorkerLostError(1) from error
        return message

    def _take_in(self) -> None:
        """Queue each line as it comes, and at the end whatever is left, be it nothing."""
        most = self._limits.characters * _LINE_BYTES_A_CHARACTER + 1024**2
        while True:
            line = self._out.readline(most)
            self._lines.put(line)
            if not line.endswith(b"\n"):
                return


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """Both ends, which ``Popen`` types as perhaps missing."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("a worker needs both pipes")
    return process.stdin, process.stdout


def _environment(folder: str) -> dict[str, str]:
    """The worker's environment: a few harmless names, the modules found here, and its own folder for the rest."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    modules = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    return {**kept, "PYTHONPATH": modules, "HOME": folder, "TMPDIR": folder, "TEMP": folder, "TMP": folder}


def _remove_stale_folders() -> None:
    """Remove what runs that were killed have left, where their process is no more and the folder is ours."""
    if sys.platform == "win32":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with suppress(OSError):
            if pid.isdigit() and folder.lstat().st_uid == os.getuid() and not _is_alive(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
