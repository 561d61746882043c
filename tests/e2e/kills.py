"""People who ask and keep while the bot is killed again and again, and an account of what became of it."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import select

from bot.store import Store
from bot.store.tables import favourites, receipts
from corpus.database import reading
from tests.botapi.people import Person
from tests.botapi.server import BotApi
from tests.botapi.shown import Shown
from tests.e2e.light import SPEECH, messages_of
from tests.e2e.process import BotProcess

PEOPLE = 6
BETWEEN = (0.1, 1.2)  # seconds between two things that one person does
AHEAD = 3  # messages that somebody may wait for and still ask
PATIENCE = 120.0
ANSWERS = ("sendMessage", "editMessageText", "answerCallbackQuery")


@dataclass
class Account:
    """What was asked and kept, and what became of it."""

    kills: int = 0
    questions: int = 0
    messages: int = 0
    presses: int = 0
    doubled: int = 0
    unanswered: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    kept_twice: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.questions} questions, {len(self.unanswered)} unanswered,"
            f" {len(self.out_of_order)} chats out of order; {self.messages} messages, {self.doubled} delivered twice;"
            f" {self.presses} favourites, {len(self.lost)} lost, {len(self.kept_twice)} kept twice,"
            f" {len(self.unshown)} not shown as kept;"
            f" {len(self.open)} receipts left open"
        )


class Asker:
    """A person who asks numbered questions, and keeps some of what comes."""

    def __init__(self, person: Person, chance: random.Random) -> None:
        self.person = person
        self.asked: list[str] = []
        self.kept: set[int] = set()
        self._chance = chance

    async def act(self) -> None:
        """Ask the next question; now and then keep what a message shows, or have Telegram deliver something twice."""
        while True:
            await asyncio.sleep(self._chance.uniform(*BETWEEN))
            # Few at a time: a chat gets a message a second at most, and all is to be answered in the end.
            if len(self.asked) < len(SPEECH.passages) and len(self.expected) - len(set(self.answers)) < AHEAD:
                await self.ask(len(self.asked))
            if self._chance.random() < 0.5:
                await self._keep_something()
            if self._chance.random() < 0.1 and self.person.updates:
                await self.person.api.redeliver(self._chance.choice(self.person.updates))

    async def ask(self, number: int) -> None:
        """Ask the question of a number."""
        self.asked.append(f"问{number}")
        await self.person.send(self.asked[-1])

    async def keep(self, message: Shown) -> None:
        """Keep what a message shows."""
        self.kept.add(_number(message))
        await self.person.press_key(message.keyboard[0][0].data, message)

    async def _keep_something(self) -> None:
        done = {_number(one) for one in self.person.messages if "★" in one.labels}
        offered = [one for one in self.person.messages if "☆" in one.labels]
        new = [one for one in offered if _number(one) not in self.kept]
        if new and len(self.kept - done) < AHEAD:
            await self.keep(self._chance.choice(new))
        elif offered and self._chance.random() < 0.1:  # an impatient thumb
            await self.keep(self._chance.choice(offered))

    @property
    def expected(self) -> list[str]:
        """The answers in order."""
        return [message for text in self.asked for message in messages_of(text)]

    @property
    def answers(self) -> list[str]:
        """What came, in order."""
        return [message.text for message in self.person.messages]


def _number(message: Shown) -> int:
    """The number of the question that a message answers."""
    return int(message.keyboard[0][0].data.removeprefix("1:"))


async def kill_again_and_again(bot: BotProcess, store: Store, kills: int, seed: int) -> Account:
    """Let people use the bot while it is killed at random moments, then let it finish, and see what became of it.

    Raises:
        TimeoutError: The bot did not finish in time once it was left alone.
    """
    chance = random.Random(seed)
    api = bot.api
    askers = [Asker(api.person(1001 + number), random.Random(seed + number)) for number in range(PEOPLE)]
    acting = [asyncio.create_task(asker.act()) for asker in askers]
    try:
        for _ in range(kills):
            await _let_live(bot, chance)
            await bot.kill()
    finally:
        for task in acting:
            task.cancel()
        await asyncio.gather(*acting, return_exceptions=True)
    await bot.start()
    account = Account(kills)
    try:
        await _until_quiet(api, store, askers)
    except TimeoutError:
        account.open = open_receipts(store)
    await bot.terminate()
    for asker in askers:
        judge(account, asker, store)
    account.open = open_receipts(store)
    return account


async def _let_live(bot: BotProcess, chance: random.Random) -> None:
    """Start the bot and let it work for a random time: some of its start, or until it has made a few calls."""
    if chance.random() < 0.15:
        await bot.spawn()
        await asyncio.sleep(chance.uniform(0, 1.5))
        return
    await bot.start()
    calls = len(bot.api.called(*ANSWERS)) + chance.randrange(12)
    with suppress(TimeoutError):  # all may have been answered
        await bot.api.until(lambda: len(bot.api.called(*ANSWERS)) >= calls, 4)
    await asyncio.sleep(chance.uniform(0, 0.1))


async def _until_quiet(api: BotApi, store: Store, askers: list[Asker]) -> None:
    async with asyncio.timeout(PATIENCE):
        while api.unconfirmed or open_receipts(store):  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(0.1)


def open_receipts(store: Store) -> list[str]:
    """Return the keys of the updates that are not finished."""
    with reading(store.engine) as connection:
        return list(connection.scalars(select(receipts.c.key).where(receipts.c.finished_at.is_(None))))


def judge(account: Account, asker: Asker, store: Store) -> None:
    """Add to an account what became of all that somebody asked and kept."""
    came = asker.answers
    account.questions += len(asker.asked)
    account.messages += len(came)
    account.unanswered += [text for text in asker.asked if not set(messages_of(text)) <= set(came)]
    once = [message for message, _ in groupby(came)]
    account.doubled += len(came) - len(once)
    if once != asker.expected:
        account.out_of_order.append(f"{asker.person.id}: {came}")
    account.presses += len(asker.kept)
    shown = {_number(one) for one in asker.person.messages if "★" in one.labels}
    account.unshown += [f"问{number}" for number in sorted(asker.kept - shown)]
    with reading(store.engine) as connection:
        of_person = favourites.c.person == f"tg:{asker.person.id}"
        kept = Counter(connection.scalars(select(favourites.c.passage_id).where(of_person)))
    wanted = {SPEECH.passages[number].id for number in asker.kept}
    account.lost += sorted(wanted - set(kept))
    account.kept_twice += sorted(one for one, times in kept.items() if times > 1 or one not in wanted)
