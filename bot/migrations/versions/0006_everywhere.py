"""Access by administrators, chosen languages, who holds an update, how long searches took, what answered a message.

Revision: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add tables and columns; what is there stays as it is."""
    op.add_column("people", sa.Column("chosen", sa.String(8)))
    op.create_table(
        "access",
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("admitted", sa.Boolean, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
    )
    op.add_column("searches", sa.Column("found", sa.Integer))
    op.add_column("searches", sa.Column("took_ms", sa.Integer))
    op.create_index("searches_by_time", "searches", ["created"])
    op.add_column("receipts", sa.Column("lane", sa.String(64)))
    op.add_column("receipts", sa.Column("holder", sa.String(64)))
    op.add_column("receipts", sa.Column("sent", sa.Integer, nullable=False, server_default="0"))
    op.create_index("receipts_of_lane", "receipts", ["lane", "finished_at"])
    op.create_table(
        "answers",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("messages", sa.JSON, nullable=False),
        sa.Column("created", TIME, nullable=False),
    )
    op.create_index("answers_by_time", "answers", ["created"])


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("answers")
    op.drop_index("receipts_of_lane", "receipts")
    for name in ("sent", "holder", "lane"):
        op.drop_column("receipts", name)
    op.drop_index("searches_by_time", "searches")
    for name in ("took_ms", "found"):
        op.drop_column("searches", name)
    op.drop_table("access")
    op.drop_column("people", "chosen")
