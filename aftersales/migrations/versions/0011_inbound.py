"""What came in from outside, and addresses from which letters came back."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))

    op.create_table(
        "intake",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("outside_id", sa.String(length=320), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("whole", sa.String(length=100000), nullable=False),
        sa.Column("sentence", sa.String(length=2000), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["thread_message.id"],
            name=op.f("fk_intake_message_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
            name=op.f("fk_intake_notice_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sa.UniqueConstraint("channel", "outside_id", name=op.f("uq_intake_channel_outside_id")),
    )
    with op.batch_alter_table("intake", schema=None) as batch_op:
        for column in ("message_id", "notice_id", "outcome", "sender", "taken_at"):
            batch_op.create_index(batch_op.f(f"ix_intake_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("intake")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_column("bounced_at")
