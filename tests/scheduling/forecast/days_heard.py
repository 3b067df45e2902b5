"""Small routes for the tests of the forecast, and plain days that happen to them, to compare with."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import exp, log, sqrt

from scheduling.forecast import ExpectedStop, RouteFacts
from scheduling.plan import Pause

MINUTE = 60
HOUR = 3600
EIGHT = 8 * HOUR


def stop(key: str, at: int, *, drive: int = 20, minutes: int = 60, wait: int = 60) -> ExpectedStop:
    """A stop planned at so many minutes after eight, in a window from `wait` minutes before to an hour after."""
    start = EIGHT + at * MINUTE
    return ExpectedStop(
        key=key,
        drive=drive * MINUTE,
        planned_start=start,
        service=minutes * MINUTE,
        earliest=start - wait * MINUTE,
        window_end=start + HOUR,
    )


def route(*stops: ExpectedStop, pauses: Sequence[Pause] = ()) -> RouteFacts:
    return RouteFacts(stops=tuple(stops), ready_at=EIGHT, pauses=tuple(pauses))


def three_stops() -> RouteFacts:
    """Stops at 8:20, 9:45 and 11:10."""
    return route(stop("a", 20), stop("b", 105), stop("c", 190))


def plain_days(
    facts: RouteFacts, *, now: int, wanted: int, is_heard: Callable[[dict[str, float]], bool]
) -> dict[str, list[float]]:
    """The starts of stops on days that agree with what was heard by `now`; shares no code with the package.

    A day is drawn from the beginning of the route; whoever is late to report the leaving leaves `now` at the
    earliest. Days that do not agree are thrown away.
    """
    rng = random.Random(7)
    kept: dict[str, list[float]] = {each.key: [] for each in facts.stops}
    found = 0
    while found < wanted:
        day = _day(facts, rng, now)
        if is_heard(day):
            found += 1
            for each in facts.stops:
                kept[each.key].append(day[f"start {each.key}"])
    return kept


def _day(facts: RouteFacts, rng: random.Random, now: int) -> dict[str, float]:
    """One day: when each stop was left for, reached, begun and finished; what was reported stays as reported."""
    day: dict[str, float] = {}
    free = float(facts.ready_at)
    pauses = list(facts.pauses)
    for each in facts.stops:
        leaves = float(each.departed_at) if each.departed_at is not None else free
        if not each.has_report:
            leaves = max(leaves, now)
        drive = _lognormal(rng, each.drive, 0.25)
        for pause in pauses[:1]:
            if max(leaves + drive, each.earliest) > pause.start - 15 * MINUTE:
                leaves = max(leaves, pause.start - 30 * MINUTE) + pause.end - pause.start
                pauses.clear()
        ready = leaves + drive
        if facts.absent_until is not None:
            ready = max(ready, facts.absent_until)
        if each.arrived_at is not None:
            ready = float(each.arrived_at)
        start = max(ready, each.earliest)
        free = start + _lognormal(rng, each.service, 0.35)
        if each.done_at is not None:
            free = float(each.done_at)
        day |= {f"reach {each.key}": ready, f"start {each.key}": start, f"end {each.key}": free}
    return day


def _lognormal(rng: random.Random, mean: float, variation: float) -> float:
    spread = sqrt(log(1 + variation * variation))
    return mean * exp(rng.gauss(-spread * spread / 2, spread))


def reported(
    facts: RouteFacts,
    key: str,
    *,
    departed_at: int | None = None,
    arrived_at: int | None = None,
    done_at: int | None = None,
) -> RouteFacts:
    """The route with reports from one stop, in minutes after eight."""

    def second(at: int | None) -> int | None:
        return None if at is None else EIGHT + at * MINUTE

    def heard(each: ExpectedStop) -> ExpectedStop:
        return replace(
            each,
            departed_at=second(departed_at),
            arrived_at=second(arrived_at),
            done_at=second(done_at),
        )

    return replace(
        facts, stops=tuple(heard(each) if each.key == key else each for each in facts.stops)
    )
