"""What a kind of work costs whoever ordered it, and why."""

import sqlalchemy as sa
from alembic import op

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("work_type") as batch_op:
        batch_op.add_column(sa.Column("price_cents", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("price_currency", sa.String(length=3), nullable=True))
        batch_op.add_column(sa.Column("price_reason", sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("work_type") as batch_op:
        batch_op.drop_column("price_reason")
        batch_op.drop_column("price_currency")
        batch_op.drop_column("price_cents")
