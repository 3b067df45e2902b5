"""What is expected back from customers, and what was found when it came."""

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "goods_return",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("depot_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("exchange", sa.String(length=64), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("received_at", moment, nullable=True),
        sa.Column("inspected_at", moment, nullable=True),
        sa.Column("condition", sa.String(length=64), nullable=True),
        sa.Column("serial_read", sa.String(length=64), nullable=True),
        sa.Column("finding", sa.String(length=64), nullable=True),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("accessories", sa.String(length=2000), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.id"],
                name=op.f(f"fk_goods_return_{column}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, target in (("claim_id", "claim"), ("depot_id", "depot"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_return")),
        sa.UniqueConstraint("reference", name=op.f("uq_goods_return_reference")),
    )
    with op.batch_alter_table("goods_return", schema=None) as batch_op:
        for column in ("claim_id", "depot_id", "state"):
            batch_op.create_index(batch_op.f(f"ix_goods_return_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("goods_return")
