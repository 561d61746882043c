"""Deleting all that is stored of a person (删除个人数据)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, select, update

from bot.store.connection import writing
from bot.store.tables import access, metadata, people, receipts


def forget(engine: Engine, person: str) -> None:
    """Delete every row of a person, and erase what unfinished updates hold of theirs.

    Whether an administrator let them in or shut them out stays: it is not theirs to forget.

    A receipt itself stays, a number that names nobody: without it an update delivered twice would be handled twice.
    """
    with writing(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            if "person" in table.c and table is not access:
                connection.execute(delete(table).where(table.c.person == person))
        connection.execute(delete(people).where(people.c.id == person))
        held = connection.execute(
            select(receipts.c.key, receipts.c.payload).where(receipts.c.payload.is_not(None))
        ).all()
        for row in held:
            if person in _writers(row.payload):
                erased = update(receipts).where(receipts.c.key == row.key)
                connection.execute(erased.values(payload=None, finished_at=datetime.now(UTC)))


def _writers(payload: str) -> set[str]:
    """Return whose words an update holds; of one that cannot be read, nobody's."""
    try:
        update_ = json.loads(payload)
    except ValueError:
        return set()
    if not isinstance(update_, dict):
        return set()
    senders = [part["from"] for part in update_.values() if isinstance(part, dict) and "from" in part]
    return {f"tg:{sender['id']}" for sender in senders if isinstance(sender, dict) and "id" in sender}
