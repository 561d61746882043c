"""What answered a message, and the language that somebody chose, in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import Answer, Spoken, Store
from bot.store.answers import hashed
from corpus.database import open_engine

ME, KEY = "tg:1", "9:-100:7"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, on either database."""
    url = f"sqlite:///{tmp_path / 'a.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = open_engine(url)
    yield Store.open(engine)
    engine.dispose()


def test_what_is_kept_of_a_person(store: Store) -> None:
    """An answer is noted, put in the place of the one before and pruned; a claim is one's alone; a choice is kept."""
    assert store.answers.get(KEY) is None
    store.answers.keep(KEY, ME, "作风", (1, 2))
    store.answers.keep(KEY, ME, "作风建设", (1,))
    assert store.answers.get(KEY) == Answer(KEY, hashed(KEY, "作风建设"), (1,))
    assert hashed(KEY, "作风建设") != hashed("9:-100:8", "作风建设")
    assert [store.answers.begin("9:1:album:5", ME, claimant) for claimant in ("7", "8", "7")] == [True, False, True]
    assert store.answers.prune(datetime.now(UTC) - timedelta(minutes=1)) == 0
    assert store.answers.prune(datetime.now(UTC) + timedelta(minutes=1)) == 2

    assert store.people.spoken(ME) is None
    store.people.remember(ME, "zh")
    assert store.people.spoken(ME) == Spoken("zh", chosen=False)
    for _ in range(2):
        store.people.choose(ME, "en", "en")
    store.people.remember(ME, "zh")
    assert (store.people.spoken(ME), store.people.language(ME)) == (Spoken("en", chosen=True), "en")
    store.people.choose(ME, None, "en")
    assert store.people.spoken(ME) == Spoken("en", chosen=False)
    store.people.choose("tg:2", "en", "en")
    assert store.people.language("tg:2") == "en"
