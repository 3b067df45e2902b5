"""A VROOM document as a problem for the planner, with the way back.

What the planner's problem cannot say exactly is refused by the name of its key, never approximated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.problem import Problem, Travel
from scheduling.shift import Shift
from scheduling.visit import Link, LinkKind, Visit
from scheduling.vroom.document import Document
from scheduling.vroom.fields import Refused
from scheduling.vroom.hours import Hours, breaks_of, hours_of
from scheduling.vroom.matrices import Matrix
from scheduling.vroom.prizes import prizes_of
from scheduling.vroom.roads import Roads, roads_of
from scheduling.vroom.tasks import Task, TaskKind
from scheduling.vroom.vehicles import Vehicle

SECONDS_OF_AN_HOUR: Final = 3600
METRES_OF_A_KILOMETRE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document, what the planner makes of it, and how to find back.

    Attributes:
        document: what was read.
        roads: places and trips.
        hours: the horizon.
        problem: the planner's problem; visits and shifts bear the keys of tasks and vehicles.
        task_by_key: the task behind each visit.
        vehicle_by_key: the vehicle behind each shift.
    """

    document: Document
    roads: Roads
    hours: Hours
    problem: Problem
    task_by_key: dict[str, Task]
    vehicle_by_key: dict[str, Vehicle]


def case_of(document: Document) -> Case:
    """The planner's problem of this document.

    Raises:
        Refused: something in it has no exact counterpart; the sentence names it.
    """
    _refuse_what_differs(document)
    roads = roads_of(document)
    hours = hours_of(document, roads)
    trips = roads.trips(document.vehicles[0])
    travel = _travel(trips)
    most = _all_loads(document)
    shifts = tuple(_shift(vehicle, document, roads, hours, most) for vehicle in document.vehicles)
    prizes = prizes_of(document, shifts, travel, _work_costs(document))
    apart = _set_up_apart(document, roads)
    visits = tuple(
        _visit(task, document, roads, hours, prizes[task.key], is_apart=task.key in apart)
        for task in document.tasks
    )
    links = tuple(
        Link(LinkKind.SAME_SHIFT, task.key, task.partner)
        for task in document.tasks
        if task.kind is TaskKind.PICKUP and task.partner is not None
    )
    problem = Problem(visits=visits, shifts=shifts, travel=travel, links=links, grid=1)
    return Case(
        document=document,
        roads=roads,
        hours=hours,
        problem=problem,
        task_by_key={task.key: task for task in document.tasks},
        vehicle_by_key={vehicle.key: vehicle for vehicle in document.vehicles},
    )


def _refuse_what_differs(document: Document) -> None:
    """Vehicles share their travel and what work takes; distances are not limited."""
    first = document.vehicles[0]
    matrix = document.matrices.get(first.profile)
    for vehicle in document.vehicles:
        if document.matrices.get(vehicle.profile) is not matrix:
            raise Refused(
                f"{vehicle.path}.profile has other matrices than the first vehicle's; "
                "planning needs one travel time for all."
            )
        if vehicle.hundredths != first.hundredths:
            raise Refused(
                f"{vehicle.path}.speed_factor differs from the first vehicle's; "
                "planning needs one travel time for all."
            )
        if vehicle.max_distance is not None:
            raise Refused(f"{vehicle.path}.max_distance can be checked, but not planned with.")
        if vehicle.costs.per_task_hour != first.costs.per_task_hour:
            raise Refused(f"{vehicle.path}.costs.per_task_hour must be the same for all vehicles.")
    types = {vehicle.type for vehicle in document.vehicles}
    for task in document.tasks:
        if len({task.setup_for(name) for name in types}) > 1:
            raise Refused(f"{task.path}.setup_per_type must be the same for all vehicles.")
        if len({task.service_for(name) for name in types}) > 1:
            raise Refused(f"{task.path}.service_per_type must be the same for all vehicles.")


def _set_up_apart(document: Document, roads: Roads) -> frozenset[str]:
    """Tasks whose setup may fall away because the place is another task's or a start as well.

    VROOM's windows hold for the beginning of the setup, the planner's for the work after it: setup that is
    always needed simply belongs to the work, and without windows and pauses the difference does not show.
    """
    kind = document.vehicles[0].type
    places = [roads.place(task.site) for task in document.tasks]
    starts = {roads.place(vehicle.start) for vehicle in document.vehicles}
    times = np.bincount(places)
    apart = set()
    for task, place in zip(document.tasks, places, strict=True):
        if not task.setup_for(kind) or (times[place] == 1 and place not in starts):
            continue
        pauses = any(vehicle.breaks for vehicle in document.vehicles)
        if task.windows or pauses or document.vehicles[0].costs.per_task_hour:
            raise Refused(
                f"{task.path}.setup at a place that others share cannot be planned with "
                "beside time windows, breaks or a cost of work."
            )
        apart.add(task.key)
    return frozenset(apart)


def _travel(trips: Matrix) -> Travel:
    """The planner's travel; a matrix of costs takes the place of the distances."""
    metres = trips.costs if trips.costs is not None else trips.metres
    return Travel(
        seconds=trips.seconds.astype(np.int32),
        metres=(np.zeros_like(trips.seconds) if metres is None else metres).astype(np.int32),
    )


def _shift(
    vehicle: Vehicle, document: Document, roads: Roads, hours: Hours, most: tuple[int, ...]
) -> Shift:
    costs, tasks = vehicle.costs, len(document.tasks)
    by_cost = roads.trips(vehicle).costs is not None
    span = hours.window(vehicle.window)
    limit = vehicle.max_travel_time
    return Shift(
        key=vehicle.key,
        technician=vehicle.key,
        start_place=roads.place(vehicle.start),
        end_place=roads.place(vehicle.end),
        span=span,
        breaks=breaks_of(vehicle, hours),
        skills=frozenset(map(str, vehicle.skills)),
        cost_per_hour=0.0 if by_cost else costs.per_hour / SECONDS_OF_AN_HOUR,
        cost_per_km=float(METRES_OF_A_KILOMETRE if by_cost else costs.per_km),
        fixed_cost=float(costs.fixed),
        max_driving=None if limit is None else min(limit, hours.end),
        max_stops=None if vehicle.max_tasks is None else min(vehicle.max_tasks, tasks),
        capacity=tuple(min(pair) for pair in zip(vehicle.capacity or (), most, strict=False)),
    )


def _all_loads(document: Document) -> tuple[int, ...]:
    """All loads of all tasks together, of each kind: no van ever needs more room."""
    return tuple(
        sum(load[kind] for task in document.tasks for load in (task.delivery, task.pickup) if load)
        for kind in range(document.loads)
    )


def _visit(
    task: Task, document: Document, roads: Roads, hours: Hours, prize: int, *, is_apart: bool
) -> Visit:
    kind = document.vehicles[0].type
    setup, service = task.setup_for(kind), task.service_for(kind)
    return Visit(
        key=task.key,
        place=roads.place(task.site),
        service=service if is_apart else setup + service,
        setup=setup if is_apart else 0,
        windows=hours.windows(task),
        skills=frozenset(map(str, task.skills)),
        prize=prize,
        delivery=task.delivery,
        pickup=() if task.kind is TaskKind.PICKUP else task.pickup,
    )


def _work_costs(document: Document) -> dict[str, float]:
    """Units that the work of each task costs, whoever does it."""
    first = document.vehicles[0]
    return {
        task.key: first.costs.per_task_hour
        * (task.setup_for(first.type) + task.service_for(first.type))
        / SECONDS_OF_AN_HOUR
        for task in document.tasks
        if first.costs.per_task_hour
    }
