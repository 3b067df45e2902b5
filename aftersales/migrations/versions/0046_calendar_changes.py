"""When the calendar of a technician changed last."""

import sqlalchemy as sa
from alembic import op

revision: str = "0046"
down_revision: str | None = "0045"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("technician") as batch_op:
        batch_op.add_column(
            sa.Column("calendar_changed_at", sa.DateTime(timezone=True), nullable=True)
        )
    op.execute("UPDATE technician SET calendar_changed_at = created_at")
    with op.batch_alter_table("technician") as batch_op:
        batch_op.alter_column(
            "calendar_changed_at", existing_type=sa.DateTime(timezone=True), nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table("technician") as batch_op:
        batch_op.drop_column("calendar_changed_at")
