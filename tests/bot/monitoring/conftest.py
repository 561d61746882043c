"""A bot that is watched: what it tells, read as Prometheus reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring import Monitor, monitoring
from bot.monitoring.figures import Holding
from bot.settings import Settings
from bot.store import Store
from tests.bot.telegram.conftest import api, halted, new_database
from tests.bot.telegram.test_webhook import free_port

__all__ = ["api", "halted", "new_database"]


@dataclass
class Watched:
    """What a monitor tells on its port."""

    url: str
    monitor: Monitor
    session: aiohttp.ClientSession = field(repr=False)

    async def get(self, path: str, method: str = "GET") -> tuple[int, str]:
        """The status and the text of an answer."""
        async with self.session.request(method, self.url + path) as response:
            assert "Server" not in response.headers
            return response.status, await response.text()

    async def ready(self) -> tuple[int, Mapping[str, bool]]:
        """The status and the parts of ``/readyz``."""
        async with self.session.get(f"{self.url}/readyz") as response:
            return response.status, await response.json()

    async def series(self) -> dict[str, float]:
        """Every series by its name and label values, ``name{a,b}``."""
        status, text = await self.get("/metrics")
        assert status == 200
        return {
            sample.name + (f"{{{','.join(sample.labels.values())}}}" if sample.labels else ""): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }


@asynccontextmanager
async def watching(settings: Settings, store: Store, library: Holding | None = None) -> AsyncIterator[Watched]:
    """A monitor on a free port."""
    port = free_port()
    settings = settings.model_copy(update={"monitor_listen": f"127.0.0.1:{port}"})
    timeout = aiohttp.ClientTimeout(total=10)
    async with (
        monitoring(settings, store, library) as monitor,
        aiohttp.ClientSession(timeout=timeout) as session,
    ):
        yield Watched(f"http://127.0.0.1:{port}", monitor, session)
