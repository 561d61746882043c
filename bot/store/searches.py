"""What people asked and what it found, so that buttons outlive restarts (检索记录)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from sqlalchemy import Engine, Row, delete, func, insert, select, update

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
        after: Request | None = None,
        shown: int = 1,
        before: frozenset[str] = frozenset(),
        found: int | None = None,
        took_ms: float | None = None,
    ) -> SavedSearch:
        """Keep a search of a person who is known, and forget what that person asked long ago.

        ``shown`` of its hits are shown at once, the best ones; ``before`` are the passages that were shown before it.
        What was ``found`` and how many milliseconds it took are counted by administrators; None where nobody searched.
        """
        at, seen = (max(shown - 1, 0), 0), frozenset(range(shown))
        created = datetime.now(UTC)
        with writing(self._engine, outlives_power=False) as connection:
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
                    after=request_json(after) if after else {},
                    shown={"at": list(at), "seen": sorted(seen), "before": sorted(before)},
                    shown_at=created,
                    found=found,
                    took_ms=None if took_ms is None else round(took_ms),
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
            after,
            at,
            seen,
            before,
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

    def current(self, person: str) -> SavedSearch | None:
        """Return the search of which this person saw a passage last, or None: what a follow-up speaks of."""
        looked_at = func.coalesce(searches.c.shown_at, searches.c.created)
        query = select(searches).where(searches.c.person == person).order_by(looked_at.desc(), searches.c.id.desc())
        with reading(self._engine) as connection:
            row = connection.execute(query.limit(1)).one_or_none()
        return None if row is None else _search(row)

    def show(self, search_id: int, position: int, similar: int = 0) -> None:
        """Note that a passage of a search is what its person sees now."""
        here = searches.c.id == search_id
        with writing(self._engine, outlives_power=False) as connection:
            held = connection.execute(select(searches.c.shown).where(here)).scalar_one_or_none()
            if held is None:
                return
            seen = sorted({*held.get("seen", (0,)), position})
            shown = {"at": [position, similar], "seen": seen, "before": held.get("before", [])}
            connection.execute(update(searches).where(here).values(shown=shown, shown_at=datetime.now(UTC)))

    def speak(self, search_id: int, language: str) -> None:
        """Let a search answer in another language from now on."""
        with writing(self._engine, outlives_power=False) as connection:
            connection.execute(update(searches).where(searches.c.id == search_id).values(language=language))

    def extend(self, search_id: int, hits: Sequence[SavedHit], themes: Sequence[str] = ()) -> SavedSearch | None:
        """Put further hits behind those of a search, and what it offers now; earlier ones keep their places."""
        here = searches.c.id == search_id
        with writing(self._engine, outlives_power=False) as connection:
            row = connection.execute(select(searches).where(here)).one_or_none()
            if row is None:
                return None
            grades = [*row.grades, *([None] * (len(row.hits) - len(row.grades)))]
            connection.execute(
                update(searches)
                .where(here)
                .values(
                    hits=[*row.hits, *([hit.passage_id, *hit.similar] for hit in hits)],
                    grades=[*grades, *(hit.relevance.value if hit.relevance else None for hit in hits)],
                    themes=list(themes) or row.themes,
                )
            )
        return self.get(search_id)

    def prune(self, before: datetime) -> int:
        """Forget every search made before a time; returns how many."""
        with writing(self._engine, outlives_power=False) as connection:
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
        after=read_request(row.after),
        at=_place(row.shown.get("at", (0, 0))),
        seen=frozenset(row.shown.get("seen", (0,))),
        before=frozenset(row.shown.get("before", ())),
    )


def _place(held: Sequence[int]) -> tuple[int, int]:
    position, similar = held
    return position, similar
