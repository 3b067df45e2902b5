"""One working day solved by OR-Tools' routing model; the only file that imports it.

Time is counted in cells of `GRID` seconds. Services and starts lie on the grid, so between two visits a
drive rounded up to whole cells is exact; the drives from and to a shift's own places take in the part of a
cell at which its span begins or ends, which is why every shift has two nodes of its own. The cost uses true
seconds. Only the order of visits is taken from the model: `timing` gives every route its exact times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from threading import Event, Thread
from typing import Any, Final

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from scheduling.problem import GRID, IntMatrix, Shift, Visit

FOREVER: Final = 10**9
"""Seconds; longer than any search, so that no clock but the caller's deadline can change an answer."""

VISITS_REMOVED: Final = 10
"""Visits taken out in one step, on average: the value of Christiaens and Vanden Berghe (2020)."""

LONGEST_STRING: Final = 10
"""Longest run of visits taken out of one route, from the same paper."""

SPLIT_SHARE: Final = 0.5
"""Chance that a run leaves some of its visits in place, from the same paper."""

Orders = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day as the engine sees it: everything static is already decided.

    Attributes:
        shifts: the day's shifts.
        visits: the visits on offer.
        penalties: cost of leaving each visit out, in seconds.
        allowed: for each visit the positions of the shifts that could serve it alone.
        seconds: driving seconds between places.
    """

    shifts: tuple[Shift, ...]
    visits: tuple[Visit, ...]
    penalties: tuple[int, ...]
    allowed: tuple[tuple[int, ...], ...]
    seconds: IntMatrix


@dataclass(frozen=True, slots=True)
class Found:
    """A solution seen on the way: the cheapest cost so far, visits left out of it, and solutions seen."""

    cost: int
    left_out: int
    solutions: int


def best_orders(
    day: Day,
    *,
    solutions: int,
    deadline: float | None = None,
    on_found: Callable[[Found], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Orders:
    """For each shift of the day the positions of its visits, in order of service.

    Args:
        day: at least one visit and one shift; every visit has an allowed shift.
        solutions: how many solutions the search may look at; the same number gives the same answer.
        deadline: seconds after which the search stops all the same.
        on_found: called with every solution that is better than those before.
        should_stop: asked at every solution; once it says yes the best one so far is taken.
    """
    model = _Model(day)
    if on_found is not None:
        model.watch(on_found)
    if should_stop is None:
        return model.solve(solutions, deadline)
    return _Stoppable(model, should_stop).solve(solutions, deadline)


class _Stoppable:
    """A search in a thread of its own that can be left before its end.

    OR-Tools' iterated search ends at its own limits only: `CancelSearch` empties each further iteration, but
    the loop around them goes on. So the search is left standing in its callback, where it does nothing and
    lets every other thread run, and its best solution is read there. Its memory is freed with the process.
    """

    def __init__(self, model: _Model, should_stop: Callable[[], bool]) -> None:
        self.model = model
        self.should_stop = should_stop
        self.is_over = Event()
        self.best_cost = float("inf")
        self.best: Orders = ()
        self.error: BaseException | None = None

    def solve(self, solutions: int, deadline: float | None) -> Orders:
        """Search until the end or until somebody wants it to stop, whichever is first."""
        self.model.routing.AddAtSolutionCallback(self._look)
        Thread(target=self._search, args=(solutions, deadline), daemon=True).start()
        self.is_over.wait()
        if self.error is not None:
            raise self.error
        return self.best

    def _search(self, solutions: int, deadline: float | None) -> None:
        try:
            self.best = self.model.solve(solutions, deadline)
        except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that asked
            self.error = error
        self.is_over.set()

    def _look(self) -> None:
        cost = self.model.routing.CostVar().Value()
        if cost < self.best_cost:
            self.best_cost = cost
            self.best = self.model.present_orders()
        if self.should_stop():
            self.is_over.set()
            Event().wait()


class _Model:
    """The routing model of one day; node numbers are visits, then shift starts, then shift ends."""

    def __init__(self, day: Day) -> None:
        self.day = day
        visits, shifts = len(day.visits), len(day.shifts)
        starts = list(range(visits, visits + shifts))
        ends = list(range(visits + shifts, visits + 2 * shifts))
        self.manager = pywrapcp.RoutingIndexManager(visits + 2 * shifts, shifts, starts, ends)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.origin = min(shift.span.start for shift in day.shifts) // GRID
        self.last = max(-(-shift.span.end // GRID) for shift in day.shifts) - self.origin
        self._add_costs()
        self._add_time()
        self._add_visits()
        self._add_breaks()

    def watch(self, on_found: Callable[[Found], None]) -> None:
        """Report every solution that beats the ones before."""
        best, seen = float("inf"), 0

        def look() -> None:
            nonlocal best, seen
            seen += 1
            cost = self.routing.CostVar().Value()
            if cost < best:
                best = cost
                nodes = range(len(self.day.visits))
                left_out = sum(
                    self.routing.NextVar(index).Value() == index
                    for index in map(self.manager.NodeToIndex, nodes)
                )
                on_found(Found(cost, left_out, seen))

        self.routing.AddAtSolutionCallback(look)

    def solve(self, solutions: int, deadline: float | None) -> Orders:
        """Search, and read the order of visits of every shift."""
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = (
            routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        )
        parameters.local_search_metaheuristic = (
            routing_enums_pb2.LocalSearchMetaheuristic.GREEDY_DESCENT
        )
        iterated = parameters.iterated_local_search_parameters
        ruin = iterated.ruin_recreate_parameters.ruin_strategies.add().sisr
        ruin.avg_num_removed_visits = VISITS_REMOVED
        ruin.max_removed_sequence_size = LONGEST_STRING
        ruin.bypass_factor = SPLIT_SHARE
        # The default cools by the clock and would make a plan depend on the speed of the machine.
        iterated.reference_solution_acceptance_strategy.greedy_descent.SetInParent()
        parameters.use_iterated_local_search = True
        parameters.solution_limit = solutions
        parameters.time_limit.FromMilliseconds(
            int(1000 * (FOREVER if deadline is None else deadline))
        )
        parameters.lns_time_limit.FromSeconds(FOREVER)
        solution = self.routing.SolveWithIteratedLocalSearch(parameters)
        if solution is None:
            return tuple(() for _ in self.day.shifts)
        return self._orders(solution.Value)

    def present_orders(self) -> Orders:
        """The orders of the solution that the search stands at; only inside its callback."""
        return self._orders(lambda variable: variable.Value())

    def _orders(self, value: Callable[[Any], int]) -> Orders:
        return tuple(self._order(value, vehicle) for vehicle in range(len(self.day.shifts)))

    def _order(self, value: Callable[[Any], int], vehicle: int) -> tuple[int, ...]:
        order = []
        index = value(self.routing.NextVar(self.routing.Start(vehicle)))
        while not self.routing.IsEnd(index):
            order.append(self.manager.IndexToNode(index))
            index = value(self.routing.NextVar(index))
        return tuple(order)

    def _places(self) -> list[int]:
        shifts = self.day.shifts
        return [
            *(visit.place for visit in self.day.visits),
            *(shift.start_place for shift in shifts),
            *(shift.end_place for shift in shifts),
        ]

    def _add_costs(self) -> None:
        places = self._places()
        drives = self.day.seconds[np.ix_(places, places)].astype(np.float64)
        evaluators: dict[float, int] = {}
        for vehicle, shift in enumerate(self.day.shifts):
            rate = shift.cost_per_hour
            if rate not in evaluators:
                costs = np.rint(drives * rate).astype(np.int64)
                evaluators[rate] = self.routing.RegisterTransitMatrix(costs.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(evaluators[rate], vehicle)

    def _add_time(self) -> None:
        day, visits, shifts = self.day, len(self.day.visits), len(self.day.shifts)
        places = self._places()
        drives = self.day.seconds[np.ix_(places, places)].astype(np.int64)
        for number, shift in enumerate(day.shifts):
            drives[visits + number, :] += shift.span.start % GRID
            drives[:, visits + shifts + number] += -shift.span.end % GRID
        cells = -(-drives // GRID)
        cells[:visits] += np.array([visit.service // GRID for visit in day.visits])[:, None]
        transit = self.routing.RegisterTransitMatrix(cells.tolist())
        self.routing.AddDimension(transit, self.last, self.last, False, "time")  # noqa: FBT003 - positional in C++
        self.time = self.routing.GetDimensionOrDie("time")
        for vehicle, shift in enumerate(day.shifts):
            earliest = shift.span.start // GRID - self.origin
            latest = -(-shift.span.end // GRID) - self.origin
            self.time.CumulVar(self.routing.Start(vehicle)).SetRange(earliest, latest)
            self.time.CumulVar(self.routing.End(vehicle)).SetRange(earliest, latest)

    def _add_visits(self) -> None:
        for node, visit in enumerate(self.day.visits):
            index = self.manager.NodeToIndex(node)
            self.routing.AddDisjunction([index], self.day.penalties[node])
            self.routing.VehicleVar(index).SetValues([-1, *self.day.allowed[node]])
            spans = self._start_cells(visit)
            cumul = self.time.CumulVar(index)
            cumul.SetRange(spans[0][0], spans[-1][1])
            for (_, earlier), (later, _) in pairwise(spans):
                cumul.RemoveInterval(earlier + 1, later - 1)

    def _start_cells(self, visit: Visit) -> list[tuple[int, int]]:
        """First and last cell of every window that touches the day, in cells from its first."""
        spans = []
        for window in visit.windows:
            first_second = window.start if visit.pinned_start is None else visit.pinned_start
            last_second = window.end if visit.pinned_start is None else visit.pinned_start
            if not window.start <= first_second <= window.end:
                continue
            first_cell = max(0, -(-first_second // GRID) - self.origin)
            last_cell = min(self.last, last_second // GRID - self.origin)
            if first_cell <= last_cell:
                spans.append((first_cell, last_cell))
        return spans

    def _add_breaks(self) -> None:
        solver = self.routing.solver()
        services = [visit.service // GRID for visit in self.day.visits]
        services += [0] * (self.routing.Size() + len(self.day.shifts) - len(services))
        for vehicle, shift in enumerate(self.day.shifts):
            pauses = [
                solver.FixedDurationIntervalVar(
                    pause.window.start // GRID - self.origin,
                    pause.window.end // GRID - self.origin,
                    pause.length // GRID,
                    False,  # noqa: FBT003 - positional in C++: the pause is not optional
                    f"{shift.key} pause {number}",
                )
                for number, pause in enumerate(shift.breaks)
            ]
            if pauses:
                self.time.SetBreakIntervalsOfVehicle(pauses, vehicle, services)
