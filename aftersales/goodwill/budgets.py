"""Budgets: what a territory may grant in a month, counted under a lock so that two at once never overspend."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import assert_never
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.goodwill_budgets import (
    budget_for_change,
    budget_of_grant,
    budget_of_month,
    budgets_of_month,
)
from aftersales.records import GoodwillBudget, GoodwillPurpose, Territory
from aftersales.settings import Settings
from aftersales.store import Session
from warranty import Money
from warranty.goodwill.authority import Budget


def budget_on(
    session: Session, settings: Settings, territory: Territory, purpose: GoodwillPurpose, day: date
) -> Budget:
    """The budget of the month of a day as it stands, whether or not anything was granted from it."""
    row = budget_of_month(session, territory.id, purpose, day.replace(day=1))
    return fact_of(row or _blank(UUID(int=0), settings, territory, purpose, day))


def budgets_on(
    session: Session, settings: Settings, areas: Sequence[Territory], day: date
) -> dict[tuple[UUID, GoodwillPurpose], Budget]:
    """The budgets of the month of a day, by territory and purpose, whether or not anything was granted from them."""
    rows = {
        (row.territory_id, row.purpose): row
        for row in budgets_of_month(session, day.replace(day=1))
    }
    return {
        (area.id, purpose): fact_of(
            rows.get((area.id, purpose)) or _blank(UUID(int=0), settings, area, purpose, day)
        )
        for area in areas
        for purpose in GoodwillPurpose
    }


def locked_budget(
    deed: Deed, territory: Territory, purpose: GoodwillPurpose, day: date
) -> GoodwillBudget:
    """The row of the budget of a day, which nobody else changes until the deed ends."""
    return budget_for_change(
        deed.session, _blank(deed.new_id(), deed.settings, territory, purpose, day)
    )


def set_budget(
    deed: Deed, territory: Territory, purpose: GoodwillPurpose, day: date, amount_cents: int
) -> GoodwillBudget:
    """Settle what may be granted in the month of a day.

    Raises:
        NotUnderstood: it is less than what was granted already.
    """
    row = locked_budget(deed, territory, purpose, day)
    if amount_cents < row.spent_cents:
        raise NotUnderstood(
            "More than this was granted already. Enter at least what is spent.",
            [Problem("amount", "it is less than what is spent")],
        )
    row.amount_cents = amount_cents
    deed.add(row)
    deed.note("goodwill_budget_set", row, facts={"amount_cents": amount_cents})
    return row


def spend(deed: Deed, row: GoodwillBudget, amount_cents: int) -> None:
    """Count a grant; whoever calls has the lock and has looked whether it is left."""
    row.spent_cents += amount_cents
    deed.add(row)


def give_back(deed: Deed, budget_id: UUID, amount_cents: int) -> None:
    """What was not given after all can be granted to somebody else, in the month it came from."""
    row = budget_of_grant(deed.session, budget_id)
    row.spent_cents = max(0, row.spent_cents - amount_cents)
    deed.add(row)


def fact_of(row: GoodwillBudget) -> Budget:
    """A budget as the rules know it."""
    last = monthrange(row.starts_on.year, row.starts_on.month)[1]
    return Budget(
        starts_on=row.starts_on,
        ends_on=row.starts_on.replace(day=last),
        amount=Money(row.currency, row.amount_cents),
        spent=Money(row.currency, row.spent_cents),
    )


def _blank(
    id_: UUID, settings: Settings, territory: Territory, purpose: GoodwillPurpose, day: date
) -> GoodwillBudget:
    return GoodwillBudget(
        id=id_,
        territory_id=territory.id,
        purpose=purpose,
        starts_on=day.replace(day=1),
        amount_cents=_usual(settings, purpose),
        spent_cents=0,
        currency=settings.currency,
    )


def _usual(settings: Settings, purpose: GoodwillPurpose) -> int:
    """What a month has unless somebody set it."""
    match purpose:
        case GoodwillPurpose.GOODWILL:
            return settings.goodwill_budget_cents
        case GoodwillPurpose.COMPENSATION:
            return settings.compensation_budget_cents
        case GoodwillPurpose.SURPRISE:
            return settings.surprise_budget_cents
        case _never:
            assert_never(_never)
