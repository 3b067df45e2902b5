"""Early-failure alarms and known issues."""

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "known_issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("product_type", sa.String(length=64), nullable=False),
        sa.Column("models", sa.JSON(), nullable=False),
        sa.Column("component", sa.String(length=64), nullable=False),
        sa.Column("symptoms", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("video_url", sa.String(length=320), nullable=False),
        sa.Column("told_to_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_issue")),
        sa.UniqueConstraint("slug", name=op.f("uq_known_issue_slug")),
    )
    with op.batch_alter_table("known_issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_known_issue_state"), ["state"], unique=False)
    op.create_table(
        "alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family", sa.String(length=64), nullable=False),
        sa.Column("group_key", sa.String(length=320), nullable=False),
        sa.Column("live_key", sa.String(length=320), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("product_type", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("component", sa.String(length=64), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("unit_months", sa.Float(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_by", sa.String(length=320), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(length=2000), nullable=False),
        sa.Column("known_issue_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["known_issue_id"],
            ["known_issue.id"],
            name=op.f("fk_alarm_known_issue_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
        sa.UniqueConstraint("live_key", name=op.f("uq_alarm_live_key")),
    )
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        for column in ("state", "known_issue_id"):
            batch_op.create_index(batch_op.f(f"ix_alarm_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("alarm")
    op.drop_table("known_issue")
