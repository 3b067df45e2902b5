"""One surprise is given: looked at again under the locks of rule, customer and budget, so that two at once give one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.goodwill.budgets import fact_of, locked_budget
from aftersales.goodwill.by_rules import grant_by_rules
from aftersales.goodwill.surprises.knowing import Today, facts_of
from aftersales.goodwill.surprises.rules import terms_of
from aftersales.goodwill.surprises.telling import may_be_told, tell_surprise
from aftersales.moments import wall_of
from aftersales.queries.compensation import grant_by_once_key
from aftersales.queries.places import territory_of_customer
from aftersales.queries.surprises import given_by, open_work_for_change
from aftersales.records import (
    Customer,
    GoodwillGrant,
    GoodwillPurpose,
    Priority,
    Surprise,
    SurpriseRule,
    SurpriseRuleState,
    Territory,
    WorkOrder,
)
from aftersales.store import lock_rows
from warranty import Money
from warranty.claims.remedies import RemedyKind
from warranty.goodwill.surprises import SurpriseKind, surprise_for

LONGEST_NOTE: Final = 2000
"""What the note of a work order holds."""


def give_surprise(deed: Deed, rule_id: UUID, customer_id: UUID, today: Today) -> bool:
    """Give what a rule gives, if it still fits and the budget of the customer's territory holds it; answers whether it was given."""
    lock_rows(deed.session, "surprise_rule", [rule_id])
    lock_rows(deed.session, "customer", [customer_id])
    rule = deed.session.get_one(SurpriseRule, rule_id)
    person = deed.session.get_one(Customer, customer_id)
    is_theirs = person.erased_at is None and person.merged_into_id is None
    area = territory_of_customer(deed.session, customer_id)
    if rule.state is not SurpriseRuleState.ACTIVE or not is_theirs or area is None:
        return False
    decision = surprise_for(
        terms_of(rule),
        facts_of(deed.session, [customer_id], today)[customer_id],
        given_by(deed.session, rule_id, today.began_at),
        Money(rule.currency, deed.settings.surprise_most_cents),
        today.day,
    )
    on = decision.occasion_on
    grant = _granted(deed, rule, person, area, on) if on and decision.is_given else None
    if grant is None or on is None:
        return False
    _keep(deed, rule, person, area, grant, on)
    return True


def _granted(
    deed: Deed,
    rule: SurpriseRule,
    person: Customer,
    area: Territory,
    on: date,
) -> GoodwillGrant | None:
    """The grant that pays for it; None when the budget does not hold it, or the occasion was thanked for before."""
    once_key = f"surprise:{rule.id}/{person.id}:{on}"
    if grant_by_once_key(deed.session, once_key) is not None:
        return None
    day = wall_of(deed.now, area.zone).date()
    budget = locked_budget(deed, area, GoodwillPurpose.SURPRISE, day)
    worth = Money(rule.currency, rule.worth_cents)
    if budget.currency != rule.currency or not worth.is_at_most(fact_of(budget).left):
        return None
    is_voucher = rule.kind == SurpriseKind.VOUCHER
    return grant_by_rules(
        deed,
        budget,
        person,
        person,
        remedy=RemedyKind.VOUCHER if is_voucher else RemedyKind.GIFT,
        amount=worth,
        proposal={
            "rule": rule.code,
            "kind": rule.kind,
            "gift": rule.gift,
            "occasion": rule.occasion,
            "number": rule.number,
            "occasion_on": str(on),
        },
        once_key=once_key,
    )


def _keep(
    deed: Deed,
    rule: SurpriseRule,
    person: Customer,
    area: Territory,
    grant: GoodwillGrant,
    on: date,
) -> None:
    today = wall_of(deed.now, area.zone).date()
    order = (
        _brought_forward(deed, person, grant) if rule.kind == SurpriseKind.EARLIER_SLOT else None
    )
    row = Surprise(
        id=deed.new_id(),
        surprise_rule_id=rule.id,
        customer_id=person.id,
        goodwill_grant_id=grant.id,
        work_order_id=None if order is None else order.id,
        occasion_on=on,
        ends_on=today + timedelta(rule.valid_days),
        given_at=deed.now,
        handed_by="",
    )
    deed.add(row)
    deed.note("surprise_given", row, facts={"rule": rule.code, "grant": grant.reference})
    if may_be_told(deed.session, person.id):
        tell_surprise(deed, row, rule, grant, person, area, order)
    else:
        deed.note("surprise_untold", row)


def _brought_forward(deed: Deed, person: Customer, grant: GoodwillGrant) -> WorkOrder | None:
    """The work that has waited longest for a time comes before others when it is planned, and says so to whoever plans."""
    order = open_work_for_change(deed.session, person.id)
    if order is None:
        return None
    if order.priority in (Priority.LOW, Priority.NORMAL):
        order.priority = Priority.HIGH
    wish = f"An earlier time was promised as a thank-you ({grant.reference})."
    if len(order.note) + len(wish) < LONGEST_NOTE:
        order.note = f"{order.note}\n{wish}".strip()
    order.revision += 1
    deed.add(order)
    deed.note("work_brought_forward", order, facts={"grant": grant.reference})
    return order
