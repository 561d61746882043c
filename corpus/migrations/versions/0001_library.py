"""The library: speeches, their texts and passages, and where to look for near-identical ones.

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

# A migration never changes once it has shipped: its types are its own, not those of corpus.tables.
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TIME = sa.DateTime(timezone=True)
EMPTY = "0" * 64


def upgrade() -> None:
    """Create all tables, and the one row of an empty library's state."""
    op.create_table(
        "speeches",
        sa.Column("id", sa.String(18), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("title_inferred", sa.Boolean, nullable=False),
        sa.Column("subtitle", sa.Text),
        sa.Column("date", sa.Date),
        sa.Column("year", sa.Integer),
        sa.Column("speaker", sa.Text),
        sa.Column("occasion", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("salutation", sa.Text),
        sa.Column("themes", sa.JSON, nullable=False),
        sa.Column("licence", sa.Text),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("added_at", TIME, nullable=False),
    )
    op.create_table(
        "texts",
        sa.Column("speech_id", sa.String(18), _speech(), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("source", sa.LargeBinary, nullable=False),
        sa.Column("cuts", sa.JSON, nullable=False),
        sa.Column("sections", sa.JSON, nullable=False),
    )
    op.create_table(
        "passages",
        sa.Column("key", KEY, primary_key=True, autoincrement=False),
        sa.Column("speech_id", sa.String(18), _speech(), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("parent_key", KEY),
        sa.Column("paragraph", sa.Integer, nullable=False),
        sa.Column("place", sa.String(16), nullable=False),
        sa.Column("section", sa.JSON, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
    op.create_index("passages_in_order", "passages", ["speech_id", "position"], unique=True)
    op.create_table(
        "speech_bands",
        sa.Column("band", KEY, primary_key=True, autoincrement=False),
        sa.Column("speech_id", sa.String(18), _speech(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("speech_bands_of_speech", "speech_bands", ["speech_id"])
    op.create_table(
        "passage_bands",
        sa.Column("band", KEY, primary_key=True, autoincrement=False),
        sa.Column("key", KEY, _passage(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("passage_bands_of_passage", "passage_bands", ["key"])
    op.create_table(
        "passage_links",
        sa.Column("a_key", KEY, _passage(), primary_key=True),
        sa.Column("b_key", KEY, _passage(), primary_key=True),
        sa.Column("similarity", sa.Float, nullable=False),
    )
    op.create_index("passage_links_back", "passage_links", ["b_key"])
    state = op.create_table(
        "library_state",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.bulk_insert(state, [{"id": 1, "digest": EMPTY}])


def downgrade() -> None:
    """Drop all tables of the library."""
    for name in (
        "library_state",
        "passage_links",
        "passage_bands",
        "speech_bands",
        "passages",
        "texts",
        "speeches",
    ):
        op.drop_table(name)


def _speech() -> sa.ForeignKey:
    return sa.ForeignKey("speeches.id", ondelete="CASCADE")


def _passage() -> sa.ForeignKey:
    return sa.ForeignKey("passages.key", ondelete="CASCADE")
