"""The bot as a process behind a proxy, with a port for those who run it."""

from __future__ import annotations

from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.app import INITIALISED
from bot.settings import load_settings
from bot.telegram.webhook import secret_of
from corpus.library import Library
from tests.bot.fakes import SAFETY, STYLE
from tests.bot.telegram.test_webhook import free_port
from tests.botapi.server import BotApi
from tests.e2e.process import BotProcess


async def test_called_watched_and_stopped(tmp_path: Path) -> None:
    """It answers what Telegram brings, says that it is ready and what it did, and ends well; no secret is logged."""
    with Library.open(f"sqlite:///{tmp_path / 'jianggao.db'}") as library:
        library.add(STYLE)
        library.add(SAFETY)
        counts = library.counts()
    (tmp_path / INITIALISED).touch()  # no bundled speeches: two are enough, and sooner indexed
    called, watched = free_port(), free_port()
    settings = {
        "JIANGGAO_WEBHOOK_URL": f"http://127.0.0.1:{called}/telegram",
        "JIANGGAO_WEBHOOK_LISTEN": f"127.0.0.1:{called}",
        "JIANGGAO_MONITOR_LISTEN": f"127.0.0.1:{watched}",
    }
    async with BotApi() as api, aiohttp.ClientSession(f"http://127.0.0.1:{watched}") as session:
        person = api.person(1001)
        await person.send("给我一段关于作风建设的话")
        bot = BotProcess(tmp_path, api, more=settings)
        try:
            await bot.start()
            assert "作风建设" in (await person.reply(seconds=30)).quotes()[0]
            async with session.get("/readyz") as response:
                assert (response.status, (await response.json())["ready"]) == (200, True)
            async with session.get("/metrics") as response:
                told = await response.text()
            assert await bot.terminate() == 0
        finally:
            await bot.kill()
        assert api.hook is not None
        assert not api.unconfirmed
    series = {one.name: one.value for family in text_string_to_metric_families(told) for one in family.samples}
    assert series["jianggao_library_passages"] == series["jianggao_index_passages"] == counts.passages
    assert series["jianggao_index_current"] == series["jianggao_database_up"] == 1
    assert 0 <= series["jianggao_index_age_seconds"] < 60
    assert series["jianggao_request_seconds_count"] == 1
    log = bot.log.read_text(errors="replace")
    secret = secret_of(load_settings({"JIANGGAO_TELEGRAM_TOKEN": api.token}, env_file=None, home=tmp_path))
    assert secret not in log + told
    assert api.token not in log + told
    assert "作风建设" not in log + told
