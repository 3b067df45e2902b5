"""One day in Liechtenstein: our plan against OR-Tools' routing model as its documentation starts with it.

Both get the same visits, windows, skills and prizes on the same measured roads, without lunch breaks.
The peer uses PATH_CHEAPEST_ARC and guided local search and gets the wall time that ours took.
Run: python -m benchmarks.plan_day [--days N]
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from aftersales.roads import road_table
from scheduling import (
    GRID,
    NORMAL,
    Problem,
    Shift,
    Stopwatch,
    TimeWindow,
    Travel,
    Visit,
    solve,
    violations,
)

HOUR = 3600
VISITS, SHIFTS = 45, 8


@dataclass(frozen=True, slots=True)
class Result:
    """What one planner reached."""

    cost: float
    unplanned: int
    seconds: float


def day(seed: int) -> Problem:
    """A random day on the shipped road table: half-day windows, three skills, eight shifts from the depot."""
    rng = np.random.default_rng(seed)
    roads = road_table("liechtenstein").roads
    places = rng.permutation(np.arange(1, 301))[:VISITS]
    rows = np.concatenate([[0], places])
    travel = Travel(
        seconds=roads.seconds[np.ix_(rows, rows)], metres=roads.metres[np.ix_(rows, rows)]
    )
    skills = ("water", "power", "cold")
    windows = ((8, 12), (10, 14), (12, 16))
    visits = []
    for place in range(1, VISITS + 1):
        first, last = windows[int(rng.integers(3))]
        visits.append(
            Visit(
                key=f"v{place}",
                place=place,
                service=GRID * int(rng.integers(6, 19)),
                windows=(TimeWindow(first * HOUR, last * HOUR),),
                skills=frozenset({skills[int(rng.integers(3))]}),
            )
        )
    shifts = tuple(
        Shift(
            key=f"s{number}",
            technician=f"t{number}",
            start_place=0,
            end_place=0,
            span=TimeWindow(7 * HOUR + HOUR // 2, 16 * HOUR + HOUR // 2),
            skills=frozenset({skills[number % 3], skills[(number + 1) % 3]}),
        )
        for number in range(SHIFTS)
    )
    return Problem(visits=tuple(visits), shifts=shifts, travel=travel)


def ours(problem: Problem, seed: int) -> Result:
    """The plan of `scheduling.solve` with its normal effort."""
    watch = Stopwatch()
    plan = solve(problem, effort=NORMAL, seed=seed)
    seconds = watch.elapsed
    broken = violations(problem, plan)
    if broken:
        raise SystemExit(f"The plan breaks a rule: {broken[0].sentence}")
    return Result(plan.cost, len(plan.unplanned), seconds)


def plain(problem: Problem, wall: float) -> Result:
    """The routing model of the documentation: one node a visit, one vehicle a shift, guided local search."""
    manager = pywrapcp.RoutingIndexManager(VISITS + 1, SHIFTS, 0)
    routing = pywrapcp.RoutingModel(manager)
    service = [0, *(visit.service for visit in problem.visits)]
    seconds = problem.travel.seconds.tolist()

    def drive(origin: int, target: int) -> int:
        return int(seconds[manager.IndexToNode(origin)][manager.IndexToNode(target)])

    def duration(origin: int, target: int) -> int:
        return drive(origin, target) + int(service[manager.IndexToNode(origin)])

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(drive))
    routing.AddDimension(
        routing.RegisterTransitCallback(duration),
        9 * HOUR,
        17 * HOUR,
        fix_start_cumul_to_zero=False,
        name="time",
    )
    time = routing.GetDimensionOrDie("time")
    for number, shift in enumerate(problem.shifts):
        time.CumulVar(routing.Start(number)).SetRange(shift.span.start, shift.span.end)
        time.CumulVar(routing.End(number)).SetRange(shift.span.start, shift.span.end)
    for visit in problem.visits:
        index = manager.NodeToIndex(visit.place)
        time.CumulVar(index).SetRange(visit.windows[0].start, visit.windows[0].end)
        able = [at for at, shift in enumerate(problem.shifts) if visit.skills <= shift.skills]
        routing.VehicleVar(index).SetValues([-1, *able])
        routing.AddDisjunction([index], visit.prize)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromMilliseconds(max(100, round(wall * 1000)))
    watch = Stopwatch()
    solution = routing.SolveWithParameters(parameters)
    left = sum(
        solution.Value(routing.NextVar(manager.NodeToIndex(visit.place)))
        == manager.NodeToIndex(visit.place)
        for visit in problem.visits
    )
    return Result(float(solution.ObjectiveValue()), left, watch.elapsed)


def main() -> None:
    """Print one row a day and the median ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=5, help="random days to plan")
    days = parser.parse_args().days
    ratios = []
    print("day  ours: cost  unplanned  s      plain: cost  unplanned  s      cost ours ÷ plain")
    for seed in range(days):
        problem = day(seed)
        own = ours(problem, seed)
        peer = plain(problem, own.seconds)
        ratios.append(own.cost / peer.cost)
        print(
            f"{seed:<4} {own.cost:>10,.0f} {own.unplanned:>10} {own.seconds:>6.2f} "
            f"{peer.cost:>12,.0f} {peer.unplanned:>10} {peer.seconds:>6.2f} {ratios[-1]:>12.3f}"
        )
    print(f"median cost ratio {np.median(ratios):.3f} (below 1: ours is cheaper)")


if __name__ == "__main__":
    main()
