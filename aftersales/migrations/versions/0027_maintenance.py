"""Maintenance that comes again and again: schedules, contracts, each time that it is due, and covers that ask for it."""

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "service_contract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("provider", sa.String(length=320), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_transferable", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=320), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_service_contract_customer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_service_contract_unit_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_contract")),
        sa.UniqueConstraint("number", name=op.f("uq_service_contract_number")),
    )
    with op.batch_alter_table("service_contract", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_service_contract_customer_id"), ["customer_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_service_contract_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "maintenance_schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("product_model_id", sa.Uuid(), nullable=True),
        sa.Column("service_contract_id", sa.Uuid(), nullable=True),
        sa.Column("task", sa.String(length=320), nullable=False),
        sa.Column("every_months", sa.Integer(), nullable=False),
        sa.Column("counting", sa.String(length=64), nullable=False),
        sa.Column("starts", sa.String(length=64), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("season_from", sa.Integer(), nullable=True),
        sa.Column("season_to", sa.Integer(), nullable=True),
        sa.Column("most_put_offs", sa.Integer(), nullable=False),
        sa.Column("needs_visit", sa.Boolean(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("source", sa.String(length=320), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["product_model_id"],
            ["product_model.id"],
            name=op.f("fk_maintenance_schedule_product_model_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_contract_id"],
            ["service_contract.id"],
            name=op.f("fk_maintenance_schedule_service_contract_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_schedule")),
        sa.UniqueConstraint("code", name=op.f("uq_maintenance_schedule_code")),
    )
    with op.batch_alter_table("maintenance_schedule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_maintenance_schedule_product_model_id"),
            ["product_model_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_maintenance_schedule_service_contract_id"),
            ["service_contract_id"],
            unique=False,
        )

    op.create_table(
        "maintenance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("maintenance_schedule_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("work_order_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("asks_on", sa.Date(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("put_offs", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_maintenance_customer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["maintenance_schedule_id"],
            ["maintenance_schedule.id"],
            name=op.f("fk_maintenance_maintenance_schedule_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_maintenance_unit_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["work_order_id"],
            ["work_order.id"],
            name=op.f("fk_maintenance_work_order_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance")),
        sa.UniqueConstraint(
            "maintenance_schedule_id",
            "unit_id",
            "due_on",
            name=op.f("uq_maintenance_maintenance_schedule_id_unit_id_due_on"),
        ),
    )
    with op.batch_alter_table("maintenance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maintenance_asks_on"), ["asks_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_maintenance_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_maintenance_customer_id"), ["customer_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_maintenance_due_on"), ["due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_maintenance_maintenance_schedule_id"),
            ["maintenance_schedule_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_maintenance_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_maintenance_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_maintenance_work_order_id"), ["work_order_id"], unique=False
        )

    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "requires_maintenance", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )

    with op.batch_alter_table("cover_term", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "requires_maintenance", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("cover_term", schema=None) as batch_op:
        batch_op.drop_column("requires_maintenance")

    with op.batch_alter_table("cover", schema=None) as batch_op:
        batch_op.drop_column("requires_maintenance")

    with op.batch_alter_table("maintenance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maintenance_work_order_id"))
        batch_op.drop_index(batch_op.f("ix_maintenance_unit_id"))
        batch_op.drop_index(batch_op.f("ix_maintenance_state"))
        batch_op.drop_index(batch_op.f("ix_maintenance_maintenance_schedule_id"))
        batch_op.drop_index(batch_op.f("ix_maintenance_due_on"))
        batch_op.drop_index(batch_op.f("ix_maintenance_customer_id"))
        batch_op.drop_index(batch_op.f("ix_maintenance_changed_at"))
        batch_op.drop_index(batch_op.f("ix_maintenance_asks_on"))

    op.drop_table("maintenance")
    with op.batch_alter_table("maintenance_schedule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_maintenance_schedule_service_contract_id"))
        batch_op.drop_index(batch_op.f("ix_maintenance_schedule_product_model_id"))

    op.drop_table("maintenance_schedule")
    with op.batch_alter_table("service_contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_contract_unit_id"))
        batch_op.drop_index(batch_op.f("ix_service_contract_customer_id"))

    op.drop_table("service_contract")
