"""Since when technicians let positions be told."""

import sqlalchemy as sa
from alembic import op

revision: str = "0044"
down_revision: str | None = "0043"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("technician") as batch_op:
        batch_op.add_column(
            sa.Column("positions_since_at", sa.DateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("technician") as batch_op:
        batch_op.drop_column("positions_since_at")
