"""What is at hand in a person's drawer: the piece being written, the favourite in hand, the open question (手头).

``write_for`` and ``ask`` say what shall be, and may be done twice.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, select, update

from bot.store.connection import insert_once, reading, writing
from bot.store.tables import drawers, favourites, tags
from bot.store.values import Asked, Pending, Tag

WAITS = timedelta(minutes=10)
"""How long a question waits; what is written later is a message like any other."""


class Drawers:
    """One row a person, who must be known."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def written_for(self, person: str) -> Tag | None:
        """Return the tag of the piece being written, or None."""
        query = (
            select(tags.c.id, tags.c.name)
            .join(drawers, drawers.c.tag == tags.c.id)
            .where(drawers.c.person == person, tags.c.person == person, tags.c.removed_at.is_(None))
        )
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Tag(row.id, row.name)

    def write_for(self, person: str, tag: int | None) -> None:
        """Collect what is saved from now on under a tag of this person, or under none."""
        with writing(self._engine) as connection:
            note(connection, person, {"tag": tag})

    def in_hand(self, person: str) -> int | None:
        """Return the favourite that was saved or opened last, or None where there is none or it was removed."""
        query = (
            select(favourites.c.id)
            .join(drawers, drawers.c.favourite == favourites.c.id)
            .where(drawers.c.person == person, favourites.c.person == person, favourites.c.removed_at.is_(None))
        )
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one_or_none()

    def take_in_hand(self, person: str, favourite: int) -> None:
        """Note which favourite of this person was opened last."""
        if self.in_hand(person) != favourite:
            with writing(self._engine) as connection:
                note(connection, person, {"favourite": favourite})

    def ask(self, person: str, asked: Asked, subject: int = 0) -> None:
        """Note a question; it takes the place of any other."""
        with writing(self._engine) as connection:
            note(connection, person, {"asked": asked.value, "subject": subject, "asked_at": datetime.now(UTC)})

    def pending(self, person: str) -> Pending | None:
        """Return the question that waits for this person's answer, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(select(drawers).where(drawers.c.person == person)).one_or_none()
        if row is None or row.asked is None or datetime.now(UTC) - row.asked_at > WAITS:
            return None
        return Pending(Asked(row.asked), row.subject or 0, row.asked_at)

    def answered(self, person: str) -> None:
        """Forget the question."""
        with reading(self._engine) as connection:
            waits = connection.execute(select(drawers.c.asked).where(drawers.c.person == person)).scalar_one_or_none()
        if waits is not None:  # most presses come without a question, and a write costs more than a look
            with writing(self._engine) as connection:
                note(connection, person, {"asked": None, "subject": None, "asked_at": None})


def note(connection: Connection, person: str, values: dict[str, object]) -> None:
    """Write down some of a person's row."""
    change = update(drawers).where(drawers.c.person == person).values(**values)
    if not connection.execute(change).rowcount and not insert_once(connection, drawers, {"person": person, **values}):
        connection.execute(change)
