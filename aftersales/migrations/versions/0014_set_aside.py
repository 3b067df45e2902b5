"""What was set aside says from whom it came, so that somebody can open a case for it."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("intake", schema=None) as batch_op:
        for name in ("address", "name", "subject"):
            batch_op.add_column(
                sa.Column(name, sa.String(length=320), nullable=False, server_default="")
            )


def downgrade() -> None:
    with op.batch_alter_table("intake", schema=None) as batch_op:
        for name in ("subject", "name", "address"):
            batch_op.drop_column(name)
