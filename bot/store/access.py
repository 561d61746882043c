"""Whom administrators let in or shut out, over what the settings say (准入名单)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, select, update

from bot.store.connection import insert_once, reading, writing
from bot.store.tables import access


class Access:
    """People by id (``"tg:1001"``); one who is not here is let in by the settings, or not."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> dict[str, bool]:
        """Return everybody here, with whether they are let in, the last changed first."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(access.c.person, access.c.admitted).order_by(access.c.changed_at.desc(), access.c.person)
            ).all()
        return {row.person: row.admitted for row in rows}

    def change(self, people: Sequence[str], *, admitted: bool, by: str) -> tuple[str, ...]:
        """Let people in, or shut them out; returns those for whom that is new, in the order given. Safe to repeat."""
        now = datetime.now(UTC)
        changed = []
        with writing(self._engine) as connection:
            for person in dict.fromkeys(people):
                values = {"admitted": admitted, "changed_by": by, "changed_at": now}
                other = update(access).where(access.c.person == person, access.c.admitted != admitted)
                turned = connection.execute(other.values(**values)).rowcount > 0
                if turned or insert_once(connection, access, {"person": person, **values}):
                    changed.append(person)
        return tuple(changed)
