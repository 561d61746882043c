"""Which updates were taken and which are done, so that none is lost and none is done twice (回执).

An update is written down before it is handled and marked when it is done; then what it held is erased. Delivered again,
it is known; found unfinished after a crash, it is handled once more. All of it outlives any process; where the machine
itself stops, the receipts of the last moment may go.

Several processes share the receipts. Updates of one lane (a chat) are handled one after another in the order they came:
while one process has an update of a lane in hand, what another process takes for that lane waits, and whoever finishes
the last one in hand takes what waits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Engine, and_, case, delete, func, insert, or_, select, update

from bot.store.connection import reading, writing
from bot.store.presence import Presence
from bot.store.tables import receipts
from bot.store.values import Receipt, Taken
from corpus.database import hold

MAX_ATTEMPTS = 8
"""How often an update is begun at most without coming as far as its answer, lest one that ends the process end it for
ever. Not fewer: a process may be killed a few times while it looks for the answer, through no fault of the update."""

_OPEN = receipts.c.finished_at.is_(None)


class Receipts:
    """Updates by key; a key names one update for good, such as ``"<bot id>:<update id>"``.

    A ``holder`` is the name of a process (``bot.store.presence``). One that is not the holder changes nothing.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, key: str, lane: str, payload: str, holder: str) -> Taken:
        """Write an update down before it is handled, and see whose turn it is."""
        of_lane = and_(_OPEN, receipts.c.lane == lane)
        with writing(self._engine, outlives_power=False) as connection:
            hold(connection, lane)  # an update is always of the same lane: nobody else takes it now
            if connection.scalar(select(receipts.c.key).where(receipts.c.key == key)) is not None:
                return Taken.KNOWN
            last, not_ours = connection.execute(
                select(func.max(receipts.c.place), func.count(case((_not_held_by(holder), 1)))).where(of_lane)
            ).one()
            values = {
                "key": key,
                "lane": lane,
                "place": 0 if last is None else last + 1,
                "payload": payload,
                "taken_at": datetime.now(UTC),
                "holder": None if not_ours else holder,
                # What waits has not been begun. What is ours is begun as soon as its turn comes.
                "attempts": 0 if not_ours else 1,
            }
            connection.execute(insert(receipts).values(values))
        return Taken.WAITS if not_ours else Taken.OURS

    def begin(self, key: str, holder: str) -> int | None:
        """Count another attempt at an update that was claimed; returns how many there were, None where it is not ours.

        One of more than ``MAX_ATTEMPTS`` should be given up.
        """
        ours = _held(key, holder)
        with writing(self._engine, outlives_power=False) as connection:
            connection.execute(update(receipts).where(ours).values(attempts=receipts.c.attempts + 1))
            return connection.scalar(select(receipts.c.attempts).where(ours))

    def answering(self, key: str, holder: str) -> bool:
        """Note that an attempt has come as far as its answer; whether the update is in this process's hand.

        Such an update ends no process; should this one be killed while it sends, that was no attempt.
        """
        with writing(self._engine, outlives_power=False) as connection:
            return connection.execute(update(receipts).where(_held(key, holder)).values(attempts=0)).rowcount > 0

    def note(self, key: str, holder: str, sent: Collection[int]) -> None:
        """Note which messages of the answer have been delivered."""
        with writing(self._engine, outlives_power=False) as connection:
            connection.execute(update(receipts).where(_held(key, holder)).values(sent=list(sent)))

    def finish(self, key: str, lane: str, holder: str, *, claims: bool = True) -> tuple[Receipt, ...]:
        """Mark an update as done and erase what it held. Safe to call twice.

        Returns:
            As ``take_over`` for the lane, where something waits in it and ``claims`` says to take it.
        """
        done = {"finished_at": datetime.now(UTC), "payload": None}
        waiting = select(receipts.c.key).where(_OPEN, receipts.c.lane == lane, _not_held_by(holder)).limit(1)
        with writing(self._engine, outlives_power=False) as connection:
            hold(connection, lane)
            connection.execute(update(receipts).where(_held(key, holder)).values(**done))
            if not claims or connection.scalar(waiting) is None:
                return ()
            return _claimed(connection, lane, holder, ())

    def take_over(self, account: str, presence: Presence, in_hand: Collection[str]) -> tuple[Receipt, ...]:
        """Claim what is unfinished and not ``in_hand`` here, and no living process has: what waits, what the dead had.

        A lane is claimed as a whole, or not where a living process has something of it.

        Args:
            account: The bot's own id; lanes are ``"<bot id>:…"``.
            presence: Who we are, and who is dead.
            in_hand: The keys of what this process handles or is about to.

        Returns:
            All that is then this process's in the lanes that were claimed, lane by lane, in the order it came. Some of
            it may be in hand.
        """
        me = presence.name
        holders: dict[str, set[str | None]] = {}
        idle: set[str] = set()
        for key, lane, holder in self._open(account):
            holders.setdefault(lane, set()).add(holder)
            if key not in in_hand:
                idle.add(lane)
        others = {holder for lane in idle for holder in holders[lane] if holder not in {None, me}}
        if not idle:
            return ()
        with presence.dead([name for name in others if name]) as dead:
            free = {lane for lane in idle if holders[lane] <= {None, me, *dead}}
            return self._claim(free, me, dead) if free else ()

    def release(self, holder: str) -> None:
        """Leave all that a process has in hand to whoever comes next."""
        with writing(self._engine, outlives_power=False) as connection:
            connection.execute(update(receipts).where(_OPEN, receipts.c.holder == holder).values(holder=None))

    def prune(self, before: datetime) -> int:
        """Forget every update taken before a time; returns how many."""
        with writing(self._engine, outlives_power=False) as connection:
            return connection.execute(delete(receipts).where(receipts.c.taken_at < before)).rowcount

    def _open(self, account: str) -> Sequence[tuple[str, str, str | None]]:
        """Key, lane and holder of all that is unfinished of a bot."""
        columns = select(receipts.c.key, receipts.c.lane, receipts.c.holder)
        of_bot = receipts.c.lane.startswith(f"{account}:", autoescape=True)
        with reading(self._engine) as connection:
            return [(row.key, row.lane, row.holder) for row in connection.execute(columns.where(_OPEN, of_bot))]

    def _claim(self, lanes: Iterable[str], holder: str, dead: Collection[str]) -> tuple[Receipt, ...]:
        found: list[Receipt] = []
        with writing(self._engine, outlives_power=False) as connection:
            # Sorted: two processes that hold several lanes each must not wait for each other.
            for lane in sorted(lanes):
                hold(connection, lane)
                found += _claimed(connection, lane, holder, dead)
        return tuple(found)


def _held(key: str, holder: str) -> ColumnElement[bool]:
    return and_(receipts.c.key == key, receipts.c.holder == holder, _OPEN)


def _not_held_by(holder: str) -> ColumnElement[bool]:
    return or_(receipts.c.holder.is_(None), receipts.c.holder != holder)


def _claimed(connection: Connection, lane: str, holder: str, dead: Collection[str]) -> tuple[Receipt, ...]:
    of_lane = and_(_OPEN, receipts.c.lane == lane)
    rows = connection.execute(
        select(receipts.c.key, receipts.c.holder, receipts.c.payload, receipts.c.sent, receipts.c.attempts)
        .where(of_lane)
        .order_by(receipts.c.place)
    ).all()
    if any(row.holder not in {None, holder, *dead} for row in rows):
        return ()
    connection.execute(update(receipts).where(of_lane, _not_held_by(holder)).values(holder=holder))
    return tuple(Receipt(row.key, lane, row.payload or "", tuple(row.sent), row.attempts) for row in rows)
