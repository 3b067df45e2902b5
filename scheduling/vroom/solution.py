"""A solution in VROOM's words as a plan, so that every rule of the planner's own checker can look at it.

A solution is what another program wrote: only what a plan consists of is read, whatever else it tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from scheduling.cost import costs_of
from scheduling.plan import Pause, Plan, Route, Stop, Unplanned, UnplannedReason
from scheduling.vroom.case import Case
from scheduling.vroom.fields import LARGEST_ID, LATEST, Fields, Refused, document_of
from scheduling.vroom.itinerary import Event, itinerary_of
from scheduling.vroom.tasks import TaskKind
from scheduling.vroom.vehicles import StepKind, Vehicle

ROUNDING: Final = 1.0
"""Units of cost for each route that may be lost because VROOM tells whole ones."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A step as the solution tells it; moments are seconds of the horizon."""

    kind: StepKind
    id: int
    arrival: int
    waiting: int
    setup: int
    service: int
    driven: int
    path: str

    @property
    def begins(self) -> int:
        return self.arrival + self.waiting


def read_solution(case: Case, data: bytes) -> Plan:
    """The plan in the bytes of a solution of this case.

    Raises:
        Refused: it is no solution, or names what the case does not have.
    """
    fields = Fields.of(document_of(data), "")
    rank = {shift.key: at for at, shift in enumerate(case.problem.shifts)}
    routes = [_route(case, told) for told in fields.each("routes", Fields.of)]
    routes.sort(key=lambda route: rank[route.shift])
    unplanned = [_unplanned(case, told) for told in fields.each("unassigned", Fields.of)]
    summary = Fields.of(fields.needed("summary"), "summary")
    cost = _cost(case, routes, unplanned, summary.whole("cost", most=LATEST))
    return Plan(routes=tuple(routes), unplanned=tuple(unplanned), cost=cost)


def _unplanned(case: Case, fields: Fields) -> Unplanned:
    key = f"{fields.text('type') or TaskKind.JOB} {fields.whole('id', most=LARGEST_ID)}"
    if key not in case.problem.visit_by_key:
        raise Refused(f"{fields.path} names a task that the problem does not have.")
    sentence = fields.text("reason") or "The solution leaves it out."
    return Unplanned(visit=key, reason=UnplannedReason.FULLY_BOOKED, sentence=sentence)


def _route(case: Case, fields: Fields) -> Route:
    number = fields.whole("vehicle", most=LARGEST_ID)
    vehicle = case.vehicle_by_key.get(f"vehicle {number}")
    if vehicle is None:
        raise Refused(f"{fields.at('vehicle')} names a vehicle that the problem does not have.")
    steps = [_step(case, told) for told in fields.each("steps", Fields.of)]
    if not steps:
        raise Refused(f"{fields.at('steps')} is missing or empty.")
    pauses = tuple(
        Pause(start=step.begins, end=step.begins + step.service)
        for step in steps
        if step.kind is StepKind.BREAK
    )
    return Route(
        shift=vehicle.key,
        stops=_stops(case, steps),
        pauses=pauses,
        start=steps[0].arrival,
        end=steps[-1].begins + steps[-1].setup + steps[-1].service,
        driving=steps[-1].driven,
        metres=_metres(case, vehicle, steps),
    )


def _step(case: Case, fields: Fields) -> _Told:
    kind = fields.text("type")
    if kind not in tuple(StepKind):
        raise Refused(f"{fields.at('type')} must be one of {', '.join(StepKind)}.")
    is_end = kind in (StepKind.START, StepKind.END)
    number = 0 if is_end else fields.whole("id", most=LARGEST_ID)
    if not is_end and kind != StepKind.BREAK and f"{kind} {number}" not in case.task_by_key:
        raise Refused(f"{fields.at('id')} names a task that the problem does not have.")
    return _Told(
        kind=StepKind(kind),
        id=number,
        arrival=fields.whole("arrival", most=LATEST) - case.hours.origin,
        waiting=fields.whole("waiting_time", 0),
        setup=fields.whole("setup", 0),
        service=fields.whole("service", 0),
        driven=fields.whole("duration", most=LATEST),
        path=fields.path,
    )


def _stops(case: Case, steps: list[_Told]) -> tuple[Stop, ...]:
    """The tasks of a route; setup that the planner counts as work is part of it."""
    stops, driven = [], 0
    for step in steps:
        if step.kind in (StepKind.START, StepKind.BREAK, StepKind.END):
            continue
        visit = case.problem.visit_by_key[f"{step.kind} {step.id}"]
        start = step.begins + (step.setup if visit.setup else 0)
        stops.append(
            Stop(
                visit=visit.key,
                arrival=step.arrival,
                start=start,
                end=step.begins + step.setup + step.service,
                drive=step.driven - driven,
            )
        )
        driven = step.driven
    return tuple(stops)


def _metres(case: Case, vehicle: Vehicle, steps: list[_Told]) -> int:
    """What the planner counts as metres; solutions need not tell them."""
    shift, visits = case.problem.shift_by_key[vehicle.key], case.problem.visit_by_key
    keys = [f"{step.kind} {step.id}" for step in steps]
    places = [shift.start_place, *(visits[key].place for key in keys if key in visits)]
    legs = pairwise([*places, shift.end_place])
    return sum(int(case.problem.travel.metres[leg]) for leg in legs)


def _cost(case: Case, routes: list[Route], unplanned: list[Unplanned], told: int) -> float:
    """The planner's cost of the plan, as far off as the told cost is from VROOM's."""
    visits = [case.problem.visit_by_key[left_out.visit] for left_out in unplanned]
    ours = costs_of(case.problem, routes, visits).total
    theirs = 0.0
    for route in routes:
        events = [
            Event(begins=stop.start, task=case.task_by_key[stop.visit]) for stop in route.stops
        ]
        vehicle = case.vehicle_by_key[route.shift]
        end = Event(begins=route.end)
        theirs += itinerary_of(case.document, case.roads, vehicle, 0, [*events, end]).cost
    is_rounded = abs(told - theirs) <= ROUNDING * max(1, len(routes))
    return ours if is_rounded else ours + told - theirs
