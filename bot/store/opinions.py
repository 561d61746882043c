"""What people think of the passages they were shown (评价): noted for operators, and for nothing else.

``give`` and ``take_back`` say what shall be, so that each is safe to do twice.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Engine, and_, delete, select, update

from bot.store.connection import insert_once, reading, writing
from bot.store.tables import opinions
from bot.store.values import Opinion, SavedSearch, Verdict
from corpus.models import Passage
from retrieval.models import Function, Part


class Opinions:
    """Opinions by person, request and passage."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def give(self, search: SavedSearch, passage: Passage, verdict: Verdict) -> None:
        """Note what the person of a search thinks of a passage; it takes the place of what they thought before."""
        told: dict[str, object] = {"sha256": passage.sha256, "verdict": verdict.value, "created": datetime.now(UTC)}
        there = update(opinions).where(_here(search, passage.id)).values(**told)
        with writing(self._engine) as connection:
            # Where another process notes it just now, the row is there after all.
            if not connection.execute(there).rowcount and not insert_once(
                connection, opinions, _place(search, passage.id) | told
            ):
                connection.execute(there)

    def take_back(self, search: SavedSearch, passage_id: str) -> bool:
        """Forget what the person thought of a passage. False if there was nothing to forget."""
        with writing(self._engine) as connection:
            return connection.execute(delete(opinions).where(_here(search, passage_id))).rowcount > 0

    def forget(self, person: str) -> int:
        """Forget all that a person thought of anything; returns how much that was."""
        with writing(self._engine) as connection:
            return connection.execute(delete(opinions).where(opinions.c.person == person)).rowcount

    def of(self, search: SavedSearch, passage_id: str) -> Verdict | None:
        """Return what the person of a search thinks of a passage as its answer."""
        query = select(opinions.c.verdict).where(_here(search, passage_id))
        with reading(self._engine) as connection:
            verdict = connection.execute(query).scalar_one_or_none()
        return None if verdict is None else Verdict(verdict)

    def all(self) -> tuple[Opinion, ...]:
        """Return everybody's opinions, oldest first, without a word of whose they are."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(opinions).order_by(opinions.c.id)).all()
        return tuple(
            Opinion(
                request=row.request,
                function=Function(row.function) if row.function else None,
                dropped=frozenset(map(Part, row.dropped.split())),
                passage_id=row.passage_id,
                sha256=row.sha256,
                verdict=Verdict(row.verdict),
            )
            for row in rows
        )


def _place(search: SavedSearch, passage_id: str) -> dict[str, object]:
    return {
        "person": search.person,
        "request": _asked(search),
        "function": search.function.value if search.function else "",
        "dropped": " ".join(sorted(part.value for part in search.dropped)),
        "passage_id": passage_id,
    }


def _asked(search: SavedSearch) -> str:
    """Return what was asked for, in words: a search that only refines another begins with that one's."""
    return search.text if search.after is None else f"{search.after.text} {search.text}"


def _here(search: SavedSearch, passage_id: str) -> ColumnElement[bool]:
    return and_(*(opinions.c[name] == value for name, value in _place(search, passage_id).items()))
