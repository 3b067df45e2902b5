"""One thread for each case, whatever the channel, and owners who have an account."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("service_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_user_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("is_sender_unsure", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            batch_op.f("ix_service_case_owner_user_id"), ["owner_user_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_service_case_owner_user_id"),
            "user_account",
            ["owner_user_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    op.create_table(
        "thread_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("who", sa.String(length=320), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=32000), nullable=False),
        sa.Column("outside_id", sa.String(length=320), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_thread_message_{column}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, table in (
                ("case_id", "service_case"),
                ("user_id", "user_account"),
                ("notice_id", "notice"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_message")),
        sa.UniqueConstraint(
            "channel", "outside_id", name=op.f("uq_thread_message_channel_outside_id")
        ),
    )
    with op.batch_alter_table("thread_message", schema=None) as batch_op:
        for column in ("address", "case_id", "notice_id", "user_id"):
            batch_op.create_index(batch_op.f(f"ix_thread_message_{column}"), [column], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("thread_message", schema=None) as batch_op:
        for column in ("user_id", "notice_id", "case_id", "address"):
            batch_op.drop_index(batch_op.f(f"ix_thread_message_{column}"))
    op.drop_table("thread_message")
    with op.batch_alter_table("service_case", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_service_case_owner_user_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_service_case_owner_user_id"))
        for name in ("first_answered_at", "is_sender_unsure", "owner_user_id"):
            batch_op.drop_column(name)
