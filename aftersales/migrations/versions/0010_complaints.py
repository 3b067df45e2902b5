"""Complaints and what was offered to settle them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: None = None
depends_on: None = None


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


LINKS = {
    "case_id": "service_case",
    "territory_id": "territory",
    "appointment_id": "appointment",
    "claim_id": "claim",
    "about_case_id": "service_case",
    "unit_id": "unit",
    "owner_id": "user_account",
}


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "complaint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("about_case_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("wish", sa.String(length=2000), nullable=False),
        sa.Column("outcome", sa.String(length=2000), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("acknowledge_by_at", moment, nullable=False),
        sa.Column("answer_by_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=True),
        sa.Column("acknowledged_at", moment, nullable=True),
        sa.Column("resolved_at", moment, nullable=True),
        sa.Column("follow_up_at", moment, nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(_link("complaint", column, target) for column, target in LINKS.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        for column in ("state", "due_at", *LINKS):
            batch_op.create_index(batch_op.f(f"ix_complaint_{column}"), [column], unique=False)
    op.create_table(
        "complaint_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("remedy", sa.String(length=64), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("said", sa.String(length=2000), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("told_at", moment, nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        _link("complaint_offer", "complaint_id", "complaint"),
        _link("complaint_offer", "proposed_by_id", "user_account"),
        _link("complaint_offer", "approved_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_offer")),
    )
    with op.batch_alter_table("complaint_offer", schema=None) as batch_op:
        for column in ("complaint_id", "proposed_by_id", "approved_by_id"):
            batch_op.create_index(
                batch_op.f(f"ix_complaint_offer_{column}"), [column], unique=False
            )


def downgrade() -> None:
    op.drop_table("complaint_offer")
    op.drop_table("complaint")
