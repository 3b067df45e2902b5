"""The planner: a problem in, a plan with reasons out; it knows no customers, calendars or clocks."""

from scheduling.check import violations
from scheduling.differences import Move, MoveKind, MoveSummary, moves_between
from scheduling.effort import NORMAL, QUICK, THOROUGH, Effort, Progress
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
from scheduling.problem import GRID, Prices, Problem, Travel
from scheduling.shift import Break, Shift
from scheduling.solver import Engine, solve
from scheduling.stopwatch import Stopwatch
from scheduling.travel import KnownRoads, PowerLaw, crow_km, learned_scale, travel_between
from scheduling.violation import Rule, Violation
from scheduling.visit import DEFAULT_PRIZE, Link, LinkKind, Published, TimeWindow, Visit

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
    "Engine",
    "Expected",
    "ExpectedStop",
    "KnownRoads",
    "Link",
    "LinkKind",
    "Move",
    "MoveKind",
    "MoveSummary",
    "Pause",
    "Plan",
    "PowerLaw",
    "Prices",
    "Problem",
    "Progress",
    "Published",
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
