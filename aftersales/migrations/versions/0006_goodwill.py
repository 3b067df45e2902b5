"""Goodwill: what was granted beyond every cover, and the budgets it is paid from."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "goodwill_budget",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("spent_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        _link("goodwill_budget", "territory_id", "territory.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goodwill_budget")),
        sa.UniqueConstraint(
            "territory_id",
            "purpose",
            "starts_on",
            name=op.f("uq_goodwill_budget_territory_id_purpose_starts_on"),
        ),
    )
    _index("goodwill_budget", "territory_id")
    op.create_table(
        "goodwill_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("budget_id", sa.Uuid(), nullable=True),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("subject_kind", sa.String(length=64), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("remedy", sa.String(length=64), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("proposal", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.String(length=64), nullable=False),
        sa.Column("authority", sa.String(length=64), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=2000), nullable=False),
        sa.Column("once_key", sa.String(length=320), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _link("goodwill_grant", "customer_id", "customer.id"),
        _link("goodwill_grant", "territory_id", "territory.id"),
        _link("goodwill_grant", "budget_id", "goodwill_budget.id"),
        _link("goodwill_grant", "cover_id", "cover.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goodwill_grant")),
        sa.UniqueConstraint("reference", name=op.f("uq_goodwill_grant_reference")),
        sa.UniqueConstraint("once_key", name=op.f("uq_goodwill_grant_once_key")),
    )
    for column in (
        "asked_at",
        "budget_id",
        "cover_id",
        "customer_id",
        "granted_at",
        "state",
        "subject_id",
        "territory_id",
    ):
        _index("goodwill_grant", column)


def downgrade() -> None:
    op.drop_table("goodwill_grant")
    op.drop_table("goodwill_budget")


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [target],
        name=op.f(f"fk_{table}_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


def _index(table: str, column: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)
