"""Claims with the facts they are decided by, their costs, and who pays for a cover."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: None = None
depends_on: None = None

TRUTH = sa.false()
NONE = sa.text("'[]'")


def upgrade() -> None:
    op.create_table(
        "claim_cost",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("note", sa.String(length=320), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claim.id"],
            name=op.f("fk_claim_cost_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_cost")),
    )
    with op.batch_alter_table("claim_cost", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_cost_claim_id"), ["claim_id"], unique=False)

    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("fault_on", sa.Date(), nullable=False, server_default=sa.text("'2000-01-01'"))
        )
        batch_op.add_column(sa.Column("serial_read", sa.String(length=64), nullable=True))
        for name in ("has_proof_of_purchase", "is_dangerous"):
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=TRUTH))
        batch_op.add_column(
            sa.Column("evidence", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
        batch_op.add_column(sa.Column("finding", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("remedy", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("estimate_cents", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "currency", sa.String(length=3), nullable=False, server_default=sa.text("'EUR'")
            )
        )
        batch_op.add_column(sa.Column("rma", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("appeal_until_on", sa.Date(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_claim_rma"), ["rma"])
        batch_op.create_index(batch_op.f("ix_claim_serial_read"), ["serial_read"], unique=False)

    for table in ("cover", "cover_term"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("payer", sa.String(length=64), nullable=True))
            batch_op.add_column(sa.Column("exchange", sa.String(length=64), nullable=True))
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_extended", sa.Boolean(), nullable=False, server_default=TRUTH)
        )
    with op.batch_alter_table("product_model", schema=None) as batch_op:
        batch_op.add_column(sa.Column("serial_check", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column("serial_ranges", sa.JSON(), nullable=False, server_default=NONE)
        )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("phone", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("is_on_call", sa.Boolean(), nullable=False, server_default=TRUTH)
        )


def downgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("is_on_call")
        batch_op.drop_column("phone")
    with op.batch_alter_table("product_model", schema=None) as batch_op:
        batch_op.drop_column("serial_ranges")
        batch_op.drop_column("serial_check")
    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.drop_column("is_extended")
    for table in ("cover_term", "cover"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("exchange")
            batch_op.drop_column("payer")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_serial_read"))
        batch_op.drop_constraint(batch_op.f("uq_claim_rma"), type_="unique")
        for name in (
            "appeal_until_on",
            "rma",
            "currency",
            "estimate_cents",
            "remedy",
            "finding",
            "evidence",
            "is_dangerous",
            "has_proof_of_purchase",
            "serial_read",
            "fault_on",
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table("claim_cost", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_cost_claim_id"))

    op.drop_table("claim_cost")
