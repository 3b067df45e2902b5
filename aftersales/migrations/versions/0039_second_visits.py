"""Work that follows other work: a second visit points at the first."""

import sqlalchemy as sa
from alembic import op

revision: str = "0039"
down_revision: str | None = "0036"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("work_order") as batch_op:
        batch_op.add_column(sa.Column("follows_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_work_order_follows_id"),
            "work_order",
            ["follows_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch_op.create_index(op.f("ix_work_order_follows_id"), ["follows_id"])


def downgrade() -> None:
    with op.batch_alter_table("work_order") as batch_op:
        batch_op.drop_index(op.f("ix_work_order_follows_id"))
        batch_op.drop_constraint(op.f("fk_work_order_follows_id"), type_="foreignkey")
        batch_op.drop_column("follows_id")
