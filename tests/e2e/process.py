"""The product as an operator runs it: a process of its own, told everything by its environment."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.botapi.server import BotApi

ROOT = Path(__file__).parents[2]


@dataclass
class BotProcess:
    """``jianggao bot`` on a home folder, against a local Bot API server; its log goes to one file over all starts.

    Attributes:
        home: The folder.
        api: The server.
        allow: Who may use it.
        more: Further settings, by the names of their variables.
        module: What to run with the home folder as ``--home``, and what then.
    """

    home: Path
    api: BotApi
    allow: str = "*"
    more: Mapping[str, str] = field(default_factory=dict)
    module: tuple[str, ...] = ("bot.cli", "bot")
    log: Path = field(init=False)
    _process: asyncio.subprocess.Process | None = None

    def __post_init__(self) -> None:
        self.log = self.home / "log.txt"

    async def start(self) -> None:
        """Start it, and wait until it has set its menu: then it polls."""
        menus = len(self.api.called("setMyCommands"))
        process = await self.spawn()
        ended = asyncio.create_task(process.wait())
        up = asyncio.create_task(self.api.until(lambda: len(self.api.called("setMyCommands")) >= menus + 3, 60))
        done, _ = await asyncio.wait({ended, up}, return_when=asyncio.FIRST_COMPLETED)
        if ended in done:
            up.cancel()
            raise RuntimeError(f"the bot ended with {ended.result()}:\n{self.log.read_text(errors='replace')[-2000:]}")
        up.result()

    async def spawn(self) -> asyncio.subprocess.Process:
        """Start it, and wait for nothing."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("JIANGGAO_")},
            "JIANGGAO_TELEGRAM_TOKEN": self.api.token,
            "JIANGGAO_TELEGRAM_BASE_URL": self.api.base_url,
            "JIANGGAO_TELEGRAM_BASE_FILE_URL": self.api.base_file_url,
            "JIANGGAO_ALLOW": self.allow,
            "JIANGGAO_LOG_LEVEL": "DEBUG",
            **self.more,
        }
        module, *command = self.module
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, "--home", str(self.home), *command,
                cwd=ROOT, env=environment, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        return self._process

    async def kill(self) -> None:
        """End it at once, as a power cut would."""
        await self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        """Ask it to stop, and give its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        if self._process is None or self._process.returncode is not None:
            return 0
        self._process.send_signal(number)
        return await asyncio.wait_for(self._process.wait(), 40)
