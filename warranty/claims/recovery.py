"""Supplier recovery: the claim that the seller files with the maker, beside the customer's own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class RecoveryState(StrEnum):
    """Where the money from the maker stands."""

    NONE = "none"
    FILED = "filed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PAID = "paid"


RECOVERY_MOVES: Final[Mapping[RecoveryState, frozenset[RecoveryState]]] = MappingProxyType(
    {
        RecoveryState.NONE: frozenset({RecoveryState.FILED}),
        RecoveryState.FILED: frozenset({RecoveryState.ACCEPTED, RecoveryState.REFUSED}),
        RecoveryState.ACCEPTED: frozenset({RecoveryState.PAID, RecoveryState.REFUSED}),
        # A refusal may be answered with better evidence.
        RecoveryState.REFUSED: frozenset({RecoveryState.FILED}),
        RecoveryState.PAID: frozenset(),
    }
)
"""From each state, the states it may move to."""


def recovery_may_move(origin: RecoveryState, target: RecoveryState) -> bool:
    """Whether a recovery may move from one state straight to another."""
    return target in RECOVERY_MOVES[origin]
