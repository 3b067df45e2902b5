"""What is due in a case until when, since when its clock stands still, and what its owner was warned of."""

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: None = None
depends_on: None = None

MOMENTS = (
    "first_answer_due_at",
    "resolve_due_at",
    "paused_at",
    "first_answer_warned_of",
    "resolve_warned_of",
    "update_warned_of",
)


def upgrade() -> None:
    with op.batch_alter_table("service_case", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("priority", sa.String(length=64), nullable=False, server_default="normal")
        )
        for name in MOMENTS:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("service_case", schema=None) as batch_op:
        for name in reversed(MOMENTS):
            batch_op.drop_column(name)
        batch_op.drop_column("priority")
