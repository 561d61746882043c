"""Tags, notes and what a favourite is found by; views of the favourites; what a person is asked to type.

Revision: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TIME = sa.DateTime(timezone=True)
COLUMNS = ("note", "note_before", "function", "themes", "searched")


def upgrade() -> None:
    """Add columns and tables; favourites that are there stay as they are, and are described when first looked for."""
    op.add_column("favourites", sa.Column("note", sa.Text, nullable=False, server_default=""))
    op.add_column("favourites", sa.Column("note_before", sa.Text))
    op.add_column("favourites", sa.Column("function", sa.String(16)))
    op.add_column("favourites", sa.Column("themes", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("favourites", sa.Column("searched", sa.Text))
    op.create_table(
        "tags",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("folded", sa.String(128), nullable=False),
        sa.Column("searched", sa.Text, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("removed_at", TIME),
        sa.UniqueConstraint("person", "folded", name="tags_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "favourite_tags",
        sa.Column("favourite", ROW_ID, sa.ForeignKey("favourites.id"), primary_key=True),
        sa.Column("tag", ROW_ID, sa.ForeignKey("tags.id"), primary_key=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_index("favourites_of_tag", "favourite_tags", ["tag", "position"])
    op.create_table(
        "views",
        sa.Column("id", ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("tag", ROW_ID),
        sa.Column("theme", sa.Text),
        sa.Column("function", sa.String(16)),
        sqlite_autoincrement=True,
    )
    op.create_index("views_of_person", "views", ["person", "id"])
    op.create_table(
        "drawers",
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("tag", ROW_ID, sa.ForeignKey("tags.id")),
        sa.Column("favourite", ROW_ID, sa.ForeignKey("favourites.id")),
        sa.Column("asked", sa.String(16)),
        sa.Column("subject", ROW_ID),
        sa.Column("asked_at", TIME),
    )


def downgrade() -> None:
    """Drop them: the favourites stay, what was written on them goes."""
    for name in ("drawers", "views", "favourite_tags", "tags"):
        op.drop_table(name)
    for name in reversed(COLUMNS):
        op.drop_column("favourites", name)
