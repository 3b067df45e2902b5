"""Which rules of surprises are there, how often did each give, and what did a customer get?"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.records import (
    GoodwillGrant,
    Surprise,
    SurpriseRule,
    SurpriseRuleState,
    WorkOrder,
    WorkOrderState,
)
from warranty.goodwill.surprises import Given

Told = tuple[Surprise, SurpriseRule, GoodwillGrant]
"""One surprise, the rule that gave it and the grant that pays for it."""


def rule_by_code(session: Session, code: str) -> SurpriseRule | None:
    """The rule with this code."""
    return session.exec(select(SurpriseRule).where(SurpriseRule.code == code)).one_or_none()


def active_rules(session: Session, currency: str) -> Sequence[SurpriseRule]:
    """The rules that give something now, in the shop's currency; the first made first."""
    return session.exec(
        select(SurpriseRule)
        .where(
            SurpriseRule.state == SurpriseRuleState.ACTIVE,
            SurpriseRule.currency == currency,
        )
        .order_by(col(SurpriseRule.id))
    ).all()


def rules_with_sums(session: Session, limit: int) -> list[tuple[SurpriseRule, int, int]]:
    """The newest rules, each with how often it gave and what that cost, in cents."""
    rows = session.exec(
        select(SurpriseRule, func.count(col(Surprise.id)), func.sum(GoodwillGrant.amount_cents))
        .outerjoin(Surprise, col(Surprise.surprise_rule_id) == SurpriseRule.id)
        .outerjoin(GoodwillGrant, col(GoodwillGrant.id) == Surprise.goodwill_grant_id)
        .group_by(col(SurpriseRule.id))
        .order_by(col(SurpriseRule.id).desc())
        .limit(limit)
    ).all()
    return [(rule, number, int(cents or 0)) for rule, number, cents in rows]


def given_by(session: Session, rule_id: UUID, today_from: datetime) -> Given:
    """How many customers a rule has surprised, since the day began and in all."""
    theirs = select(func.count()).select_from(Surprise).where(Surprise.surprise_rule_id == rule_id)
    return Given(
        today=session.exec(theirs.where(col(Surprise.given_at) >= today_from)).one(),
        in_all=session.exec(theirs).one(),
    )


def surprises_of(session: Session, customer_id: UUID, limit: int) -> Sequence[Told]:
    """What a customer was given, the newest first."""
    return session.exec(
        select(Surprise, SurpriseRule, GoodwillGrant)
        .join(SurpriseRule, col(SurpriseRule.id) == Surprise.surprise_rule_id)
        .join(GoodwillGrant, col(GoodwillGrant.id) == Surprise.goodwill_grant_id)
        .where(Surprise.customer_id == customer_id)
        .order_by(col(Surprise.id).desc())
        .limit(limit)
    ).all()


def surprise_for_change(session: Session, surprise_id: UUID) -> Surprise | None:
    """The surprise as it is at this moment, changed by nobody else until the transaction ends."""
    return session.exec(
        select(Surprise)
        .where(Surprise.id == surprise_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def open_work_for_change(session: Session, customer_id: UUID) -> WorkOrder | None:
    """The work of a customer that has waited longest for a time, changed by nobody else until the transaction ends."""
    return session.exec(
        select(WorkOrder)
        .where(WorkOrder.customer_id == customer_id, WorkOrder.state == WorkOrderState.OPEN)
        .order_by(col(WorkOrder.id))
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
