"""What people think of passages, and which functions a search was for and found.

Revision: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from corpus.tables import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the columns; a search of before was for no function, and told of none."""
    op.add_column("searches", sa.Column("function", sa.String(16)))
    op.add_column("searches", sa.Column("functions", sa.JSON, nullable=False, server_default="[]"))
    op.create_table(
        "opinions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("function", sa.String(16), nullable=False),
        sa.Column("dropped", sa.String(128), nullable=False),
        sa.Column("passage_id", sa.String(32), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("created", UtcDateTime, nullable=False),
        sa.UniqueConstraint("person", "request", "function", "dropped", "passage_id", name="opinions_once"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("opinions")
    op.drop_column("searches", "functions")
    op.drop_column("searches", "function")
