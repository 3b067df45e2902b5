"""The promise ledger: what a customer was told is kept as a promise and judged afterwards.

A promise is superseded when a newer one inside it was told, released when the customer moved or
cancelled, and otherwise judged: kept, or broken, and then told (the news of the newer time left the
house before the old time ran out) or untold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from aftersales.deed import Deed
from aftersales.queries.promises import (
    broken_news_sent_at,
    open_promises_of,
    open_updates_of_case,
    promises_of,
    promises_run_out,
)
from aftersales.queries.visits import Visit
from aftersales.records import Appointment, Notice, Promise, PromiseKind, PromiseState
from aftersales.states import moved

PROMISE_MOVES: Final = MappingProxyType(
    {
        PromiseState.MADE: frozenset(
            {
                PromiseState.AT_RISK,
                PromiseState.KEPT,
                PromiseState.BROKEN_TOLD,
                PromiseState.BROKEN_UNTOLD,
                PromiseState.SUPERSEDED,
                PromiseState.RELEASED,
            }
        ),
        PromiseState.AT_RISK: frozenset(
            {
                PromiseState.KEPT,
                PromiseState.BROKEN_TOLD,
                PromiseState.BROKEN_UNTOLD,
                PromiseState.SUPERSEDED,
                PromiseState.RELEASED,
            }
        ),
        PromiseState.KEPT: frozenset[PromiseState](),
        PromiseState.BROKEN_TOLD: frozenset({PromiseState.KEPT}),
        PromiseState.BROKEN_UNTOLD: frozenset({PromiseState.KEPT}),
        PromiseState.SUPERSEDED: frozenset[PromiseState](),
        PromiseState.RELEASED: frozenset[PromiseState](),
    }
)


def promise_window(deed: Deed, visit: Visit, notice: Notice, *, reason: str = "") -> Promise:
    """Promise the arrival window of a visit, as told by `notice`; an open older promise is settled.

    `reason` is empty for a first promise, else why the time had to change.
    """
    appointment = visit.appointment
    promise = Promise(
        id=deed.new_id(),
        kind=PromiseKind.ARRIVAL_WINDOW,
        state=PromiseState.MADE,
        customer_id=visit.customer.id,
        appointment_id=appointment.id,
        notice_id=notice.id,
        zone=appointment.zone,
        from_at=appointment.window_from_at,
        to_at=appointment.window_to_at,
        made_at=deed.now,
        reason=reason,
    )
    for older in open_promises_of(deed.session, appointment.id):
        if older.replaced_by_id is not None:
            continue
        older.replaced_by_id = promise.id
        is_inside = promise.from_at >= older.from_at and promise.to_at <= older.to_at
        if is_inside:
            _settle(deed, older, PromiseState.SUPERSEDED)
        else:
            put_at_risk(deed, older)
    deed.add(promise)
    return promise


def put_at_risk(deed: Deed, promise: Promise) -> None:
    """A promise may not be kept; nothing is said of one that is known for it already."""
    if promise.state is PromiseState.MADE:
        _settle(deed, promise, PromiseState.AT_RISK)


def promise_update(
    deed: Deed, visit: Visit, notice: Notice, by: datetime, *, reason: str
) -> Promise:
    """Promise that the customer hears more by a moment."""
    promise = Promise(
        id=deed.new_id(),
        kind=PromiseKind.NEXT_UPDATE,
        state=PromiseState.MADE,
        customer_id=visit.customer.id,
        appointment_id=visit.appointment.id,
        notice_id=notice.id,
        zone=visit.appointment.zone,
        from_at=deed.now,
        to_at=by,
        made_at=deed.now,
        reason=reason,
    )
    deed.add(promise)
    return promise


def release_promises(deed: Deed, appointment: Appointment) -> None:
    """The customer moved or cancelled: nothing that was promised binds any more."""
    for promise in open_promises_of(deed.session, appointment.id):
        _settle(deed, promise, PromiseState.RELEASED)


def keep_update_promises(deed: Deed, case_id: UUID) -> None:
    """The customer of a case has just heard from us: the updates promised to them are kept."""
    for promise in open_updates_of_case(deed.session, case_id):
        promise.outcome_at = deed.now
        is_kept = deed.now <= promise.to_at
        _settle(deed, promise, PromiseState.KEPT if is_kept else _overdue(deed, promise))


def slip_update(deed: Deed, promise: Promise, newer: Promise) -> None:
    """The customer is told that news comes later than promised: once its time is over the promise counts as broken."""
    promise.replaced_by_id = newer.id
    promise.told_broken_at = deed.now
    deed.add(promise)
    put_at_risk(deed, promise)


def judge_arrival(deed: Deed, appointment: Appointment, arrived_at: datetime) -> None:
    """The technician is there: every open promise of the visit is kept or broken."""
    for promise in open_promises_of(deed.session, appointment.id):
        promise.outcome_at = arrived_at
        is_kept = arrived_at <= promise.to_at
        _settle(deed, promise, PromiseState.KEPT if is_kept else _overdue(deed, promise))


def kept_after_all(deed: Deed, appointment: Appointment, arrived_at: datetime) -> None:
    """An arrival comes to be known that was in time: what was counted as broken without it was kept."""
    for promise in promises_of(deed.session, appointment.id):
        is_broken = promise.state in {PromiseState.BROKEN_TOLD, PromiseState.BROKEN_UNTOLD}
        is_window = promise.kind is PromiseKind.ARRIVAL_WINDOW
        if is_broken and is_window and arrived_at <= promise.to_at:
            promise.outcome_at = arrived_at
            _settle(deed, promise, PromiseState.KEPT)


def judge_run_out(deed: Deed) -> int:
    """Judge what has run out without an arrival; answers how many promises that were."""
    run_out = promises_run_out(deed.session, deed.now)
    for promise in run_out:
        _settle(deed, promise, _overdue(deed, promise))
    return len(run_out)


def _overdue(deed: Deed, promise: Promise) -> PromiseState:
    """How a promise ended whose time is over; a promised update is kept by newer news.

    News that says only that it takes longer keeps nothing.
    """
    told_at = broken_news_sent_at(deed.session, promise)
    if told_at is None or told_at > promise.to_at:
        return PromiseState.BROKEN_UNTOLD
    is_kept = promise.kind is PromiseKind.NEXT_UPDATE and promise.told_broken_at is None
    return PromiseState.KEPT if is_kept else PromiseState.BROKEN_TOLD


def _settle(deed: Deed, promise: Promise, state: PromiseState) -> None:
    promise.state = moved(PROMISE_MOVES, promise.state, state, "promise")
    if state is not PromiseState.AT_RISK:
        promise.judged_at = deed.now
    deed.note(f"promise_{state}", promise, why=promise.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How the promises of a span ended."""

    made: int
    kept: int
    broken_told: int
    broken_untold: int
    superseded: int
    released: int
    waiting: int

    @property
    def heard_from_us_first(self) -> float | None:
        """The headline: broken promises the customer heard from us first, 0 to 1; none broken, none to say."""
        broken = self.broken_told + self.broken_untold
        return self.broken_told / broken if broken else None


def scores_of(states: dict[PromiseState, int]) -> Scores:
    """The scores of so many promises in each state."""
    return Scores(
        made=sum(states.values()),
        kept=states.get(PromiseState.KEPT, 0),
        broken_told=states.get(PromiseState.BROKEN_TOLD, 0),
        broken_untold=states.get(PromiseState.BROKEN_UNTOLD, 0),
        superseded=states.get(PromiseState.SUPERSEDED, 0),
        released=states.get(PromiseState.RELEASED, 0),
        waiting=states.get(PromiseState.MADE, 0) + states.get(PromiseState.AT_RISK, 0),
    )
