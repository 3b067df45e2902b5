"""From when a visit was pushed back by a delay, and how far drives and works stray in a territory."""

import sqlalchemy as sa
from alembic import op

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("appointment") as batch_op:
        batch_op.add_column(sa.Column("pushed_from_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("territory") as batch_op:
        batch_op.add_column(sa.Column("habits", sa.JSON(), server_default="{}", nullable=False))
    with op.batch_alter_table("territory") as batch_op:
        batch_op.alter_column("habits", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("territory") as batch_op:
        batch_op.drop_column("habits")
    with op.batch_alter_table("appointment") as batch_op:
        batch_op.drop_column("pushed_from_at")
