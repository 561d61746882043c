"""Owners: who holds a speech, and what that owner's file says of it beside the text.

All speeches that are there belong to the common library.

Revision: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)

# By the table that they leave; all of them are columns of a holding now.
OF_SPEECHES = (
    ("title", sa.Text, False),
    ("title_inferred", sa.Boolean, False),
    ("subtitle", sa.Text, True),
    ("date", sa.Date, True),
    ("year", sa.Integer, True),
    ("speaker", sa.Text, True),
    ("occasion", sa.Text, True),
    ("kind", sa.Text, True),
    ("salutation", sa.Text, True),
    ("themes", sa.JSON, False),
    ("licence", sa.Text, True),
    ("file", sa.Text, False),
    ("format", sa.String(16), False),
    ("added_at", TIME, False),
)
OF_TEXTS = (("source", sa.LargeBinary, False), ("cuts", sa.JSON, False))


def upgrade() -> None:
    """Move what a file says of a speech to the holding of the common library."""
    op.create_table(
        "holdings",
        sa.Column("speech_id", sa.String(18), sa.ForeignKey("speeches.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("owner", sa.String(64), primary_key=True),
        *(sa.Column(name, kind, nullable=empty) for name, kind, empty in (*OF_SPEECHES, *OF_TEXTS)),
    )
    names = ", ".join(name for name, _, _ in (*OF_SPEECHES, *OF_TEXTS))
    op.execute(
        f"INSERT INTO holdings (speech_id, owner, {names}) "  # noqa: S608 - names of ours alone
        f"SELECT id, '', {names} FROM speeches JOIN texts ON texts.speech_id = speeches.id"
    )
    op.create_index("holdings_of_owner", "holdings", ["owner", "speech_id"])
    for table, columns in (("speeches", OF_SPEECHES), ("texts", OF_TEXTS)):
        with op.batch_alter_table(table) as batch:
            for name, _, _ in columns:
                batch.drop_column(name)
    op.add_column("library_state", sa.Column("revision", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    """There is no way back: the tables before have no place for what people hold for themselves."""
    raise NotImplementedError("restore the backup that was made before the upgrade")
