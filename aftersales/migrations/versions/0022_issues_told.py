"""Since when owners are told of a known issue."""

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("known_issue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE known_issue SET told_at = (SELECT MIN(notice.created_at) FROM notice "
        "WHERE notice.kind = 'known_issue' AND notice.subject_id = known_issue.id)"
    )


def downgrade() -> None:
    with op.batch_alter_table("known_issue", schema=None) as batch_op:
        batch_op.drop_column("told_at")
