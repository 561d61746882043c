"""What was understood of a search, what was taken out of it, how well its hits answer, and the themes it offered.

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

COLUMNS = {"request": "{}", "dropped": "[]", "grades": "[]", "themes": "[]"}
"""What a search of before says in each: nothing."""


def upgrade() -> None:
    """Add the columns; searches that are there keep their hits and say nothing in them."""
    for name, nothing in COLUMNS.items():
        op.add_column("searches", sa.Column(name, sa.JSON, nullable=False, server_default=nothing))


def downgrade() -> None:
    """Drop the columns."""
    for name in reversed(COLUMNS):
        op.drop_column("searches", name)
