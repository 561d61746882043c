"""What people asked and what it found, so that buttons outlive restarts (检索记录)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, Row, delete, insert, select

from bot.store.connection import reading, writing
from bot.store.tables import searches
from bot.store.values import SavedHit, SavedSearch

KEEP = 200
"""How many searches of one person are kept; older cards then say that they are old."""


class Searches:
    """Searches by id."""

    def __init__(self, engine: Engine, keep: int = KEEP) -> None:
        self._engine = engine
        self._keep = keep

    def add(self, person: str, text: str, language: str, hits: Sequence[SavedHit]) -> SavedSearch:
        """Keep a search of a person who is known, and forget what that person asked long ago."""
        created = datetime.now(UTC)
        with writing(self._engine) as connection:
            search_id = connection.execute(
                insert(searches)
                .values(
                    person=person,
                    text=text,
                    language=language,
                    hits=[[hit.passage_id, *hit.similar] for hit in hits],
                    created=created,
                )
                .returning(searches.c.id)
            ).scalar_one()
            first_dropped = (
                select(searches.c.id)
                .where(searches.c.person == person)
                .order_by(searches.c.id.desc())
                .offset(self._keep)
                .limit(1)
            )
            dropped = connection.execute(first_dropped).scalar_one_or_none()
            if dropped is not None:
                connection.execute(delete(searches).where(searches.c.person == person, searches.c.id <= dropped))
        return SavedSearch(search_id, person, text, language, tuple(hits), created)

    def get(self, search_id: int) -> SavedSearch | None:
        """Return a search, or None where there is none or it was pruned."""
        with reading(self._engine) as connection:
            row = connection.execute(select(searches).where(searches.c.id == search_id)).one_or_none()
        return None if row is None else _search(row)

    def latest(self, person: str) -> SavedSearch | None:
        """Return what this person asked last, or None."""
        query = select(searches).where(searches.c.person == person).order_by(searches.c.id.desc()).limit(1)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _search(row)

    def prune(self, before: datetime) -> int:
        """Forget every search made before a time; returns how many."""
        with writing(self._engine) as connection:
            return connection.execute(delete(searches).where(searches.c.created < before)).rowcount


def _search(row: Row[tuple[object, ...]]) -> SavedSearch:
    hits = tuple(SavedHit(first, tuple(rest)) for first, *rest in row.hits)
    return SavedSearch(row.id, row.person, row.text, row.language, hits, row.created)
