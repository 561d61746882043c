"""Who has written to the bot (用户): an id and a language, nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, func, select, update

from bot.store.connection import insert_once, reading, writing
from bot.store.tables import people
from bot.store.values import Spoken


class People:
    """Ids and languages."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def language(self, person: str) -> str | None:
        """Return the language this person chose, else the one they last wrote in; None for a stranger."""
        speaks = select(func.coalesce(people.c.chosen, people.c.language))
        with reading(self._engine) as connection:
            return connection.execute(speaks.where(people.c.id == person)).scalar_one_or_none()

    def spoken(self, person: str) -> Spoken | None:
        """Return what this person speaks, and whether they chose it; None for a stranger."""
        with reading(self._engine) as connection:
            row = connection.execute(
                select(people.c.language, people.c.chosen).where(people.c.id == person)
            ).one_or_none()
        return None if row is None else Spoken(row.chosen or row.language, row.chosen is not None)

    def remember(self, person: str, language: str) -> None:
        """Keep this person and the language they write in."""
        if self.language(person) == language:  # as nearly always: to read costs nothing beside a write
            return
        self._write(person, {"language": language})

    def choose(self, person: str, chosen: str | None, language: str) -> None:
        """Keep the language that this person chose, or that they want none; then ``language`` is theirs."""
        self._write(person, {"chosen": chosen, "language": language})

    def _write(self, person: str, values: dict[str, str | None]) -> None:
        with writing(self._engine) as connection:
            if not connection.execute(update(people).where(people.c.id == person).values(**values)).rowcount:
                insert_once(connection, people, {"id": person, **values, "created": datetime.now(UTC)})
