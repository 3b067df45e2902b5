"""Technicians' own calendars, which say when they are busy."""

import sqlalchemy as sa
from alembic import op

revision: str = "0048"
down_revision: str | None = "0047"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "busy_calendar",
        sa.Column("technician_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=320), nullable=False),
        sa.ForeignKeyConstraint(
            ["technician_id"],
            ["technician.id"],
            name=op.f("fk_busy_calendar_technician_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("technician_id", name=op.f("pk_busy_calendar")),
    )


def downgrade() -> None:
    op.drop_table("busy_calendar")
