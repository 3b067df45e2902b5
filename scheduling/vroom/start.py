"""Given steps as the orders to begin from: VROOM begins its search there instead of from nothing."""

from __future__ import annotations

from scheduling.limits import may_serve
from scheduling.timing import timed_route
from scheduling.vroom.case import Case
from scheduling.vroom.fields import Refused


def start_of(case: Case) -> dict[str, tuple[str, ...]] | None:
    """For each shift the visits that the steps name, in order; None if no vehicle has steps.

    As in VROOM the service times of the steps are left aside, and so are breaks.

    Raises:
        Refused: a route that is given breaks a limit, or holds only one half of a shipment.
    """
    if not case.document.is_given:
        return None
    tasks = {(task.kind.value, task.id): task for task in case.document.tasks}
    orders: dict[str, tuple[str, ...]] = {}
    for vehicle, shift in zip(case.document.vehicles, case.problem.shifts, strict=True):
        named = [tasks.get((step.kind.value, step.id or 0)) for step in vehicle.steps or ()]
        own = {task.key: task for task in named if task is not None}
        visits = [case.problem.visit_by_key[key] for key in own]
        if not visits:
            continue
        is_whole = all(task.partner in own for task in own.values() if task.partner is not None)
        is_allowed = all(may_serve(shift, visit) for visit in visits)
        if not is_whole or not is_allowed or timed_route(case.problem, shift, visits) is None:
            raise Refused(f"{vehicle.path}.steps describe a route that breaks a limit.")
        orders[shift.key] = tuple(own)
    return orders
