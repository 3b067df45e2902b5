"""What may a territory grant in a month, and what of it is spent?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from aftersales.records import (
    GoodwillBudget,
    GoodwillPurpose,
)


def budget_of_month(
    session: Session, territory_id: UUID, purpose: GoodwillPurpose, starts_on: date
) -> GoodwillBudget | None:
    """The budget of a territory for a month, if anybody has set or touched it."""
    return session.exec(
        select(GoodwillBudget).where(
            GoodwillBudget.territory_id == territory_id,
            GoodwillBudget.purpose == purpose,
            GoodwillBudget.starts_on == starts_on,
        )
    ).one_or_none()


def budgets_of_month(session: Session, starts_on: date) -> Sequence[GoodwillBudget]:
    """Every budget for a month that anybody has set or touched."""
    return session.exec(select(GoodwillBudget).where(GoodwillBudget.starts_on == starts_on)).all()


def budget_for_change(session: Session, blank: GoodwillBudget) -> GoodwillBudget:
    """The budget of that territory, purpose and month, made from `blank` if there is none, and locked.

    Two that begin at once cannot both make it: the second waits for the first and takes its row.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(GoodwillBudget) if is_sqlite else postgresql.insert(GoodwillBudget)
    session.execute(
        insert.values(**blank.model_dump()).on_conflict_do_nothing(
            index_elements=["territory_id", "purpose", "starts_on"]
        )
    )
    return session.exec(
        select(GoodwillBudget)
        .where(
            GoodwillBudget.territory_id == blank.territory_id,
            GoodwillBudget.purpose == blank.purpose,
            GoodwillBudget.starts_on == blank.starts_on,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def budget_of_grant(session: Session, budget_id: UUID) -> GoodwillBudget:
    """The budget that a grant was paid from, locked."""
    return session.exec(
        select(GoodwillBudget)
        .where(GoodwillBudget.id == budget_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
