"""Which slots can be offered, and how soon is it known? Ours against OR-Tools asked slot by slot.

Every technician has a route of visits with two-hour windows and a pause on every day; a customer somewhere asks
for an hour in any of eight arrival windows a day. OR-Tools' routing model is asked for one technician, day
and window at a time, with the order of the stops kept; a sample of these questions is timed and the time
of all of them extrapolated. It knows no prices, no risk and no grid, and answers yes or no.
Run: python -m benchmarks.slots [--asks N] [--questions N] [--no-growth]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import pairwise
from os import getloadavg

import numpy as np
import numpy.typing as npt
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from scheduling import Stopwatch
from scheduling.slots import Ask, Routes, offers, refusals, warm

MINUTE, HOUR, DAY, GRID = 60, 3600, 24 * 3600, 300
OPENS, CLOSES, PAUSE = 8 * HOUR, 18 * HOUR, (11 * HOUR + 1800, 13 * HOUR)
WIDE, NEAR, WINDOWS = 60 * MINUTE, 12 * MINUTE, 8

IS_OPTIONAL = False
"""Of pauses, and of a clock that starts at zero."""

Points = npt.NDArray[np.float64]


def busy_days(
    *, technicians: int, days: int, stops: int, seed: int, free: int = 90 * MINUTE
) -> tuple[Routes, Points]:
    """Routes in a square an hour wide, and where their places lie in it, in seconds of driving.

    Stops of a day lie within some minutes of each other; works fill the shift but for the drives, the pause
    and what is free. Homes come first among the places.
    """
    rng = np.random.default_rng(seed)
    routes = technicians * days
    home = rng.uniform(0, WIDE, (technicians, 2))
    technician = np.tile(np.arange(technicians), days)
    day = np.repeat(np.arange(days), technicians)
    towards = home[technician] + rng.normal(0, NEAR, (routes, 2))
    at = towards[:, None] + rng.normal(0, NEAR / 2, (routes, stops, 2))
    way = np.concatenate((home[technician][:, None], at, home[technician][:, None]), axis=1)
    legs = np.hypot(*np.moveaxis(np.diff(way, axis=1), 2, 0)).astype(np.int64)
    left = CLOSES - OPENS - (HOUR // 2) - free - legs.sum(axis=1, keepdims=True)
    share = rng.uniform(0.5, 1.5, (routes, stops))
    service = (left * share / share.sum(axis=1, keepdims=True)).astype(np.int64)
    service = np.maximum(GRID, service // GRID * GRID)
    start = np.empty((routes, stops), np.int64)
    now = np.full(routes, OPENS)
    has_paused = np.zeros(routes, np.bool_)
    for stop in range(stops):
        now = now + legs[:, stop]
        pauses = ~has_paused & (now >= PAUSE[0] - HOUR // 2)
        now = np.where(pauses, np.maximum(now, PAUSE[0]) + HOUR // 2, now)
        has_paused |= pauses
        now = -(-now // GRID) * GRID
        start[:, stop] = now
        now = now + service[:, stop]
    opening = start // HOUR * HOUR - HOUR * rng.integers(0, 2, start.shape)
    opening = np.maximum(opening, OPENS)
    midnight = (day * DAY)[:, None]
    ends = np.maximum(now + legs[:, -1], CLOSES)
    return Routes(
        day=day,
        technician=technician,
        open=OPENS + day * DAY,
        close=ends + day * DAY,
        start_place=technician,
        end_place=technician,
        pause_from=PAUSE[0] + day * DAY,
        pause_to=PAUSE[1] + day * DAY,
        pause_length=np.full(routes, HOUR // 2),
        price=np.ones(routes),
        first=np.arange(routes + 1) * stops,
        home=legs[:, -1].copy(),
        place=technicians + np.arange(routes * stops),
        earliest=(opening + midnight).ravel(),
        latest=(opening + 2 * HOUR + midnight).ravel(),
        start=(start + midnight).ravel(),
        service=service.ravel(),
        setup=np.zeros(routes * stops, np.int64),
        leg=legs[:, :-1].ravel(),
        promised=(opening + 2 * HOUR + midnight).ravel(),
    ), np.concatenate((home, at.reshape(-1, 2)))


def wanted(routes: Routes, places: Points, *, seed: int, days: int, people: int = 1) -> Ask:
    """An hour of work somewhere in the square, in one of eight windows of two hours a day."""
    here = np.random.default_rng(seed).uniform(0, WIDE, 2)
    away = np.hypot(*(places - here).T).astype(np.int64)
    day = np.repeat(np.arange(days), WINDOWS)
    first = OPENS + HOUR * np.tile(np.arange(WINDOWS), days) + day * DAY
    return Ask(
        service=HOUR,
        setup=0,
        windows=np.stack((first, first + 2 * HOUR), axis=1),
        promised=first + 2 * HOUR,
        day=day,
        allowed=np.ones(len(routes.day), np.bool_),
        people=people,
        to=away,
        back=away,
    )


@dataclass(frozen=True)
class Timed:
    """Median and 99th percentile of many answers, in milliseconds of wall and of CPU."""

    wall: tuple[float, float]
    cpu: tuple[float, float]

    def __str__(self) -> str:
        return "   ".join(f"{middle:6.2f} / {most:6.2f}" for middle, most in (self.wall, self.cpu))


def timed(asks: list[Ask], answer: Callable[[Ask], object]) -> Timed:
    """One answer for each ask, after one to warm up."""
    answer(asks[0])
    walls, cpus = [], []
    for ask in asks:
        watch = Stopwatch()
        answer(ask)
        walls.append(1000 * watch.elapsed)
        cpus.append(1000 * watch.cpu)
    wall, cpu = (np.percentile(each, [50, 99]).tolist() for each in (walls, cpus))
    return Timed(wall=(wall[0], wall[1]), cpu=(cpu[0], cpu[1]))


class Peer:
    """OR-Tools' routing model of one technician on one day with one visit more, its order kept."""

    def __init__(self, routes: Routes, ask: Ask, points: Points) -> None:
        self.routes, self.ask, self.points = routes, ask, points

    def can(self, route: int, window: int) -> bool:
        """Whether it finds a place for the visit."""
        routes, ask = self.routes, self.ask
        stops = range(int(routes.first[route]), int(routes.first[route + 1]))
        new, end = len(stops) + 1, len(stops) + 2
        drives = self._drives(route, stops)
        works = [0, *routes.service[stops.start : stops.stop].tolist(), ask.service, 0]
        manager = pywrapcp.RoutingIndexManager(end + 1, 1, [0], [end])
        model = pywrapcp.RoutingModel(manager)
        cost = model.RegisterTransitMatrix(drives.tolist())
        model.SetArcCostEvaluatorOfAllVehicles(cost)
        taken = model.RegisterTransitMatrix((drives + np.array(works)[:, None]).tolist())
        close = int(routes.close[route])
        model.AddDimension(taken, close, close, IS_OPTIONAL, "time")
        time = model.GetDimensionOrDie("time")
        time.CumulVar(model.Start(0)).SetRange(int(routes.open[route]), close)
        for number, stop in enumerate(stops):
            node = manager.NodeToIndex(number + 1)
            time.CumulVar(node).SetRange(int(routes.earliest[stop]), int(routes.latest[stop]))
        new_index = manager.NodeToIndex(new)
        time.CumulVar(new_index).SetRange(*ask.windows[window].tolist())
        order = [model.Start(0), *(manager.NodeToIndex(n + 1) for n in range(len(stops))), model.End(0)]  # fmt: skip
        for before, after in pairwise(order):
            model.NextVar(before).SetValues([after, new_index])
        pause = model.solver().FixedDurationIntervalVar(
            int(routes.pause_from[route]),
            int(routes.pause_to[route]),
            int(routes.pause_length[route]),
            IS_OPTIONAL,
            "pause",
        )
        visits = [works[manager.IndexToNode(index)] for index in range(model.Size())]
        time.SetBreakIntervalsOfVehicle([pause], 0, visits)
        asked = pywrapcp.DefaultRoutingSearchParameters()
        asked.first_solution_strategy = (
            routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        )
        return model.SolveWithParameters(asked) is not None

    def _drives(self, route: int, stops: range) -> npt.NDArray[np.int64]:
        """Start, stops, the new visit and the end."""
        routes, ask = self.routes, self.ask
        places = [routes.start_place[route], *routes.place[stops.start : stops.stop]]
        places.append(routes.end_place[route])
        at = self.points[places]
        apart = np.hypot(*np.moveaxis(at[:, None] - at[None], 2, 0))
        drives: npt.NDArray[np.int64] = apart.astype(np.int64)
        new = len(places) - 1
        drives = np.insert(np.insert(drives, new, 0, axis=0), new, 0, axis=1)
        others = [*range(new), new + 1]
        drives[others, new], drives[new, others] = ask.to[places], ask.back[places]
        return drives


def against_peer(peer: Peer, questions: int, ours: float) -> None:
    """Print what the peer takes for all questions, from a sample, and how often it agrees; `ours` are milliseconds."""
    routes, ask = peer.routes, peer.ask
    rng = np.random.default_rng(0)
    windows = rng.integers(0, len(ask.day), questions)
    sample = [
        (int(rng.choice(np.flatnonzero(routes.day == ask.day[at]))), int(at)) for at in windows
    ]
    every = sum(int(np.count_nonzero(routes.day == day)) for day in ask.day)
    watch = Stopwatch()
    answers = [peer.can(route, window) for route, window in sample]
    seconds = watch.elapsed / questions * every
    same = 0
    for (route, window), answer in zip(sample, answers, strict=True):
        one = replace(ask, allowed=np.arange(len(routes.day)) == route)
        same += answer == any(offer.window == window for offer in offers(routes, one, grid=1))
    print(
        f"OR-Tools asked slot by slot {seconds:.1f} s, extrapolated from {questions} of {every} questions: "
        f"{1000 * seconds / ours:,.0f} × ours; {sum(answers)} times yes, {same} answers the same"
    )


def growth(asks: int) -> None:
    """Print how the time grows with technicians, days and stops, for one person and two."""
    usual = {"technicians": 200, "days": 14, "stops": 10}
    steps = {"technicians": (50, 100, 200, 400, 800), "days": (7, 14, 28), "stops": (5, 10, 15, 20)}
    for name, values in steps.items():
        for value in values:
            size = {**usual, name: value}
            routes, points = busy_days(**size, seed=1)
            for people in (1, 2):
                asked = [
                    wanted(routes, points, seed=seed, days=size["days"], people=people)
                    for seed in range(asks)
                ]
                print(f"{name:<12}{value:>5}{people:>8}   {timed(asked, partial(offers, routes))}")


def main() -> None:
    """Print how long answers take, what the peer would take, and how both grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asks", type=int, default=300)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--no-growth", action="store_true")
    given = parser.parse_args()
    warm()
    print(f"load {getloadavg()[0]:.1f}")
    routes, points = busy_days(technicians=200, days=14, stops=10, seed=1)
    asked = [wanted(routes, points, seed=seed, days=14) for seed in range(given.asks)]
    together = [replace(ask, people=2) for ask in asked]
    columns = {each.name: getattr(routes, each.name) for each in fields(Routes)}
    ways: dict[str, tuple[list[Ask], Callable[[Ask], object]]] = {
        "offers": (asked, partial(offers, routes)),
        "offers, two people": (together, partial(offers, routes)),
        "offers, refusals, routes checked": (
            asked,
            lambda ask: refusals(other := Routes(**columns), ask, offers(other, ask)),
        ),
    }
    print(f"{'':<34} {'wall p50 / p99':>15}   {'CPU p50 / p99 ms':>15}")
    results = {name: timed(each, way) for name, (each, way) in ways.items()}
    for name, result in results.items():
        print(f"{name:<34} {result}")
    counts = [len(offers(routes, ask)) for ask in asked]
    print(f"{np.mean(counts):.0f} of {len(asked[0].day)} windows have an offer")
    against_peer(Peer(routes, asked[0], points), given.questions, results["offers"].wall[0])
    if not given.no_growth:
        print(f"{'':<17}  people    wall p50 / p99   CPU p50 / p99 ms")
        growth(given.asks // 3)


if __name__ == "__main__":
    main()
