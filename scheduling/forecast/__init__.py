"""The forecast: when the rest of a route will really happen, and which trouble is to blame."""

from scheduling.forecast.expected import (
    ON_PLAN,
    TOLERATED,
    Cause,
    CauseKind,
    Expected,
    ExpectedStop,
    RouteFacts,
    expected_starts,
)

__all__ = [
    "ON_PLAN",
    "TOLERATED",
    "Cause",
    "CauseKind",
    "Expected",
    "ExpectedStop",
    "RouteFacts",
    "expected_starts",
]
