"""The process that reads files for ``corpus.sandbox``: requests come in and results go out, a line of JSON each.

Standard output is kept for results: whatever a library prints goes nowhere. In come the settings, then requests
``{"path", "name", "skip"}``; out go ``{"ready"}``, and for each request ``{"begin": name}`` before each file, its
document or error, and ``{"end"}``.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import sys
from pathlib import Path
from typing import Any, BinaryIO

from corpus.limits import Limits
from corpus.readers import read_all
from corpus.wire import encode

# LibreOffice, which .doc needs, maps about this much; readers themselves stay under ``Limits.memory_bytes``.
_CONVERTER_BYTES = 4 * 1024**3


def main() -> None:
    """Serve until standard input ends, which it also does when the parent is killed; then remove the folder."""
    requests = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as results:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
        settings = json.loads(requests.readline())
        limits = Limits(**settings["limits"])
        try:
            _restrict(limits)
            _send(results, {"ready": True})
            for line in requests:
                _serve(json.loads(line), limits, results)
        except BrokenPipeError:
            pass  # the parent is gone
        finally:
            shutil.rmtree(settings["folder"], ignore_errors=True)


def _serve(request: dict[str, Any], limits: Limits, results: BinaryIO) -> None:
    def begin(name: str) -> None:
        _allow_time(limits.seconds)
        _send(results, {"begin": name})

    for result in read_all(Path(request["path"]), request["name"], limits, skip=request["skip"], begin=begin):
        _send(results, encode(result))
    _send(results, {"end": True})


def _send(results: BinaryIO, message: dict[str, Any]) -> None:
    results.write(json.dumps(message).encode() + b"\n")
    results.flush()


def _restrict(limits: Limits) -> None:
    """Bound memory and files, and leave no core dump, where the system can; the parent's clock holds everywhere."""
    if sys.platform == "win32":
        return
    import resource

    _limit(resource.RLIMIT_CORE, 0, 0)
    _limit(resource.RLIMIT_FSIZE, limits.expanded_bytes, limits.expanded_bytes)
    _limit(resource.RLIMIT_AS, limits.memory_bytes, max(limits.memory_bytes, _CONVERTER_BYTES))


def _allow_time(seconds: float) -> None:
    """Allow that much more processor time: the limit counts from the start of the process, not of the file."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + 1
    _limit(resource.RLIMIT_CPU, soft, resource.getrlimit(resource.RLIMIT_CPU)[1])


def _limit(which: int, soft: int, hard: int) -> None:
    """Set a limit, never above what the process already has."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(which)
    if most != resource.RLIM_INFINITY:
        hard = most if hard == resource.RLIM_INFINITY else min(hard, most)
        soft = min(soft, hard)
    try:
        resource.setrlimit(which, (soft, hard))
    except (OSError, ValueError):
        return  # macOS refuses some of them


if __name__ == "__main__":
    main()
