"""How soon is the day forecast anew? Thousands of routes at once, against a plain loop over routes and courses.

Both answer the same question about the same routes of the same moment: five percentiles of the start, the mean end and
the chance of being late at every stop ahead. The peer is plain Python, one route after the other with the generator
of the standard library; since it is slow it answers for some of the routes, and its time is multiplied.
Run: python -m benchmarks.forecast [--routes N] [--stops N] [--peers N] [--runs N]
"""

from __future__ import annotations

import argparse
import random
from math import ceil, exp, log, sqrt

import numpy as np

from scheduling import Stopwatch
from scheduling.forecast import (
    COURSES,
    SHARES,
    ExpectedStop,
    RouteFacts,
    chances_of,
    forecast,
    outlook_of,
)

HOUR, SEED, NOW = 3600, 1, 10 * 3600


def routes_under_way(routes: int, stops: int) -> list[RouteFacts]:
    """Routes from 8 o'clock in two-hour windows at 10 o'clock; each technician is at the first stop that is not done."""
    rng = np.random.default_rng(SEED)
    return [_route(rng, stops) for _ in range(routes)]


def _route(rng: np.random.Generator, stops: int) -> RouteFacts:
    """Drives of 5 to 30 minutes and works of 15 to 75; what lies before now went by plan and was reported."""
    planned = []
    free = 8 * HOUR
    for number in range(stops):
        drive, work = (int(each) for each in rng.integers((300, 900), (1800, 4500)))
        start = free + drive
        window = start // HOUR * HOUR - HOUR * int(rng.integers(0, 2))
        is_over = start + work <= NOW
        planned.append(
            ExpectedStop(
                key=str(number),
                drive=drive,
                planned_start=start,
                service=work,
                earliest=window,
                window_end=window + 2 * HOUR,
                departed_at=free if free <= NOW else None,
                arrived_at=start if start <= NOW else None,
                done_at=start + work if is_over else None,
            )
        )
        free = start + work
    return RouteFacts(stops=tuple(planned), ready_at=8 * HOUR)


def plain(route: RouteFacts, rng: random.Random) -> list[tuple[list[float], float, float]]:
    """Percentiles, mean end and risk at every stop ahead of a route, one course after the other."""
    ahead = [stop for stop in route.stops if stop.done_at is None]
    starts: list[list[float]] = [[] for _ in ahead]
    ends = [0.0] * len(ahead)
    for _ in range(COURSES):
        free = float(NOW)
        for number, stop in enumerate(ahead):
            start = max(_reached(stop, free, rng), stop.earliest)
            lasted = NOW - start if stop.arrived_at is not None else 0.0
            free = start + _lognormal(rng, stop.service, 0.35, lasted)
            starts[number].append(start)
            ends[number] += free
    ranks = [ceil(share * COURSES) - 1 for share in SHARES]
    return [
        (
            [sorted(found)[rank] for rank in ranks],
            end / COURSES,
            sum(start > stop.window_end for start in found) / COURSES,
        )
        for stop, found, end in zip(ahead, starts, ends, strict=True)
    ]


def _reached(stop: ExpectedStop, free: float, rng: random.Random) -> float:
    if stop.arrived_at is not None:
        return stop.arrived_at
    if stop.departed_at is not None:
        return stop.departed_at + _lognormal(rng, stop.drive, 0.25, NOW - stop.departed_at)
    return free + _lognormal(rng, stop.drive, 0.25, 0.0)


def _lognormal(rng: random.Random, mean: float, variation: float, lasted: float) -> float:
    """A length that is longer than `lasted`: others are drawn again."""
    spread = sqrt(log(1 + variation * variation))
    while True:
        length = mean * exp(rng.gauss(-spread * spread / 2, spread))
        if length > lasted:
            return length


def main() -> None:
    """Print the seconds of each part, and the peer's seconds and ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("routes", 5000), ("stops", 8), ("peers", 50), ("runs", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    routes = routes_under_way(asked.routes, asked.stops)
    ahead = sum(map(len, forecast(routes, now=NOW)))
    whole, reading, drawing = [], [], []
    for _ in range(asked.runs):
        watch = Stopwatch()
        outlook = outlook_of(routes, now=NOW)
        reading.append(watch.cpu)
        watch = Stopwatch()
        chances_of(outlook)
        drawing.append(watch.cpu)
        watch = Stopwatch()
        forecast(routes, now=NOW)
        whole.append(watch.cpu)
    watch = Stopwatch()
    rng = random.Random(SEED)
    for route in routes[: asked.peers]:
        plain(route, rng)
    peer = watch.cpu * asked.routes / asked.peers
    print(f"{asked.routes} routes, {ahead} stops ahead, {COURSES} courses; CPU seconds")
    print(f"reading the routes  {min(reading):8.3f}")
    print(f"letting them happen {min(drawing):8.3f}")
    print(f"the whole forecast  {min(whole):8.3f}")
    print(f"plain Python        {peer:8.1f}   ratio {peer / min(whole):.0f}")


if __name__ == "__main__":
    main()
