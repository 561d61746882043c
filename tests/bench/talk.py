"""``python -m tests.bench.talk``: messages a second, waiting at Telegram's own ceiling, memory after many messages."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.load import Counter, Figures, Load, bot_at, read_requests, resident_mb

REQUESTS = Path(__file__).with_name("requests.txt")
TOGETHER = (1, 8, 64)
CEILING = 30.0
"""Messages a second that Telegram takes from a bot, over all chats."""
_CHATS = 120  # at the ceiling each chat then has four seconds between two messages, and may have one a second
_WARM = 2_000


async def measure(home: Path, console: Console, *, messages: int, long: int) -> None:
    """Measure over a home and print two tables."""
    requests = read_requests(REQUESTS)
    table = Table("chats at a time", "messages a second", "p50 ms", "p95 ms", "p99 ms", "aim",
                  title="the whole bot: everybody writes again as soon as the answer is there (no limits)")  # fmt: skip
    async with Counter() as api, bot_at(api, home, limits=False) as process:
        await Load(api, requests, 8).closed(200)
        for chats in TOGETHER:
            _row(table, str(chats), await Load(api, requests, chats).closed(messages))
        console.print(table)
        await Load(api, requests, 64).closed(max(0, _WARM - 3 * messages - 200))
        before = resident_mb(process)
        many = await Load(api, requests, 64).closed(long - _WARM)
        after = resident_mb(process)
        _check(api)
    table = Table("messages a second", "answered a second", "p50 ms", "p95 ms", "p99 ms", "aim",
                  title=f"at Telegram's ceiling, over {_CHATS} chats, its limits kept")  # fmt: skip
    async with Counter(10**9) as api, bot_at(api, home, limits=True):
        await Load(api, requests, 8).closed(40)
        _row(table, f"{CEILING:.0f}", await Load(api, requests, _CHATS).open(CEILING, int(20 * CEILING)), "p99 250 ms")
        _check(api)
    console.print(table)
    console.print(
        f"memory after {_WARM:,} messages {before:.0f} MB, after {_WARM + many.answers:,} {after:.0f} MB: "
        f"× {after / before:.2f} (aim: no growth)"
    )


def _row(table: Table, name: str, figures: Figures, aim: str = "") -> None:
    waits = (figures.p50, figures.p95, figures.p99)
    table.add_row(name, f"{figures.rate:.1f}", *(f"{wait:.0f}" for wait in waits), aim)


def _check(api: Counter) -> None:
    """Stop where anything was refused: figures over failures say nothing."""
    if api.failures:
        raise SystemExit(f"{len(api.failures)} calls were refused, the first: {api.failures[0]}")


def main() -> None:
    """Make a home with the starter library, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.talk")
    parser.add_argument("--messages", type=int, default=600, help="for each number of chats at a time")
    parser.add_argument("--long", type=int, default=20_000, help="messages after which memory is looked at")
    arguments = parser.parse_args()
    console = Console(width=100)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for command in (["init"], ["ask", "作风建设"]):
            subprocess.run(
                [sys.executable, "-m", "bot.cli", "--home", str(home), *command], check=True, stdout=subprocess.DEVNULL
            )
        asyncio.run(measure(home, console, messages=arguments.messages, long=arguments.long))


if __name__ == "__main__":
    main()
