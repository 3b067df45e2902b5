"""What customers say about visits and about us."""

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: None = None
depends_on: None = None

LINKS = {
    "customer_id": "customer",
    "appointment_id": "appointment",
    "case_id": "service_case",
    "territory_id": "territory",
    "technician_id": "technician",
    "service_partner_id": "service_partner",
    "product_model_id": "product_model",
    "complaint_id": "complaint",
}
NEEDED = ("customer_id", "territory_id")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=name not in NEEDED) for name in LINKS),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("service_score", sa.Integer(), nullable=True),
        sa.Column("visit_score", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{target}.id"],
                name=op.f(f"fk_survey_{column}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, target in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    with op.batch_alter_table("survey", schema=None) as batch_op:
        for column in ("asked_at", "answered_at", *LINKS):
            batch_op.create_index(batch_op.f(f"ix_survey_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("survey")
