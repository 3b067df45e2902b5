"""Compensation that nobody has to ask for: once for each broken promise, from a budget of its own, with an apology."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog

from aftersales.deed import SYSTEM, Deed
from aftersales.errors import AftersalesError
from aftersales.goodwill.authority import who_may_grant
from aftersales.goodwill.budgets import locked_budget
from aftersales.goodwill.by_rules import grant_by_rules
from aftersales.goodwill.concerns import concern_of
from aftersales.goodwill.telling import ask_approval, tell_made_up
from aftersales.moments import wall_of
from aftersales.parts import Parts
from aftersales.queries.compensation import (
    first_news_after,
    grant_by_once_key,
    uncompensated_promises,
)
from aftersales.queries.planning import appointments_by_id
from aftersales.records import (
    Appointment,
    AppointmentState,
    Customer,
    GoodwillPurpose,
    GoodwillState,
    Promise,
    PromiseKind,
    PromiseState,
)
from aftersales.settings import Settings
from aftersales.store import lock_rows
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
    made = 0
    for promise, broken, compensation in _owed(parts):
        try:
            with parts.doing(SYSTEM) as deed:
                made += _make_up(deed, promise, broken, compensation)
        except AftersalesError as error:
            structlog.get_logger().error(
                "compensation_failed", promise=str(promise.id), error=type(error).__name__
            )
    return made


def _owed(parts: Parts) -> list[tuple[Promise, BrokenPromise, Compensation]]:
    """Every promise that was broken lately and that the rules make up for, with how badly and how."""
    rules, now, found = rules_of(parts.settings), parts.clock.now(), []
    with parts.store.reading() as session:
        promises = uncompensated_promises(session, now - LOOK_BACK)
        ids = {each.appointment_id for each in promises if each.appointment_id is not None}
        visits, news = appointments_by_id(session, ids), first_news_after(session, promises)
    for promise in promises:
        visit = None if promise.appointment_id is None else visits[promise.appointment_id]
        broken = broken_of(promise, visit, news.get(promise.id), now)
        owed = None if broken is None else compensation_for(broken, rules)
        if broken is not None and owed is not None:
            found.append((promise, broken, owed))
    return found


def broken_of(
    promise: Promise, visit: Appointment | None, news_at: datetime | None, now: datetime
) -> BrokenPromise | None:
    """How badly a broken promise was broken; None while that is not known yet.

    Args:
        promise: that was judged.
        visit: that it is about, if it is about one.
        news_at: when its customer first heard of it after its time was over.
        now: the moment of the question.
    """
    kept_at = _kept_at(promise, visit, news_at)
    if kept_at is None and not _is_over(promise, visit, now):
        return None
    late = None if kept_at is None else int((kept_at - promise.to_at).total_seconds() // 60)
    return BrokenPromise(
        kind=promise.kind.value,
        minutes_late=late,
        was_told=promise.state is PromiseState.BROKEN_TOLD,
    )


def _kept_at(
    promise: Promise, visit: Appointment | None, news_at: datetime | None
) -> datetime | None:
    """When what was promised came after all."""
    if promise.outcome_at is not None:
        return promise.outcome_at
    if promise.kind is PromiseKind.NEXT_UPDATE:
        return news_at
    arrived_at = None if visit is None else visit.arrived_at
    return arrived_at if arrived_at is not None and arrived_at >= promise.to_at else None


def _is_over(promise: Promise, visit: Appointment | None, now: datetime) -> bool:
    """Whether nothing can come any more, or a day has passed without it."""
    return now >= promise.to_at + GIVEN_UP or (visit is not None and visit.state in MISSED)


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
    is_missed = broken.minutes_late is None or broken.minutes_late >= GIVEN_UP.total_seconds() // 60
    row = grant_by_rules(
        deed,
        budget,
        person,
        promise,
        remedy=compensation.rule.remedy,
        amount=amount,
        proposal={
            "rule": compensation.rule.name,
            "minutes_late": broken.minutes_late,
            "is_missed": is_missed,
        },
        once_key=once_key,
    )
    if row.state is GoodwillState.GRANTED:
        tell_made_up(deed, row, concern, person, promise)
        return True
    able = who_may_grant(deed.session, deed.settings, amount.minor)
    ask_approval(deed, row, concern, able)
    return False


def once_key_of(promise: Promise) -> str:
    """One visit is made up for once a day, however many of its promises broke; news once each."""
    if promise.appointment_id is None or promise.kind is PromiseKind.NEXT_UPDATE:
        return f"compensation:promise/{promise.id}"
    on = wall_of(promise.to_at, promise.zone).date()
    return f"compensation:appointment/{promise.appointment_id}:{on.isoformat()}"
