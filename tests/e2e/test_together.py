"""Several processes behind a proxy on one PostgreSQL: each question answered once and in order, kills among them."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from bot.store import Store
from corpus.library import Library
from tests.bot.telegram.test_webhook import free_port
from tests.botapi.server import BotApi
from tests.e2e.kills import Account, Asker, judge, open_receipts
from tests.e2e.light import SPEECH
from tests.e2e.process import BotProcess

PEOPLE = 6
QUESTIONS = 2


async def test_two_processes_answer_each_question_once(postgres_url: str, tmp_path: Path) -> None:
    """Telegram's calls go to both in turn, some twice; one is killed among them and comes back; a press keeps once."""
    with Library.open(postgres_url) as library:
        library.add(SPEECH)
        store = Store.open(library.engine)
        async with BotApi() as api:
            bots = [_behind(api, tmp_path / name, postgres_url) for name in ("one", "other")]
            try:
                account = await _use(api, bots, store)
            finally:
                await asyncio.gather(*(bot.kill() for bot in bots))
        assert open_receipts(store) == []
    assert account.questions == PEOPLE * QUESTIONS
    assert account.presses == PEOPLE
    assert account.unanswered == account.out_of_order == account.lost == account.kept_twice == []
    assert account.doubled <= PEOPLE  # what was just being sent when one was killed
    for bot in bots:
        assert "补办" in bot.log.read_text(errors="replace")


def _behind(api: BotApi, home: Path, url: str) -> BotProcess:
    """A bot that the proxy brings Telegram's calls to."""
    home.mkdir()
    port = free_port()
    api.behind.append(f"http://127.0.0.1:{port}/")
    settings = {
        "JIANGGAO_DATABASE_URL": url,
        "JIANGGAO_WEBHOOK_URL": "https://bot.example/",
        "JIANGGAO_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
    }
    return BotProcess(home, api, more=settings, module=("tests.e2e.light",))


async def _use(api: BotApi, bots: list[BotProcess], store: Store) -> Account:
    """Let people ask and keep, and kill one of the bots meanwhile."""
    askers = [Asker(api.person(1001 + number), random.Random(number)) for number in range(PEOPLE)]
    await asyncio.gather(*(bot.start() for bot in bots))
    api.lose_answers = PEOPLE
    for number in range(QUESTIONS):
        for asker in askers:
            await asker.ask(3 * number)  # of one message each
    await api.until(lambda: any(asker.answers for asker in askers), 30)
    await bots[0].kill()
    await api.until(lambda: all(asker.answers for asker in askers), 60)
    for asker in askers:
        await asker.keep(asker.person.messages[0])
    await bots[0].start()
    await api.until(lambda: all(set(asker.expected) <= set(asker.answers) for asker in askers), 60)
    await api.until(lambda: not api.unconfirmed, 60)
    while open_receipts(store):  # noqa: ASYNC110 - other processes change it
        await asyncio.sleep(0.05)
    assert [await bot.terminate() for bot in bots] == [0, 0]
    account = Account(kills=1)
    for asker in askers:
        judge(account, asker, store)
    return account
