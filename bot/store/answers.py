"""Which messages answered a message, so that an edited one has its answer edited (答复).

Of what was asked only a hash is kept, to tell an edit that changed the words from one that did not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, select, update

from bot.store.connection import insert_once, reading, writing
from bot.store.tables import answers
from bot.store.values import Answer


class Answers:
    """Answers by the key of the message that was answered, such as ``"<bot id>:<chat id>:<message id>"``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, key: str) -> Answer | None:
        """Return what answered a message, or None where nothing did or it is too long ago."""
        with reading(self._engine) as connection:
            row = connection.execute(select(answers).where(answers.c.key == key)).one_or_none()
        return None if row is None else Answer(key, row.sha256, tuple(row.messages))

    def keep(self, key: str, person: str, words: str, messages: Sequence[int]) -> None:
        """Note which messages, in order, answer what a person wrote; it takes the place of what was noted before."""
        values = {"sha256": hashed(key, words), "messages": list(messages)}
        with writing(self._engine, outlives_power=False) as connection:
            if not connection.execute(update(answers).where(answers.c.key == key).values(**values)).rowcount:
                row = {"key": key, "person": person, **values, "created": datetime.now(UTC)}
                insert_once(connection, answers, row)

    def begin(self, key: str, person: str, claimant: str) -> bool:
        """Claim an answer that must be given once, whoever comes first; False where another has claimed it.

        The same ``claimant`` gets it again: what was to be answered when a process was killed is answered after all.
        """
        claim = hashed(key, claimant)
        row = {"key": key, "person": person, "sha256": claim, "messages": [], "created": datetime.now(UTC)}
        with writing(self._engine, outlives_power=False) as connection:
            if insert_once(connection, answers, row):
                return True
            return connection.scalar(select(answers.c.sha256).where(answers.c.key == key)) == claim

    def prune(self, before: datetime) -> int:
        """Forget every answer given before a time; returns how many."""
        with writing(self._engine, outlives_power=False) as connection:
            return connection.execute(delete(answers).where(answers.c.created < before)).rowcount


def hashed(key: str, words: str) -> str:
    """Return the hash of the words of one message: the same words in another message have another."""
    return hashlib.sha256(f"{key}\n{words}".encode()).hexdigest()
