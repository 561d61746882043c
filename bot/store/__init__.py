"""People's data: who they are, what they asked, what they keep, which updates are done (用户数据).

All of it is synchronous and safe to call from any thread; ``bot.workers`` keeps it off the event loop. It lives in the
library's database, in tables of its own with migrations of its own, and knows nothing of the library's tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from bot.errors import StoreError
from bot.store.access import Access
from bot.store.answers import Answers
from bot.store.drawers import Drawers
from bot.store.favourites import Favourites
from bot.store.figures import Figures
from bot.store.forgetting import forget
from bot.store.opinions import Opinions
from bot.store.people import People
from bot.store.receipts import Receipts
from bot.store.searches import Searches
from bot.store.tags import Tags
from bot.store.values import (
    Answer,
    Asked,
    Favourite,
    Opinion,
    Pending,
    Receipt,
    SavedHit,
    SavedSearch,
    Spoken,
    Tag,
    Taken,
    Verdict,
    View,
)
from bot.store.views import Views
from corpus.database import migrate
from corpus.errors import LibraryError

__all__ = [
    "Answer", "Asked", "Favourite", "Opinion", "Pending", "Receipt", "SavedHit", "SavedSearch", "Spoken", "Store",
    "Tag", "Taken", "Verdict", "View",
]  # fmt: skip

MIGRATIONS = Path(__file__).parent.parent / "migrations"
VERSION_TABLE = "bot_version"

SEARCHES_KEPT = timedelta(days=90)
ANSWERS_KEPT = timedelta(days=2)
"""Telegram lets a message be deleted for two days; an older one that is edited is answered anew."""

RECEIPTS_KEPT = timedelta(days=7)
"""Telegram keeps an update for a day at most; a week leaves room for clocks that are wrong."""


@dataclass(frozen=True, slots=True)
class Store:
    """The parts, on one database."""

    people: People
    searches: Searches
    favourites: Favourites
    receipts: Receipts
    opinions: Opinions
    tags: Tags
    views: Views
    drawers: Drawers
    answers: Answers
    access: Access
    figures: Figures
    engine: Engine

    @classmethod
    def on(cls, engine: Engine) -> Self:
        """Return the store on a database whose tables are there."""
        return cls(
            People(engine),
            Searches(engine),
            Favourites(engine),
            Receipts(engine),
            Opinions(engine),
            Tags(engine),
            Views(engine),
            Drawers(engine),
            Answers(engine),
            Access(engine),
            Figures(engine),
            engine,
        )

    @classmethod
    def open(cls, engine: Engine) -> Self:
        """Bring the tables up to date and return the store.

        Raises:
            StoreError: the database cannot be opened, or is of a newer version.
        """
        try:
            migrate(engine, MIGRATIONS, VERSION_TABLE)
        except LibraryError as error:
            raise StoreError(str(error)) from error
        return cls.on(engine)

    def forget(self, person: str) -> None:
        """Delete all that is stored of a person."""
        forget(self.engine, person)

    def prune(self) -> None:
        """Forget old searches, receipts and answers. Favourites and opinions are never forgotten."""
        now = datetime.now(UTC)
        self.searches.prune(now - SEARCHES_KEPT)
        self.receipts.prune(now - RECEIPTS_KEPT)
        self.answers.prune(now - ANSWERS_KEPT)
