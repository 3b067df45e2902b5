"""The routing model of a whole problem: one vehicle a shift, all days at once.

Exact in it: windows, pins, who may serve whom, pauses, limits, loads and links; of the prices driving,
kilometres, fixed costs, visits left out, and visits with another person or on another day than asked for or
told. Rounded to a cell: overtime and lateness. Left out of its prices: another time on the published day and
imbalance, which it cannot express, and wishes, because a price for starting early makes it solve a linear
program for every move (a fiftieth of the solutions in the same time). What a plan really costs is for
`scheduling.cost` to say.

One simplification: where a visit is the second of several `SAME_SHIFT` links, its delivery is loaded at the
first visit of the first of these links, whichever of the first visits comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp

from scheduling.cost import prize_of
from scheduling.problem import Problem
from scheduling.reference.cells import Nodes, cells_between, horizon_of, start_cells
from scheduling.reference.limits import add_limits
from scheduling.reference.links import add_links, needs_order
from scheduling.reference.prices import disappointment, driving_prices, hundredths, per_cell
from scheduling.shift import Shift

TIME = "time"


class Model:
    """A routing model and how its numbers translate; at least one visit and one shift.

    Attributes:
        nodes: its nodes; visits come first.
        able: for each visit the vehicles that may serve it.
        horizon: its cells of time.
        manager: OR-Tools' translation of nodes to indices.
        routing: OR-Tools' model.
        time: its dimension of cells.
        moments: its variables of time: starts of visits and of pauses.
        index: the index of every visit's node, by its key.
        linked: keys of the visits that depend on another one.
    """

    def __init__(self, nodes: Nodes, able: Mapping[str, Sequence[int]]) -> None:
        shifts = len(nodes.problem.shifts)
        self.nodes = nodes
        self.able = able
        self.horizon = horizon_of(nodes.problem)
        self.manager: Any = pywrapcp.RoutingIndexManager(
            nodes.count, shifts, list(nodes.starts), list(nodes.ends)
        )
        self.routing: Any = pywrapcp.RoutingModel(self.manager)
        self.index = {
            visit.key: self.manager.NodeToIndex(node) for node, visit in enumerate(nodes.visits)
        }
        self.linked = {key for link in nodes.problem.links for key in (link.first, link.second)}
        self._add_prices()
        self.time = self._add_time()
        self._add_visits(able)
        self.moments = [self.time.CumulVar(self.index[visit.key]) for visit in nodes.visits]
        self._add_breaks()
        for moment in self.moments:
            self.routing.AddVariableMinimizedByFinalizer(moment)
        add_limits(self.routing, nodes, needs_order=needs_order(nodes.problem))
        add_links(self.routing, nodes, self.index, self.time, self.horizon.grid)

    @property
    def problem(self) -> Problem:
        """What the model is about."""
        return self.nodes.problem

    def assignment_of(self, orders: Mapping[str, Sequence[str]]) -> Any:
        """OR-Tools' assignment with exactly these orders, by key of the shift; None if it refuses them."""
        routes = []
        for vehicle, shift in enumerate(self.problem.shifts):
            order = orders.get(shift.key, ())
            if any(key not in self.index or vehicle not in self.able[key] for key in order):
                return None
            routes.append([self.index[key] for key in order])
        return self.routing.ReadAssignmentFromRoutes(routes, False)  # noqa: FBT003 - positional in C++

    @property
    def left_out(self) -> int:
        """Visits of the problem that the solution at hand leaves out; only inside a search's callback."""
        served: int = sum(
            self.routing.NextVar(index).Value() != index for index in self.index.values()
        )
        return len(self.problem.visits) - served

    def order_of(self, assignment: Any, vehicle: int) -> tuple[str, ...]:
        """Keys of the visits that a vehicle serves, in order."""
        order = []
        index = assignment.Value(self.routing.NextVar(self.routing.Start(vehicle)))
        while not self.routing.IsEnd(index):
            order.append(self.nodes.visits[self.manager.IndexToNode(index)].key)
            index = assignment.Value(self.routing.NextVar(index))
        return tuple(order)

    def start_of(self, assignment: Any, key: str) -> int:
        """The second at which the work of a visit starts."""
        return self.horizon.second(assignment.Min(self.time.CumulVar(self.index[key])))

    def _add_prices(self) -> None:
        """What a drive costs, with what the visit costs at its end if just this shift serves it.

        A dimension would need less room, but one whose unary transits differ between vehicles makes
        OR-Tools (9.15) refuse to leave such a visit out.
        """
        evaluators: dict[tuple[float, float, tuple[int, ...]], int] = {}
        for vehicle, shift in enumerate(self.problem.shifts):
            extra = tuple(disappointment(self.problem, shift, visit) for visit in self.nodes.visits)
            kind = (shift.cost_per_hour, shift.cost_per_km, extra)
            if kind not in evaluators:
                prices = driving_prices(self.nodes, shift.cost_per_hour, shift.cost_per_km)
                prices[:, : len(extra)] += np.array(extra)
                evaluators[kind] = self.routing.RegisterTransitMatrix(prices.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(evaluators[kind], vehicle)
            self.routing.SetFixedCostOfVehicle(hundredths(shift.fixed_cost), vehicle)

    def _add_time(self) -> Any:
        horizon, problem = self.horizon, self.problem
        transit = self.routing.RegisterTransitMatrix(cells_between(self.nodes, horizon).tolist())
        self.routing.AddDimension(transit, horizon.last, horizon.last, False, TIME)  # noqa: FBT003 - positional in C++
        time = self.routing.GetDimensionOrDie(TIME)
        for vehicle, shift in enumerate(problem.shifts):
            start, end = self.routing.Start(vehicle), self.routing.End(vehicle)
            first, last = horizon.before(shift.span.start), horizon.after(shift.latest_end)
            time.CumulVar(start).SetRange(first, last)
            time.CumulVar(end).SetRange(first, last)
            if shift.overtime and shift.overtime_cost:
                price = per_cell(horizon, shift.overtime_cost)
                time.SetCumulVarSoftUpperBound(end, self._regular_end(shift), price)
        return time

    def _regular_end(self, shift: Shift) -> int:
        """The last cell of a shift that is no overtime, as its end node counts cells."""
        padding = -shift.latest_end % self.horizon.grid
        return self.horizon.before(shift.span.end + padding)

    def _add_visits(self, able: Mapping[str, Sequence[int]]) -> None:
        for visit in self.nodes.visits:
            index = self.index[visit.key]
            self.routing.AddDisjunction([index], hundredths(prize_of(visit)))
            self.routing.VehicleVar(index).SetValues([-1, *able[visit.key]])
            spans = start_cells(self.problem, visit, self.horizon)
            cumul = self.time.CumulVar(index)
            cumul.SetRange(spans[0][0], spans[-1][1])
            for (_, earlier), (later, _) in pairwise(spans):
                cumul.RemoveInterval(earlier + 1, later - 1)
            if visit.due is not None and visit.lateness_cost:
                bound = min(max(0, self.horizon.before(visit.due)), self.horizon.last)
                price = per_cell(self.horizon, visit.lateness_cost)
                self.time.SetCumulVarSoftUpperBound(index, bound, price)

    def _add_breaks(self) -> None:
        solver, grid = self.routing.solver(), self.horizon.grid
        services = [visit.service // grid for visit in self.nodes.visits]
        services += [0] * (self.routing.Size() + len(self.problem.shifts) - len(services))
        for vehicle, shift in enumerate(self.problem.shifts):
            pauses = [
                solver.FixedDurationIntervalVar(
                    self.horizon.before(pause.window.start),
                    self.horizon.before(pause.window.end),
                    pause.length // grid,
                    False,  # noqa: FBT003 - positional in C++: the pause is not optional
                    f"{shift.key} pause {number}",
                )
                for number, pause in enumerate(shift.breaks)
            ]
            self.moments += [pause.StartExpr().Var() for pause in pauses]
            if pauses:
                self.time.SetBreakIntervalsOfVehicle(pauses, vehicle, services)
