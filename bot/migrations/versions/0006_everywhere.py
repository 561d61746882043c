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
    op.add_column("receipts", sa.Column("lane", sa.String(64), nullable=False, server_default=""))
    op.add_column("receipts", sa.Column("place", sa.Integer, nullable=False, server_default="0"))
    op.add_column("receipts", sa.Column("holder", sa.String(64)))
    op.add_column("receipts", sa.Column("sent", sa.JSON, nullable=False, server_default="[]"))
    op.create_index("receipts_of_lane", "receipts", ["finished_at", "lane"])
    _line_up_receipts()
    op.create_table(
        "answers",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("messages", sa.JSON, nullable=False),
        sa.Column("created", TIME, nullable=False),
    )
    op.create_index("answers_by_time", "answers", ["created"])


def _line_up_receipts() -> None:
    """Put what an earlier version took and did not finish into one lane for each bot, in the order it came."""
    receipts = sa.table("receipts", *(sa.column(name) for name in ("key", "taken_at", "finished_at", "lane", "place")))
    connection = op.get_bind()
    unfinished = sa.select(receipts.c.key).where(receipts.c.finished_at.is_(None))
    for place, key in enumerate(connection.scalars(unfinished.order_by(receipts.c.taken_at, receipts.c.key)).all()):
        values = {"lane": key.partition(":")[0] + ":", "place": place}
        connection.execute(receipts.update().where(receipts.c.key == key).values(values))


def downgrade() -> None:
    """Drop them again."""
    op.drop_table("answers")
    op.drop_index("receipts_of_lane", "receipts")
    for name in ("sent", "holder", "place", "lane"):
        op.drop_column("receipts", name)
    op.drop_index("searches_by_time", "searches")
    for name in ("took_ms", "found"):
        op.drop_column("searches", name)
    op.drop_table("access")
    op.drop_column("people", "chosen")
