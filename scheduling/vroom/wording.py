"""A plan explained in lines of text: what each route costs and why, and why tasks are left out."""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.explain import explain
from scheduling.plan import Plan
from scheduling.vroom.case import Case
from scheduling.vroom.itinerary import Itinerary
from scheduling.vroom.planned import itineraries
from scheduling.vroom.roads import Roads


def explained(case: Case, plan: Plan) -> Iterator[str]:
    """The lines that explain a plan without violations; costs are VROOM's."""
    routes = itineraries(case, plan)
    explanation = explain(case.problem, plan, lambda second: str(case.hours.origin + second))
    reasons = {visit.visit: visit.sentence for each in explanation.routes for visit in each.visits}
    total = sum(route.cost for route in routes)
    served = sum(len(route.tasks) for route in routes)
    yield (
        f"{len(routes)} of {len(case.document.vehicles)} vehicles do {served} of "
        f"{len(case.document.tasks)} tasks at a cost of {total:.0f}."
    )
    for route in routes:
        terms = ", ".join(f"{name} {units:.0f}" for name, units in _terms(case.roads, route))
        yield f"{route.vehicle.key.capitalize()}: cost {route.cost:.0f} ({terms})."
        for task in route.tasks:
            yield f"  {task.key}: {reasons[task.key]}"
    tasks = case.task_by_key
    if explanation.unplanned:
        yield "Left out:"
    for left_out in explanation.unplanned:
        priority = tasks[left_out.visit].priority
        yield f"  {left_out.visit} (priority {priority}): {left_out.sentence}"


def _terms(roads: Roads, route: Itinerary) -> Iterator[tuple[str, float]]:
    """What the route's cost consists of; terms of nothing are left aside."""
    costs, last = route.vehicle.costs, route.steps[-1]
    by_matrix = roads.trips(route.vehicle).costs is not None
    work = sum(step.setup + step.service for step in route.steps if step.task is not None)
    terms = {
        "fixed": float(costs.fixed),
        "work": work * costs.per_task_hour / 3600,
        "kilometres": 0.0 if by_matrix else (last.metres or 0) * costs.per_km / 1000,
    }
    yield "travel", route.cost - sum(terms.values())
    yield from ((name, units) for name, units in terms.items() if units)
