"""Who owned a unit when, and its way to the next owner."""

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: None = None
depends_on: None = None


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "ownership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=64), nullable=False),
        sa.Column("is_buyer", sa.Boolean(), nullable=False),
        sa.Column("since_at", moment, nullable=False),
        sa.Column("until_at", moment, nullable=True),
        _link("ownership", "unit_id", "unit"),
        _link("ownership", "customer_id", "customer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownership")),
    )
    op.create_table(
        "unit_transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("live_key", sa.String(length=64), nullable=True),
        sa.Column("offered_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _link("unit_transfer", "unit_id", "unit"),
        _link("unit_transfer", "customer_id", "customer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_transfer")),
        sa.UniqueConstraint("live_key", name=op.f("uq_unit_transfer_live_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_unit_transfer_reference")),
    )
    for table, columns in (
        ("ownership", ("unit_id", "customer_id")),
        ("unit_transfer", ("unit_id", "customer_id", "state", "expires_at")),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("unit_transfer")
    op.drop_table("ownership")
