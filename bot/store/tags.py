"""The tags people put on their favourites (标签), and the order of the favourites within each.

``put``, ``take``, ``move``, ``remove`` and ``restore`` say what shall be, and are safe to do twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, Row, delete, func, select, update

from bot.characters import seen
from bot.store.connection import insert_once, reading, writing
from bot.store.drawers import note
from bot.store.selecting import kept_by
from bot.store.tables import drawers, favourite_tags, favourites, tags
from bot.store.values import Tag
from bot.store.words import folded, searched

LONGEST = 30
"""Characters of a tag's name."""


class Tags:
    """Tags by person."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self, person: str) -> tuple[Tag, ...]:
        """Return the tags of a person with their counts, the one made last first."""
        query = (
            select(tags.c.id, tags.c.name, func.count(favourites.c.id).label("held"))
            .outerjoin(favourite_tags, favourite_tags.c.tag == tags.c.id)
            .outerjoin(favourites, (favourites.c.id == favourite_tags.c.favourite) & favourites.c.removed_at.is_(None))
            .where(tags.c.person == person, tags.c.removed_at.is_(None))
            .group_by(tags.c.id, tags.c.name)
            .order_by(tags.c.id.desc())
        )
        with reading(self._engine) as connection:
            return tuple(Tag(row.id, row.name, row.held) for row in connection.execute(query))

    def get(self, person: str, tag: int) -> Tag | None:
        """Return a tag of this person, a deleted one included, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(select(tags).where(tags.c.id == tag, tags.c.person == person)).one_or_none()
            return None if row is None else _tag(row, _count(connection, person, tag))

    def named(self, person: str, name: str) -> Tag | None:
        """Return the tag of this name, or None."""
        here = (tags.c.person == person) & (tags.c.folded == folded(seen(name))) & tags.c.removed_at.is_(None)
        with reading(self._engine) as connection:
            row = connection.execute(select(tags).where(here)).one_or_none()
            return None if row is None else _tag(row, _count(connection, person, row.id))

    def make(self, person: str, name: str) -> Tag:
        """Return the tag of this name, made anew where there is none; one that was deleted comes back empty.

        Raises:
            ValueError: the name is empty or longer than ``LONGEST``.
        """
        with writing(self._engine) as connection:
            return made(connection, person, name)

    def put(self, person: str, favourite: int, tag: int) -> bool:
        """Put a tag on a favourite, behind the others of the tag. False if it is there already, or not theirs."""
        with writing(self._engine) as connection:
            return put(connection, person, favourite, tag)

    def take(self, person: str, favourite: int, tag: int) -> bool:
        """Take a tag off a favourite. False if it was not there, or is not theirs."""
        here = (favourite_tags.c.favourite == favourite) & (favourite_tags.c.tag == tag)
        with writing(self._engine) as connection:
            gone = connection.execute(delete(favourite_tags).where(here, favourite_tags.c.person == person))
            return bool(gone.rowcount)

    def on(self, person: str, favourite_ids: Sequence[int]) -> dict[int, tuple[Tag, ...]]:
        """Return the tags of some favourites, in the order they were made; a favourite without any is left out."""
        query = (
            select(favourite_tags.c.favourite, tags.c.id, tags.c.name)
            .join(tags, tags.c.id == favourite_tags.c.tag)
            .where(
                favourite_tags.c.person == person,
                favourite_tags.c.favourite.in_(favourite_ids),
                tags.c.removed_at.is_(None),
            )
            .order_by(tags.c.id)
        )
        found: dict[int, tuple[Tag, ...]] = {}
        with reading(self._engine) as connection:
            for row in connection.execute(query):
                found[row.favourite] = (*found.get(row.favourite, ()), Tag(row.id, row.name))
        return found

    def order(self, person: str, tag: int) -> tuple[int, ...]:
        """Return the ids of the favourites of a tag, in their order."""
        with reading(self._engine) as connection:
            return tuple(_order(connection, person, tag))

    def move(self, person: str, favourite: int, tag: int, position: int) -> bool:
        """Put a favourite at a place within its tag, from 0. False where it stands there, or has no such tag."""
        with writing(self._engine) as connection:
            order = _order(connection, person, tag)
            position = max(0, min(position, len(order) - 1))
            if favourite not in order or order[position] == favourite:
                return False
            order.remove(favourite)
            order.insert(position, favourite)
            for place, one in enumerate(order):
                here = (favourite_tags.c.favourite == one) & (favourite_tags.c.tag == tag)
                connection.execute(update(favourite_tags).where(here).values(position=place))
            return True

    def rename(self, person: str, tag: int, name: str) -> bool:
        """Give a tag another name. False where another tag has it, or the tag is not theirs or deleted.

        Raises:
            ValueError: as for ``make``.
        """
        name = checked(name)
        mine = tags.c.person == person
        with writing(self._engine) as connection:
            other = connection.execute(
                select(tags.c.id, tags.c.removed_at).where(mine, tags.c.folded == folded(name), tags.c.id != tag)
            ).one_or_none()
            if other is not None and other.removed_at is None:
                return False
            here = mine & (tags.c.id == tag) & tags.c.removed_at.is_(None)
            if connection.execute(select(tags.c.id).where(here)).one_or_none() is None:
                return False
            if other is not None:
                connection.execute(delete(favourite_tags).where(favourite_tags.c.tag == other.id))
                connection.execute(update(drawers).where(drawers.c.tag == other.id).values(tag=None))
                connection.execute(delete(tags).where(tags.c.id == other.id))
            values = {"name": name, "folded": folded(name), "searched": searched([name])}
            return bool(connection.execute(update(tags).where(here).values(**values)).rowcount)

    def remove(self, person: str, tag: int) -> bool:
        """Delete a tag; what it was on stays. ``restore`` brings it back. False if it was deleted or is not theirs."""
        here = (tags.c.person == person) & (tags.c.id == tag) & tags.c.removed_at.is_(None)
        with writing(self._engine) as connection:
            connection.execute(update(drawers).where(drawers.c.person == person, drawers.c.tag == tag).values(tag=None))
            return bool(connection.execute(update(tags).where(here).values(removed_at=datetime.now(UTC))).rowcount)

    def restore(self, person: str, tag: int) -> bool:
        """Undo ``remove``: the tag is on everything it was on. False if it was not deleted, or is not theirs."""
        here = (tags.c.person == person) & (tags.c.id == tag) & tags.c.removed_at.is_not(None)
        with writing(self._engine) as connection:
            return bool(connection.execute(update(tags).where(here).values(removed_at=None)).rowcount)


def checked(name: str) -> str:
    """Return a name on one line, without what nobody sees.

    Raises:
        ValueError: nothing of it is seen, or it is longer than ``LONGEST``.
    """
    name = " ".join(seen(name.replace("\x00", " ")).split())
    if not folded(name) or len(name) > LONGEST or len(folded(name)) > 2 * LONGEST:
        raise ValueError(f"a tag has 1 to {LONGEST} characters, not {len(name)}")
    return name


def made(connection: Connection, person: str, name: str) -> Tag:
    """Do what ``Tags.make`` does, within a transaction."""
    name = checked(name)
    here = (tags.c.person == person) & (tags.c.folded == folded(name))
    row = connection.execute(select(tags).where(here)).one_or_none()
    if row is None:
        values = {"person": person, "name": name, "folded": folded(name), "searched": searched([name])}
        insert_once(connection, tags, values | {"created": datetime.now(UTC)})
    elif row.removed_at is not None:
        connection.execute(delete(favourite_tags).where(favourite_tags.c.tag == row.id))
        connection.execute(update(tags).where(here).values(removed_at=None, name=name))
    row = connection.execute(select(tags).where(here)).one()
    return _tag(row, _count(connection, person, row.id))


def put(connection: Connection, person: str, favourite: int, tag: int) -> bool:
    """Do what ``Tags.put`` does, within a transaction."""
    theirs = select(favourites.c.id).where(favourites.c.id == favourite, favourites.c.person == person)
    alive = select(tags.c.id).where(tags.c.id == tag, tags.c.person == person, tags.c.removed_at.is_(None))
    there = select(favourite_tags.c.tag).where(favourite_tags.c.favourite == favourite, favourite_tags.c.tag == tag)
    if connection.execute(theirs).first() is None or connection.execute(alive).first() is None:
        return False
    if connection.execute(there).first() is not None:
        return False
    last = connection.execute(
        select(func.max(favourite_tags.c.position)).where(favourite_tags.c.tag == tag)
    ).scalar_one()
    position = 0 if last is None else last + 1
    values = {"favourite": favourite, "tag": tag, "person": person, "position": position}
    return insert_once(connection, favourite_tags, values)


def collect(connection: Connection, person: str, favourite: int) -> None:
    """Take a favourite in hand, and put the tag of the piece being written on it."""
    note(connection, person, {"favourite": favourite})
    tag = connection.execute(select(drawers.c.tag).where(drawers.c.person == person)).scalar_one()
    if tag is not None:
        put(connection, person, favourite, tag)


def _order(connection: Connection, person: str, tag: int) -> list[int]:
    query = (
        select(favourites.c.id)
        .join(favourite_tags, favourite_tags.c.favourite == favourites.c.id)
        .where(kept_by(person), favourite_tags.c.tag == tag)
        .order_by(favourite_tags.c.position, favourites.c.id)
    )
    return list(connection.execute(query).scalars())


def _count(connection: Connection, person: str, tag: int) -> int:
    return len(_order(connection, person, tag))


def _tag(row: Row[tuple[object, ...]], count: int) -> Tag:
    return Tag(row.id, row.name, count, row.removed_at is not None)
