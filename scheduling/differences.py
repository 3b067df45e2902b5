"""What becomes of every visit when one plan replaces another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from scheduling.plan import Plan


class MoveKind(StrEnum):
    """What becomes of a visit; another shift outweighs another time."""

    SAME = "same"
    RETIMED = "retimed"
    REASSIGNED = "reassigned"
    PLANNED = "planned"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One visit before and after; a shift and a start are none where the visit is in no route.

    Attributes:
        visit: key of the visit.
        kind: what becomes of it; unplanned before and after is the same.
        shift_before: key of the shift that was to serve it.
        shift_after: key of the shift that is to serve it now.
        start_before: when the work was to start, in seconds from the start of the horizon.
        start_after: when it is to start now.
    """

    visit: str
    kind: MoveKind
    shift_before: str | None
    shift_after: str | None
    start_before: int | None
    start_after: int | None

    @property
    def seconds(self) -> int:
        """How much later the work starts (negative: earlier); 0 unless planned before and after."""
        if self.start_before is None or self.start_after is None:
            return 0
        return self.start_after - self.start_before


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSummary:
    """How many visits a new plan moves, and how far at most.

    Attributes:
        same: visits that nothing changes for.
        retimed: same shift, another time.
        reassigned: another shift, perhaps another time.
        planned: in a route now and not before.
        dropped: in a route before and not now.
        farthest: greatest change of a start in seconds, earlier or later.
    """

    same: int
    retimed: int
    reassigned: int
    planned: int
    dropped: int
    farthest: int

    @property
    def changed(self) -> int:
        """How many visits are not the same."""
        return self.retimed + self.reassigned + self.planned + self.dropped


def moves_between(before: Plan, after: Plan) -> tuple[Move, ...]:
    """One move for every visit of either plan: in the new plan's order, then those it knows nothing of."""
    old, new = _placed(before), _placed(after)
    visits = dict.fromkeys((*new, *old))
    return tuple(_move(visit, old.get(visit), new.get(visit)) for visit in visits)


def summary_of(moves: tuple[Move, ...]) -> MoveSummary:
    """How many moves of each kind there are, and the farthest."""
    kinds = Counter(move.kind for move in moves)
    return MoveSummary(
        same=kinds[MoveKind.SAME],
        retimed=kinds[MoveKind.RETIMED],
        reassigned=kinds[MoveKind.REASSIGNED],
        planned=kinds[MoveKind.PLANNED],
        dropped=kinds[MoveKind.DROPPED],
        farthest=max((abs(move.seconds) for move in moves), default=0),
    )


def _placed(plan: Plan) -> dict[str, tuple[str, int] | None]:
    """Shift and start of every visit in the plan; none for an unplanned one."""
    placed: dict[str, tuple[str, int] | None] = {
        stop.visit: (route.shift, stop.start) for route in plan.routes for stop in route.stops
    }
    return placed | dict.fromkeys((left.visit for left in plan.unplanned), None)


def _move(visit: str, old: tuple[str, int] | None, new: tuple[str, int] | None) -> Move:
    """The move of one visit from its old place to its new one."""
    shift_before, start_before = old or (None, None)
    shift_after, start_after = new or (None, None)
    return Move(
        visit=visit,
        kind=_kind(old, new),
        shift_before=shift_before,
        shift_after=shift_after,
        start_before=start_before,
        start_after=start_after,
    )


def _kind(old: tuple[str, int] | None, new: tuple[str, int] | None) -> MoveKind:
    """What becomes of a visit that goes from one place to another."""
    if old == new:
        return MoveKind.SAME
    if old is None:
        return MoveKind.PLANNED
    if new is None:
        return MoveKind.DROPPED
    return MoveKind.RETIMED if old[0] == new[0] else MoveKind.REASSIGNED
