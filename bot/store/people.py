"""Who has written to the bot (用户): an id and a language, nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, select, update

from bot.store.connection import insert_once, reading, writing
from bot.store.tables import people


class People:
    """Ids and languages."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def language(self, person: str) -> str | None:
        """Return the language this person last wrote in, or None for a stranger."""
        with reading(self._engine) as connection:
            return connection.execute(select(people.c.language).where(people.c.id == person)).scalar_one_or_none()

    def remember(self, person: str, language: str) -> None:
        """Keep this person and the language they write in."""
        if self.language(person) == language:  # as nearly always: to read costs nothing beside a write
            return
        with writing(self._engine) as connection:
            known = update(people).where(people.c.id == person).values(language=language)
            if not connection.execute(known).rowcount:
                insert_once(connection, people, {"id": person, "language": language, "created": datetime.now(UTC)})
