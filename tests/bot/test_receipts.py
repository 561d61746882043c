"""Receipts of updates, shared by several processes: each is handled, in its turn, and once."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text

from bot.store import MIGRATIONS, VERSION_TABLE, Receipt, Store, Taken
from bot.store.connection import reading, writing
from bot.store.receipts import MAX_ATTEMPTS, Receipts
from bot.store.tables import receipts
from corpus.database import migrate, open_engine

BOT = "1"
LANES = ("1:70", "1:80")


@dataclass
class Others:
    """A presence for which a test says who is dead."""

    name: str
    gone: set[str] = field(default_factory=set)

    sure = True

    def begin(self) -> None:
        """Nothing to do."""

    def check(self) -> bool:
        return True

    def dead(self, names: Collection[str]) -> AbstractContextManager[frozenset[str]]:
        return nullcontext(frozenset(names) & self.gone)

    def end(self) -> None:
        """Nothing to do."""


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, on each database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'jianggao.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = open_engine(url)
    yield Store.open(engine)
    engine.dispose()


def _keys(found: Collection[Receipt]) -> list[str]:
    return [receipt.key for receipt in found]


def test_an_update_is_taken_once(store: Store) -> None:
    """Delivered again, to whichever process, it is known, whether it was finished or not."""
    taken = store.receipts
    assert taken.take("1:7", LANES[0], "{}", "we") is Taken.OURS
    assert taken.take("1:7", LANES[0], "another", "they") is Taken.KNOWN
    taken.finish("1:7", LANES[0], "we")
    taken.finish("1:7", LANES[0], "we")
    assert taken.take("1:7", LANES[0], "another", "we") is Taken.KNOWN
    assert taken.take("2:7", "2:70", "of another bot", "they") is Taken.OURS


def test_a_chat_is_with_one_process_at_a_time(store: Store) -> None:
    """What another takes meanwhile waits, and what comes after that too; whoever finishes takes all that waits."""
    taken = store.receipts
    assert taken.take("1:1", LANES[0], "one", "we") is Taken.OURS
    assert taken.take("1:2", LANES[0], "two", "we") is Taken.OURS
    assert taken.take("1:3", LANES[0], "three", "they") is Taken.WAITS
    assert taken.take("1:4", LANES[0], "four", "we") is Taken.WAITS
    assert taken.take("1:5", LANES[1], "five", "they") is Taken.OURS
    assert taken.finish("1:5", LANES[1], "they") == ()
    assert taken.take_over(BOT, Others("they"), ()) == ()
    claimed = taken.finish("1:1", LANES[0], "we")
    assert [(one.key, one.lane, one.payload) for one in claimed] == [
        ("1:2", LANES[0], "two"), ("1:3", LANES[0], "three"), ("1:4", LANES[0], "four")
    ]  # fmt: skip
    assert taken.take("1:6", LANES[0], "six", "they") is Taken.WAITS
    for key in ("1:2", "1:3", "1:4"):
        found = taken.finish(key, LANES[0], "we", claims=False)
        assert found == ()
    assert _keys(taken.take_over(BOT, Others("they"), ())) == ["1:6"]


def test_what_a_dead_process_had_is_taken_over_and_no_other(store: Store) -> None:
    """All it had of a chat, with what waits there, in order; not of a chat that a living process is at; once."""
    taken = store.receipts
    for number, lane, holder in ((1, 0, "dead"), (2, 1, "alive"), (3, 0, "we"), (4, 0, "dead"), (5, 1, "dead")):
        taken.take(f"1:{number}", LANES[lane], "", holder)
    taken.take("11:1", "11:70", "of a bot whose number begins the same", "dead")
    assert taken.take_over(BOT, Others("we"), ()) == ()
    taken.note("1:1", "dead", [31, 32])
    found = taken.take_over(BOT, Others("we", {"dead"}), ())
    assert [(one.key, one.sent) for one in found] == [("1:1", (31, 32)), ("1:3", ()), ("1:4", ())]
    assert taken.take_over(BOT, Others("we", {"dead"}), _keys(found)) == ()
    assert taken.take_over(BOT, Others("alive", {"dead"}), {"1:2"}) != ()
    # Should the dead one be alive after all, it changes nothing of what is ours now.
    assert not taken.answering("1:1", "dead")
    assert taken.begin("1:1", "dead") is None
    taken.note("1:1", "dead", [99])
    taken.finish("1:1", LANES[0], "dead")
    assert taken.answering("1:1", "we")
    assert [one.sent for one in taken.take_over(BOT, Others("we"), ()) if one.key == "1:1"] == [(31, 32)]


def test_what_is_ours_without_our_knowing_is_found(store: Store) -> None:
    """Where the answer of the database was lost, the update is written down as ours and not in hand."""
    store.receipts.take("1:1", LANES[0], "", "we")
    assert _keys(store.receipts.take_over(BOT, Others("we"), ())) == ["1:1"]


def test_what_is_released_goes_to_whoever_comes(store: Store) -> None:
    """A process that ends in good order leaves the rest at once."""
    store.receipts.take("1:1", LANES[0], "", "we")
    store.receipts.take("1:2", LANES[0], "", "we")
    store.receipts.finish("1:1", LANES[0], "we")
    store.receipts.release("we")
    assert _keys(store.receipts.take_over(BOT, Others("they"), ())) == ["1:2"]


def test_attempts_are_counted_when_they_begin(store: Store) -> None:
    """What was only taken over was not attempted, nor what came as far as its answer; all else is counted."""
    taken = store.receipts
    taken.take("1:1", LANES[0], "", "p0")
    taken.take("1:2", LANES[0], "", "other")
    for number in range(1, 9):
        taken.take_over(BOT, Others(f"p{number}", {f"p{number - 1}"}), ())
    assert [taken.begin("1:1", "p8") for _ in range(MAX_ATTEMPTS)] == [*range(2, MAX_ATTEMPTS + 2)]
    assert taken.begin("1:2", "p8") == 1
    assert taken.answering("1:1", "p8")
    assert taken.begin("1:1", "p8") == 1


def test_what_an_update_held_is_erased(store: Store) -> None:
    """A person's words do not stay in the receipts."""
    store.receipts.take("1:1", LANES[0], "people's words", "we")
    store.receipts.finish("1:1", LANES[0], "we")
    with reading(store.engine) as connection:
        assert connection.execute(text("select payload from receipts")).scalars().all() == [None]


def test_what_an_earlier_version_left_comes_first_and_in_order(tmp_path: Path) -> None:
    """Receipts of before the migration have no lane: all of a bot are one, in the order they came."""
    engine = open_engine(f"sqlite:///{tmp_path / 'jianggao.db'}")
    versions = tmp_path / "before" / "versions"
    versions.mkdir(parents=True)
    for script in MIGRATIONS.glob("*.*"):
        (versions.parent / script.name).write_bytes(script.read_bytes())
    for script in (MIGRATIONS / "versions").glob("000[1-5]_*.py"):
        (versions / script.name).write_bytes(script.read_bytes())
    migrate(engine, versions.parent, VERSION_TABLE)
    with writing(engine) as connection:
        for key, at, finished in (("1:3", "01", "NULL"), ("1:1", "02", "NULL"), ("1:9", "03", "'2026-01-04'")):
            row = f"('{key}', 'words', 2, '2026-01-{at} 00:00:00.000000', {finished})"
            insert = "insert into receipts (key, payload, attempts, taken_at, finished_at) values "
            connection.execute(text(insert + row))
    store = Store.open(engine)
    assert _keys(store.receipts.take_over(BOT, Others("we"), ())) == ["1:3", "1:1"]
    assert store.receipts.begin("1:3", "we") == 3
    engine.dispose()


@dataclass
class Process:
    """What a process of the model has in hand, a line for each lane."""

    name: str
    lines: dict[str, list[str]] = field(default_factory=lambda: {lane: [] for lane in LANES})

    def queue(self, found: Collection[Receipt]) -> None:
        """Line up what is new."""
        for receipt in found:
            if receipt.key not in self.lines[receipt.lane]:
                self.lines[receipt.lane].append(receipt.key)


class World:
    """Some processes over one store, and in which order each lane's updates came and were handled."""

    def __init__(self, shared: Receipts, count: int) -> None:
        self.receipts = shared
        self.processes = [Process(f"p{number}-0") for number in range(count)]
        self.gone: set[str] = set()
        self.came: dict[str, list[str]] = {lane: [] for lane in LANES}
        self.handled: dict[str, list[str]] = {lane: [] for lane in LANES}

    def take(self, place: int, lane: str) -> None:
        """A new update comes to a process."""
        key = f"1:{sum(map(len, self.came.values()))}"
        self.came[lane].append(key)
        process = self.processes[place]
        if self.receipts.take(key, lane, "", process.name) is Taken.OURS:
            process.lines[lane].append(key)

    def again(self, place: int, lane: str) -> None:
        """The last update of a lane is delivered again."""
        if self.came[lane]:
            taken = self.receipts.take(self.came[lane][-1], lane, "", self.processes[place].name)
            assert taken is Taken.KNOWN

    def work(self, place: int, lane: str) -> None:
        """A process handles the first update of a line."""
        process = self.processes[place]
        if process.lines[lane]:
            key = process.lines[lane][0]
            self.handled[lane].append(key)
            found = self.receipts.finish(key, lane, process.name)
            process.lines[lane].pop(0)
            process.queue(found)

    def look(self, place: int, _lane: str = "") -> None:
        """A process looks for what others have left."""
        process = self.processes[place]
        in_hand = {key for line in process.lines.values() for key in line}
        process.queue(self.receipts.take_over(BOT, Others(process.name, self.gone), in_hand))

    def die(self, place: int, _lane: str = "") -> None:
        """A process is killed, and another takes its place."""
        name = self.processes[place].name
        self.gone.add(name)
        first, _, number = name.partition("-")
        self.processes[place] = Process(f"{first}-{int(number) + 1}")

    def stop(self, place: int, _lane: str = "") -> None:
        """A process ends in good order, and another takes its place."""
        self.receipts.release(self.processes[place].name)
        self.die(place)


@settings(
    max_examples=int(os.environ.get("WALKS", "10")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["take", "take", "take", "again", "work", "work", "look", "die", "stop"]),
            st.integers(0, 2),
            st.sampled_from(LANES),
        ),
        max_size=30,
    )
)
def test_whatever_happens_each_is_handled_once_and_in_order(store: Store, steps: list[tuple[str, int, str]]) -> None:
    """Processes take, work, look, end and are killed in any order: nothing is lost, overtaken or handled twice."""
    with writing(store.engine) as connection:
        connection.execute(delete(receipts))
    world = World(store.receipts, 3)
    for step, place, lane in steps:
        getattr(world, step)(place, lane)
    for _ in range(2):  # what a living process has in hand keeps the rest of its lane waiting
        for place in range(3):
            world.look(place)
            for lane in LANES:
                while world.processes[place].lines[lane]:
                    world.work(place, lane)
    assert world.handled == world.came
