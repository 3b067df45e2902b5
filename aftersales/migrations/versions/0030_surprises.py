"""Small surprises, and the days by which their occasions are found."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: None = None
depends_on: None = None

DAYS: Final = (
    ("sales_order", "ordered_on"),
    ("unit", "purchased_on"),
    ("registration", "submitted_at"),
)
"""Columns by which customers with an occasion are looked for."""


def upgrade() -> None:
    op.create_table(
        "surprise_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("worth_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("gift", sa.String(length=320), nullable=False),
        sa.Column("occasion", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("most_a_day", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surprise_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_surprise_rule_code")),
    )
    op.create_index(op.f("ix_surprise_rule_state"), "surprise_rule", ["state"])
    op.create_table(
        "surprise",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("surprise_rule_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("goodwill_grant_id", sa.Uuid(), nullable=False),
        sa.Column("work_order_id", sa.Uuid(), nullable=True),
        sa.Column("occasion_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["surprise_rule_id"],
            ["surprise_rule.id"],
            name=op.f("fk_surprise_surprise_rule_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_surprise_customer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["goodwill_grant_id"],
            ["goodwill_grant.id"],
            name=op.f("fk_surprise_goodwill_grant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["work_order_id"],
            ["work_order.id"],
            name=op.f("fk_surprise_work_order_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surprise")),
    )
    for column in (
        "surprise_rule_id",
        "customer_id",
        "goodwill_grant_id",
        "work_order_id",
        "given_at",
    ):
        op.create_index(op.f(f"ix_surprise_{column}"), "surprise", [column])
    for table, column in DAYS:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table, column in DAYS:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    op.drop_table("surprise")
    op.drop_table("surprise_rule")
