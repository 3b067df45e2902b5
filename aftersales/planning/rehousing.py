"""Rehousing: whoever cannot keep their time gets another one, and nobody else is moved for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from aftersales.moments import CELL
from aftersales.parts import Parts
from aftersales.planning.facts import Demand, Snapshot
from aftersales.planning.translate import Translation, translated
from scheduling import Plan, mended


def standing_orders(snapshot: Snapshot) -> dict[str, list[str]]:
    """For each duty its visits as they stand, in order of time."""
    orders: dict[str, list[str]] = {}
    standing = [
        demand
        for demand in snapshot.demands
        if demand.standing_duty is not None and not demand.is_moving
    ]
    for demand in sorted(
        standing, key=lambda demand: (demand.standing_at or snapshot.since, demand.key)
    ):
        orders.setdefault(str(demand.standing_duty), []).append(demand.key)
    return orders


def orders_of(plan: Plan) -> dict[str, list[str]]:
    """For each duty its visits as a plan has them, in order."""
    return {route.shift: [stop.visit for stop in route.stops] for route in plan.routes}


def overtaken_orders(before: Translation, plan: Plan, snapshot: Snapshot) -> dict[str, list[str]]:
    """The same of a plan that was overtaken: without what is gone since, and with what stands since, by time."""
    present = {demand.key: demand for demand in snapshot.demands}
    duties = {duty.key for duty in snapshot.duties}
    stops = [
        (before.moment(stop.start), route.shift, stop.visit)
        for route in plan.routes
        for stop in route.stops
        if route.shift in duties and stop.visit in present
    ]
    known = {key for _at, _duty, key in stops}
    stops += [
        (demand.standing_at, demand.standing_duty, demand.key)
        for demand in present.values()
        if demand.key not in known
        and demand.standing_at is not None
        and demand.standing_duty is not None
        and not demand.is_moving
    ]
    orders: dict[str, list[str]] = {}
    for _at, duty, key in sorted(stops):
        orders.setdefault(duty, []).append(key)
    return orders


def stuck_in(translation: Translation, plan: Plan) -> frozenset[UUID]:
    """Work orders whose customer asked for another time that nobody has, or whose partner refused and nobody else can."""
    left = (translation.demands[unplanned.visit] for unplanned in plan.unplanned)
    return frozenset(
        demand.work_order_id
        for demand in left
        if demand.is_moving or demand.standing_lead in demand.barred
    )


def left_standing(snapshot: Snapshot, stuck: frozenset[UUID]) -> Snapshot:
    """Those visits keep the time they have, and whoever they stand with; the office sees to it."""

    def standing(demand: Demand) -> Demand:
        if demand.work_order_id not in stuck:
            return demand
        return replace(
            demand,
            is_moving=False,
            windows=demand.standing_windows or demand.windows,
            pinned_duty=None,
            barred=demand.barred - {demand.standing_lead},
        )

    return replace(snapshot, demands=tuple(standing(demand) for demand in snapshot.demands))


def rehoused(
    parts: Parts, snapshot: Snapshot, plan: Plan, displaced: frozenset[UUID]
) -> tuple[Translation, Plan]:
    """The plan with the displaced put on the earliest day that has room; the others keep their places."""
    translation = translated(snapshot, parts.roads)
    up_to: dict[UUID, date] = {}
    remaining = displaced
    for on in sorted({duty.on for duty in snapshot.duties}):
        if not remaining:
            break
        up_to |= dict.fromkeys(remaining, on)
        translation = translated(_widened(snapshot, up_to), parts.roads)
        plan = mended(translation.problem, orders_of(plan))
        remaining = displaced_in(translation, plan) & displaced
    return translation, plan


def displaced_in(translation: Translation, plan: Plan) -> frozenset[UUID]:
    """Work orders whose promised window nobody can keep any more."""
    left = (translation.demands[unplanned.visit] for unplanned in plan.unplanned)
    return frozenset(
        demand.work_order_id
        for demand in left
        if demand.appointment_id is not None and not demand.is_held and not demand.joint
    )


def _widened(snapshot: Snapshot, up_to: dict[UUID, date]) -> Snapshot:
    """The displaced may start whenever somebody is on duty up to their day, but never before they were told."""

    def eased(demand: Demand) -> Demand:
        if demand.is_held or demand.work_order_id not in up_to:
            return replace(demand, pinned_duty=None)
        spans = _duty_days(snapshot, up_to[demand.work_order_id])
        length = timedelta(minutes=demand.minutes)
        told_from = demand.windows[0][0]
        windows = tuple(
            (max(first, told_from), last - length - CELL)
            for first, last in spans
            if last - length - CELL >= max(first, told_from)
        )
        return replace(demand, pinned_duty=None, windows=windows or demand.windows)

    return replace(snapshot, demands=tuple(eased(demand) for demand in snapshot.demands))


def _duty_days(snapshot: Snapshot, last_on: date) -> list[tuple[datetime, datetime]]:
    """For each day up to `last_on` the span in which anybody is on duty."""
    spans: dict[date, tuple[datetime, datetime]] = {}
    for duty in snapshot.duties:
        if duty.on <= last_on:
            first, last = spans.get(duty.on, (duty.from_at, duty.to_at))
            spans[duty.on] = min(first, duty.from_at), max(last, duty.to_at)
    return sorted(spans.values())
