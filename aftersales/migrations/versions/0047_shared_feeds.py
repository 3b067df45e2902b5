"""Calendars of technicians, crews, depots and territories that are handed to others."""

import sqlalchemy as sa
from alembic import op

revision: str = "0047"
down_revision: str | None = "0046"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "shared_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("detail", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=320), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_feed")),
    )
    op.create_index(op.f("ix_shared_feed_subject_id"), "shared_feed", ["subject_id"])


def downgrade() -> None:
    op.drop_table("shared_feed")
