"""A day that happens event by event, while others may still change its plan.

Technicians set out, drive, work and go on; what they do next they ask whenever they are free, so that a plan
that changed meanwhile counts. What is heard of it are the buttons they press, calls of the ill, and emergencies.
What really happened is kept beside it, for the judgement afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from heapq import heappop, heappush
from typing import Final

from scheduling.service_day.luck import (
    Button,
    Chances,
    Outcome,
    StopLuck,
    absent_from,
    day_part_factor,
    emergencies_at,
    guess_at,
    kind_factor,
    stop_luck,
)

WAITS_FOR: Final = 15 * 60
"""Seconds for which a technician waits where nobody opens."""

LOOKS_AGAIN: Final = 10 * 60
"""Seconds after which a technician with nothing to do looks whether there is something now."""

SHORTEST: Final = 5 * 60
"""Seconds of work below which nobody gets."""

NEARLY: Final = 15 * 60
"""Whoever would come to a visit less than so many seconds before a planned pause takes the pause first."""

EARLY_PAUSE: Final = 30 * 60
"""Seconds before its planned beginning from which on a pause may be taken."""


NOTABLE: Final = 10 * 60
"""Seconds beyond what was planned, or said, from which on technicians say that work takes longer."""

QUARTER: Final = 15 * 60
"""Seconds in which they say by how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One technician's day; seconds of the day.

    Attributes:
        shift: its key.
        start: when it begins.
        end: after it nobody sets out any more.
        pause_from: when the pause is planned; none without one.
        pause: its length.
    """

    shift: str
    start: int
    end: int
    pause_from: int | None = None
    pause: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStop:
    """Where a technician goes next, as planned at this moment.

    Attributes:
        key: of the visit.
        kind: of its work; works of a kind have something in common.
        drive: seconds to it on an empty road.
        work: seconds planned for it.
        earliest: second before which nobody is at home.
    """

    key: str
    kind: str
    drive: int
    work: int
    earliest: int


class HeardKind(StrEnum):
    """What is heard from the road and from customers."""

    BUTTON = "button"
    ILL = "ill"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One thing that is heard; a button has a stop, the last one how the visit ended, and one how much longer it takes."""

    at: int
    kind: HeardKind
    shift: str = ""
    stop: str = ""
    button: Button | None = None
    outcome: Outcome | None = None
    longer: int = 0


@dataclass(slots=True)
class _State:
    """A technician under way: the pause still to take, and from when on they are away."""

    worker: Worker
    has_paused: bool
    away_from: int | None


_ARRIVED: Final = list(Button).index(Button.ARRIVED)


class OpenDay:
    """A day that goes on as far as it is asked to."""

    def __init__(
        self,
        workers: Sequence[Worker],
        *,
        seed: int,
        chances: Chances,
        next_stop: Callable[[str, frozenset[str]], NextStop | None],
        world: int = 0,
    ) -> None:
        """Nothing has happened yet.

        Args:
            workers: who works.
            seed: of the day.
            chances: how much is left to chance.
            next_stop: what a shift serves next, leaving out visits that somebody has set out for.
            world: seed of what stays the same over days, such as the mean of a kind of work.
        """
        self.starts: dict[str, int] = {}
        self.driven: dict[str, int] = {}
        self._seed, self._chances, self._world = seed, chances, world
        self._next_stop = next_stop
        self._luck: dict[str, StopLuck] = {}
        self._said: dict[str, int] = {}
        self._queue: list[tuple[int, int, Callable[[int], Heard | None]]] = []
        self._count = 0
        for worker in workers:
            span = worker.start, worker.end
            away_from = absent_from(chances, seed, worker.shift, span)
            state = _State(worker, worker.pause_from is None, away_from)
            self._put(worker.start, partial(self._look, state))
            if away_from is not None:
                self._call(Heard(at=max(0, away_from), kind=HeardKind.ILL, shift=worker.shift))
        if workers:
            first, last = min(w.start for w in workers), max(w.end for w in workers)
            for at in emergencies_at(chances, seed, (first, (first + last) // 2)):
                self._call(Heard(at=at, kind=HeardKind.EMERGENCY))

    @property
    def taken(self) -> frozenset[str]:
        """The visits that somebody has set out for."""
        return frozenset(self.driven)

    def heard_until(self, until: int) -> Iterator[Heard]:
        """Go on to a second, and say what is heard on the way; what is done about it counts at once."""
        while self._queue and self._queue[0][0] <= until:
            at, _, happen = heappop(self._queue)
            heard = happen(at)
            if heard is not None:
                yield heard

    def _look(self, state: _State, at: int) -> None:
        """A technician is free: away, at a pause, waiting for the right time, or on the road."""
        worker, again = state.worker, partial(self._look, state)
        if at > worker.end or (state.away_from is not None and at >= state.away_from):
            return
        stop = self._next_stop(worker.shift, self.taken)
        if stop is None:
            self._put(at + LOOKS_AGAIN, again)
            return
        there_at = max(at + stop.drive, stop.earliest)
        is_due = worker.pause_from is not None and there_at > worker.pause_from - NEARLY
        if not state.has_paused and worker.pause_from is not None and is_due:
            state.has_paused = True
            begins = max(at, worker.pause_from - EARLY_PAUSE)
            self._put(begins + worker.pause, again)
        elif there_at - stop.drive > at:
            self._put(min(there_at - stop.drive, at + LOOKS_AGAIN), again)
        else:
            luck = self._luck[stop.key] = stop_luck(self._chances, self._seed, stop.key)
            self.driven[stop.key] = stop.drive
            self._press(at, state, stop, Button.ON_THE_WAY)
            drive = round(stop.drive * day_part_factor(at) * luck.drive)
            self._put(at + drive, partial(self._arrive, state, stop))

    def _arrive(self, state: _State, stop: NextStop, at: int) -> None:
        """A technician is at the door; the work begins when the customer is there."""
        luck = self._luck[stop.key]
        begins = self.starts[stop.key] = max(at, stop.earliest)
        self._press(at, state, stop, Button.ARRIVED)
        work = max(SHORTEST, round(stop.work * kind_factor(self._world, stop.kind) * luck.work))
        if luck.outcome is Outcome.NOBODY_HOME:
            work = WAITS_FOR
        self._put(begins + work, partial(self._finish, state, stop))
        pressed = luck.presses.get(Button.LONGER)
        if pressed is not None:
            planned = begins + stop.work
            self._lasts(state, stop, (planned, begins + work), planned + pressed, 0)

    def _lasts(
        self, state: _State, stop: NextStop, ends: tuple[int, int], at: int, count: int
    ) -> None:
        """Work that was planned to end at the first of `ends` and does at the second: is it over soon, at this moment?"""
        if ends[1] - at > NOTABLE:
            self._put(at, partial(self._longer, state, stop, ends, count))

    def _longer(
        self, state: _State, stop: NextStop, ends: tuple[int, int], count: int, at: int
    ) -> Heard | None:
        """Whoever reported their arrival says by how many quarters of an hour work takes longer, as they guess."""
        planned, end = ends
        guess = at + (end - at) * guess_at(self._chances, self._seed, stop.key, count)
        longer = max(1 + (at - planned) // QUARTER, round((guess - planned) / QUARTER)) * QUARTER
        self._lasts(state, stop, ends, planned + longer, count + 1)
        if self._said.get(stop.key, -1) < _ARRIVED:
            return None
        return Heard(
            at=at,
            kind=HeardKind.BUTTON,
            shift=state.worker.shift,
            stop=stop.key,
            button=Button.LONGER,
            longer=longer,
        )

    def _finish(self, state: _State, stop: NextStop, at: int) -> None:
        """The visit is over: the technician is free."""
        self._press(at, state, stop, Button.FINISHED)
        self._put(at, partial(self._look, state))

    def _press(self, at: int, state: _State, stop: NextStop, button: Button) -> None:
        """A button's moment has come; it is pressed now, later or never."""
        luck = self._luck[stop.key]
        after = luck.presses.get(button)
        if after is not None:
            heard = Heard(
                at=at + after,
                kind=HeardKind.BUTTON,
                shift=state.worker.shift,
                stop=stop.key,
                button=button,
                outcome=luck.outcome if button is Button.FINISHED else None,
            )
            self._put(heard.at, partial(self._pressed, heard, list(Button).index(button)))

    def _pressed(self, heard: Heard, rank: int, _at: int) -> Heard | None:
        """What a button says; after a later one of the same visit it says nothing any more."""
        if rank <= self._said.get(heard.stop, -1):
            return None
        self._said[heard.stop] = rank
        return heard

    def _call(self, heard: Heard) -> None:
        self._put(heard.at, lambda _at: heard)

    def _put(self, at: int, happen: Callable[[int], Heard | None]) -> None:
        """Something happens at a second; at the same second in the order in which it was put."""
        self._count += 1
        heappush(self._queue, (at, self._count, happen))
