"""What Alembic runs: the migrations of this room, on the connection and in the transaction that ``migrate`` opened."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    target_metadata=metadata,
    # SQLite changes a table by copying it; batch mode does that where ALTER is not enough.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
