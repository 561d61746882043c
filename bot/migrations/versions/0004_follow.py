"""What a search was asked after, which of its passages were shown, and when the last one was.

Revision: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = {"after": "{}", "shown": "{}"}
"""What a search of before says in each: nothing, so that its first passage counts as the one that was shown."""


def upgrade() -> None:
    """Add the columns; searches that are there say nothing in them."""
    for name, nothing in COLUMNS.items():
        op.add_column("searches", sa.Column(name, sa.JSON, nullable=False, server_default=nothing))
    op.add_column("searches", sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    for name in ("shown_at", *reversed(COLUMNS)):
        op.drop_column("searches", name)
