"""Spare parts, their stock and what work waits for, and the day on which a delivery is expected."""

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: None = None
depends_on: None = None


def _leads_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


def upgrade() -> None:
    op.create_table(
        "spare_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("product_types", sa.JSON(), nullable=False),
        sa.Column("skus", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spare_part")),
        sa.UniqueConstraint("code", name=op.f("uq_spare_part_code")),
    )
    op.create_table(
        "spare_stock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("spare_part_id", sa.Uuid(), nullable=False),
        sa.Column("depot_id", sa.Uuid(), nullable=True),
        sa.Column("technician_id", sa.Uuid(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_spare_stock_quantity")),
        _leads_to("spare_stock", "spare_part_id", "spare_part"),
        _leads_to("spare_stock", "depot_id", "depot"),
        _leads_to("spare_stock", "technician_id", "technician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spare_stock")),
        sa.UniqueConstraint(
            "spare_part_id", "depot_id", name=op.f("uq_spare_stock_spare_part_id_depot_id")
        ),
        sa.UniqueConstraint(
            "spare_part_id",
            "technician_id",
            name=op.f("uq_spare_stock_spare_part_id_technician_id"),
        ),
    )
    op.create_table(
        "spare_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("work_order_id", sa.Uuid(), nullable=False),
        sa.Column("spare_part_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("depot_id", sa.Uuid(), nullable=True),
        sa.Column("technician_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _leads_to("spare_request", "work_order_id", "work_order"),
        _leads_to("spare_request", "spare_part_id", "spare_part"),
        _leads_to("spare_request", "depot_id", "depot"),
        _leads_to("spare_request", "technician_id", "technician"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spare_request")),
    )
    for table, columns in (
        ("spare_stock", ("spare_part_id", "depot_id", "technician_id")),
        (
            "spare_request",
            (
                *("work_order_id", "spare_part_id", "state", "expected_on"),
                *("depot_id", "technician_id"),
            ),
        ),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    with op.batch_alter_table("order_line") as batch:
        batch.add_column(
            sa.Column(
                "is_delivery_awaited", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        batch.add_column(sa.Column("delivery_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("order_line") as batch:
        batch.drop_column("delivery_on")
        batch.drop_column("is_delivery_awaited")
    for table in ("spare_request", "spare_stock", "spare_part"):
        op.drop_table(table)
