"""Factors of driving times by part of the day."""

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("territory", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("day_factors", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
        )
        batch_op.add_column(sa.Column("factors_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("territory", schema=None) as batch_op:
        batch_op.drop_column("factors_on")
        batch_op.drop_column("day_factors")
