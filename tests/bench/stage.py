"""One stage of the benchmark, run in a process of its own: ``stage MODE HOME TARGET OUT [ROUNDS]``."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.settings import load_settings


def measure_import(home: Path, targets: Sequence[Path]) -> dict[str, float]:
    """Import every file under ``targets`` into a new library."""
    from corpus.importing import import_paths
    from corpus.library import Library

    home.mkdir(parents=True)
    begin = time.perf_counter()
    library = Library.open(load_settings({}, None, home).database)
    report = import_paths(library, targets)
    seconds = time.perf_counter() - begin
    counts = library.counts()
    files = len(report.added) + len(report.same) + len(report.failed)
    (home / "initialised").write_text("", encoding="utf-8")
    return {"files": files, "speeches": counts.speeches, "passages": counts.passages, "seconds": seconds}


def measure_index(home: Path) -> dict[str, float]:
    """Build the index of an imported library from nothing."""
    from corpus.library import Library
    from retrieval.choose import load_encoder
    from retrieval.engine import Engine

    settings = load_settings({}, None, home)
    begin = time.perf_counter()
    Engine.open(Library.open(settings.database), settings.index_folder, load_encoder(None))
    seconds = time.perf_counter() - begin
    size = sum(path.stat().st_size for path in settings.index_folder.rglob("*") if path.is_file())
    return {"seconds": seconds, "megabytes": size / 1e6}


def measure_ask(home: Path, requests: Path, rounds: int) -> dict[str, float]:
    """Open a built index and ask every request ``rounds`` times."""
    from corpus.library import Library
    from retrieval.choose import load_encoder
    from retrieval.engine import Engine

    settings = load_settings({}, None, home)
    texts = [line for line in requests.read_text(encoding="utf-8").splitlines() if line]
    begin = time.perf_counter()
    engine = Engine.open(Library.open(settings.database), settings.index_folder, load_encoder(None))
    opened = time.perf_counter()
    engine.search(texts[0])
    first = time.perf_counter()
    took: list[float] = []
    for _ in range(rounds):
        for text in texts:
            start = time.perf_counter()
            engine.search(text)
            took.append((time.perf_counter() - start) * 1000)
    p50, p95, p99 = np.percentile(took, [50, 95, 99])
    return {
        "n": len(took), "p50": float(p50), "p95": float(p95), "p99": float(p99),
        "open_ms": (opened - begin) * 1000, "first_ms": (first - opened) * 1000,
    }  # fmt: skip


def main() -> None:
    """Measure one stage and write its figures as JSON."""
    mode, home, target, out, *rest = sys.argv[1:]
    if mode == "import":
        figures = measure_import(Path(home), [Path(target), *map(Path, rest)])
    elif mode == "index":
        figures = measure_index(Path(home))
    else:
        figures = measure_ask(Path(home), Path(target), int(rest[0]))
    Path(out).write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
