"""When the rest of a route will really happen, and which trouble is to blame.

What is known of a route (who left, arrived and finished when) is carried forward through its drives,
pauses and works. A missing check-in is evidence: whoever has not arrived by now arrives now at the
earliest, whoever has not finished by now finishes now at the earliest. The answer is one
deterministic course of the day, in seconds from the start of the horizon.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from scheduling.forecast.facts import ExpectedStop, RouteFacts
from scheduling.forecast.pauses import still_to_take
from scheduling.plan import Pause

TOLERATED: Final = 60
"""Seconds after the planned start that still count as on plan: nobody is told of half a minute."""


class CauseKind(StrEnum):
    """What stands at the beginning of a delay.

    `OVERRUN`: the work at the named stop takes or took longer than planned. `LATE_START`: the named stop
    was left for late, or the road to it was slow. `NO_CHECK_IN`: someone should have reported from the
    named stop by now. `ABSENT`: the technician is away.
    """

    ON_PLAN = "on_plan"
    OVERRUN = "overrun"
    LATE_START = "late_start"
    NO_CHECK_IN = "no_check_in"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Cause:
    """The greatest trouble behind a late start.

    Attributes:
        kind: what happened.
        stop: key of the stop where it happened, which may be an earlier one; none if all is on plan.
        minutes: how much time it cost there, in whole minutes, begun ones counted.
    """

    kind: CauseKind
    stop: str | None
    minutes: int


ON_PLAN: Final = Cause(CauseKind.ON_PLAN, None, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected of an unfinished stop.

    Attributes:
        key: key of the visit.
        arrival: when the technician arrives, as reported or as expected.
        start: when the work starts.
        end: when the work is finished, never in the past.
        lateness: seconds from the promised latest arrival to `arrival`; 0 if the promise is kept.
        cause: why the start is not the planned one.
    """

    key: str
    arrival: int
    start: int
    end: int
    lateness: int
    cause: Cause


@dataclass(frozen=True, slots=True)
class Felt:
    """How much of a trouble was felt at a stop: whole minutes by which it starts later than planned."""

    stop: str
    minutes: int


def expected_starts(facts: RouteFacts, *, now: int) -> tuple[Expected, ...]:
    """The expected arrival, start and end of every unfinished stop, in the order of the route."""
    return tuple(expected for stop, expected in _walked(facts, now) if stop.done_at is None)


def came_down(facts: RouteFacts, *, now: int) -> dict[str, tuple[Felt, ...]]:
    """How the trouble behind each late start came down to it: from the stop after its beginning to the stop itself.

    A stop that starts on plan, or where the trouble itself began, has nothing before it.
    """
    walked = _walked(facts, now)
    at = {stop.key: number for number, (stop, _expected) in enumerate(walked)}
    felt = [
        Felt(stop.key, max(0, expected.start - stop.planned_start) // 60)
        for stop, expected in walked
    ]
    return {
        stop.key: tuple(felt[at[expected.cause.stop] + 1 : number + 1])
        for number, (stop, expected) in enumerate(walked)
        if stop.done_at is None and expected.cause.stop is not None
    }


def _walked(facts: RouteFacts, now: int) -> list[tuple[ExpectedStop, Expected]]:
    """Every stop of the route, with what is expected of it."""
    walk = _Walk(facts=facts, now=now, free=facts.ready_at, pauses=list(still_to_take(facts)))
    return [(stop, walk.passed(stop)) for stop in facts.stops]


@dataclass(slots=True, kw_only=True)
class _Walk:
    """The technician's way from stop to stop.

    Attributes:
        facts: the route.
        now: the second up to which reports are in.
        free: when the technician leaves the stop before.
        pauses: not yet taken.
        behind: seconds by which the stop before ended later than planned.
        troubles: seconds, kind and stop of what has cost time and is not made good yet.
    """

    facts: RouteFacts
    now: int
    free: int
    pauses: list[Pause]
    behind: int = 0
    troubles: list[tuple[int, CauseKind, str]] = field(default_factory=list)

    def passed(self, stop: ExpectedStop) -> Expected:
        """What is expected at the stop; afterwards the walk stands behind it."""
        driven, ready = self._driven(stop)
        arrival, blamed = self._arrival(stop, driven)
        start = max(arrival, ready, stop.earliest)
        if stop.done_at is not None:
            start = min(start, stop.done_at)
        cause = self._cause(stop, start - stop.planned_start, blamed)
        finished = start + stop.service
        told_end = finished if stop.told_end is None else stop.told_end
        end = max(finished, told_end, self.now) if stop.done_at is None else stop.done_at
        if end > finished:
            self.troubles.append((end - finished, CauseKind.OVERRUN, stop.key))
        self.free = max(self.free, end)
        self.behind = max(0, end - stop.planned_start - stop.service)
        lateness = max(0, arrival - stop.window_end)
        return Expected(
            key=stop.key, arrival=arrival, start=start, end=end, lateness=lateness, cause=cause
        )

    def _driven(self, stop: ExpectedStop) -> tuple[int, int]:
        """When the technician would arrive and be ready to work, going by what came before."""
        left = self.free if stop.departed_at is None else stop.departed_at
        arrival = ready = left + stop.drive
        if stop.arrived_at is not None or stop.done_at is not None:
            return arrival, 0
        while self.pauses and self.pauses[0].end <= stop.planned_start:
            pause = self.pauses[0]
            if pause.start >= ready:
                ready = pause.end
            elif stop.departed_at is None:
                arrival = ready = ready + pause.end - pause.start
            else:
                break  # on the road already: the pause must wait until after this stop
            self.pauses.pop(0)
        return arrival, ready

    def _arrival(self, stop: ExpectedStop, driven: int) -> tuple[int, CauseKind]:
        """The reported or expected arrival, and what to blame if time was lost before it."""
        if stop.arrived_at is not None:
            return stop.arrived_at, CauseKind.LATE_START
        if stop.done_at is not None:
            return min(driven, stop.done_at), CauseKind.LATE_START
        absent_until = self.facts.absent_until
        if absent_until is not None and absent_until > max(driven, self.now):
            return absent_until, CauseKind.ABSENT
        if driven < self.now:
            return self.now, CauseKind.NO_CHECK_IN
        return driven, CauseKind.LATE_START

    def _cause(self, stop: ExpectedStop, delay: int, blamed: CauseKind) -> Cause:
        """The greatest trouble that is still felt; a start on plan has made good all before it."""
        if delay < TOLERATED:
            self.troubles.clear()
            return ON_PLAN
        if delay > self.behind:
            self.troubles.append((delay - self.behind, blamed, stop.key))
        seconds, kind, key = max(self.troubles, key=lambda trouble: trouble[0])
        return Cause(kind, key, -(-seconds // 60))
