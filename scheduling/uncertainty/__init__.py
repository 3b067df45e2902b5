"""Lateness: when the stops of a route will really be reached, and how sure a promise is.

`ranked_by_risk` and `moments_of` answer in closed form, for ranking; `arrival_chances` and `simulated` let a
thousand days happen, for promises. The formulae and their sources stand in docs/lateness.md.
"""

from scheduling.uncertainty.chances import (
    SHARES,
    RouteChances,
    StopChances,
    StopRisk,
    arrival_chances,
    ranked_by_risk,
)
from scheduling.uncertainty.closed_form import Moments, moments_of
from scheduling.uncertainty.courses import Courses
from scheduling.uncertainty.monte_carlo import SAMPLES, Days, simulated
from scheduling.uncertainty.planned import courses_of
from scheduling.uncertainty.spread import DRIVE, WIDEST, WORK, Spread

__all__ = [
    "DRIVE",
    "SAMPLES",
    "SHARES",
    "WIDEST",
    "WORK",
    "Courses",
    "Days",
    "Moments",
    "RouteChances",
    "Spread",
    "StopChances",
    "StopRisk",
    "arrival_chances",
    "courses_of",
    "moments_of",
    "ranked_by_risk",
    "simulated",
]
