"""Checklists by kind of work, and what is entered of the work at a visit."""

import sqlalchemy as sa
from alembic import op

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "checklist_point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("work_type_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=320), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        _link("checklist_point", "work_type"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_point")),
    )
    _index("checklist_point", "work_type_id")
    op.create_table(
        "service_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("device_key", sa.String(length=64), nullable=True),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("test_result", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("serial", sa.String(length=64), nullable=False),
        sa.Column("spare_part_id", sa.Uuid(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=True),
        sa.Column("signed_by", sa.String(length=320), nullable=False),
        sa.Column("signature", sa.String(length=20000), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        _link("service_entry", "appointment"),
        _link("service_entry", "spare_part"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_entry")),
        sa.UniqueConstraint("device_key", name=op.f("uq_service_entry_device_key")),
    )
    _index("service_entry", "appointment_id")
    _index("service_entry", "spare_part_id")


def downgrade() -> None:
    op.drop_table("service_entry")
    op.drop_table("checklist_point")


def _link(table: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{target}_id"],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{target}_id_{target}"),
        initially="DEFERRED",
        deferrable=True,
    )


def _index(table: str, column: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)
