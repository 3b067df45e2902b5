"""Limits of a route that have nothing to do with the clock: driving in all, stops, and the van's room.

The van leaves with all that it delivers, so its first load depends on the whole route. For each kind of load
that is both delivered and picked up there are two dimensions: one counts what was delivered so far, the
other the load; the load at the start is what will have been delivered at the end.
"""

from __future__ import annotations

from typing import Any, Final

from scheduling.problem import Problem
from scheduling.reference.cells import Nodes
from scheduling.visit import LinkKind

STOPS: Final = "stops"

FOREVER: Final = 10**9
"""More seconds, stops or things than any route has."""


def add_limits(routing: Any, nodes: Nodes, *, needs_order: bool) -> None:
    """Add a dimension for each limit that some shift has; `needs_order`: number the stops in any case."""
    problem = nodes.problem
    if any(shift.max_driving is not None for shift in problem.shifts):
        seconds = nodes.between(problem.travel.seconds).tolist()
        limits = [_limit(shift.max_driving) for shift in problem.shifts]
        transit = routing.RegisterTransitMatrix(seconds)
        routing.AddDimensionWithVehicleCapacity(transit, 0, limits, True, "driving")  # noqa: FBT003 - positional in C++
    if needs_order or any(shift.max_stops is not None for shift in problem.shifts):
        limits = [_limit(shift.max_stops) for shift in problem.shifts]
        _add_counter(routing, nodes, STOPS, [1] * len(nodes.visits), limits)
    for kind in range(problem.loads):
        _add_load(routing, nodes, kind)


def _limit(limit: int | None) -> int:
    return FOREVER if limit is None else min(limit, FOREVER)


def _add_counter(
    routing: Any, nodes: Nodes, name: str, amounts: list[int], limits: list[int]
) -> Any:
    """A dimension from 0 that grows by each visit's amount, within each shift's limit."""
    none = [0] * (nodes.count - len(nodes.visits))
    transit = routing.RegisterUnaryTransitVector(amounts + none)
    routing.AddDimensionWithVehicleCapacity(transit, 0, limits, True, name)  # noqa: FBT003 - positional in C++
    return routing.GetDimensionOrDie(name)


def _add_load(routing: Any, nodes: Nodes, kind: int) -> None:
    problem, visits = nodes.problem, nodes.visits
    rooms = [
        _limit(shift.capacity[kind]) if shift.capacity else FOREVER for shift in problem.shifts
    ]
    loaded_at = _loaded_at(problem)
    delivered = [0 if visit.key in loaded_at else _of(visit.delivery, kind) for visit in visits]
    changes = [_of(visit.pickup, kind) - _of(visit.delivery, kind) for visit in visits]
    for second, first in loaded_at.items():
        for at, visit in enumerate(visits):
            if visit.key == first:
                changes[at] += _of(problem.visit_by_key[second].delivery, kind)
    if not any(delivered) and not any(changes):
        return
    if all(change == -amount for change, amount in zip(changes, delivered, strict=True)):
        _add_counter(routing, nodes, f"delivered {kind}", delivered, rooms)
        return
    none = [0] * (nodes.count - len(visits))
    transit = routing.RegisterUnaryTransitVector(changes + none)
    starts_empty = not any(delivered)
    routing.AddDimensionWithVehicleCapacity(transit, 0, rooms, starts_empty, f"load {kind}")
    if starts_empty:
        return
    so_far = _add_counter(routing, nodes, f"delivered {kind}", delivered, rooms)
    load = routing.GetDimensionOrDie(f"load {kind}")
    for vehicle in range(len(problem.shifts)):
        first = load.CumulVar(routing.Start(vehicle))
        routing.solver().Add(first == so_far.CumulVar(routing.End(vehicle)))


def _loaded_at(problem: Problem) -> dict[str, str]:
    """For the second visit of every `SAME_SHIFT` link the first, where its delivery is loaded."""
    loaded: dict[str, str] = {}
    for link in problem.links:
        if link.kind is LinkKind.SAME_SHIFT:
            loaded.setdefault(link.second, link.first)
    return loaded


def _of(load: tuple[int, ...], kind: int) -> int:
    return load[kind] if load else 0
