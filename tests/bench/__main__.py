"""``python -m tests.bench --data ../shared/data``: import, index, and the time of an answer.

Everything is measured in fresh processes over a new home, so that nothing is warm that a person would find cold. Where
the real speeches are absent the bundled ones are measured, and the heading says so.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from corpus.bundled import BUNDLED_FOLDER, bundled_files
from tests.bench.process import Cost, medians, run

REQUESTS = Path(__file__).with_name("requests.txt")
COLD_RUNS = 5


def inside(home: Path, mode: str, target: Path, *extra: str) -> tuple[dict[str, float], Cost]:
    """Run one stage of ``tests.bench.stage`` in a process of its own; its figures, and what the process took."""
    out = home.parent / f"{mode}.json"
    cost = run([sys.executable, "-m", "tests.bench.stage", mode, str(home), str(target), str(out), *extra])
    figures: dict[str, float] = json.loads(out.read_text(encoding="utf-8"))
    return figures, cost


def main() -> None:
    """Measure and print three tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rounds", type=int, default=10, help="times that each request is asked")
    arguments = parser.parse_args()
    console = Console(width=100)
    real = arguments.data / "speeches"
    speeches = real if real.is_dir() else BUNDLED_FOLDER
    which = "the real ones and the bundled ones" if real.is_dir() else "the bundled ones (no real ones here)"
    console.print(f"speeches: {which}; Python {platform.python_version()}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        imported, import_cost = inside(home, "import", speeches, *map(str, bundled_files()))
        indexed, index_cost = inside(home, "index", speeches)
        asked, ask_cost = inside(home, "ask", REQUESTS, str(arguments.rounds))
        command = [sys.executable, "-m", "bot.cli", "--home", str(home)]
        cold = medians([run([*command, "ask", "给我一段关于作风建设的话", "--json"]) for _ in range(COLD_RUNS)])
        listed = medians([run([*command, "list", "--json"]) for _ in range(COLD_RUNS)])
        bare = medians([run([sys.executable, "-c", "pass"]) for _ in range(COLD_RUNS)])

    table = Table("stage", "figure", "value", title="import and index")
    table.add_row("import", "files / speeches", f"{imported['files']:.0f} / {imported['speeches']:.0f}")
    table.add_row("import", "passages", f"{imported['passages']:,.0f}")
    table.add_row("import", "seconds", f"{imported['seconds']:.1f}")
    table.add_row("import", "passages a second", f"{imported['passages'] / imported['seconds']:,.0f}")
    table.add_row("import", "peak memory MB", f"{import_cost.peak_mb:.0f}")
    table.add_row("index", "seconds", f"{indexed['seconds']:.1f}")
    table.add_row("index", "passages a second", f"{imported['passages'] / indexed['seconds']:,.0f}")
    table.add_row("index", "size on disk MB", f"{indexed['megabytes']:.1f}")
    table.add_row("index", "peak memory MB", f"{index_cost.peak_mb:.0f}")
    console.print(table)

    table = Table(
        "stage", "p50 ms", "p95 ms", "p99 ms", "aim", title=f"an answer in the process, {asked['n']:.0f} asked"
    )
    table.add_row("ask", f"{asked['p50']:.2f}", f"{asked['p95']:.2f}", f"{asked['p99']:.2f}", "p50 15, p95 30")
    console.print(table)
    console.print(
        f"first answer after opening: {asked['first_ms']:.0f} ms; opening: {asked['open_ms']:.0f} ms; "
        f"peak memory {ask_cost.peak_mb:.0f} MB"
    )

    table = Table(
        "command", "wall s", "cpu s", "peak MB", "× bare Python", "aim", title=f"whole process, median of {COLD_RUNS}"
    )
    for name, cost, aim in (("ask", cold, "2 s, 300 MB"), ("list", listed, ""), ("python -c pass", bare, "")):
        table.add_row(
            name, f"{cost.wall_s:.2f}", f"{cost.cpu_s:.2f}", f"{cost.peak_mb:.0f}",
            f"{cost.wall_s / bare.wall_s:.1f}", aim,
        )  # fmt: skip
    console.print(table)


if __name__ == "__main__":
    main()
