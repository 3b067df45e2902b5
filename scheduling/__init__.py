"""The planner: a problem in, a plan with reasons out; it knows no customers, calendars or clocks."""

from scheduling.check import violations
from scheduling.explain import why_unplanned
from scheduling.plan import Pause, Plan, Route, Stop, Unplanned, UnplannedReason
from scheduling.problem import (
    DEFAULT_PRIZE,
    GRID,
    Break,
    Problem,
    Shift,
    TimeWindow,
    Travel,
    Visit,
)
from scheduling.solver import NORMAL, QUICK, THOROUGH, Effort, Progress, solve
from scheduling.stopwatch import Stopwatch
from scheduling.travel import KnownRoads, PowerLaw, crow_km, learned_scale, travel_between
from scheduling.violation import Rule, Violation

__all__ = [
    "DEFAULT_PRIZE",
    "GRID",
    "NORMAL",
    "QUICK",
    "THOROUGH",
    "Break",
    "Effort",
    "KnownRoads",
    "Pause",
    "Plan",
    "PowerLaw",
    "Problem",
    "Progress",
    "Route",
    "Rule",
    "Shift",
    "Stop",
    "Stopwatch",
    "TimeWindow",
    "Travel",
    "Unplanned",
    "UnplannedReason",
    "Violation",
    "Visit",
    "crow_km",
    "learned_scale",
    "solve",
    "travel_between",
    "violations",
    "why_unplanned",
]
