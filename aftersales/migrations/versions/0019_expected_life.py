"""How long units of a model are expected to last."""

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    with op.batch_alter_table("product_model", schema=None) as batch_op:
        batch_op.add_column(sa.Column("expected_life_months", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("product_model", schema=None) as batch_op:
        batch_op.drop_column("expected_life_months")
