"""The planner: a problem in, a plan with reasons out; it knows no customers, calendars or clocks."""

from scheduling.check import violations
from scheduling.differences import Move, MoveKind, MoveSummary, moves_between
from scheduling.explain import why_unplanned
from scheduling.forecast import (
    Cause,
    CauseKind,
    Expected,
    ExpectedStop,
    RouteFacts,
    expected_starts,
)
from scheduling.mending import mended
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
    "Cause",
    "CauseKind",
    "Effort",
    "Expected",
    "ExpectedStop",
    "KnownRoads",
    "Move",
    "MoveKind",
    "MoveSummary",
    "Pause",
    "Plan",
    "PowerLaw",
    "Problem",
    "Progress",
    "Route",
    "RouteFacts",
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
    "expected_starts",
    "learned_scale",
    "mended",
    "moves_between",
    "solve",
    "travel_between",
    "violations",
    "why_unplanned",
]
