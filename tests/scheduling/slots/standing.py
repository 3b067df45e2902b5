"""Small problems as the slot engine sees them, and the planner's own word on what can be inserted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, product

import numpy as np
from hypothesis import strategies as st

from scheduling.insertion import cheapest_insertion
from scheduling.joint_times import visits_of
from scheduling.mending import able_shifts
from scheduling.plan import Route
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.slots import NO_PROMISE, Ask, Routes, SlotPrices
from scheduling.timing import may_serve, timed_route
from scheduling.visit import TimeWindow, Visit
from tests.scheduling.small_problems import DAY, small_problems

FEATURES = ("breaks", "who", "setup", "dates", "rates", "overtime")
DRIVING_ONLY = SlotPrices(late=0, harm=0, balance=0, pushed=0)

Place = tuple[tuple[int, int], ...]
"""Route and position of every person."""


@dataclass(frozen=True)
class Standing:
    """A problem whose last visit is the one asked for, the routes of the others, and both flattened.

    Attributes:
        problem: with the windows of planned visits narrowed to the one in which they start.
        planned: by key of a shift.
        new: the visit asked for.
        routes: as the engine sees them, in the order of the shifts.
        ask: the same.
    """

    problem: Problem
    planned: dict[str, Route]
    new: Visit
    routes: Routes
    ask: Ask

    def order(self, row: int) -> tuple[Visit, ...]:
        return visits_of(self.problem, self.planned.get(self.problem.shifts[row].key))

    def inserted(self, row: int, position: int, start: int) -> Route | None:
        """The route with the new visit at this position and second, as the planner times it."""
        order = list(self.order(row))
        order.insert(position, self.new)
        span = {self.new.key: TimeWindow(start, start)}
        return timed_route(self.problem, self.problem.shifts[row], order, span)

    def places(self, window: int) -> Iterator[Place]:
        """Every place of a group of the asked size, whether or not it can be reached."""
        able = [
            row
            for row in range(len(self.problem.shifts))
            if self.ask.allowed[row] and self.routes.day[row] == self.ask.day[window]
        ]
        for group in combinations(able, self.ask.people):
            if len(set(self.routes.technician[list(group)].tolist())) == len(group):
                positions = [range(len(self.order(row)) + 1) for row in group]
                for at in product(*positions):
                    yield tuple(zip(group, at, strict=True))

    def starts(self, window: int, place: Place) -> Iterator[int]:
        """The starts that the planner accepts of all persons of a place, ascending."""
        first, last = self.ask.windows[window].tolist()
        grid = self.problem.grid
        for start in range(-(-first // grid) * grid, last + 1, grid):
            if all(self.inserted(row, at, start) is not None for row, at in place):
                yield start

    def extra(self, place: Place) -> tuple[int, float]:
        """Extra driving, plain and at the prices of the shifts."""
        plain, priced = 0, 0.0
        for row, at in place:
            shift, order = self.problem.shifts[row], list(self.order(row))
            before = driven(self.problem, shift, order)
            after = driven(self.problem, shift, [*order[:at], self.new, *order[at:]])
            plain += after - before
            priced += (after - before) * shift.cost_per_hour
        return plain, priced


def driven(problem: Problem, shift: Shift, order: Sequence[Visit]) -> int:
    """Seconds of driving along an order of visits; none if there is nothing to do."""
    places = [shift.start_place, *(visit.place for visit in order), shift.end_place]
    return sum(int(problem.travel.seconds[leg]) for leg in pairwise(places)) if order else 0


def standing(
    problem: Problem,
    planned: dict[str, Route],
    windows: Sequence[tuple[int, int, int]],
    *,
    people: int = 1,
    promised: dict[str, int] | None = None,
    told: int = NO_PROMISE,
) -> Standing:
    """The last visit of a problem is asked for, in windows of day, first and last second."""
    *_, new = problem.visits
    promised = promised or {}
    problem = replace(problem, visits=(*(_narrowed(problem, planned)), new))
    orders = [visits_of(problem, planned.get(shift.key)) for shift in problem.shifts]
    visits = [visit for order in orders for visit in order]
    starts = [
        stop.start
        for shift in problem.shifts
        if shift.key in planned
        for stop in planned[shift.key].stops
    ]
    pauses = [shift.breaks[0] if shift.breaks else None for shift in problem.shifts]
    seconds = problem.travel.seconds
    technicians = {shift.technician: at for at, shift in enumerate(problem.shifts)}
    legs = [
        [int(seconds[leg]) for leg in pairwise([shift.start_place, *(v.place for v in order), shift.end_place])]
        for shift, order in zip(problem.shifts, orders, strict=True)
    ]  # fmt: skip
    routes = Routes(
        day=whole(shift.day for shift in problem.shifts),
        technician=whole(technicians[shift.technician] for shift in problem.shifts),
        open=whole(shift.span.start for shift in problem.shifts),
        close=whole(shift.latest_end for shift in problem.shifts),
        start_place=whole(shift.start_place for shift in problem.shifts),
        end_place=whole(shift.end_place for shift in problem.shifts),
        pause_from=whole(pause.window.start if pause else 0 for pause in pauses),
        pause_to=whole(pause.window.end if pause else 0 for pause in pauses),
        pause_length=whole(pause.length if pause else 0 for pause in pauses),
        price=np.array([shift.cost_per_hour for shift in problem.shifts]),
        first=np.cumsum([0, *map(len, orders)]),
        home=whole(ways[-1] if order else 0 for ways, order in zip(legs, orders, strict=True)),
        place=whole(visit.place for visit in visits),
        earliest=whole(max(visit.windows[0].start, visit.not_before) for visit in visits),
        latest=whole(visit.windows[0].end for visit in visits),
        start=whole(starts),
        service=whole(visit.service for visit in visits),
        setup=whole(visit.setup for visit in visits),
        leg=whole(way for ways in legs for way in ways[:-1]),
        promised=whole(promised.get(visit.key, NO_PROMISE) for visit in visits),
    )
    ask = Ask(
        service=new.service,
        setup=new.setup,
        windows=whole(second for _, *window in windows for second in window).reshape(-1, 2),
        promised=whole(told for _ in windows),
        day=whole(day for day, *_ in windows),
        allowed=np.array([may_serve(shift, new) for shift in problem.shifts]),
        people=people,
        to=whole(seconds[:, new.place].tolist()),
        back=whole(seconds[new.place, :].tolist()),
        place=new.place,
    )
    return Standing(problem, planned, new, routes, ask)


def whole(values: Iterator[int] | Sequence[int]) -> np.typing.NDArray[np.int64]:
    return np.array(list(values), np.int64)


def _narrowed(problem: Problem, planned: dict[str, Route]) -> Iterator[Visit]:
    """The visits before the last one, open only while they are planned to start."""
    starts = {stop.visit: stop.start for route in planned.values() for stop in route.stops}
    for visit in problem.visits[:-1]:
        if visit.key in starts:
            at = starts[visit.key]
            open_then = [w for w in visit.windows if w.start <= at <= w.end]
            yield replace(visit, windows=(open_then[0],))
        else:
            yield visit


def _of_one_day(shifts: Sequence[Shift], technicians: Sequence[str]) -> tuple[Shift, ...]:
    """At least two shifts, all on the first day, of these technicians."""
    enough = shifts if len(shifts) > 1 else (shifts[0], replace(shifts[0], key="other"))
    return tuple(
        replace(
            _earlier(shift, shift.day * DAY), day=0, technician=technician, skills=shifts[0].skills
        )
        for shift, technician in zip(enough, technicians, strict=False)
    )


def _earlier(shift: Shift, seconds: int) -> Shift:
    """The shift and its pause, so much earlier."""
    moved = [
        replace(pause, window=_window_earlier(pause.window, seconds)) for pause in shift.breaks
    ]
    return replace(shift, span=_window_earlier(shift.span, seconds), breaks=tuple(moved))


def _window_earlier(window: TimeWindow, seconds: int) -> TimeWindow:
    return TimeWindow(window.start - seconds, window.end - seconds)


@st.composite
def standings(draw: st.DrawFn, *, people: int = 1) -> Standing:
    """Up to four planned visits, routes that serve them, and up to three windows of at most two hours."""
    found = draw(small_problems(most_visits=5, features=FEATURES))
    *known, new = found.visits
    shifts = tuple(replace(shift, breaks=shift.breaks[:1]) for shift in found.shifts)
    if people > 1:
        shifts = _of_one_day(shifts, draw(st.sampled_from([("a", "b", "c"), ("a", "b", "a")])))
    free = replace(new, windows=(TimeWindow(0, 2**40),), not_before=0, pinned_start=None)
    problem = replace(found, visits=(*known, free), shifts=shifts)
    able = able_shifts(problem)
    planned: dict[str, Route] = {}
    for visit in known:
        inserted = cheapest_insertion(problem, planned, visit, able[visit.key])
        if inserted is not None:
            planned.update({route.shift: route for route in inserted.routes})
    windows = []
    for _ in range(draw(st.integers(1, 3))):
        shift = draw(st.sampled_from(shifts))
        first = shift.span.start + draw(st.integers(-2, 50)) * 431
        last = first + draw(st.sampled_from([0, 600, 7200])) // (20 if problem.grid == 1 else 1)
        windows.append((shift.day, max(0, first), max(0, last)))
    ends = st.sampled_from([0, 1800, 7200])
    promised = {
        stop.visit: stop.start + draw(ends) for route in planned.values() for stop in route.stops
    }
    told = windows[0][2] + draw(ends)
    return standing(problem, planned, windows, people=people, promised=promised, told=told)
