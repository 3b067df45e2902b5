"""What the rules grant without a person: from a budget that is locked, never more than it holds."""

from __future__ import annotations

from aftersales.deed import Deed, id_of
from aftersales.goodwill.budgets import fact_of, spend
from aftersales.records import Customer, GoodwillBudget, GoodwillGrant, GoodwillState, Record
from warranty import Money
from warranty.claims.remedies import RemedyKind


def grant_by_rules(
    deed: Deed,
    budget: GoodwillBudget,
    person: Customer,
    subject: Record,
    *,
    remedy: RemedyKind,
    amount: Money,
    proposal: dict[str, object],
    once_key: str,
) -> GoodwillGrant:
    """Grant it if that is left, and leave it asked if not; `proposal` names the rule.

    Args:
        deed: in which the budget is locked, and in which nothing with this key was granted.
        budget: that pays.
        person: who gets it.
        subject: what it is for.
        remedy: what they get.
        amount: what it costs us, in the currency of the budget.
        proposal: the rule, and what it was decided from.
        once_key: the same for everything that it makes up for, or thanks for, once.
    """
    is_left = amount.is_at_most(fact_of(budget).left)
    row = GoodwillGrant(
        id=deed.new_id(),
        reference=deed.ids.reference("G"),
        purpose=budget.purpose,
        state=GoodwillState.GRANTED if is_left else GoodwillState.ASKED,
        customer_id=person.id,
        territory_id=budget.territory_id,
        budget_id=budget.id if is_left else None,
        subject_kind=str(subject.__tablename__),
        subject_id=id_of(subject),
        remedy=remedy.value,
        amount_cents=amount.minor,
        currency=amount.currency,
        reason="",
        proposal=proposal,
        asked_by=deed.actor.code,
        asked_at=deed.now,
        granted_by=deed.actor.code if is_left else "",
        authority="rules" if is_left else "",
        granted_at=deed.now if is_left else None,
        ended_by="",
        end_reason="",
        once_key=once_key,
    )
    deed.add(row)
    if is_left:
        spend(deed, budget, amount.minor)
    what = "goodwill_granted" if is_left else "goodwill_asked"
    deed.note(what, row, facts={"rule": proposal["rule"]})
    return row
