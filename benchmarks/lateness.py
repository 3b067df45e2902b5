"""When will 2,800 routes be where? The closed form, the simulation, and the same simulation in plain NumPy.

All three answer the same question about the same generated routes: the chance of being late and three
percentiles at every stop. NumPy simulates the same days in blocks of routes that fit into the cache, and sorts
them as the simulation does. Errors are those against a simulation of many more days with another seed.
Run: python -m benchmarks.lateness [--routes N] [--stops N] [--samples N] [--threads N] [--runs N]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduling import Stopwatch
from scheduling.uncertainty import SHARES, Courses, Days, moments_of, simulated
from scheduling.uncertainty.luck import luck_of

HOUR, SEED, TRUE_SEED, TRUE_SAMPLES, BLOCK = 3600, 1, 2, 20_000, 64


@dataclass(frozen=True)
class Timed:
    """The best of several runs, in milliseconds of wall and of CPU."""

    wall: float
    cpu: float
    answer: Days


def working_days(routes: int, stops: int) -> Courses:
    """Routes from 8 o'clock with two-hour windows, 5 to 30 minutes of driving, 15 to 75 of work, a pause."""
    rng = np.random.default_rng(SEED)
    shape = (routes, stops + 2)
    pause, home = stops // 2, stops + 1
    drive = rng.integers(300, 1800, shape).astype(np.float64)
    drive[:, pause + 1] = 0  # driven before the pause
    work = rng.integers(900, 4500, shape).astype(np.float64)
    work[:, pause], work[:, home] = HOUR / 2, 0
    opening = np.full(shape, 8.0 * HOUR)
    now = opening[:, 0]
    for event in range(home):
        now = now + drive[:, event]
        if event == pause:
            opening[:, event] = 12 * HOUR
        else:
            opening[:, event] = np.floor(now / HOUR) * HOUR - HOUR * rng.integers(0, 2, routes)
        now = np.maximum(now, opening[:, event]) + work[:, event]
    opening = np.maximum(opening, 8 * HOUR)
    latest = opening + 2.0 * HOUR
    latest[:, pause], latest[:, home] = np.inf, 20 * HOUR
    number = np.arange(shape[1]) - (np.arange(shape[1]) > pause)
    is_asked = np.tile(np.arange(shape[1]) != pause, (routes, 1))
    return Courses(
        begins=np.full(routes, 8.0 * HOUR),
        drive=drive,
        drive_percent=rng.choice([20, 25, 30], shape),
        setup=np.zeros(shape),
        opening=opening,
        work=work,
        work_percent=np.where(is_asked, rng.choice([25, 35, 50], shape), 0),
        latest=latest,
        number=np.tile(number, (routes, 1)),
        is_asked=is_asked,
    )


def closed(courses: Courses) -> Days:
    """Clark's closed form, in the words of the simulation."""
    moments = moments_of(courses)
    return Days(
        starts_by=np.array([moments.starts_by(share) for share in SHARES]), late=moments.late
    )


def by_numpy(courses: Courses, samples: int) -> Days:
    """The same days as `simulated`, event by event for a block of routes at a time."""
    luck = luck_of(courses, samples=samples, seed=SEED)
    ranks = [int(np.ceil(share * samples)) - 1 for share in SHARES]
    starts_by = np.empty((len(SHARES), *courses.drive.shape))
    late = np.empty(courses.drive.shape)
    singles = {
        name: getattr(courses, name).astype(np.float32)[:, :, None]
        for name in ("drive", "setup", "work")
    }
    opening, latest = (
        (array - courses.begins[:, None]).astype(np.float32)[:, :, None]
        for array in (courses.opening, courses.latest)
    )
    for first in range(0, len(late), BLOCK):
        rows = slice(first, first + BLOCK)
        free = np.zeros((len(late[rows]), samples), np.float32)
        for event in range(courses.events):
            number = courses.number[rows, event]
            start = luck.drives[luck.drive_spread[rows, event], number]
            start *= singles["drive"][rows, event]
            start += free
            start += singles["setup"][rows, event]
            np.maximum(start, opening[rows, event], out=start)
            late[rows, event] = (start > latest[rows, event]).mean(axis=1)
            free = luck.works[luck.work_spread[rows, event], number]
            free *= singles["work"][rows, event]
            free += start
            if courses.is_asked[first, event]:
                start.sort(axis=1)
                starts_by[:, rows, event] = start[:, ranks].T
    return Days(starts_by=starts_by + courses.begins[:, None], late=late)


def timed(answer: Callable[[], Days], runs: int) -> Timed:
    """The best of `runs` runs after one to warm up."""
    found = answer()
    walls, cpus = [], []
    for _ in range(runs):
        watch = Stopwatch()
        found = answer()
        walls.append(1000 * watch.elapsed)
        cpus.append(1000 * watch.cpu)
    return Timed(wall=min(walls), cpu=min(cpus), answer=found)


def errors(courses: Courses, found: Days, true: Days) -> str:
    """Mean and greatest error of the chance of being late, in points, and of percentiles, in minutes."""
    asked = courses.is_asked
    late = 100 * np.abs(found.late - true.late)[asked]
    apart = np.abs(found.starts_by - true.starts_by)[:, asked] / 60
    means = " / ".join(f"{mean:.1f}" for mean in apart.mean(axis=1))
    return f"late {late.mean():4.1f} (at most {late.max():4.1f}) points, percentiles {means} min"


def main() -> None:
    """Print all ways side by side, and their ratios to the simulation on one thread."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("routes", 2800), ("stops", 10), ("samples", 1000), ("threads", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--runs", type=int, default=9)
    asked = parser.parse_args()
    courses = working_days(asked.routes, asked.stops)

    def days(samples: int, seed: int, threads: int) -> Days:
        return simulated(courses, shares=SHARES, samples=samples, seed=seed, threads=threads)

    ways: dict[str, Callable[[], Days]] = {
        "closed form": lambda: closed(courses),
        "simulation, one thread": lambda: days(asked.samples, SEED, 1),
        f"simulation, {asked.threads} threads": lambda: days(asked.samples, SEED, asked.threads),
        "simulation in plain NumPy": lambda: by_numpy(courses, asked.samples),
    }
    results = {name: timed(way, asked.runs) for name, way in ways.items()}
    one = results["simulation, one thread"]
    true = days(TRUE_SAMPLES, TRUE_SEED, asked.threads)
    for name, result in results.items():
        print(
            f"{name:<26} wall {result.wall:7.1f} ms ({result.wall / one.wall:5.2f}), "
            f"cpu {result.cpu:7.1f} ms ({result.cpu / one.cpu:5.2f}), "
            f"{errors(courses, result.answer, true)}"
        )


if __name__ == "__main__":
    main()
