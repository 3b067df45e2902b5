"""The routing model of OR-Tools that both styles share, and how each of them searches it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.optimiser.instance import Answer, Call, Instance, Job, Tie, TieKind, Tour, Vehicle
from benchmarks.optimiser.peers.solver import Tell

MUST: Final = 50
"""Longest drives; what leaving out a job costs the model that must be done, as no plan at all is worse."""

REMOVED: Final = 10
"""Average visits removed in one step and longest string, the values of the paper."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the library is used.

    Attributes:
        strategy: of the first solution.
        by_callback: times come from Python callbacks instead of matrices.
        is_iterated: iterated local search instead of guided local search.
    """

    strategy: int
    by_callback: bool
    is_iterated: bool


@dataclass(slots=True)
class RoutingModel:
    """Nodes are jobs in the order given, then the places where tours begin or end."""

    instance: Instance
    order: list[int]
    style: Style
    manager: Any = field(init=False)
    routing: Any = field(init=False)
    time: Any = field(init=False)
    breaks: list[Any] = field(init=False, default_factory=list)
    evaluators: list[Any] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        vehicles = self.instance.vehicles
        ends = sorted({place for v in vehicles for place in (v.start_place, v.end_place)})
        node = {place: len(self.order) + at for at, place in enumerate(ends)}
        places = [*(self.instance.jobs[at].place for at in self.order), *ends]
        self.manager = pywrapcp.RoutingIndexManager(
            len(places),
            len(vehicles),
            [node[vehicle.start_place] for vehicle in vehicles],
            [node[vehicle.end_place] for vehicle in vehicles],
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        drives = self.instance.travel[np.ix_(places, places)].astype(np.int64)
        self.routing.SetArcCostEvaluatorOfAllVehicles(self._evaluator(drives))
        self._add_time(drives)
        self._add_jobs()
        self._add_load()
        self._add_breaks()
        for tie in self.instance.ties:
            self._add_tie(tie)

    def index(self, job: int) -> int:
        """The library's index of a job."""
        return int(self.manager.NodeToIndex(self.order.index(job)))

    def _evaluator(self, values: npt.NDArray[np.int64]) -> int:
        if not self.style.by_callback:
            return int(self.routing.RegisterTransitMatrix(values.tolist()))
        rows, manager = values.tolist(), self.manager

        def between(origin: int, target: int) -> int:
            return int(rows[manager.IndexToNode(origin)][manager.IndexToNode(target)])

        self.evaluators.append(between)
        return int(self.routing.RegisterTransitCallback(between))

    def _add_time(self, drives: npt.NDArray[np.int64]) -> None:
        vehicles = self.instance.vehicles
        service = np.zeros(len(drives), dtype=np.int64)
        service[: len(self.order)] = [self.instance.jobs[at].service for at in self.order]
        horizon = max(vehicle.end for vehicle in vehicles)
        evaluator = self._evaluator(drives + service[:, None])
        self.routing.AddDimension(evaluator, horizon, horizon, False, "time")  # noqa: FBT003 - positional in C++
        self.time = self.routing.GetDimensionOrDie("time")
        for at, vehicle in enumerate(vehicles):
            for end in (self.routing.Start(at), self.routing.End(at)):
                self.time.CumulVar(end).SetRange(vehicle.start, vehicle.end)
            self.routing.AddVariableMinimizedByFinalizer(self.time.CumulVar(self.routing.End(at)))

    def _add_jobs(self) -> None:
        must = MUST * int(self.instance.travel.max())
        for node, at in enumerate(self.order):
            job, index = self.instance.jobs[at], self.manager.NodeToIndex(node)
            cumul = self.time.CumulVar(index)
            cumul.SetRange(job.windows[0][0], job.windows[-1][1])
            for (_, before), (after, _) in pairwise(job.windows):
                cumul.RemoveInterval(before + 1, after - 1)
            able = [
                number
                for number, vehicle in enumerate(self.instance.vehicles)
                if job.skills <= vehicle.skills and (self.style.by_callback or _meets(job, vehicle))
            ]
            if len(able) < len(self.instance.vehicles):
                self.routing.VehicleVar(index).SetValues([-1, *able])
            self.routing.AddDisjunction([index], must if job.prize is None else job.prize)

    def _add_load(self) -> None:
        """Deliveries empty the van; the load of the second of a pair comes on board at the first."""
        if all(vehicle.capacity is None for vehicle in self.instance.vehicles):
            return
        taken_at = {
            tie.second: tie.first for tie in self.instance.ties if tie.kind is TieKind.SAME_VEHICLE
        }
        change = {at: -self.instance.jobs[at].demand for at in self.order}
        for second, first in taken_at.items():
            change[first] -= change[second]
        changes = [
            *(change[at] for at in self.order),
            *(0 for _ in range(len(self.instance.vehicles))),
        ]
        manager = self.manager

        def loaded(origin: int) -> int:
            node = manager.IndexToNode(origin)
            return changes[node] if node < len(self.order) else 0

        self.evaluators.append(loaded)
        capacities = [
            sum(job.demand for job in self.instance.jobs)
            if vehicle.capacity is None
            else vehicle.capacity
            for vehicle in self.instance.vehicles
        ]
        evaluator = self.routing.RegisterUnaryTransitCallback(loaded)
        self.routing.AddDimensionWithVehicleCapacity(evaluator, 0, capacities, False, "load")  # noqa: FBT003 - positional in C++

    def _add_breaks(self) -> None:
        solver = self.routing.solver()
        services = [0] * self.routing.Size()
        for node, at in enumerate(self.order):
            services[self.manager.NodeToIndex(node)] = self.instance.jobs[at].service
        for number, vehicle in enumerate(self.instance.vehicles):
            rest = vehicle.rest
            if rest is None:
                continue
            pause = solver.FixedDurationIntervalVar(
                rest.earliest,
                rest.latest,
                rest.length,
                False,  # noqa: FBT003 - positional in C++: the pause is not optional
                f"rest {number}",
            )
            self.breaks.append(pause)
            self.time.SetBreakIntervalsOfVehicle([pause], number, services)

    def _add_tie(self, tie: Tie) -> None:
        """Pairs of one vehicle are pickups and deliveries; the others order two nodes if both are visited."""
        routing = self.routing
        first, second = self.index(tie.first), self.index(tie.second)
        service = self.instance.jobs[tie.first].service
        if tie.kind is TieKind.SAME_VEHICLE:
            solver = routing.solver()
            routing.AddPickupAndDelivery(first, second)
            solver.Add(routing.VehicleVar(first) == routing.VehicleVar(second))
            solver.Add(self.time.CumulVar(first) + service <= self.time.CumulVar(second))
        elif tie.kind is TieKind.BEFORE:
            self.time.AddNodePrecedence(first, second, service)
        else:
            self.time.AddNodePrecedence(first, second, 0)
            self.time.AddNodePrecedence(second, first, 0)

    def solve(self, seconds: float, tell: Tell) -> Answer:
        """Search with the style's metaheuristic."""
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = self.style.strategy
        parameters.time_limit.FromMilliseconds(max(1, round(1000 * seconds)))
        metaheuristics = routing_enums_pb2.LocalSearchMetaheuristic
        best = float("inf")

        def look() -> None:
            nonlocal best
            cost = self.routing.CostVar().Value()
            if cost < best:
                best = cost
                tell(float(cost))

        self.routing.AddAtSolutionCallback(look)
        if self.style.is_iterated:
            parameters.local_search_metaheuristic = metaheuristics.GREEDY_DESCENT
            parameters.use_iterated_local_search = True
            iterated = parameters.iterated_local_search_parameters
            ruin = iterated.ruin_recreate_parameters.ruin_strategies.add().sisr
            ruin.avg_num_removed_visits = REMOVED
            ruin.max_removed_sequence_size = REMOVED
            ruin.bypass_factor = 0.5
            annealing = iterated.reference_solution_acceptance_strategy.simulated_annealing
            annealing.automatic_temperatures = True
            solution = self.routing.SolveWithIteratedLocalSearch(parameters)
        else:
            parameters.local_search_metaheuristic = metaheuristics.GUIDED_LOCAL_SEARCH
            solution = self.routing.SolveWithParameters(parameters)
        return Answer(()) if solution is None else self._answer(solution)

    def _answer(self, solution: Any) -> Answer:
        rests = self._rests(solution)
        tours = []
        for number in range(len(self.instance.vehicles)):
            calls = []
            index = solution.Value(self.routing.NextVar(self.routing.Start(number)))
            while not self.routing.IsEnd(index):
                job = self.order[self.manager.IndexToNode(index)]
                calls.append(Call(job, int(solution.Value(self.time.CumulVar(index)))))
                index = solution.Value(self.routing.NextVar(index))
            if calls:
                tours.append(Tour(number, tuple(calls), rests.get(number, ())))
        return _without_halves(self.instance, Answer(tuple(tours), solution.ObjectiveValue()))

    def _rests(self, solution: Any) -> dict[int, tuple[int, ...]]:
        intervals = solution.IntervalVarContainer()
        pauses = [intervals.Element(at) for at in range(intervals.Size())]
        begins = {pause.Var().Name(): int(pause.StartValue()) for pause in pauses}
        return {
            number: (begins[name],)
            for number in range(len(self.instance.vehicles))
            if (name := f"rest {number}") in begins
        }


def _meets(job: Job, vehicle: Vehicle) -> bool:
    """Whether the vehicle works at all while the job may start."""
    return any(vehicle.start <= last and first <= vehicle.end for first, last in job.windows)


def _without_halves(instance: Instance, answer: Answer) -> Answer:
    """The answer without jobs whose partner is left out: the library cannot demand both or none."""
    done = {call.job for tour in answer.tours for call in tour.calls}
    halves = {
        job
        for tie in instance.ties
        for job in (tie.first, tie.second)
        if not {tie.first, tie.second} <= done
    }
    if not halves & done:
        return answer
    tours = (
        replace(tour, calls=tuple(call for call in tour.calls if call.job not in halves))
        for tour in answer.tours
    )
    return Answer(tuple(tour for tour in tours if tour.calls))
