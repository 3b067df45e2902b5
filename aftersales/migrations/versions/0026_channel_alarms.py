"""Channels that fell behind the others, and when they caught up."""

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "channel_alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("behind_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recovered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_alarm")),
    )
    with op.batch_alter_table("channel_alarm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_channel_alarm_recovered_at"), ["recovered_at"])


def downgrade() -> None:
    op.drop_table("channel_alarm")
