"""One run of the planner: gather, decide in another process, check, keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from aftersales.deed import Actor, Deed
from aftersales.errors import Collision, NotUnderstood, PlanRefused, Problem
from aftersales.moments import CELL
from aftersales.parts import Parts
from aftersales.planning.decided import Decided, run_row
from aftersales.planning.facts import Demand, Snapshot
from aftersales.planning.gather import snapshot_of
from aftersales.planning.keep import keep_plan
from aftersales.planning.outcome import PlanOutcome, PlanRequest
from aftersales.planning.translate import Translation, translated
from aftersales.records import PlanRunState
from scheduling import Plan, Progress, mended, violations
from scheduling.forecast import Cause

TRIES = 2
"""How often a plan is made when rows move under it; then somebody must look."""

LONGEST_HORIZON = 60
"""Days that one run plans at most."""


def plan_territory(
    parts: Parts,
    actor: Actor,
    request: PlanRequest,
    *,
    cause: Cause | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_kept: Callable[[Deed, PlanOutcome], None] = lambda _deed, _outcome: None,
) -> PlanOutcome:
    """Plan a territory's open visits and keep the plan with its promises and notices.

    A visit that stands keeps its window; it may change its technician inside it. Only when nobody can
    keep the window any more a new one is found for it, within the horizon, and told with `cause`.
    Once `should_stop` says so the best plan so far is kept. `on_kept` writes in the deed that keeps the
    plan; if it raises, nothing is kept.

    Raises:
        NotUnderstood: the days make no sense.
        NotThere: there is no such territory.
        PlanRefused: the checker found a rule broken; nothing is kept but the record of the run.
        Collision: rows moved under the plan, or its time was taken, at every try.
    """
    if not 1 <= request.days <= LONGEST_HORIZON:
        raise NotUnderstood(
            f"A plan spans 1 to {LONGEST_HORIZON} days, not {request.days}. Choose fewer days.",
            [Problem("days", f"1 to {LONGEST_HORIZON}")],
        )
    remaining = TRIES
    while True:
        remaining -= 1
        decided = _decided(parts, actor, request, cause, on_progress, should_stop)
        try:
            with parts.doing(actor) as deed:
                outcome = keep_plan(deed, decided)
                on_kept(deed, outcome)
        except Collision:
            _record(parts, actor, decided, PlanRunState.OVERTAKEN, ())
            if not remaining:
                raise
        else:
            return outcome


def _decided(
    parts: Parts,
    actor: Actor,
    request: PlanRequest,
    cause: Cause | None,
    on_progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
) -> Decided:
    started_at = parts.clock.now()
    with parts.store.reading() as session:
        snapshot = snapshot_of(
            session,
            request.territory,
            request.from_on,
            request.days,
            started_at,
            is_frozen=request.is_frozen,
        )
    translation = translated(snapshot, parts.roads)
    if request.is_frozen:
        plan = mended(translation.problem, _standing_orders(snapshot))
    else:
        plan = parts.planner.solve(
            translation.problem,
            effort=request.effort.effort,
            seed=request.seed,
            on_progress=on_progress,
            should_stop=should_stop,
        )
    stuck = _stuck(translation, plan)
    if stuck:
        snapshot = _left_standing(snapshot, stuck)
        translation = translated(snapshot, parts.roads)
        plan = mended(translation.problem, _orders_of(plan))
    displaced = _displaced(translation, plan)
    if displaced:
        translation, plan = _rehoused(parts, snapshot, plan, displaced)
    decided = Decided(
        snapshot=snapshot,
        translation=translation,
        plan=plan,
        request=request,
        started_at=started_at,
        displaced=displaced,
        cause=cause,
    )
    broken = violations(translation.problem, plan)
    if broken:
        sentences = [violation.sentence for violation in broken]
        _record(parts, actor, decided, PlanRunState.REFUSED, sentences)
        raise PlanRefused(
            f"The plan was refused: {sentences[0]} Nothing was changed. Please report this with the run's number."
        )
    return decided


def _standing_orders(snapshot: Snapshot) -> dict[str, list[str]]:
    """For each duty its visits as they stand, in order of time."""
    orders: dict[str, list[str]] = {}
    standing = [demand for demand in snapshot.demands if demand.pinned_duty is not None]
    for demand in sorted(
        standing, key=lambda demand: (demand.standing_at or snapshot.since, demand.key)
    ):
        orders.setdefault(str(demand.pinned_duty), []).append(demand.key)
    return orders


def _orders_of(plan: Plan) -> dict[str, list[str]]:
    """For each duty its visits as a plan has them, in order."""
    return {route.shift: [stop.visit for stop in route.stops] for route in plan.routes}


def _stuck(translation: Translation, plan: Plan) -> frozenset[UUID]:
    """Work orders whose customer asked for another time that nobody has."""
    left = (translation.demands[unplanned.visit] for unplanned in plan.unplanned)
    return frozenset(demand.work_order_id for demand in left if demand.is_moving)


def _left_standing(snapshot: Snapshot, stuck: frozenset[UUID]) -> Snapshot:
    """Those visits keep the time they have; the customer's case stays open until somebody calls."""

    def standing(demand: Demand) -> Demand:
        if demand.work_order_id not in stuck:
            return demand
        return replace(
            demand,
            is_moving=False,
            windows=demand.standing_windows or demand.windows,
            pinned_duty=None,
        )

    return replace(snapshot, demands=tuple(standing(demand) for demand in snapshot.demands))


def _rehoused(
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
        plan = mended(translation.problem, _orders_of(plan))
        remaining = _displaced(translation, plan) & displaced
    return translation, plan


def _displaced(translation: Translation, plan: Plan) -> frozenset[UUID]:
    """Work orders whose promised window nobody can keep any more."""
    left = (translation.demands[unplanned.visit] for unplanned in plan.unplanned)
    return frozenset(demand.work_order_id for demand in left if demand.appointment_id is not None)


def _widened(snapshot: Snapshot, up_to: dict[UUID, date]) -> Snapshot:
    """The displaced may start whenever somebody is on duty up to their day, but never before they were told."""

    def eased(demand: Demand) -> Demand:
        if demand.work_order_id not in up_to:
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


def _record(
    parts: Parts,
    actor: Actor,
    decided: Decided,
    state: PlanRunState,
    sentences: Iterable[str],
) -> None:
    """Keep the record of a run whose plan was not kept."""
    with parts.doing(actor) as deed:
        run_row(deed, decided, state, sentences)
