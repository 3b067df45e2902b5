"""The forecast: when the rest of a route will really happen, how sure that is, and which trouble is to blame.

`expected_starts` carries what was reported forward in one course and names the trouble behind each late start;
`came_down` tells how it came there. `forecast` lets hundreds of courses happen, for percentiles and risks.
"""

from scheduling.forecast.chances import (
    COURSES,
    SHARES,
    SILENCE,
    UNMET,
    Chances,
    StopForecast,
    chances_of,
    forecast,
)
from scheduling.forecast.expected import (
    ON_PLAN,
    TOLERATED,
    Cause,
    CauseKind,
    Expected,
    Felt,
    came_down,
    expected_starts,
)
from scheduling.forecast.facts import ExpectedStop, RouteFacts
from scheduling.forecast.outlook import Outlook, outlook_of
from scheduling.forecast.pauses import still_to_take
from scheduling.forecast.stray import BELIEF, DRIVES, FURTHEST, WORKS, Stray, learned_stray

__all__ = [
    "BELIEF",
    "COURSES",
    "DRIVES",
    "FURTHEST",
    "ON_PLAN",
    "SHARES",
    "SILENCE",
    "TOLERATED",
    "UNMET",
    "WORKS",
    "Cause",
    "CauseKind",
    "Chances",
    "Expected",
    "ExpectedStop",
    "Felt",
    "Outlook",
    "RouteFacts",
    "StopForecast",
    "Stray",
    "came_down",
    "chances_of",
    "expected_starts",
    "forecast",
    "learned_stray",
    "outlook_of",
    "still_to_take",
]
