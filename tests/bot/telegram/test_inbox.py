"""The inbox: written down before it is confirmed, handled once, erased when done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from telegram import Bot, Update

from bot.store import Store
from bot.telegram.inbox import Inbox
from bot.workers import Workers
from corpus.database import open_engine

_BOT = Bot("987654321:AAE-another_token_of_more_than_30_letters")


def _update(number: int, words: str = "作风建设") -> Update:
    user = {"id": 7, "is_bot": False, "first_name": "王五"}
    message = {"message_id": 1, "date": 1700000000, "chat": {"id": 7, "type": "private"}, "from": user, "text": words}
    return Update.de_json({"update_id": number, "message": message}, _BOT)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A database with the bot's tables."""
    engine = open_engine(f"sqlite:///{tmp_path / 'jianggao.db'}")
    Store.open(engine)
    return engine


@pytest.fixture
async def inbox(engine: Engine) -> AsyncIterator[Inbox]:
    """An empty inbox."""
    async with Workers(1) as workers:
        yield Inbox(Store.on(engine), workers, "987654321")


async def _again(engine: Engine, account: str = "987654321") -> tuple[Inbox, int]:
    """The inbox of the next process, and how much it took over."""
    async with Workers(1) as workers:
        inbox = Inbox(Store.on(engine), workers, account)
        return inbox, await inbox.restore(_BOT)


async def test_an_update_is_queued_once(inbox: Inbox) -> None:
    """An update that was taken before is dropped; other objects pass."""
    for item in (_update(1), _update(2), _update(1), "stop"):
        await inbox.put(item)
    queued = [inbox.get_nowait() for _ in range(inbox.qsize())]
    assert [item.update_id if isinstance(item, Update) else item for item in queued] == [1, 2, "stop"]


async def test_what_was_not_finished_is_there_at_the_next_start(engine: Engine, inbox: Inbox) -> None:
    """Of two updates the unfinished one comes back whole, in a new process, and is not delivered a second time."""
    for number in (1, 2):
        await inbox.put(_update(number, f"要求{number}"))
    await inbox.finish(_update(1))
    later, restored = await _again(engine)
    assert restored == 1
    update = later.get_nowait()
    assert isinstance(update, Update)
    assert update == _update(2)
    assert update.message is not None
    assert update.message.text == "要求2"
    assert update.get_bot() is _BOT


async def test_another_bots_updates_are_left_alone(engine: Engine, inbox: Inbox) -> None:
    """Numbers are counted for each bot: with another token the same number is another update."""
    await inbox.put(_update(1))
    _, restored = await _again(engine, account="111")
    assert restored == 0


async def test_what_is_done_is_erased(engine: Engine, inbox: Inbox) -> None:
    """Once handled, nothing of what a person wrote stays in the receipts."""
    await inbox.put(_update(1))
    await inbox.finish(_update(1))
    await inbox.finish(_update(1))
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM receipts")).all()
    assert len(rows) == 1
    assert "作风" not in repr(rows)


async def test_a_broken_database_does_not_silence_the_bot(
    engine: Engine, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Where a receipt cannot be written the update is handled all the same, and the log says so, without its words."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE receipts"))
    await inbox.put(_update(1))
    await inbox.finish(_update(1))
    assert inbox.qsize() == 1
    assert caplog.text.count("更新 1") == 2
    assert "作风" not in caplog.text
