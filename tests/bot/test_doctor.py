"""The examination: each thing that can be wrong is found, with its remedy; nothing is changed by looking."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest
from sqlalchemy import text

from bot import store as bot_store
from bot.app import App
from bot.backup.writing import blank, database
from bot.doctor import Finding, Level, data, examine, machine, searching
from bot.doctor.clock import clock
from bot.doctor.configuration import configuration
from bot.doctor.telegram import ask, telegram
from bot.doctor.versions import LOCK, versions
from bot.settings import Settings, load_settings
from bot.texts.doctor import EN, ZH
from corpus.database import writing
from corpus.library import Library
from tests.botapi.faults import Fault, broken
from tests.botapi.rules import Refused
from tests.botapi.server import BotApi
from tests.corpus.making import make_speech, sentences
from tests.retrieval.fakes import HashEncoder

TOKEN = "123456789:AAE-some_token_of_more_than_30_letters"


def settings(home: Path, **values: str) -> Settings:
    """Settings with these variables, in lower case and without their beginning."""
    return load_settings({f"JIANGGAO_{name.upper()}": value for name, value in values.items()}, None, home)


def levels(findings: Iterator[Finding], key: str) -> list[Level]:
    """How the findings of a thing are to be taken."""
    return [one.level for one in findings if one.key == key]


def texts(findings: Iterator[Finding]) -> list[str]:
    """What is told."""
    return [one.text for one in findings]


# Versions.


def test_packages_other_than_the_locked_ones_are_listed(tmp_path: Path) -> None:
    """By name, what is there and what should be; one that is not installed is none, and no file is no finding."""
    lock = tmp_path / "requirements.txt"
    lock.write_text(
        "# a comment\nclick==0.1\nno-such-package==1.0\nrich==0.2 ; python_version > '3'\n", encoding="utf-8"
    )
    (finding,) = [one for one in versions(ZH, lock) if one.key == "packages"]
    assert finding.level is Level.ILL
    assert "click" in finding.text
    assert "≠ 0.1" in finding.text
    assert "rich" in finding.text
    assert "no-such-package" not in finding.text
    assert levels(versions(ZH, tmp_path / "none"), "packages") == []
    assert levels(versions(ZH, LOCK), "python") == [Level.WELL]


# Settings.


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ("telegram", Level.HINT)),
        ({"telegram_token": TOKEN}, ("people", Level.ILL)),
        ({"telegram_token": TOKEN, "allow": "*"}, ("people", Level.HINT)),
        ({"telegram_token": TOKEN, "allow": "1"}, ("admins", Level.HINT)),
        ({"webhook_url": "http://example.org/x"}, ("webhook", Level.ILL)),
        ({"webhook_url": "https://example.org:8080/x"}, ("webhook", Level.ILL)),
        ({"webhook_url": "https://example.org:8443/x"}, ("webhook", Level.WELL)),
        (
            {"webhook_url": "http://example.org/x", "telegram_base_url": "http://127.0.0.1:8081/bot"},
            ("webhook", Level.WELL),
        ),
        ({"webhook_secret": "a" * 20}, ("webhook", Level.HINT)),
        ({"webhook_url": "https://example.org/x", "monitor_listen": "127.0.0.1:8080"}, ("monitor", Level.ILL)),
        ({"monitor_listen": "127.0.0.1:8080"}, ("monitor", Level.WELL)),
        ({"monitor_listen": "0.0.0.0:9090"}, ("monitor", Level.HINT)),
    ],
)
def test_settings_that_do_not_go_together(tmp_path: Path, values: dict[str, str], expected: tuple[str, Level]) -> None:
    """Who is answered, where Telegram is to call, where figures are shown; in both languages, and no secret in it."""
    key, level = expected
    for language in (ZH, EN):
        found = list(configuration(settings(tmp_path, **values), language))
        assert levels(iter(found), key) == [level]
        assert not any(TOKEN in one.text or "a" * 20 in one.text for one in found)


# The machine.


def test_memory_is_the_less_of_the_machines_and_the_containers(tmp_path: Path) -> None:
    """A container may have less than its machine; without any figure nothing is said."""
    meminfo, group = tmp_path / "meminfo", tmp_path / "group"
    assert list(machine.memory(ZH, meminfo, group)) == []
    meminfo.write_text("MemTotal: 9 kB\nMemAvailable:    2097152 kB\n", encoding="ascii")
    assert texts(machine.memory(ZH, meminfo, group)) == [ZH.memory_well.format(free=2048)]
    group.mkdir()
    (group / "memory.current").write_text(f"{400 * 2**20}\n", encoding="ascii")
    (group / "memory.stat").write_text(f"anon 5\ninactive_file {50 * 2**20}\n", encoding="ascii")
    (group / "memory.max").write_text("max\n", encoding="ascii")
    assert levels(machine.memory(ZH, meminfo, group), "memory") == [Level.WELL]
    (group / "memory.max").write_text(f"{512 * 2**20}\n", encoding="ascii")
    assert texts(machine.memory(ZH, meminfo, group)) == [ZH.memory_ill.format(free=162)]


@pytest.mark.parametrize(("off", "level"), [(0, Level.WELL), (59, Level.WELL), (-61, Level.ILL), (7200, Level.ILL)])
def test_a_clock_that_is_off_is_told(off: int, level: Level) -> None:
    """A minute is forgiven; the first other clock that is known counts, and without one nothing is said."""
    now = datetime.now(UTC)
    assert levels(clock((None, (now + timedelta(seconds=off), now)), ZH), "clock") == [level]
    assert list(clock((None, None), ZH)) == []


# The database.


def examined(held: Settings) -> list[Finding]:
    """The findings of the database."""
    kept = data.Data()
    try:
        return list(data.data(held, ZH, kept))
    finally:
        kept.close()


def state(folder: Path) -> dict[str, str]:
    """Every file of a folder and its digest."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """Neither in the home nor where the URL says."""
    for held in (settings(tmp_path), settings(tmp_path, database_url=f"sqlite:///{tmp_path / 'x' / 'y.db'}")):
        assert [(one.key, one.level) for one in examined(held)] == [("database", Level.HINT)]
    assert list(tmp_path.iterdir()) == []


def test_an_old_database_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    """It will be upgraded at the next start; what can be examined before is."""
    from alembic import command
    from alembic.config import Config

    file = tmp_path / "jianggao.db"
    file.write_bytes(blank())
    with database(file) as engine, writing(engine) as target:
        config = Config(attributes={"connection": target, "version_table": bot_store.VERSION_TABLE})
        config.set_main_option("script_location", str(bot_store.MIGRATIONS))
        command.downgrade(config, "0005")
    before = state(tmp_path)
    found = examined(settings(tmp_path))
    (finding,) = [one for one in found if one.key == "migrations"]
    assert finding.level is Level.HINT
    assert "bot_version 0005 → " in finding.text
    assert [one.key for one in found] == ["database", "migrations", "library", "contents"]
    assert state(tmp_path) == before


def test_a_newer_database_is_told(tmp_path: Path) -> None:
    """With what to do."""
    file = tmp_path / "jianggao.db"
    file.write_bytes(blank())
    with database(file) as engine, writing(engine) as target:
        target.execute(text("UPDATE corpus_version SET version_num = '0999'"))
    (finding,) = [one for one in examined(settings(tmp_path)) if one.level is Level.ILL]
    assert (finding.key, "0999" in finding.text) == ("migrations", True)


def test_postgresql_is_examined_as_well(tmp_path: Path, postgres_url: str) -> None:
    """Empty: nothing is made. Filled: counted and checked; its clock is compared with ours. No password is shown."""
    held = settings(tmp_path, database_url=postgres_url)
    assert [(one.key, one.level) for one in examined(held)] == [
        ("database", Level.WELL), ("migrations", Level.HINT)
    ]  # fmt: skip
    with Library.open(postgres_url) as library:
        bot_store.Store.open(library.engine)
        kept = data.Data()
        found = list(data.data(held, ZH, kept))
        assert [one.key for one in found] == ["database", "migrations", "library", "contents"]
        assert "PostgreSQL" in found[0].text
        assert levels(clock((kept.now,), ZH), "clock") == [Level.WELL]
        kept.close()
    wrong = settings(tmp_path, database_url="postgresql+psycopg://me:geheim@127.0.0.1:9/x")
    (finding,) = examined(wrong)
    assert (finding.key, finding.level) == ("database", Level.ILL)
    assert "geheim" not in finding.text


# The index.


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a speech and its index."""
    home = tmp_path_factory.mktemp("doctor") / "home"
    app = opened(home)
    app.library.add(make_speech([sentences(1), sentences(2)]))
    _ = app.engine
    app.library.close()
    return home


def opened(home: Path, encoder: str = "one") -> App:
    """A home with a small encoder."""
    app = App(settings(home), print)
    app.__dict__["encoder"] = HashEncoder(encoder)
    return app


@pytest.mark.parametrize(
    ("wrong", "level", "said"),
    [
        ("nothing", Level.WELL, ZH.index_well.format(passages=2)),
        ("missing", Level.ILL, ZH.index_missing),
        ("stale", Level.ILL, ZH.index_stale),
        ("damaged", Level.ILL, "已损坏"),
        ("encoder", Level.ILL, "one"),
        ("empty", Level.HINT, ZH.index_none),
    ],
)
def test_the_index_against_the_library(indexed: Path, tmp_path: Path, wrong: str, level: Level, said: str) -> None:
    """Missing, behind, damaged, of another model: told with what to do, and nothing is built."""
    home = tmp_path / "home"
    copytree(indexed, home)
    app = opened(home, "other" if wrong == "encoder" else "one")
    with app.library as library:
        match wrong:
            case "missing" | "empty":
                rmtree(home / "index")
                if wrong == "empty":
                    library.remove(library.speeches()[0].id)
            case "stale":
                library.add(make_speech([sentences(8), sentences(9)], title="另一篇讲话"))
            case "damaged":
                file = next(path for path in (home / "index").rglob("*") if path.is_file() and "gen-" in str(path))
                file.write_bytes(file.read_bytes() + b"x")
        before = state(home)
        (finding,) = searching.index(app, library, ZH)
        assert (finding.key, finding.level) == ("index", level)
        assert said in finding.text
        assert state(home) == before


# Telegram.


class Asked(BotApi):
    """A server that says of the bot what a test wants."""

    account: dict[str, Any]
    webhook: dict[str, Any]

    async def _get_me(self) -> dict[str, Any]:
        return {**await super()._get_me(), **getattr(self, "account", {})}

    async def _get_webhook_info(self) -> dict[str, Any]:
        empty = {"url": "", "has_custom_certificate": False, "pending_update_count": 3}
        return {**empty, **getattr(self, "webhook", {})}


@pytest.fixture
async def api() -> AsyncIterator[Asked]:
    """A local Bot API server."""
    async with Asked() as server:
        yield server


async def asked(api: BotApi, home: Path, token: str | None = None, **values: str) -> list[Finding]:
    """The findings about Telegram and the clock."""
    held = settings(home, telegram_token=token or api.token, telegram_base_url=api.base_url, allow="1", **values)
    heard = await asyncio.to_thread(ask, held)
    return [*telegram(heard, held, ZH), *clock((heard.now,), ZH)]


async def test_a_bot_that_telegram_knows(api: Asked, tmp_path: Path) -> None:
    """Its name, inline mode and groups as hints, how messages come and how many wait, and the server's clock."""
    found = await asked(api, tmp_path)
    assert [(one.key, one.level.value) for one in found] == [
        ("token", "well"), ("inline", "hint"), ("groups", "well"), ("updates", "well"), ("clock", "well")
    ]  # fmt: skip
    assert "@jianggao_bot" in found[0].text
    assert "/setinline" in found[1].text
    assert "3" in found[3].text
    api.account = {"supports_inline_queries": True, "can_read_all_group_messages": True}
    found = await asked(api, tmp_path)
    assert [one.level.value for one in found[:3]] == ["well", "well", "hint"]
    assert "/setprivacy" in found[2].text


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("getMe", Refused("Unauthorized", 401)), ZH.account_ill),
        (Fault("getMe", drop="before", times=9), "连不上"),
        (broken("getMe", 404), "JIANGGAO_TELEGRAM_BASE_URL"),
        (broken("getMe", 500), "连不上"),
        (Fault("getMe", body=b"<html>"), "没有按常规回答"),
    ],
    ids=["token", "network", "404", "500", "html"],
)
async def test_a_wrong_token_and_no_network_are_told_apart(api: Asked, tmp_path: Path, fault: Fault, said: str) -> None:
    """Each with what to do, and without the token."""
    api.fault(fault)
    found = await asked(api, tmp_path)
    assert (found[0].key, found[0].level) == ("token", Level.ILL)
    assert said in found[0].text
    assert not any(api.token.partition(":")[2] in one.text for one in found)


@pytest.mark.parametrize(
    ("webhook", "ours", "level", "said"),
    [
        ({"url": "https://example.org/x"}, None, Level.ILL, ZH.polling_webhook),
        ({}, "https://example.org/x", Level.ILL, ZH.webhook_missing),
        ({"url": "https://example.net/x"}, "https://example.org/x", Level.ILL, ZH.webhook_other),
        ({"url": "https://example.org/x"}, "https://example.org/x", Level.WELL, "webhook"),
    ],
)
async def test_how_messages_come_is_as_it_is_set(
    api: Asked, tmp_path: Path, webhook: dict[str, Any], ours: str | None, level: Level, said: str
) -> None:
    """A webhook where the bot polls, none where it should have one, one that is not ours."""
    api.webhook = webhook
    found = [
        one for one in await asked(api, tmp_path, **({"webhook_url": ours} if ours else {})) if one.key == "updates"
    ]
    assert [one.level for one in found] == [level]
    assert said in found[0].text


async def test_a_bot_of_which_telegram_says_no_more(api: Asked, tmp_path: Path) -> None:
    """The token is well although the second question has no answer."""
    api.fault(broken("getWebhookInfo", 500))
    found = await asked(api, tmp_path)
    assert [(one.key, one.level.value) for one in found if one.key in {"token", "updates"}] == [
        ("token", "well"), ("updates", "ill")
    ]  # fmt: skip


async def test_what_telegram_could_not_bring_is_told(api: Asked, tmp_path: Path) -> None:
    """For an hour, with its reason."""
    url = "https://example.org/x"
    for minutes, count in ((5, 2), (90, 1)):
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        api.webhook = {"url": url, "last_error_date": int(at.timestamp()), "last_error_message": "Connection refused"}
        found = [one for one in await asked(api, tmp_path, webhook_url=url) if one.key == "updates"]
        assert len(found) == count
    assert "Connection refused" not in found[0].text


# The command.


async def test_the_command_as_programs_call_it(api: Asked, tmp_path: Path, indexed: Path) -> None:
    """One JSON object with stable keys, the exit code, no token, and torch is not loaded for the built-in encoder."""
    home = tmp_path / "home"
    copytree(indexed, home)
    code = (
        "import sys\nfrom bot.cli import main\nsys.argv = ['jianggao', '--home', sys.argv[1], 'doctor', '--json']\n"
        "try:\n    main()\nfinally:\n    assert 'torch' not in sys.modules, 'torch'\n"
    )
    environment = {
        "PATH": "/usr/bin:/bin", "JIANGGAO_TELEGRAM_TOKEN": api.token, "JIANGGAO_TELEGRAM_BASE_URL": api.base_url,
        "JIANGGAO_ADMINS": "1", "JIANGGAO_LANGUAGE": "en",
    }  # fmt: skip

    def call() -> subprocess.CompletedProcess[str]:
        root = Path(__file__).parents[2]
        return subprocess.run(
            [sys.executable, "-c", code, str(home)],
            env=environment, capture_output=True, text=True, check=False, cwd=root, timeout=60,
        )  # fmt: skip

    done = await asyncio.to_thread(call)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert told["well"] is False
    assert {one["key"] for one in told["findings"]} == {
        "python", "packages", "settings", "disk", "memory", "database", "migrations", "library", "contents", "model",
        "index", "converter", "token", "inline", "groups", "updates", "clock",
    }  # fmt: skip
    assert [one["key"] for one in told["findings"] if one["level"] == "ill"] == ["index"]  # of another encoder
    assert api.token not in done.stdout + done.stderr


def test_every_part_is_examined_in_both_languages(indexed: Path, tmp_path: Path) -> None:
    """English findings for an English operator."""
    home = tmp_path / "home"
    copytree(indexed, home)
    app = App(settings(home, language="en"), print)
    app.__dict__["encoder"] = HashEncoder("one")
    found = list(examine(app))
    assert EN.contents_well in texts(iter(found))
    assert [one.text for one in found if re.search("[\u4e00-\u9fff]", one.text)] == []
