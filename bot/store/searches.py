"""What people asked and what it found, so that buttons outlive restarts (检索记录)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from sqlalchemy import Engine, Row, delete, insert, select

from bot.asked import read_request, request_json
from bot.store.connection import reading, writing
from bot.store.tables import searches
from bot.store.values import SavedHit, SavedSearch
from retrieval.models import Function, Part, Relevance, Request

KEEP = 200
"""How many searches of one person are kept; older cards then say that they are old."""


class Searches:
    """Searches by id."""

    def __init__(self, engine: Engine, keep: int = KEEP) -> None:
        self._engine = engine
        self._keep = keep

    def add(
        self,
        person: str,
        text: str,
        language: str,
        hits: Sequence[SavedHit],
        *,
        request: Request | None = None,
        dropped: frozenset[Part] = frozenset(),
        themes: Sequence[str] = (),
        function: Function | None = None,
        functions: Sequence[Function] = (),
    ) -> SavedSearch:
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
                    request=request_json(request) if request else {},
                    dropped=sorted(part.value for part in dropped),
                    grades=[hit.relevance.value if hit.relevance else None for hit in hits],
                    themes=list(themes),
                    function=function.value if function else None,
                    functions=[one.value for one in functions],
                )
                .returning(searches.c.id)
            ).scalar_one()
            first_forgotten = (
                select(searches.c.id)
                .where(searches.c.person == person)
                .order_by(searches.c.id.desc())
                .offset(self._keep)
                .limit(1)
            )
            forgotten = connection.execute(first_forgotten).scalar_one_or_none()
            if forgotten is not None:
                connection.execute(delete(searches).where(searches.c.person == person, searches.c.id <= forgotten))
        return SavedSearch(
            search_id,
            person,
            text,
            language,
            tuple(hits),
            created,
            request,
            dropped,
            tuple(themes),
            function,
            tuple(functions),
        )

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
    hits = tuple(
        SavedHit(first, tuple(similar), Relevance(grade) if grade else None)
        # A search that was kept before its grades were has none of them.
        for (first, *similar), grade in zip_longest(row.hits, row.grades[: len(row.hits)])
    )
    return SavedSearch(
        id=row.id,
        person=row.person,
        text=row.text,
        language=row.language,
        hits=hits,
        created=row.created,
        request=read_request(row.request),
        dropped=frozenset(map(Part, row.dropped)),
        themes=tuple(row.themes),
        function=Function(row.function) if row.function else None,
        functions=tuple(map(Function, row.functions)),
    )
