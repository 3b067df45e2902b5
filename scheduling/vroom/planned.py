"""The planner's plan as routes in VROOM's words."""

from __future__ import annotations

from scheduling.plan import Plan, Route
from scheduling.vroom.answer import Json, answer
from scheduling.vroom.case import Case
from scheduling.vroom.itinerary import Event, Itinerary, itinerary_of
from scheduling.vroom.verdicts import judged


def answer_of(case: Case, plan: Plan) -> Json:
    """The answer that tells this plan, with a reason for whatever it leaves out."""
    return answer(
        case.document,
        [judged(itinerary) for itinerary in itineraries(case, plan)],
        {left_out.visit: left_out.sentence for left_out in plan.unplanned},
    )


def itineraries(case: Case, plan: Plan) -> list[Itinerary]:
    """The routes of the plan in the order of the document's vehicles."""
    by_vehicle = {route.shift: route for route in plan.routes}
    return [
        _itinerary(case, by_vehicle[vehicle.key])
        for vehicle in case.document.vehicles
        if vehicle.key in by_vehicle
    ]


def _itinerary(case: Case, route: Route) -> Itinerary:
    vehicle = case.vehicle_by_key[route.shift]
    tasks, origin = case.task_by_key, case.hours.origin
    events = []
    here = case.problem.shift_by_key[route.shift].start_place
    for stop in route.stops:
        visit = case.problem.visit_by_key[stop.visit]
        setup = visit.setup if visit.place != here else 0
        events.append(Event(begins=origin + stop.start - setup, task=tasks[stop.visit]))
        here = visit.place
    events += [
        Event(begins=origin + pause.start, pause=given)
        for pause, given in zip(route.pauses, vehicle.breaks, strict=True)
    ]
    events.sort(key=_begins)  # stable: work that takes no time comes before a pause
    leaves = min(route.start, *(pause.start for pause in route.pauses), route.end)
    last = max(route.end, *(pause.end for pause in route.pauses), route.start)
    events.append(Event(begins=origin + last))
    return itinerary_of(case.document, case.roads, vehicle, origin + leaves, events)


def _begins(event: Event) -> int:
    return event.begins
