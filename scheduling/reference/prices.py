"""What the routing model charges, in whole hundredths of a unit because it counts in integers."""

from __future__ import annotations

from typing import Final

import numpy as np

from scheduling.cost import METRES_OF_A_KILOMETRE, change_of_hands, dislike
from scheduling.problem import Problem
from scheduling.reference.cells import Horizon, Matrix, Nodes
from scheduling.shift import Shift
from scheduling.visit import Visit

HUNDREDTHS: Final = 100
"""The model's counters in one unit: fine enough for a kilometre's or an overtime second's price."""

HIGHEST: Final = 1e14
"""Hundredths; no single price counts more, so that the sum of thousands of them stays inside 64 bits."""


def hundredths(units: float) -> int:
    """A price as the model counts it."""
    return round(min(units * HUNDREDTHS, HIGHEST))


def per_cell(horizon: Horizon, units: float) -> int:
    """The price of a whole cell at so many units a second, so low that all cells together stay countable."""
    return round(min(units * horizon.grid * HUNDREDTHS, HIGHEST / (horizon.last + 1)))


def driving_prices(nodes: Nodes, cost_per_hour: float, cost_per_km: float) -> Matrix:
    """The price of every drive between two nodes at these rates."""
    travel = nodes.problem.travel
    hour = min(cost_per_hour * HUNDREDTHS, HIGHEST)
    metre = min(cost_per_km * HUNDREDTHS, HIGHEST) / METRES_OF_A_KILOMETRE
    hours, distance = nodes.between(travel.seconds) * hour, nodes.between(travel.metres) * metre
    prices: Matrix = np.rint(np.minimum(hours + distance, HIGHEST)).astype(np.int64)
    return prices


def disappointment(problem: Problem, shift: Shift, visit: Visit) -> int:
    """The price of this shift serving this visit, whenever: not the person asked for or told, not the day told."""
    return hundredths(dislike(problem, shift, visit) + change_of_hands(problem, shift, visit))
