"""What a buyer tells us before they choose a time, and what the installation of a sale costs."""

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | None = "0031"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "visit_preparation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("work_order_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("contact_name", sa.String(length=320), nullable=False),
        sa.Column("contact_phone", sa.String(length=64), nullable=False),
        sa.Column("reached_by", sa.String(length=64), nullable=False),
        sa.Column("address_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("site_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["work_order_id"],
            ["work_order.id"],
            name=op.f("fk_visit_preparation_work_order_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_preparation")),
        sa.UniqueConstraint("work_order_id", name=op.f("uq_visit_preparation_work_order_id")),
    )
    with op.batch_alter_table("order_line") as batch_op:
        batch_op.add_column(sa.Column("installation_price_cents", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("order_line") as batch_op:
        batch_op.drop_column("installation_price_cents")
    op.drop_table("visit_preparation")
