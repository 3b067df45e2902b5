"""Customers who turned out to be the same one."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_customer_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_customer_merged_into_id"),
            "customer",
            ["merged_into_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    op.create_table(
        "customer_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survivor_id", sa.Uuid(), nullable=False),
        sa.Column("loser_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name],
                ["customer.id"],
                name=op.f(f"fk_customer_merge_{name}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for name in ("survivor_id", "loser_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_merge")),
    )
    with op.batch_alter_table("customer_merge", schema=None) as batch_op:
        for name in ("survivor_id", "loser_id"):
            batch_op.create_index(batch_op.f(f"ix_customer_merge_{name}"), [name], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("customer_merge", schema=None) as batch_op:
        for name in ("loser_id", "survivor_id"):
            batch_op.drop_index(batch_op.f(f"ix_customer_merge_{name}"))
    op.drop_table("customer_merge")
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_customer_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_customer_merged_into_id"))
        batch_op.drop_column("merged_into_id")
