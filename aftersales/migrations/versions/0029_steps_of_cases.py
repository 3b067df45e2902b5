"""Steps of a playbook that is followed in a case."""

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.create_table(
        "case_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("playbook_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["service_case.id"],
            name=op.f("fk_case_step_case_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["playbook_id"],
            ["playbook.id"],
            name=op.f("fk_case_step_playbook_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"],
            ["user_account.id"],
            name=op.f("fk_case_step_done_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
        sa.UniqueConstraint(
            "case_id",
            "playbook_id",
            "number",
            name=op.f("uq_case_step_case_id_playbook_id_number"),
        ),
    )
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"])
    op.create_index(op.f("ix_case_step_playbook_id"), "case_step", ["playbook_id"])
    op.create_index(op.f("ix_case_step_done_by_id"), "case_step", ["done_by_id"])


def downgrade() -> None:
    op.drop_table("case_step")
