"""Liechtenstein on measured roads: the shipped table of driving times between 301 addresses.

Visits, shifts and prizes follow the recipe of `technicians`; places are drawn from the table, every second
technician starts at the depot and the others at home. Driving times are not symmetric.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from aftersales.roads import road_table
from benchmarks.optimiser.instance import Instance
from benchmarks.optimiser.technicians import jobs_at, shifts_from, technicians_for

DEPOT: Final = 0
HOMES: Final = 50
"""Addresses of the table that are kept for technicians to live at."""


def city(seed: int, visits: int, days: int) -> Instance:
    """One horizon in the city: at most 250 visits."""
    chance = np.random.default_rng([1719, seed])
    table = road_table("liechtenstein")
    addresses = [int(row) for row in chance.permutation(np.arange(1, len(table.latitudes)))]
    jobs = jobs_at(addresses[HOMES : HOMES + visits], days, chance)
    travel = table.roads.seconds.astype(np.int32)
    crew = technicians_for(jobs, travel, days)
    homes = [DEPOT if at % 2 else addresses[at] for at in range(crew)]
    return Instance(
        name=f"city-{visits}x{days}",
        family="city",
        jobs=jobs,
        vehicles=shifts_from(homes, days, chance),
        travel=travel,
        points=np.stack([table.longitudes, table.latitudes], axis=1).astype(np.float64),
    )
