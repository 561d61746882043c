"""Health, readiness and metrics: what those who run the bot are told, and what they are not."""

from __future__ import annotations

import asyncio
import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.dialogue import Dialogue
from bot.errors import SettingsError
from bot.monitoring import Monitor, monitoring, probe, server
from bot.monitoring.searching import MeasuredSearcher
from bot.replies import Outcome
from bot.workers import Workers
from corpus.library import Library
from tests.bot.fakes import SAFETY, STYLE, WordSearch
from tests.bot.monitoring.conftest import Watched, watching
from tests.bot.telegram.conftest import ALLOWED, Running, card
from tests.bot.telegram.test_webhook import on_webhook
from tests.botapi.faults import broken, too_many
from tests.test_rooms import ROOT, modules


class Held:
    """An index that stands as it is told."""

    def standing(self) -> tuple[int, bool]:
        return 7, True


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is told twice from one reading."""
    monkeypatch.setattr(server, "KEPT", 0.0)


async def test_what_was_sent_is_what_is_counted(halted: Running) -> None:
    """Updates, answers, messages and what is kept: each counted once, by kind and outcome, and nobody named."""
    library = Library.open(halted.settings.database)
    library.add(STYLE)
    library.add(SAFETY)
    searcher, api = WordSearch(library), halted.api
    called = on_webhook(halted)
    async with watching(called.settings, halted.store, library) as watched, Workers(2) as workers:
        monitor = watched.monitor
        monitor.indexed = Held()
        measured = MeasuredSearcher(searcher, monitor.meters)
        talks = Dialogue(measured, library, halted.store, workers, monitor.meters.failed)
        people = [api.person(987_654_001 + number, f"姓名{number}") for number in range(5)]
        async with replace(called, monitor=monitor, instead=talks).running():
            await people[0].send("作风建设")
            shown = await people[0].reply(seconds=60)  # dictionaries are read first
            await people[0].press("▶")
            await people[0].edited(shown)
            api.fault(too_many("sendMessage", 1))
            await people[1].send("安全生产")
            await people[1].reply()
            await people[2].send("没有的话题")
            await people[2].reply()
            searcher.broken = True
            await people[3].send("作风建设")
            await people[3].reply()
            api.fault(broken("sendMessage"))
            await people[4].send("/help")
            await api.until(lambda: any(call.status == 500 for call in api.calls))
            await api.redeliver(people[2].updates[0])
            await api.until(lambda: not api.unconfirmed)
            series = await _settled(watched, handled=5)
        _, told = await watched.get("/metrics")
    expected = {
        "jianggao_updates_received_total{message}": 6,
        "jianggao_updates_received_total{callback_query}": 1,
        "jianggao_updates_handled_total{message}": 5,
        "jianggao_updates_handled_total{callback_query}": 1,
        "jianggao_updates_failed_total{message}": 2,
        "jianggao_updates_failed_total{callback_query}": 0,
        "jianggao_handling_seconds_count{message}": 5,
        "jianggao_updates_at_work": 0,
        "jianggao_requests_total{answered}": 2,
        "jianggao_requests_total{empty}": 1,
        "jianggao_requests_total{failed}": 1,
        "jianggao_request_seconds_count": 4,
        "jianggao_messages_total{sent}": 5,
        "jianggao_messages_total{refused}": 1,
        "jianggao_messages_total{failed}": 1,
        "jianggao_messages_total{unanswered}": 0,
        "jianggao_messages_retried_total": 1,
        "jianggao_webhook_calls_total{taken}": 7,
        "jianggao_webhook_calls_total{refused}": 0,
        "jianggao_people": 5,
        "jianggao_library_speeches": 2,
        "jianggao_library_passages": library.counts().passages,
        "jianggao_index_passages": 7,
        "jianggao_index_current": 1,
        "jianggao_database_up": 1,
        "jianggao_inbox_unfinished": 0,
        "jianggao_inbox_oldest_seconds": 0,
    }
    assert {name: series[name] for name in expected} == expected
    assert any(name.startswith("jianggao_build_info{") and "{sqlite,webhook," in name for name in series)
    assert not re.search(r"98765400\d|姓名|作风|\d+:[\w-]{30}", told)


async def _settled(watched: Watched, handled: int) -> dict[str, float]:
    """The series once so many messages are handled and noted as done."""
    while True:
        series = await watched.series()
        if series["jianggao_updates_handled_total{message}"] >= handled and not series["jianggao_inbox_unfinished"]:
            return series
        await asyncio.sleep(0.02)


async def test_every_metric_is_named_and_explained_alike(halted: Running) -> None:
    """Ours begin with our name, end in their unit and say in English what they are; the process's own are there."""
    async with watching(halted.settings, halted.store) as watched:
        _, told = await watched.get("/metrics")
    families = list(text_string_to_metric_families(told))
    names = {family.name for family in families}
    assert {"process_resident_memory_bytes", "process_cpu_seconds", "process_open_fds"} <= names
    for family in families:
        assert family.name.startswith(("jianggao_", "process_"))
        assert family.documentation.isascii()
        assert len(family.documentation.split()) >= 2
        assert not family.name.endswith(("_ms", "_kb", "_minutes"))
        assert not any(sample.name.endswith("_created") for sample in family.samples)
        if family.type == "histogram":
            assert family.name.endswith("_seconds")


async def test_ready_only_while_every_part_is(halted: Running) -> None:
    """Not before the start, nor without an index or a database, nor while it drains; alive all the time."""
    halted.conversation.says("慢", Outcome((card("答"),)), after=0.3)
    person = halted.api.person(ALLOWED)
    async with watching(halted.settings, halted.store) as watched:
        assert await watched.ready() == (503, _parts(initialised=False, index=False))
        bot = replace(halted, monitor=watched.monitor)
        async with bot.running():
            assert await watched.ready() == (503, _parts(index=False))
            watched.monitor.indexed = Held()
            assert await watched.ready() == (200, _parts())
            with halted.store.engine.begin() as connection:
                connection.execute(text("ALTER TABLE receipts RENAME TO away"))
            assert await watched.ready() == (503, _parts(database=False))
            assert (await watched.series())["jianggao_database_up"] == 0
            with halted.store.engine.begin() as connection:
                connection.execute(text("ALTER TABLE away RENAME TO receipts"))
            assert await watched.ready() == (200, _parts())
            await person.send("慢")
            await halted.api.until(lambda: halted.conversation.heard)
            bot.stop.set()
            await asyncio.sleep(0.05)
            assert await watched.ready() == (503, _parts(accepting=False))
            assert (await watched.get("/healthz"))[0] == 200
        assert person.last.quotes() == ["答"]
        series = await watched.series()
        assert series["jianggao_updates_received_total{message}"] == 1
        assert series["jianggao_messages_total{sent}"] == 1


def _parts(**differing: bool) -> dict[str, bool]:
    parts = {"initialised": True, "database": True, "index": True, "accepting": True} | differing
    return {"ready": all(parts.values()), **parts}


async def test_a_database_that_hangs_holds_up_nobody(halted: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not ready and its figures are missing, each told in time, while one thread waits and no more."""
    released, asked = threading.Event(), []

    def hang(*_: object) -> None:
        asked.append(1)
        released.wait(10)

    monkeypatch.setattr(server, "check_database", hang)
    monkeypatch.setattr(server, "gather", hang)
    monkeypatch.setattr(probe, "WITHIN", 0.1)
    monkeypatch.setattr(server, "WITHIN", 0.1)
    async with watching(halted.settings, halted.store) as watched:
        try:
            answers = await asyncio.wait_for(asyncio.gather(*(watched.ready() for _ in range(5))), 5)
            assert {status for status, _ in answers} == {503}
            assert len(asked) == 1
            assert (await watched.get("/healthz"))[0] == 200
            for _ in range(2):
                series = await asyncio.wait_for(watched.series(), 5)
                assert series["jianggao_database_up"] == 0
                assert "jianggao_people" not in series
            assert len(asked) == 2
        finally:
            released.set()


async def test_nothing_else_is_told(halted: Running) -> None:
    """Other paths are not found, other methods not allowed; HEAD is a GET without a body."""
    async with watching(halted.settings, halted.store) as watched:
        for path in ("/", "/metrics/", "/debug", "/healthz/../metrics/x"):
            assert (await watched.get(path))[0] == 404
        assert (await watched.get("/metrics", "POST"))[0] == 405
        assert await watched.get("/healthz", "HEAD") == (200, "")


async def test_ports_that_will_not_do_are_told(halted: Running) -> None:
    """The webhook's port, which the world can reach, and one that is taken: each with its variable."""
    shared = {"webhook_url": "https://bot.example.org/x", "webhook_listen": ":8123", "monitor_listen": "127.0.0.1:8123"}
    with pytest.raises(SettingsError, match=r"JIANGGAO_MONITOR_LISTEN=127\.0\.0\.1:8123 .*同一个端口"):
        async with monitoring(halted.settings.model_copy(update=shared), halted.store):
            pass
    async with watching(halted.settings, halted.store) as watched:
        taken = halted.settings.model_copy(update={"monitor_listen": watched.url.removeprefix("http://")})
        with pytest.raises(SettingsError, match=r"JIANGGAO_MONITOR_LISTEN=127\.0\.0\.1"):
            async with monitoring(taken, halted.store):
                pass


async def test_where_nobody_asks_nothing_is_counted(halted: Running) -> None:
    """Without the setting there is no server, and the meters do nothing."""
    async with monitoring(halted.settings, halted.store) as monitor:
        assert monitor == Monitor(monitor.meters)
        with monitor.meters.handling("message"):
            monitor.meters.received("message")


def test_only_this_package_knows_prometheus() -> None:
    """The rest is given meters."""
    knowing = {
        path.relative_to(ROOT).parent
        for path in modules("bot")
        if "prometheus_client import" in path.read_text("utf-8")
    }
    assert knowing == {Path("bot/monitoring")}
