"""A decided plan, the rows that record it, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from aftersales.deed import Deed
from aftersales.planning.facts import Snapshot
from aftersales.planning.outcome import LeftOut, PlanOutcome, PlanRequest
from aftersales.planning.translate import Translation
from aftersales.records import PlannedRoute, PlanRun, PlanRunState, WorkOrder
from scheduling import Plan, Problem, Route, Stop
from scheduling.forecast import Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A plan that passed the checker, with what it was made from."""

    snapshot: Snapshot
    translation: Translation
    plan: Plan
    request: PlanRequest
    started_at: datetime
    displaced: frozenset[UUID]
    cause: Cause | None


def run_row(
    deed: Deed, decided: Decided, state: PlanRunState, broken: Iterable[str] = ()
) -> PlanRun:
    """The record of a run; of one that is not kept nothing counts as planned."""
    plan, request, snapshot = decided.plan, decided.request, decided.snapshot
    routes = plan.routes if state is PlanRunState.KEPT else ()
    run = PlanRun(
        id=deed.new_id(),
        territory_id=snapshot.territory_id,
        state=state,
        trigger=request.trigger,
        from_on=snapshot.from_on,
        days=snapshot.days,
        seed=request.seed,
        effort=request.effort.value,
        started_at=decided.started_at,
        finished_at=deed.now,
        visits=len(snapshot.demands) + len(snapshot.waiting),
        planned=sum(len(route.stops) for route in routes),
        driving_seconds=sum(route.driving for route in routes),
        metres=sum(route.metres for route in routes),
        cost=plan.cost,
        violations=list(broken),
    )
    deed.add(run)
    deed.note(f"plan_{state}", run, facts={"planned": run.planned, "visits": run.visits})
    return run


def route_row(deed: Deed, decided: Decided, run: PlanRun, route: Route) -> PlannedRoute:
    """One technician's day as the run planned it."""
    duty = decided.translation.duties[route.shift]
    moment = decided.translation.moment
    pause = route.pauses[0] if route.pauses else None
    return PlannedRoute(
        id=deed.new_id(),
        plan_run_id=run.id,
        technician_id=duty.members[0],
        on=duty.on,
        start_at=moment(route.start),
        end_at=moment(route.end),
        pause_from_at=None if pause is None else moment(pause.start),
        pause_to_at=None if pause is None else moment(pause.end),
        driving_seconds=route.driving,
        metres=route.metres,
        stops=len(route.stops),
    )


def metres_to(problem: Problem, route: Route, stop: Stop) -> int:
    """Metres of driving to a stop from the one before it, or from where the route begins."""
    at = route.stops.index(stop)
    here = problem.shift_by_key[route.shift].start_place
    if at:
        here = problem.visit_by_key[route.stops[at - 1].visit].place
    return int(problem.travel.metres[here, problem.visit_by_key[stop.visit].place])


def outcome_of(
    decided: Decided,
    run: PlanRun,
    orders: dict[UUID, WorkOrder],
    *,
    booked: int,
    rewindowed: int,
) -> PlanOutcome:
    """What is said of a kept plan: `booked` visits are new, `rewindowed` ones were told another time."""
    plan, demands = decided.plan, decided.translation.demands
    return PlanOutcome(
        run_id=run.id,
        visits=run.visits,
        planned=run.planned,
        booked=booked,
        rewindowed=rewindowed,
        left_out=(
            *(
                LeftOut(
                    orders[demands[left.visit].work_order_id].reference, left.reason, left.sentence
                )
                for left in plan.unplanned
            ),
            *(
                LeftOut(orders[left.work_order_id].reference, left.reason, left.sentence)
                for left in decided.snapshot.waiting
            ),
        ),
        driving=timedelta(seconds=run.driving_seconds),
        on_duty=timedelta(seconds=sum(route.end - route.start for route in plan.routes)),
        metres=run.metres,
    )
