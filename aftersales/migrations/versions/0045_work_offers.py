"""Work that service partners are asked to take, and how long they have to answer."""

import sqlalchemy as sa
from alembic import op

revision: str = "0045"
down_revision: str | None = "0044"
branch_labels: None = None
depends_on: None = None

_LINKS = {
    "appointment_id": "appointment",
    "work_order_id": "work_order",
    "partner_id": "service_partner",
}


def upgrade() -> None:
    op.create_table(
        "work_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in _LINKS),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("live_key", sa.String(length=64), nullable=True),
        sa.Column("window_from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name],
                [f"{table}.id"],
                name=op.f(f"fk_work_offer_{name}_{table}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for name, table in _LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_offer")),
        sa.UniqueConstraint("live_key", name=op.f("uq_work_offer_live_key")),
    )
    with op.batch_alter_table("work_offer") as batch_op:
        for name in (*_LINKS, "state", "answer_by_at"):
            batch_op.create_index(batch_op.f(f"ix_work_offer_{name}"), [name], unique=False)
    with op.batch_alter_table("service_partner") as batch_op:
        batch_op.add_column(sa.Column("answer_hours", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("service_partner") as batch_op:
        batch_op.drop_column("answer_hours")
    op.drop_table("work_offer")
