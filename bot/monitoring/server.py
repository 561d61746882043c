"""``/healthz``, ``/readyz`` and ``/metrics``, on a port of their own (监测端口).

They tell how the bot is and nothing else: no setting, no secret, no word or id of a person. There is no password; the
port is for the operator's own network.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web

from bot.errors import SettingsError
from bot.listening import Listener
from bot.monitoring.figures import Figures, Holding, check_database, gather
from bot.monitoring.metrics import PrometheusMeters
from bot.monitoring.probe import WITHIN, Probe
from bot.monitoring.state import Monitor
from bot.settings import Settings, read_place
from bot.store import Store
from bot.workers import Workers

_LOGGER = logging.getLogger(__name__)

KEPT = 5.0
"""Seconds for which what was read of the database is told again."""

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@asynccontextmanager
async def answering(place: str, settings: Settings, store: Store, library: Holding | None) -> AsyncIterator[Monitor]:
    """Answer at ``place`` while the block runs; the rest as ``bot.monitoring.monitoring`` says."""
    if settings.webhook_url and read_place(place)[1] == read_place(settings.webhook_listen)[1] != 0:
        raise SettingsError(
            f"JIANGGAO_MONITOR_LISTEN={place} 与 JIANGGAO_WEBHOOK_LISTEN={settings.webhook_listen} 用了同一个端口，"
            "监测数据会对外公开：请换一个端口。"
        )
    meters = PrometheusMeters("webhook" if settings.webhook_url else "polling", store.engine.url.get_backend_name())
    monitor = Monitor(meters)
    # Threads of its own, for those for people's requests may all be taken: one to ask the database whether it is there,
    # one to read it, each of which may hang, and one to write.
    async with Workers(3) as workers:

        def read() -> Figures:
            return gather(store.engine, library, monitor.indexed, settings.index_folder)

        questions = _Questions(monitor, meters, workers, read, Probe(partial(check_database, store.engine), workers))
        listener = Listener("monitor_listen", place, questions.answer, body_bytes=1024)
        await listener.open()
        _LOGGER.info("监测：http://%s:%d/metrics", *listener.address)
        try:
            yield monitor
        finally:
            await listener.close()


class _Questions:
    """Whether we live, whether we are ready, and what we have done."""

    def __init__(
        self,
        monitor: Monitor,
        meters: PrometheusMeters,
        workers: Workers,
        read: Callable[[], Figures],
        probe: Probe,
    ) -> None:
        self._monitor = monitor
        self._meters = meters
        self._workers = workers
        self._read = read
        self._probe = probe
        self._reading: asyncio.Task[Figures | None] | None = None
        self._figures: Figures | None = None
        self._read_at = float("-inf")

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a question; what is none of the three is not found."""
        answers = {"/healthz": self._health, "/readyz": self._ready, "/metrics": self._metrics}
        found = answers.get(request.path)
        if found is None:
            return web.Response(status=404)
        if request.method not in {"GET", "HEAD"}:
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        return await found()

    async def _health(self) -> web.Response:
        return web.json_response({"alive": True})

    async def _ready(self) -> web.Response:
        parts = {
            "initialised": self._monitor.initialised,
            "database": await self._probe.answers(),
            "index": self._monitor.indexed is not None,
            "accepting": not self._monitor.draining,
        }
        ready = all(parts.values())
        return web.json_response({"ready": ready, **parts}, status=200 if ready else 503)

    async def _metrics(self) -> web.Response:
        text = await self._workers.run(self._meters.text, await self._latest())
        return web.Response(body=text, headers={"Content-Type": _TEXT})

    async def _latest(self) -> Figures | None:
        """Return what was read a moment ago, or read it now; None where that fails or takes too long."""
        if time.monotonic() - self._read_at <= KEPT:
            return self._figures
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._gather())
        done, _ = await asyncio.wait({self._reading}, timeout=WITHIN)
        return self._reading.result() if done else None

    async def _gather(self) -> Figures | None:
        try:
            figures = await self._workers.run(self._read)
        except Exception as error:  # noqa: BLE001 - what cannot be read is left out, and the rest is told
            _LOGGER.warning("监测数据未能读出：%s", type(error).__qualname__)
            return None
        self._figures, self._read_at = figures, time.monotonic()
        return figures
