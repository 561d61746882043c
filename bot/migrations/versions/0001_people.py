"""People, what they asked, what they keep, and which updates are done.

Revision: 0001
Revises: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A migration never changes once it has shipped: its types are its own, not those of bot.store.tables.
ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "people",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("created", TIME, nullable=False),
    )
    op.create_table(
        "searches",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("hits", sa.JSON, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("searches_of_person", "searches", ["person", "id"])
    op.create_table(
        "favourites",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("passage_id", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("speech_id", sa.String(32), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_inferred", sa.Boolean, nullable=False),
        sa.Column("section", sa.JSON, nullable=False),
        sa.Column("paragraph", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("year", sa.Integer),
        sa.Column("date", sa.Date),
        sa.Column("speaker", sa.Text),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("saved_at", TIME, nullable=False),
        sa.Column("removed_at", TIME),
        sa.UniqueConstraint("person", "passage_id", name="favourites_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "receipts",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("payload", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("taken_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
    )
    op.create_index("receipts_by_time", "receipts", ["taken_at"])


def downgrade() -> None:
    """Drop all tables of this room."""
    for name in ("receipts", "favourites", "searches", "people"):
        op.drop_table(name)
