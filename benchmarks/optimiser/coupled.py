"""Variants in which routes depend on each other: two people at once, one thing before another, parts on the way.

Each takes an instance of `technicians` and ties some of its jobs. Prizes are split between the two, so that leaving
a pair out costs what the job cost before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from benchmarks.optimiser.instance import Instance, Job, Tie, TieKind
from benchmarks.optimiser.technicians import DAY, HOUR, MINUTE

SHARE: Final = 0.1
"""Jobs that are tied to another one."""

STORE_WORK: Final = 5 * MINUTE
VAN: Final = 4
"""Parts that fit into a van at once."""


def two_people(instance: Instance, seed: int) -> Instance:
    """Every tenth job needs a second pair of hands, of whatever skills, at the same time."""
    chosen = _chosen(instance, seed)
    helpers = tuple(replace(_halved(instance.jobs[at]), skills=frozenset()) for at in chosen)
    return _tied(instance, "pairs", chosen, helpers, TieKind.SAME_TIME)


def one_before_another(instance: Instance, seed: int) -> Instance:
    """At every tenth job a delivery of 20 minutes must be over before, the same day or earlier."""
    chosen = _chosen(instance, seed)
    deliveries = tuple(
        replace(
            _halved(instance.jobs[at]),
            service=20 * MINUTE,
            skills=frozenset(),
            windows=_whole_days(instance, instance.jobs[at].windows[-1][0] // DAY),
        )
        for at in chosen
    )
    return _tied(instance, "order", chosen, deliveries, TieKind.BEFORE)


def parts_on_the_way(instance: Instance, seed: int) -> Instance:
    """Every tenth job needs a part that the same van fetches at the store before; four fit into a van."""
    chosen = _chosen(instance, seed)
    middle = np.median(instance.points, axis=0)
    store = int(np.argmin(np.hypot(*(instance.points - middle).T)))
    days = max(vehicle.day for vehicle in instance.vehicles)
    fetches = tuple(
        replace(
            _halved(instance.jobs[at]),
            place=store,
            service=STORE_WORK,
            skills=frozenset(),
            windows=_whole_days(instance, days),
        )
        for at in chosen
    )
    vans = tuple(replace(vehicle, capacity=VAN) for vehicle in instance.vehicles)
    carried = {at: replace(instance.jobs[at], demand=1) for at in chosen}
    jobs = tuple(carried.get(at, job) for at, job in enumerate(instance.jobs))
    laden = replace(instance, vehicles=vans, jobs=jobs)
    return _tied(laden, "parts", chosen, fetches, TieKind.SAME_VEHICLE)


def _chosen(instance: Instance, seed: int) -> list[int]:
    chance = np.random.default_rng([2002, seed])
    count = max(1, round(SHARE * len(instance.jobs)))
    return sorted(int(at) for at in chance.choice(len(instance.jobs), count, replace=False))


def _halved(job: Job) -> Job:
    return replace(job, prize=(job.prize or 0) // 2)


def _whole_days(instance: Instance, last: int) -> tuple[tuple[int, int], ...]:
    days = sorted({vehicle.day for vehicle in instance.vehicles})
    return tuple((day * DAY + 8 * HOUR, day * DAY + 16 * HOUR) for day in days if day <= last)


def _tied(
    instance: Instance, kind: str, chosen: list[int], added: tuple[Job, ...], tie: TieKind
) -> Instance:
    """The added jobs stand at the end, and come first in time wherever there is an order."""
    first = len(instance.jobs)
    halved = {at: _halved(instance.jobs[at]) for at in chosen}
    jobs = tuple(halved.get(at, job) for at, job in enumerate(instance.jobs))
    return replace(
        instance,
        name=f"{instance.name}-{kind}",
        family=f"technicians, {kind}",
        jobs=jobs + added,
        ties=tuple(Tie(tie, first + turn, at) for turn, at in enumerate(chosen)),
    )
