"""SIGKILL at random moments: no question unanswered, no favourite lost, none doubled (``make kills``)."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from bot.store import Store
from corpus.library import Library
from tests.botapi.server import BotApi
from tests.e2e.kills import kill_again_and_again
from tests.e2e.light import SPEECH
from tests.e2e.process import BotProcess

KILLS = int(os.environ.get("KILLS", "0"))


@pytest.mark.parametrize(("database", "few"), [("sqlite", 2), ("postgresql", 1)])
async def test_killed_again_and_again_the_bot_loses_nothing(
    database: str, few: int, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """People ask and keep meanwhile: each question is answered, in order, and each passage kept once.

    A message whose delivery was not noted before the kill comes twice: the window is one write to the database.
    """
    more = {}
    url = f"sqlite:///{tmp_path / 'jianggao.db'}"
    if database == "postgresql":
        url = request.getfixturevalue("postgres_url")
        more = {"JIANGGAO_DATABASE_URL": url}
    seed = random.SystemRandom().randrange(1000000) if KILLS else 1
    with Library.open(url) as library:
        library.add(SPEECH)
        store = Store.open(library.engine)
        async with BotApi() as api:
            bot = BotProcess(tmp_path, api, more=more, module=("tests.e2e.light",))
            try:
                account = await kill_again_and_again(bot, store, KILLS or few, seed)
            finally:
                await bot.kill()
    with capsys.disabled():
        if KILLS:
            print(f"\n{database}, seed {seed}: {account}")
    assert account.questions
    assert account.presses or KILLS < 5
    assert account.unanswered == []
    assert account.out_of_order == []
    assert account.lost == []
    assert account.kept_twice == []
    assert account.unshown == []
    assert account.open == []
    # Each kill can double at most what each of the people was just being sent.
    assert account.doubled <= account.kills
    assert api.token not in bot.log.read_text(errors="replace")
