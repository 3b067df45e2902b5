"""Visits that depend on each other, as constraints over the routing model's variables.

Variables of a visit that is left out may take any value, so every constraint on times holds for visits that
are served only; otherwise two linked visits without a common time would make the whole model impossible.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from scheduling.problem import Problem
from scheduling.reference.cells import Nodes
from scheduling.reference.limits import STOPS
from scheduling.visit import Link, LinkKind


def add_links(routing: Any, nodes: Nodes, index: Mapping[str, int], time: Any, grid: int) -> None:
    """Add what every link asks for; links of visits without a node ask for nothing.

    Args:
        routing: the model.
        nodes: its nodes.
        index: for each visit that has a node its index in the model.
        time: its dimension of cells.
        grid: seconds in a cell.
    """
    for link in nodes.problem.links:
        if link.first in index:
            first, second = index[link.first], index[link.second]
            solver = routing.solver()
            solver.Add(routing.ActiveVar(first) == routing.ActiveVar(second))
            _add_link(routing, nodes.problem, link, first, second, time, grid)


def _add_link(
    routing: Any, problem: Problem, link: Link, first: int, second: int, time: Any, grid: int
) -> None:
    solver = routing.solver()
    is_served = routing.ActiveVar(first)
    vehicles = routing.VehicleVar(first), routing.VehicleVar(second)
    apart = time.CumulVar(second) - time.CumulVar(first)
    match link.kind:
        case LinkKind.SAME_TIME:
            solver.Add(solver.ConditionalExpression(is_served, apart, 0) == 0)
            solver.Add(solver.IsDifferentVar(*vehicles) >= is_served)
        case LinkKind.BEFORE:
            cells = -(-_length(problem, link) // grid)
            solver.Add(solver.ConditionalExpression(is_served, apart, cells) >= cells)
            if not cells:
                together = (solver.IsEqualVar(*vehicles) * is_served).Var()
                solver.Add(
                    solver.ConditionalExpression(together, _later(routing, first, second), 1) >= 1
                )
        case LinkKind.SAME_TECHNICIAN:
            numbers = _technician_numbers(problem)
            solver.Add(
                solver.Element(numbers, (vehicles[0] + 1).Var())
                == solver.Element(numbers, (vehicles[1] + 1).Var())
            )
        case LinkKind.SAME_SHIFT:
            solver.Add(vehicles[0] == vehicles[1])
            solver.Add(
                solver.ConditionalExpression(is_served, _later(routing, first, second), 1) >= 1
            )
            if _stand_alone(problem, link):
                routing.AddPickupAndDelivery(first, second)
        case _:
            assert_never(link.kind)


def needs_order(problem: Problem) -> bool:
    """Whether some link asks for an order that the clock alone does not give."""
    return any(
        link.kind is LinkKind.SAME_SHIFT
        or (link.kind is LinkKind.BEFORE and not _length(problem, link))
        for link in problem.links
    )


def _length(problem: Problem, link: Link) -> int:
    """Seconds between the starts of the two visits of a `BEFORE` link, at least."""
    return problem.visit_by_key[link.first].service + link.lag


def _later(routing: Any, first: int, second: int) -> Any:
    """By how many stops one visit comes after another one of the same route."""
    stops = routing.GetDimensionOrDie(STOPS)
    return stops.CumulVar(second) - stops.CumulVar(first)


def _technician_numbers(problem: Problem) -> list[int]:
    """For each vehicle plus one the number of its technician; 0 for a visit that is left out."""
    numbers: dict[str, int] = {}
    return [
        0,
        *(numbers.setdefault(shift.technician, len(numbers) + 1) for shift in problem.shifts),
    ]


def _stand_alone(problem: Problem, link: Link) -> bool:
    """Whether no other link of the kind touches the two: OR-Tools moves pairs, and no longer chains."""
    ends = {link.first, link.second}
    return not any(
        other is not link
        and other.kind is LinkKind.SAME_SHIFT
        and ends & {other.first, other.second}
        for other in problem.links
    )
