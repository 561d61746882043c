"""Updates that Telegram brings: taken from Telegram alone, written down before it is told so, and none lost."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.errors import SettingsError
from bot.monitoring.meters import Call, Meters
from bot.replies import Outcome
from bot.settings import EVERYBODY
from bot.telegram import webhook
from bot.telegram.webhook import Webhook, secret_of
from tests.bot.telegram.conftest import ADMIN, ALLOWED, Running, card
from tests.botapi.faults import Fault, too_many
from tests.botapi.rules import Refused
from tests.botapi.server import BotApi
from tests.botapi.webhook import SECRET_HEADER

JSON = "application/json"


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def on_webhook(halted: Running, path: str = "/推送") -> Running:
    """The same bot, for anybody, called at this path."""
    port = free_port()
    changes = {
        "webhook_url": f"http://127.0.0.1:{port}{path}",
        "webhook_listen": f"127.0.0.1:{port}",
        "allow": EVERYBODY,
    }
    return replace(halted, settings=halted.settings.model_copy(update=changes))


@pytest.fixture
def called(halted: Running) -> Running:
    """A bot that Telegram is to call, and that does not run yet."""
    return on_webhook(halted)


@pytest.fixture
async def bot(called: Running) -> AsyncIterator[Running]:
    """A bot that Telegram calls."""
    async with called.running():
        yield called


@pytest.fixture
async def stranger() -> AsyncIterator[aiohttp.ClientSession]:
    """Somebody who speaks HTTP."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield session


def url_of(bot: Running) -> str:
    """Where Telegram calls it."""
    return str(bot.settings.webhook_url)


async def test_questions_and_presses_are_answered(called: Running) -> None:
    """What waited before the start and what comes later; Telegram is told where, with which secret and for what."""
    person, other = called.api.person(ALLOWED), called.api.person(ADMIN)
    await person.send("之前")
    async with called.running():
        message = await person.reply()
        await person.press("▶")
        await person.edited(message)
        await other.send("之后")
        assert (await other.reply()).quotes() == ["之后"]
    (call,) = called.api.called("setWebhook")
    assert call.parameters["secret_token"] == secret_of(called.settings)
    wanted = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]
    assert call.parameters["allowed_updates"] == wanted
    assert call.parameters.get("drop_pending_updates", "false").lower() == "false"
    assert not called.api.called("getUpdates", "deleteWebhook")
    assert [one.status for one in called.api.delivered] == [200, 200, 200]


async def test_one_chat_keeps_its_order(bot: Running) -> None:
    """Questions of one person are heard in the order they were asked."""
    person, said = bot.api.person(ALLOWED), [str(number) for number in range(8)]
    for words in said[:-1]:
        bot.conversation.says(words, Outcome())  # nothing is sent, so that no limit holds it up
    for words in said:
        await person.send(words)
    await person.reply()
    assert [words for _, words in bot.conversation.heard] == said


async def test_only_telegram_is_heard(
    bot: Running, stranger: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever has no secret, a wrong one or two, another path, method or type, or sends too much: refused, unlogged."""
    caplog.set_level("DEBUG")
    secret, url = secret_of(bot.settings), url_of(bot)
    person = bot.api.person(ALLOWED)
    await person.send("问")
    await person.reply()
    forged = json.dumps(person.updates[0] | {"update_id": 77}).replace("问", "机密的要求")

    async def post(
        body: str | bytes = forged, said: tuple[str, ...] = (secret,), *, to: str = url, kind: str = JSON
    ) -> int:
        headers = [("Content-Type", kind), *((SECRET_HEADER, one) for one in said)]
        async with stranger.post(to, data=body, headers=headers) as response:
            assert "Server" not in response.headers
            assert await response.read() == b""
            return response.status

    wrong = "wrong-secret-of-somebody"
    for said in ((), ("",), (wrong,), ("é" * 9,), (secret, wrong), (secret[:-1],), (f"{secret} ", f"{secret}x")):
        assert await post(said=said) == 401
    for path in ("/", "/healthz", "/metrics", "/readyz", "/推送/", "/推送/../x"):
        assert await post(to=url.replace("/推送", path)) == 404
    async with stranger.get(url, headers={SECRET_HEADER: secret}) as response:
        assert response.status == 405
        assert response.headers["Allow"] == "POST"
    assert await post(kind="text/plain") == 415
    assert await post("{") == 400
    assert await post("[" * 100_000) == 400
    assert await post(b"\xff\xfe\x00") == 400
    assert await post(b" " * (webhook.BODY_BYTES + 1)) == 413
    async with stranger.post(url, data=_endless(), headers={SECRET_HEADER: secret, "Content-Type": JSON}) as response:
        assert response.status == 413

    assert [said for _, said in bot.conversation.heard] == ["问"]
    for unsaid in (secret, wrong, "机密的要求", bot.api.token):
        assert unsaid not in caplog.text


async def _endless() -> AsyncIterator[bytes]:
    for _ in range(2 + webhook.BODY_BYTES // 65536):
        yield b" " * 65536


async def test_what_is_no_http_leaves_no_trace(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """A request that cannot be parsed, with a secret and somebody's words in it, is answered and not logged."""
    caplog.set_level("DEBUG")
    secret = secret_of(bot.settings)
    host, _, port = bot.settings.webhook_listen.rpartition(":")
    broken = (
        f"POST /x HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {secret}\x00\r\n\r\n",
        f"{secret} 机密的要求\r\n\r\n",
        f"POST /x HTTP/1.1\r\n{SECRET_HEADER} : {secret}\r\nContent-Length: 机密的要求\r\n\r\n",
    )
    for raw in broken:
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(raw.encode())
        assert b" 400 " in await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        await writer.wait_closed()
    assert secret not in caplog.text
    assert "机密的要求" not in caplog.text


async def test_an_update_that_cannot_be_read_is_passed_over(
    bot: Running, stranger: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    """It is taken, so that it does not come again, and logged by its number; one without a number likewise."""
    headers = {SECRET_HEADER: secret_of(bot.settings)}
    poisons: list[object] = [{"update_id": 5003, "message": "机密的要求"}, {"message": {}}, ["机密的要求"], 5]
    for poison in poisons:
        async with stranger.post(url_of(bot), json=poison, headers=headers) as response:
            assert response.status == 200
    person = bot.api.person(ALLOWED)
    await person.send("之后")
    assert (await person.reply()).quotes() == ["之后"]
    assert "略过更新 5003" in caplog.text
    assert "机密的要求" not in caplog.text


async def test_what_is_delivered_twice_is_answered_once(bot: Running) -> None:
    """Our 200 was lost on the way, so it comes again, and again after it was answered."""
    person = bot.api.person(ALLOWED)
    bot.api.lose_answers = 2
    number = await person.send("一")
    await bot.api.until(lambda: not bot.api.unconfirmed)
    await person.reply()
    await bot.api.redeliver(person.updates[0])
    await bot.api.until(lambda: not bot.api.unconfirmed)
    assert [one.status for one in bot.api.delivered] == [0, 0, 200, 200]
    assert {one.number for one in bot.api.delivered} == {number}
    assert [said for _, said in bot.conversation.heard] == ["一"]
    assert len(person.messages) == 1


async def test_what_cannot_be_written_down_comes_again(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """While the database is away Telegram is told 503; once it is back the question is answered, once."""
    engine = bot.store.engine
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE receipts RENAME TO away"))
    person = bot.api.person(ALLOWED)
    await person.send("一")
    await bot.api.until(lambda: len(bot.api.delivered) >= 2)
    assert {one.status for one in bot.api.delivered} == {503}
    assert not bot.conversation.heard
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO receipts"))
    assert (await person.reply()).quotes() == ["一"]
    await bot.api.until(lambda: not bot.api.unconfirmed)
    assert len(bot.conversation.heard) == 1
    assert "未能记下" in caplog.text


async def test_a_stop_under_load_loses_nothing(called: Running) -> None:
    """Stopped while many people ask: each is answered once, by this process or by the next."""
    people = [called.api.person(2000 + number) for number in range(24)]
    called.conversation.says("慢", Outcome((card("答"),)), after=0.1)

    async def ask() -> None:
        for person in people:
            await person.send("慢")
            await asyncio.sleep(0)

    async with called.running():
        asking = asyncio.create_task(ask())
        await called.api.until(lambda: len(called.conversation.heard) >= 5)
    await asking
    assert called.api.hook is not None  # it stays: another process may serve it
    async with called.running():
        await called.api.until(lambda: all(person.messages for person in people), 10)
    assert [len(person.messages) for person in people] == [1] * len(people)
    assert not called.api.unconfirmed


async def test_from_polling_to_a_webhook_and_back_nothing_is_lost(halted: Running) -> None:
    """Whichever way updates come, those that waited during the change are answered."""
    called = on_webhook(halted)
    people = [halted.api.person(ADMIN), halted.api.person(ALLOWED), halted.api.person(ADMIN, "赵六")]
    for person, bot in zip(people, (halted, called, halted), strict=True):
        count = len(person.messages)
        await person.send("问")
        async with bot.running():
            await person.reply(count + 1)
        assert (halted.api.hook is not None) == (bot is called)
    assert len(halted.conversation.heard) == 3
    assert not halted.api.unconfirmed
    assert all(call.parameters.get("drop_pending_updates", "false").lower() == "false" for call in halted.api.calls)


async def test_a_webhook_that_cannot_be_set_yet_is_set_later(called: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dropped line, a name that Telegram does not know yet, and a 429 as several processes start together."""
    monkeypatch.setattr(webhook, "FIRST_WAIT", 0.01)
    called.api.fault(Fault("setWebhook", drop="before"))
    called.api.fault(Fault("setWebhook", Refused("Bad Request: bad webhook: Failed to resolve host: unknown name")))
    called.api.fault(too_many("setWebhook", 1))
    person = called.api.person(ALLOWED)
    await person.send("问")
    async with called.running():
        assert (await person.reply()).quotes() == ["问"]
    assert [call.status for call in called.api.called("setWebhook")] == [400, 429, 200]


async def test_a_url_that_telegram_refuses_is_told(called: Running) -> None:
    """It ends the start, with the variable and Telegram's own words."""
    called.api.fault(Fault("setWebhook", Refused("Bad Request: bad webhook: IP address 10.0.0.1 is reserved")))
    with pytest.raises(SettingsError, match=r"JIANGGAO_WEBHOOK_URL.*10\.0\.0\.1 is reserved"):
        async with called.running():
            pass


async def test_a_port_that_is_taken_is_told(called: Running) -> None:
    """It ends the start, with the variable, its value and what to do."""
    host, _, port = called.settings.webhook_listen.rpartition(":")
    with socket.create_server((host, int(port))), pytest.raises(SettingsError, match="JIANGGAO_WEBHOOK_LISTEN=127"):
        async with called.running():
            pass
    assert not called.api.called("setWebhook")


def test_processes_agree_on_the_secret(halted: Running) -> None:
    """The same token makes the same secret, another token another; neither shows it; one that is set goes before."""
    settings = halted.settings
    made = secret_of(settings)
    assert made == secret_of(settings.model_copy(update={"home": settings.home / "other"}))
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value().partition(":")[2] not in made
    other = settings.model_copy(update={"telegram_token": SecretStr("987654321:AAE-another_token_of_35_letters")})
    assert secret_of(other) != made
    chosen = "chosen-by-the-operator"
    assert secret_of(settings.model_copy(update={"webhook_secret": SecretStr(chosen)})) == chosen


class _Gate:
    """A sink that takes nothing until it is opened, or fails."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.entered = asyncio.Event()
        self.error: Exception | None = None

    async def put(self, item: object) -> None:
        self.entered.set()
        await self.opened.wait()
        if self.error:
            raise self.error


class _Calls(Meters):
    def __init__(self) -> None:
        self.calls: list[Call] = []

    def called(self, call: Call) -> None:
        self.calls.append(call)


@asynccontextmanager
async def _gated(called: Running, meters: Meters) -> AsyncIterator[_Gate]:
    gate = _Gate()
    async with Bot(called.api.token, base_url=called.api.base_url, base_file_url=called.api.base_file_url) as bot:
        hook = Webhook(called.settings, bot, gate, ["message"], meters)
        await hook.start()
        try:
            yield gate
        finally:
            await hook.stop()


async def test_a_call_that_comes_while_the_same_is_written_comes_again(
    called: Running, stranger: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody knows yet whether it can be written, so 503; a fault of ours is 503 too, and told by its kind alone."""
    update, headers, meters = {"update_id": 1}, {SECRET_HEADER: secret_of(called.settings)}, _Calls()

    async def post() -> int:
        async with stranger.post(url_of(called), json=update, headers=headers) as response:
            return response.status

    async with _gated(called, meters) as gate:
        first = asyncio.create_task(post())
        await gate.entered.wait()
        assert await post() == 503
        gate.opened.set()
        assert await first == 200
        gate.error = RuntimeError("机密的要求")
        assert await post() == 503
    assert meters.calls == [Call.FAILED, Call.TAKEN, Call.FAILED]
    assert "RuntimeError" in caplog.text
    assert "机密的要求" not in caplog.text


async def test_a_call_under_way_is_answered_before_the_end(called: Running, stranger: aiohttp.ClientSession) -> None:
    """Told to stop, the server takes no more calls and finishes the one it has."""
    headers = {SECRET_HEADER: secret_of(called.settings)}

    async def post() -> int:
        async with stranger.post(url_of(called), json={"update_id": 1}, headers=headers) as response:
            return response.status

    async with _gated(called, Meters()) as gate:
        first = asyncio.create_task(post())
        await gate.entered.wait()
        asyncio.get_running_loop().call_later(0.2, gate.opened.set)
    assert await first == 200
    with pytest.raises(aiohttp.ClientError):
        await post()


async def test_the_local_server_sets_deletes_and_describes_webhooks() -> None:
    """As the service: a conflict with polling while it is set, unknown schemes and secrets refused, nothing dropped."""
    async with BotApi() as api, Bot(api.token, base_url=api.base_url) as bot:
        await api.person(1).send("问")
        assert (await bot.get_webhook_info()).url == ""
        for url, secret in (("ftp://x", "a"), ("https://x", "空 格")):
            with pytest.raises(BadRequest, match=r"ad webhook|unallowed"):
                await bot.set_webhook(url, secret_token=secret)
        await bot.set_webhook("https://127.0.0.1:1/x", secret_token="a")
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == ("https://127.0.0.1:1/x", 1)
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert len(await bot.get_updates()) == 1
