"""What became of every affected unit, and when its owner is told again: a campaign is over when all of them are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from warranty.recalls.campaigns import Severity


class ResponseState(StrEnum):
    """Where one affected unit stands.

    OWED: nobody was told yet. DECLINED: the owner does not want the remedy; they can change their mind. GONE: thrown away, or
    sold to somebody unknown. CLEARED: on inspection the unit was none of those meant.
    """

    OWED = "owed"
    NOTIFIED = "notified"
    SCHEDULED = "scheduled"
    DONE = "done"
    UNREACHABLE = "unreachable"
    DECLINED = "declined"
    GONE = "gone"
    CLEARED = "cleared"


_S = ResponseState
SETTLED: Final = frozenset({_S.DONE, _S.GONE, _S.CLEARED})
"""States after which nothing of the recall is open on the unit."""

RESPONSE_MOVES: Final[Mapping[ResponseState, frozenset[ResponseState]]] = MappingProxyType(
    {
        _S.OWED: frozenset({_S.NOTIFIED, _S.UNREACHABLE}) | SETTLED,
        _S.NOTIFIED: frozenset({_S.SCHEDULED, _S.UNREACHABLE, _S.DECLINED}) | SETTLED,
        # A visit that fell through leaves the owner told, and reminded again.
        _S.SCHEDULED: frozenset({_S.NOTIFIED, _S.DECLINED}) | SETTLED,
        _S.UNREACHABLE: frozenset({_S.NOTIFIED, _S.SCHEDULED}) | SETTLED,
        _S.DECLINED: frozenset({_S.NOTIFIED, _S.SCHEDULED}) | SETTLED,
        # The remedy itself can fail, and a unit that was gone can turn up.
        _S.DONE: frozenset({_S.NOTIFIED}),
        _S.GONE: frozenset({_S.NOTIFIED}),
        _S.CLEARED: frozenset({_S.NOTIFIED}),
    }
)
"""From each state, the states it may move to."""


def response_may_move(origin: ResponseState, target: ResponseState) -> bool:
    """Whether a response may move from one state straight to another."""
    return target in RESPONSE_MOVES[origin]


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: so many days after the one before, by this way of reaching people."""

    after_days: int
    way: str


LADDERS: Final[Mapping[Severity, tuple[Rung, ...]]] = MappingProxyType(
    {
        Severity.STOP_USING: (
            Rung(0, "email"),
            Rung(1, "sms"),
            Rung(3, "phone"),
            Rung(7, "post"),
            Rung(14, "phone"),
            Rung(30, "post"),
        ),
        Severity.HAZARD: (Rung(0, "email"), Rung(7, "sms"), Rung(14, "phone"), Rung(30, "post")),
        Severity.SERVICE: (Rung(0, "email"), Rung(30, "email")),
    }
)
"""How owners are told and reminded; the more dangerous, the sooner by another way."""


def next_rung(
    ladder: Sequence[Rung], told: Sequence[date], ways: frozenset[str]
) -> tuple[date | None, Rung] | None:
    """The next step for an owner who has not answered, and the first day for it (None for at once).

    Rungs whose way does not reach this owner are stepped over, their waiting time is not.

    Args:
        ladder: all steps.
        told: days on which the steps so far were taken, in order.
        ways: ways that reach this owner.

    Returns:
        None when the ladder ends: the owner is unreachable, and a person takes over.
    """
    rungs = [(place, rung) for place, rung in enumerate(ladder) if rung.way in ways]
    if len(told) >= len(rungs):
        return None
    place, rung = rungs[len(told)]
    if not told:
        return None, rung
    before = rungs[len(told) - 1][0]
    days = sum(each.after_days for each in ladder[before + 1 : place + 1])
    return told[-1] + timedelta(days), rung


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a campaign is.

    Attributes:
        counts: units in each state, states without any left out.
        affected: units that are meant, those cleared aside.
        settled: of them, done or gone.
    """

    counts: Mapping[ResponseState, int]
    affected: int
    settled: int

    @property
    def share(self) -> float:
        """Settled ÷ affected, 0..1; a campaign without units is complete."""
        return self.settled / self.affected if self.affected else 1.0


def progress_of(counts: Mapping[ResponseState, int]) -> Progress:
    """How far a campaign is, from how many of its units stand in each state."""
    affected = sum(counts.values()) - counts.get(ResponseState.CLEARED, 0)
    settled = counts.get(ResponseState.DONE, 0) + counts.get(ResponseState.GONE, 0)
    return Progress(MappingProxyType(dict(counts)), affected, settled)
