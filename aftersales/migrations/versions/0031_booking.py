"""Times that are held for a customer, how many visits a day may have, and customers who would come earlier."""

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moves_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("times_moved", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_index(batch_op.f("ix_appointment_moves_id"), ["moves_id"])
        batch_op.create_index(batch_op.f("ix_appointment_held_until_at"), ["held_until_at"])
        batch_op.create_foreign_key(
            batch_op.f("fk_appointment_moves_id"),
            "appointment",
            ["moves_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.alter_column("times_moved", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "slot_quota",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("work_type_id", sa.Uuid(), nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_slot_quota_territory_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["work_type_id"],
            ["work_type.id"],
            name=op.f("fk_slot_quota_work_type_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_quota")),
    )
    op.create_index(op.f("ix_slot_quota_territory_id"), "slot_quota", ["territory_id"])
    op.create_index(op.f("ix_slot_quota_work_type_id"), "slot_quota", ["work_type_id"])
    op.create_table(
        "waiting_customer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("territory_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed", sa.JSON(), nullable=False),
        sa.Column("ended_why", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
            name=op.f("fk_waiting_customer_appointment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
            name=op.f("fk_waiting_customer_territory_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["hold_id"],
            ["appointment.id"],
            name=op.f("fk_waiting_customer_hold_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_customer")),
    )
    for column in ("appointment_id", "territory_id", "hold_id", "state"):
        op.create_index(op.f(f"ix_waiting_customer_{column}"), "waiting_customer", [column])


def downgrade() -> None:
    op.drop_table("waiting_customer")
    op.drop_table("slot_quota")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_appointment_moves_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_appointment_held_until_at"))
        batch_op.drop_index(batch_op.f("ix_appointment_moves_id"))
        batch_op.drop_column("times_moved")
        batch_op.drop_column("moves_id")
