"""The inbox: written down before it is confirmed, handled once, erased when done, by one process or several."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, text
from telegram import Bot, Update

from bot.errors import GivenUp, StoreError
from bot.store import Receipt, Store, Taken
from bot.store.receipts import MAX_ATTEMPTS
from bot.telegram import delivery as module
from bot.telegram import inbox as inbox_module
from bot.telegram.delivery import Superseded, once
from bot.telegram.inbox import Inbox
from bot.telegram.updates import ChatByChat
from bot.workers import Workers
from corpus.database import open_engine

_ACCOUNT = "987654321"
_BOT = Bot(f"{_ACCOUNT}:AAE-another_token_of_more_than_30_letters")


def _update(number: int, words: str = "作风建设", chat: int = 7) -> Update:
    user = {"id": 7, "is_bot": False, "first_name": "王五"}
    kind = "private" if chat > 0 else "group"
    place = {"id": chat, "type": kind, "title": "组", "first_name": "王五"}
    message = {"message_id": 1, "date": 1700000000, "chat": place, "from": user, "text": words}
    return Update.de_json({"update_id": number, "message": message}, _BOT)


def _inline(number: int) -> Update:
    user = {"id": 7, "is_bot": False, "first_name": "王五"}
    query = {"id": "1", "from": user, "query": "作风", "offset": ""}
    return Update.de_json({"update_id": number, "inline_query": query}, _BOT)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the bot's tables, made once."""
    path = tmp_path_factory.mktemp("empty") / "jianggao.db"
    engine = open_engine(f"sqlite:///{path}")
    Store.open(engine)
    engine.dispose()
    return path


@pytest.fixture
def engine(empty: Path, tmp_path: Path) -> Engine:
    """A database with the bot's tables."""
    return open_engine(f"sqlite:///{shutil.copy(empty, tmp_path / 'jianggao.db')}")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes look every 20 ms for what others have left."""
    monkeypatch.setattr(inbox_module, "LOOK_EVERY", 0.02)


@asynccontextmanager
async def _process(
    engine: Engine, account: str = _ACCOUNT, *, must_write: bool = False, killed: bool = False
) -> AsyncIterator[Inbox]:
    """The inbox of a process, which ends in good order or is killed."""
    async with Workers(1) as workers:
        inbox = Inbox(Store.on(engine), workers, account, must_write=must_write)
        await inbox.restore(_BOT)
        try:
            yield inbox
        finally:
            inbox.stop_taking_over()
            if killed:
                inbox._presence.end()  # all that a kill leaves to be seen from outside
            else:
                await inbox.close()


@pytest.fixture
async def inbox(engine: Engine) -> AsyncIterator[Inbox]:
    """An empty inbox."""
    async with _process(engine) as inbox:
        yield inbox


def _queued(inbox: Inbox) -> list[Update]:
    return [item for item in (inbox.get_nowait() for _ in range(inbox.qsize())) if isinstance(item, Update)]


def _numbers(inbox: Inbox) -> list[int]:
    return [update.update_id for update in _queued(inbox)]


async def _nothing() -> None:
    return None


async def _handle(
    inbox: Inbox, update: Update, work: Callable[[], Coroutine[object, object, object]] = _nothing
) -> None:
    """As a chat's turn does it."""
    working = work()
    try:
        await inbox.handle(update, working)
    finally:
        inbox.leave(update)
        working.close()


class _Chat:
    """Where messages arrive; killed after ``last`` of them."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.last = 1000

    async def send(self, *messages: str) -> list[int]:
        return [await once(partial(self._arrive, message)) for message in messages]

    async def _arrive(self, message: str) -> int:
        if len(self.messages) == self.last:
            raise asyncio.CancelledError
        self.messages.append(message)
        return 100 + len(self.messages)


async def test_an_update_is_queued_once(inbox: Inbox) -> None:
    """An update that was taken before is dropped, in hand or done; other objects pass."""
    for item in (_update(1), _update(2), _update(1), "stop"):
        await inbox.put(item)
    assert inbox.qsize() == 3
    first, second = _queued(inbox)
    assert (first.update_id, second.update_id) == (1, 2)
    await _handle(inbox, first)
    await inbox.put(_update(1))
    assert inbox.qsize() == 0


async def test_what_was_not_finished_is_there_at_the_next_start(engine: Engine) -> None:
    """Of two updates the unfinished one comes back whole, in a new process, and is not delivered a second time."""
    async with _process(engine, killed=True) as inbox:
        for number in (1, 2):
            await inbox.put(_update(number, f"要求{number}"))
        await _handle(inbox, _queued(inbox)[0])
    async with _process(engine) as later:
        (update,) = _queued(later)
        assert update == _update(2)
        assert update.message is not None
        assert update.message.text == "要求2"
        assert update.get_bot() is _BOT
        await later.put(_update(2))
        assert later.qsize() == 0


async def test_another_bots_updates_are_left_alone(engine: Engine) -> None:
    """Numbers are counted for each bot: with another token the same number is another update."""
    async with _process(engine, killed=True) as inbox:
        await inbox.put(_update(1))
    async with _process(engine, account="111") as later:
        assert later.qsize() == 0


async def test_what_is_done_is_erased(engine: Engine, inbox: Inbox) -> None:
    """Once handled, nothing of what a person wrote stays in the receipts."""
    await inbox.put(_update(1))
    await _handle(inbox, _update(1))
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM receipts")).all()
    assert len(rows) == 1
    assert "作风" not in repr(rows)


async def test_an_inline_query_is_not_written_down(engine: Engine, inbox: Inbox) -> None:
    """It expires before it could be handled a second time; and it waits for no answer in the chat."""
    await inbox.put(_inline(1))
    (update,) = _queued(inbox)
    await _handle(inbox, update)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM receipts")).scalar() == 0


async def test_a_chat_waits_for_the_process_that_has_it(engine: Engine, inbox: Inbox) -> None:
    """What a second process takes for a chat waits until the first is done with it, and is then handled in order."""
    async with _process(engine) as other:
        await inbox.put(_update(1))
        await other.put(_update(2))
        await inbox.put(_update(3))
        await other.put(_update(4, chat=-8))
        assert (_numbers(inbox), _numbers(other)) == ([1], [4])
        await _handle(inbox, _update(1))
        assert (_numbers(inbox), _numbers(other)) == ([2, 3], [])
        await other.put(_update(5))
        await _handle(inbox, _update(2))
        await _handle(inbox, _update(3))
        assert _numbers(inbox) == [5]


@pytest.mark.usefixtures("quick")
async def test_what_a_killed_process_had_is_soon_with_another(engine: Engine, inbox: Inbox) -> None:
    """A living process finds it by itself, once; and leaves alone what another living one has."""
    async with _process(engine) as busy:
        await busy.put(_update(9, chat=-9))
        async with _process(engine, killed=True) as killed:
            await killed.put(_update(1))
            await killed.put(_update(2))
            await inbox.put(_update(3))
            await asyncio.sleep(0.1)
            assert _numbers(inbox) == []
            assert _numbers(busy) == [9]  # before the kill: at once after it, it may be busy who takes over
        found = [asyncio.create_task(one.get()) for one in (inbox, busy)]
        done, waiting = await asyncio.wait(found, timeout=5, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        assert [task.result() for task in done] == [_update(1)]
        await asyncio.sleep(0.1)
        assert [*_numbers(inbox), *_numbers(busy)] == [2, 3]


async def test_messages_that_were_delivered_are_not_sent_again(engine: Engine) -> None:
    """Killed between two messages of an answer: the next process sends the rest, and knows the ids of all."""
    chat = _Chat()
    chat.last = 2
    async with _process(engine, killed=True) as inbox:
        await inbox.put(_update(1))
        with pytest.raises(asyncio.CancelledError):
            await _handle(inbox, _update(1), lambda: chat.send("一", "二", "三"))
    chat.last = 1000
    known: list[int] = []

    async def answer() -> None:
        known.extend(await chat.send("一", "二", "三"))

    async with _process(engine) as later:
        await _handle(later, _queued(later)[0], answer)
    assert chat.messages == ["一", "二", "三"]
    assert known == [101, 102, 103]
    async with _process(engine) as last:
        assert last.qsize() == 0


async def test_a_message_before_long_work_is_noted_while_it_lasts(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the work that follows a message: that message is not sent again."""
    monkeypatch.setattr(module, "NOTE_AFTER", 0.01)
    chat = _Chat()

    async def work() -> None:
        await chat.send("请稍候")
        await asyncio.sleep(0.1)
        raise asyncio.CancelledError

    async with _process(engine, killed=True) as inbox:
        await inbox.put(_update(1))
        with pytest.raises(asyncio.CancelledError):
            await _handle(inbox, _update(1), work)
    async with _process(engine) as later:
        await _handle(later, _queued(later)[0], lambda: chat.send("请稍候", "好了"))
    assert chat.messages == ["请稍候", "好了"]


async def test_an_answer_of_one_message_costs_two_writes(engine: Engine, inbox: Inbox) -> None:
    """One to take it, one to mark it done; each further message costs one more."""
    assert await _writes(engine, inbox, 1, "一") == 2
    assert await _writes(engine, inbox, 2, "一", "二", "三") == 4


async def _writes(engine: Engine, inbox: Inbox, number: int, *messages: str) -> int:
    from sqlalchemy import event

    writes = []

    def begun(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            writes.append(statement)

    event.listen(engine, "before_cursor_execute", begun)
    try:
        await inbox.put(_update(number))
        await _handle(inbox, _update(number), lambda: _Chat().send(*messages))
    finally:
        event.remove(engine, "before_cursor_execute", begun)
    return len(writes)


async def test_what_ends_the_process_each_time_is_given_up_and_told(
    engine: Engine, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun so often and never finished, it is not begun again: its person is told, and it is done."""
    async with _process(engine, killed=True) as inbox:
        await inbox.put(_update(1))
    monkeypatch.setattr(inbox_module, "CAUTION", 0.0)
    begun = 1
    told: list[tuple[int, GivenUp]] = []

    async def tell(update: Update, error: GivenUp) -> None:
        told.append((update.update_id, error))

    async def fatal() -> None:
        nonlocal begun
        begun += 1
        raise asyncio.CancelledError

    while not told:
        async with _process(engine, killed=True) as later:
            later.give_up = tell
            (update,) = _queued(later)
            try:
                await _handle(later, update, fatal)
            except asyncio.CancelledError:
                continue
    assert begun == MAX_ATTEMPTS
    assert [number for number, _ in told] == [1]
    assert f"{_ACCOUNT}:1" in caplog.text
    async with _process(engine) as last:
        assert last.qsize() == 0


async def test_what_is_taken_over_and_never_begun_is_not_given_up(engine: Engine) -> None:
    """However often a process is killed before it comes to a question, the question waits."""
    async with _process(engine, killed=True) as inbox:
        await inbox.put(_update(1))
    for _ in range(5):
        async with _process(engine, killed=True) as later:
            assert _numbers(later) == [1]


async def test_what_may_end_the_process_waits_until_others_are_served(engine: Engine) -> None:
    """Begun three times and never finished, it is begun again only in a process that has lasted for a while."""
    async with _process(engine, killed=True) as inbox:
        await inbox.put(_update(1))
    for _ in range(2):
        async with _process(engine, killed=True) as later:
            with pytest.raises(asyncio.CancelledError):
                await _handle(later, _queued(later)[0], _killed)
    for _ in range(MAX_ATTEMPTS):
        async with _process(engine, killed=True) as later:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(_handle(later, _queued(later)[0]), 0.05)


async def _killed() -> None:
    raise asyncio.CancelledError


async def test_what_is_killed_while_it_is_sent_is_not_given_up(engine: Engine) -> None:
    """However often a process is killed while it sends an answer, the answer comes."""
    chat = _Chat()
    chat.last = 0
    async with _process(engine, killed=True) as inbox:
        await inbox.put(_update(1))
    for _ in range(2 * MAX_ATTEMPTS):
        async with _process(engine, killed=True) as later:
            with pytest.raises(asyncio.CancelledError):
                await _handle(later, _queued(later)[0], lambda: chat.send("一"))
    chat.last = 1
    async with _process(engine) as last:
        await _handle(last, _queued(last)[0], lambda: chat.send("一"))
    assert chat.messages == ["一"]


async def test_what_another_took_over_is_not_answered_here(engine: Engine) -> None:
    """A process that lost its lock asks before it begins and before each message, and breaks off."""
    chat = _Chat()
    async with _process(engine) as inbox:
        for number, where in ((1, 7), (2, -7), (3, -8)):
            await inbox.put(_update(number, chat=where))

        async def slow() -> None:
            await chat.send("一")
            inbox._presence.end()  # the lock is lost
            async with _process(engine) as other:
                assert sorted(_numbers(other)) == [1, 2, 3]
                await _handle(other, _update(2, chat=-7))
                await chat.send("二")

        with pytest.raises(Superseded):
            await _handle(inbox, _update(1), slow)
        await _handle(inbox, _update(2, chat=-7), lambda: chat.send("三"))
        assert chat.messages == ["一"]
        # The other has ended and left it: nobody else has it now.
        await inbox.restore(_BOT)
        assert _numbers(inbox) == [1, 2, 3, 1]


async def test_an_update_that_cannot_be_read_any_more_is_passed_over(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Written by another version, or damaged: it is finished without its words in the log, and the next is handled."""
    async with _process(engine, killed=True) as inbox:
        await inbox.put(_update(1, "机密的要求"))
        await inbox.put(_update(2))
    with engine.begin() as connection:
        connection.execute(text('UPDATE receipts SET payload = \'{"message": "机密的要求"}\' WHERE place = 0'))
    async with _process(engine) as later:
        first, second = _queued(later)
        assert (first.update_id, first.message) == (1, None)
        assert second == _update(2)
        await _handle(later, first)
    async with _process(engine) as last:
        assert _numbers(last) == [2]
    assert "无法解读" in caplog.text
    assert "机密的要求" not in caplog.text


async def test_a_broken_database_does_not_silence_the_bot(
    engine: Engine, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Where a receipt cannot be written the update is handled all the same, and the log says so, without its words."""
    _hide(engine)
    await inbox.put(_update(1))
    chat = _Chat()
    await _handle(inbox, _update(1), lambda: chat.send("一", "二"))
    assert chat.messages == ["一", "二"]
    assert inbox.qsize() == 1
    assert caplog.text.count("更新 1") == 1
    assert caplog.text.count(f"更新 {_ACCOUNT}:1") == 1
    assert "作风" not in caplog.text


@pytest.mark.usefixtures("quick")
async def test_what_could_not_be_written_is_answered_though_the_database_stays_away(
    engine: Engine, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update without a receipt is nobody else's: it is answered though it is not known whether our lock is ours."""

    def away() -> bool:
        raise StoreError("与数据库的连接断开。")

    _hide(engine)
    await inbox.put(_update(1))
    monkeypatch.setattr(inbox._presence, "check", away)
    await asyncio.sleep(0.1)
    chat = _Chat()
    (update,) = _queued(inbox)
    await _handle(inbox, update, lambda: chat.send("一"))
    assert chat.messages == ["一"]


@pytest.mark.usefixtures("quick")
async def test_what_cannot_be_begun_for_a_moment_keeps_its_place(engine: Engine) -> None:
    """An update that was taken over waits for a database that does not answer, and those behind it wait for it."""
    async with _process(engine, killed=True) as killed:
        for number in (1, 2):
            await killed.put(_update(number))
    async with _process(engine) as inbox:
        chats, desk = _Chat(), ChatByChat(inbox)
        _hide(engine)
        tasks = [
            asyncio.create_task(desk.process_update(update, chats.send(str(update.update_id))))
            for update in _queued(inbox)
        ]
        await asyncio.sleep(0.05)
        assert chats.messages == []
        _hide(engine, back=True)
        await inbox.put(_update(3))
        tasks += [
            asyncio.create_task(desk.process_update(update, chats.send(str(update.update_id))))
            for update in _queued(inbox)
        ]
        await asyncio.gather(*tasks, return_exceptions=True)
        assert chats.messages == ["1", "2", "3"]


@pytest.mark.usefixtures("quick")
async def test_a_call_that_is_broken_off_while_it_is_written_down_loses_nothing(engine: Engine, inbox: Inbox) -> None:
    """Delivered again it is taken, and what was written down though nobody waited for it is found at the next look."""
    putting = asyncio.create_task(inbox.put(_update(1)))
    await asyncio.sleep(0)
    putting.cancel()
    await asyncio.wait({putting})
    await inbox.put(_update(1))
    await asyncio.sleep(0.2)
    assert _numbers(inbox) == [1]


async def test_what_must_be_written_down_and_cannot_is_refused(engine: Engine) -> None:
    """Where Telegram delivers again what we refuse, an update is refused rather than lost, and taken the next time."""
    async with _process(engine, must_write=True) as inbox:
        _hide(engine)
        with pytest.raises(StoreError):
            await inbox.put(_update(1))
        assert inbox.qsize() == 0
        _hide(engine, back=True)
        await inbox.put(_update(1))
        assert _numbers(inbox) == [1]


@pytest.mark.usefixtures("quick")
async def test_what_was_handled_while_the_database_was_away_is_marked_later(engine: Engine, inbox: Inbox) -> None:
    """An answered update whose mark could not be written is not answered again when the database is back."""
    await inbox.put(_update(1))
    await inbox.put(_update(2))
    assert _numbers(inbox) == [1, 2]
    _hide(engine)
    await _handle(inbox, _update(1))
    await asyncio.sleep(0.1)
    _hide(engine, back=True)
    await asyncio.sleep(0.2)
    assert inbox.qsize() == 0
    await inbox.close()
    async with _process(engine) as later:
        assert _numbers(later) == [2]


async def test_what_is_claimed_while_the_bot_stops_is_left_to_others(
    engine: Engine, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Queued behind the end nobody would handle it, and the end would wait for it in vain."""
    finish, claimed, told = inbox._receipts.finish, Event(), Event()

    def slowly(*what: str, claims: bool) -> tuple[Receipt, ...]:
        found = finish(*what, claims=claims)
        claimed.set()
        told.wait(5)
        return found

    monkeypatch.setattr(inbox._receipts, "finish", slowly)
    async with _process(engine) as other:
        await inbox.put(_update(1))
        await other.put(_update(2))
        (update,) = _queued(inbox)
        handling = asyncio.create_task(_handle(inbox, update))
        await asyncio.to_thread(claimed.wait, 5)
        inbox.stop_taking_over()
        told.set()
        await handling
        assert inbox.qsize() == 0
        await inbox.close()
        assert await asyncio.wait_for(other.get(), 5) == _update(2)


async def test_an_update_that_cannot_be_written_for_whatever_reason_does_not_end_polling(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is handled all the same, and the log does not repeat what may be its words."""

    def take(*_: str) -> Taken:
        raise ValueError("作风")

    monkeypatch.setattr(inbox._receipts, "take", take)
    await inbox.put(_update(1))
    assert _numbers(inbox) == [1]
    assert "ValueError" in caplog.text
    assert "作风" not in caplog.text


@pytest.mark.usefixtures("quick")
async def test_a_fault_that_nobody_thought_of_does_not_end_the_looks(
    engine: Engine, inbox: Inbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What others leave would wait for ever: the next look is taken all the same."""
    check, faults = inbox._presence.check, [RuntimeError("一")]

    def once_wrong() -> bool:
        if faults:
            raise faults.pop()
        return check()

    monkeypatch.setattr(inbox._presence, "check", once_wrong)
    async with _process(engine) as other:
        await other.put(_update(1))
    await asyncio.sleep(0.2)
    assert _numbers(inbox) == [1]
    assert "RuntimeError" in caplog.text


def _hide(engine: Engine, *, back: bool = False) -> None:
    names = ("hidden", "receipts") if back else ("receipts", "hidden")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE {} RENAME TO {}".format(*names)))
