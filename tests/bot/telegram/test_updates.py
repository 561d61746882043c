"""Turn-taking: each chat in order, chats side by side, a bounded number at work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import CallbackQuery, Chat, Document, InlineQuery, Message, Update, User

from bot.telegram.updates import ChatByChat, aside, lane_of, rest

MOMENT = datetime(2024, 5, 1, tzinfo=UTC)


def _update(number: int, chat: int) -> Update:
    message = Message(number, MOMENT, Chat(chat, "private"), from_user=User(chat, "王五", False), text="一")
    return Update(number, message=message)


class _Log:
    """What was begun and ended, in order, and what was reported as handled."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.handled: list[int] = []
        self.left: list[int] = []
        self.at_work = 0
        self.most_at_work = 0

    async def work(self, number: int, seconds: float) -> None:
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        self.lines.append(f"begin {number}")
        try:
            await asyncio.sleep(seconds)
        finally:
            self.at_work -= 1
        self.lines.append(f"end {number}")

    async def handle(self, update: object, work: Awaitable[Any]) -> None:
        assert isinstance(update, Update)
        await work
        self.handled.append(update.update_id)

    def leave(self, update: object) -> None:
        assert isinstance(update, Update)
        self.left.append(update.update_id)


async def test_a_chat_is_served_in_order() -> None:
    """Three messages of one chat are handled one after another as they came, though the first takes longest."""
    log = _Log()
    processor = ChatByChat(log)
    waits = {1: 0.03, 2: 0.01, 3: 0.0}
    await asyncio.gather(
        *(processor.process_update(_update(number, 7), log.work(number, wait)) for number, wait in waits.items())
    )
    assert log.lines == ["begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"]
    assert log.handled == [1, 2, 3]


async def test_chats_do_not_wait_for_each_other() -> None:
    """A chat whose answer takes long, with a long queue behind it, does not hold up another chat."""
    log = _Log()
    processor = ChatByChat(log)
    slow = [asyncio.create_task(processor.process_update(_update(n, 7), log.work(n, 60))) for n in range(50)]
    await asyncio.sleep(0)
    await asyncio.wait_for(processor.process_update(_update(99, 8), log.work(99, 0)), 1)
    assert log.lines == ["begin 0", "begin 99", "end 99"]
    for task in slow:
        task.cancel()
    await asyncio.wait(slow)


async def test_a_bounded_number_is_at_work() -> None:
    """Of ten chats three are served at once where three may be, and in the end all are."""
    log = _Log()
    processor = ChatByChat(log, at_work=3)
    await asyncio.gather(*(processor.process_update(_update(n, n + 1), log.work(n, 0.005)) for n in range(10)))
    assert log.most_at_work == 3
    assert sorted(log.handled) == list(range(10))


async def test_what_was_cancelled_is_not_reported_as_handled() -> None:
    """An update at work and one that waits, both cancelled, stay unhandled; and no coroutine is left unawaited."""
    log = _Log()
    processor = ChatByChat(log)
    tasks = [asyncio.create_task(processor.process_update(_update(n, 7), log.work(n, 60))) for n in (1, 2)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    assert log.lines == ["begin 1"]
    assert log.handled == []


async def test_what_is_abandoned_is_not_handled() -> None:
    """Breaking off ends what is at work and what waits, and reports none of it as handled."""
    log = _Log()
    processor = ChatByChat(log)
    tasks = [asyncio.create_task(processor.process_update(_update(n, n % 2), log.work(n, 60))) for n in range(1, 5)]
    await asyncio.sleep(0)
    await processor.abandon()
    await processor.abandon()
    assert all(task.cancelled() for task in tasks)
    assert log.handled == []


async def test_a_failure_frees_the_chat() -> None:
    """When handling an update raises, the chat's next update is handled all the same."""

    async def fail() -> None:
        raise ValueError("坏了")

    log = _Log()
    processor = ChatByChat(log)
    with pytest.raises(ValueError, match="坏了"):
        await processor.process_update(_update(1, 7), fail())
    await processor.process_update(_update(2, 7), log.work(2, 0))
    assert log.handled == [2]


async def test_an_update_of_no_chat_waits_for_nobody() -> None:
    """An update that names neither chat nor person, such as one that could not be read, is handled at once."""
    log = _Log()
    await ChatByChat(log).process_update(Update(5), log.work(5, 0))
    assert log.handled == [5]


async def test_a_long_wait_takes_nobody_elses_place() -> None:
    """While one update rests, another is at work in its place; its own chat waits, and each place is given back."""
    log = _Log()
    processor = ChatByChat(log, at_work=1)

    async def refused() -> None:
        await rest(0.1)
        await log.work(1, 0)

    works = ((1, 7, refused()), (2, 7, log.work(2, 0)), (3, 8, log.work(3, 0)), (4, 9, log.work(4, 0)))
    await asyncio.gather(*(processor.process_update(_update(number, chat), work) for number, chat, work in works))
    assert log.handled == [3, 4, 1, 2]
    assert log.most_at_work == 1


async def test_told_to_stop_a_long_wait_is_broken_off() -> None:
    """It does not count as handled, nor does what waits behind it in its chat; a short wait is waited out."""
    log = _Log()
    processor = ChatByChat(log)
    long, behind, short, late = (
        asyncio.create_task(processor.process_update(_update(number, chat), _resting(log, number, seconds)))
        for number, chat, seconds in ((1, 7, 60), (2, 7, 0), (3, 8, 0.1), (4, 9, 0.05))
    )
    await asyncio.sleep(0.02)
    processor.stop_resting()
    after = asyncio.create_task(processor.process_update(_update(5, 10), _resting(log, 5, 60)))
    await asyncio.wait({long, behind, short, late, after}, timeout=2)
    assert [task.cancelled() for task in (long, behind, short, late, after)] == [True, True, False, False, True]
    assert sorted(log.handled) == [3, 4]
    assert sorted(log.left) == [1, 2, 3, 4, 5]
    await processor.process_update(_update(6, 7), log.work(6, 0))
    assert log.handled[-1] == 6


async def _resting(log: _Log, number: int, seconds: float) -> None:
    await rest(seconds)
    await log.work(number, 0)


async def test_what_stands_aside_takes_no_place() -> None:
    """With one place, another chat is served while a file is read; who rests meanwhile gives no place away twice."""
    log, read = _Log(), asyncio.Event()
    processor = ChatByChat(log, at_work=1)

    async def reading() -> None:
        async with aside():
            await rest(0)
            await read.wait()
        await log.work(1, 0)

    file = asyncio.create_task(processor.process_update(_update(1, 7), reading()))
    others = [asyncio.create_task(processor.process_update(_update(n, n), log.work(n, 0.01))) for n in (2, 3)]
    await asyncio.wait_for(asyncio.wait(others), 5)
    assert not file.done()
    read.set()
    await asyncio.wait_for(file, 5)
    assert (log.handled, log.most_at_work) == ([2, 3, 1], 1)


def test_whose_turn_an_update_waits_for() -> None:
    """A message waits for its chat, a file for the chat's files, a press under an inline result for its person."""
    user = User(7, "王五", False)
    assert lane_of(_update(1, -100)) == "-100"
    assert lane_of(Update(1, callback_query=CallbackQuery("1", user, "x", inline_message_id="i"))) == "7"
    chat = Chat(-100, "supergroup")
    sent = Message(1, MOMENT, chat, from_user=user, document=Document("f", "f"))
    assert lane_of(Update(1, message=sent)) == "files:-100"
    assert lane_of(Update(1, inline_query=InlineQuery("1", user, "作", ""))) is None
    assert lane_of(Update(1)) is None
    assert lane_of("stop") is None
