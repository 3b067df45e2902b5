"""Compensation that nobody has to ask for: once for each broken promise, from a budget of its own, with an apology."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog

from aftersales.deed import SYSTEM, Deed
from aftersales.errors import AftersalesError
from aftersales.goodwill.authority import who_may_grant
from aftersales.goodwill.budgets import fact_of, locked_budget, spend
from aftersales.goodwill.concerns import concern_of
from aftersales.goodwill.telling import tell_approval_needed, tell_made_up
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.goodwill import first_news_after, grant_by_once_key, uncompensated_promises
from aftersales.records import (
    Appointment,
    AppointmentState,
    Customer,
    GoodwillGrant,
    GoodwillPurpose,
    GoodwillState,
    Promise,
    PromiseKind,
    PromiseState,
)
from aftersales.settings import Settings
from aftersales.store import Session, lock_rows
from warranty import Money
from warranty.claims.remedies import RemedyKind
from warranty.goodwill.compensation import (
    BrokenPromise,
    Compensation,
    CompensationRule,
    compensation_for,
)

LOOK_BACK: Final = timedelta(days=14)
"""Promises judged longer ago are left alone, so that switching it on pays for nothing old."""

GIVEN_UP: Final = timedelta(hours=24)
"""A promise not kept by then was not kept at all."""

VISITS: Final = frozenset({PromiseKind.ARRIVAL_WINDOW.value, PromiseKind.ETA.value})

MISSED: Final = frozenset({AppointmentState.TECHNICIAN_NO_SHOW, AppointmentState.CANCELLED})
"""Visits to which nobody comes any more."""


def rules_of(settings: Settings) -> tuple[CompensationRule, ...]:
    """The table of this shop; an amount of 0 leaves its line out."""
    lines = (
        ("missed", VISITS, GIVEN_UP.total_seconds() // 60, settings.compensation_missed_cents),
        ("late", VISITS, settings.compensation_late_minutes, settings.compensation_late_cents),
        (
            "silent",
            frozenset({PromiseKind.NEXT_UPDATE.value}),
            settings.compensation_silent_minutes,
            settings.compensation_silent_cents,
        ),
    )
    return tuple(
        CompensationRule(
            name=name,
            kinds=kinds,
            least_minutes=int(minutes),
            is_for_told=settings.compensation_if_told,
            remedy=RemedyKind(settings.compensation_remedy),
            amount=Money(settings.currency, cents),
        )
        for name, kinds, minutes, cents in lines
        if cents
    )


def compensate_broken(parts: Parts) -> int:
    """Make up for every promise that was broken lately; answers how many grants that made."""
    if not parts.settings.compensation_on:
        return 0
    rules = rules_of(parts.settings)
    with parts.store.reading() as session:
        now = parts.clock.now()
        found = [
            (promise, owed)
            for promise in uncompensated_promises(session, now - LOOK_BACK)
            for owed in [_owed(session, promise, rules, now)]
            if owed is not None
        ]
    made = 0
    for promise, (broken, compensation) in found:
        try:
            with parts.doing(SYSTEM) as deed:
                made += _make_up(deed, promise, broken, compensation)
        except AftersalesError as error:
            structlog.get_logger().error(
                "compensation_failed", promise=str(promise.id), error=type(error).__name__
            )
    return made


def broken_of(session: Session, promise: Promise, now: datetime) -> BrokenPromise | None:
    """How badly a broken promise was broken; None while that is not known yet."""
    kept_at = _kept_at(session, promise)
    if kept_at is None and not _is_over(session, promise, now):
        return None
    late = None if kept_at is None else int((kept_at - promise.to_at).total_seconds() // 60)
    return BrokenPromise(
        kind=promise.kind.value,
        minutes_late=late,
        was_told=promise.state is PromiseState.BROKEN_TOLD,
    )


def _owed(
    session: Session, promise: Promise, rules: tuple[CompensationRule, ...], now: datetime
) -> tuple[BrokenPromise, Compensation] | None:
    broken = broken_of(session, promise, now)
    owed = None if broken is None else compensation_for(broken, rules)
    return None if broken is None or owed is None else (broken, owed)


def _kept_at(session: Session, promise: Promise) -> datetime | None:
    """When what was promised came after all."""
    if promise.outcome_at is not None:
        return promise.outcome_at
    if promise.kind is PromiseKind.NEXT_UPDATE:
        return first_news_after(session, promise)
    if promise.appointment_id is None:
        return None
    arrived_at = session.get_one(Appointment, promise.appointment_id).arrived_at
    return arrived_at if arrived_at is not None and arrived_at >= promise.to_at else None


def _is_over(session: Session, promise: Promise, now: datetime) -> bool:
    """Whether nothing can come any more, or a day has passed without it."""
    if now >= promise.to_at + GIVEN_UP:
        return True
    if promise.appointment_id is None:
        return False
    return session.get_one(Appointment, promise.appointment_id).state in MISSED


def _make_up(
    deed: Deed, promise: Promise, broken: BrokenPromise, compensation: Compensation
) -> bool:
    """Grant it within the budget, else let somebody decide; once, whoever else does the same now."""
    lock_rows(deed.session, "promise", [promise.id])
    once_key = once_key_of(promise)
    if grant_by_once_key(deed.session, once_key) is not None:
        return False
    person = deed.session.get_one(Customer, promise.customer_id)
    concern = concern_of(deed.session, person, promise)
    today = wall_of(deed.now, concern.territory.zone).date()
    budget = locked_budget(deed, concern.territory, GoodwillPurpose.COMPENSATION, today)
    amount = compensation.rule.amount
    is_left = amount.is_at_most(fact_of(budget).left)
    is_missed = broken.minutes_late is None or broken.minutes_late >= GIVEN_UP.total_seconds() // 60
    row = GoodwillGrant(
        id=deed.new_id(),
        reference=deed.ids.reference("G"),
        purpose=GoodwillPurpose.COMPENSATION,
        state=GoodwillState.GRANTED if is_left else GoodwillState.ASKED,
        customer_id=person.id,
        territory_id=concern.territory.id,
        budget_id=budget.id if is_left else None,
        subject_kind="promise",
        subject_id=promise.id,
        remedy=compensation.rule.remedy.value,
        amount_cents=amount.minor,
        currency=amount.currency,
        reason="",
        proposal={
            "rule": compensation.rule.name,
            "minutes_late": broken.minutes_late,
            "is_missed": is_missed,
        },
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
        deed.note("goodwill_granted", row, facts={"rule": compensation.rule.name})
        tell_made_up(deed, row, concern, person, promise)
        return True
    deed.note("goodwill_asked", row, facts={"rule": compensation.rule.name})
    able = who_may_grant(deed.session, deed.settings, amount.minor)
    for user in [user for user in able if user.is_on_call] or able:
        tell_approval_needed(deed, row, concern, user)
    return False


def once_key_of(promise: Promise) -> str:
    """One visit is made up for once a day, however many of its promises broke; news once each."""
    if promise.appointment_id is None or promise.kind is PromiseKind.NEXT_UPDATE:
        return f"compensation:promise/{promise.id}"
    on = wall_of(promise.to_at, promise.zone).date()
    return f"compensation:appointment/{promise.appointment_id}:{on.isoformat()}"
