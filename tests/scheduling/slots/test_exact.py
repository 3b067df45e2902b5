"""What is offered is exactly what the planner could do: nothing more, nothing less, nothing cheaper."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from scheduling import Plan, violations
from scheduling.cost import costs_of
from scheduling.plan import Unplanned, UnplannedReason
from scheduling.slots import RefusalReason, offers, refusals
from scheduling.slots.gaps import DUE, TAKEN, possible_starts
from scheduling.slots.given import asked_of, standing_of
from scheduling.timing import timed_route
from scheduling.visit import TimeWindow
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, lunch, problem_of, shift, visit
from tests.scheduling.slots.standing import DRIVING_ONLY, Place, Standing, standing, standings

EXACT = settings(derandomize=True, deadline=None, max_examples=150)


@EXACT
@given(standings())
def test_possible_starts_are_those_that_the_planner_accepts(case: Standing) -> None:
    routes, ask, grid = case.routes, case.ask, case.problem.grid
    rows = len(routes.place) + len(routes.day)
    earliest, latest = np.full((rows, 2), 1), np.full((rows, 2), 0)
    extra = np.zeros(rows, np.int64)

    order = np.argsort(ask.day, kind="stable")
    asked = asked_of(routes, ask, order, grid)
    possible_starts(standing_of(routes), asked, earliest, latest, extra)

    for window in range(len(ask.day)):
        for ((row, position),) in case.places(window):
            at = int(routes.first[row]) + row + position
            spans = [(int(earliest[at, state]), int(latest[at, state])) for state in (DUE, TAKEN)]
            for start in moments(case, window, spans):
                accepted = case.inserted(row, position, start) is not None
                event(f"accepted {accepted}")
                assert any(first <= start <= last for first, last in spans) == accepted
            assert extra[at] == case.extra(((row, position),))[0]


@pytest.mark.parametrize(("latest", "possible"), [(12.25, 0), (12.5, 1)])
def test_pause_needs_its_time_before_a_stop_that_is_due(latest: float, possible: int) -> None:
    worker = shift(8 * HOUR, 17 * HOUR, lunch(12 * HOUR, 12 * HOUR))
    known = visit("known", 0, 90, (10 * HOUR, int(latest * HOUR)))
    problem = problem_of([known, visit("new", 0, 30, ALL_DAY)], worker, line(0))
    route = timed_route(problem, worker, [known])
    assert route is not None

    case = standing(problem, {"s": route}, [(0, 10 * HOUR + 1800, 11 * HOUR)])

    found = offers(case.routes, case.ask, prices=DRIVING_ONLY)
    assert [offer.start for offer in found] == [10 * HOUR + 1800] * possible
    assert sum(bool(list(case.starts(0, place))) for place in case.places(0)) == possible


def moments(case: Standing, window: int, spans: list[tuple[int, int]]) -> Iterator[int]:
    """Seconds on the grid around the ends of the spans, and all of a window of ordinary grid."""
    grid = case.problem.grid
    first, last = case.ask.windows[window].tolist()
    for edge in (edge for span in spans for edge in span if 0 < edge < 10**7):
        for start in (edge - edge % grid - grid, edge - edge % grid, edge - edge % grid + grid):
            if start >= 0:
                yield start
    yield from range(-(-first // grid) * grid, last + 1, max(grid, 60))


@pytest.mark.parametrize("people", [1, 2])
@EXACT
@given(data=st.data())
def test_offers_are_the_cheapest_of_all_places(data: st.DataObject, people: int) -> None:
    case = data.draw(standings(people=people))
    found = offers(case.routes, case.ask, grid=case.problem.grid, prices=DRIVING_ONLY)

    offered = {offer.window: offer for offer in found}
    assert [offer.score for offer in found] == sorted(offer.score for offer in found)
    for window in range(len(case.ask.day)):
        possible = [
            place
            for place in case.places(window)
            if next(case.starts(window, place), None) is not None
        ]
        event(f"{min(len(possible), 3)} places")
        cheapest = min((case.extra(place)[1] for place in possible), default=None)
        offer = offered.get(window)
        assert (None if offer is None else offer.score) == pytest.approx(cheapest)
        if offer is not None:
            place = tuple(sorted(zip(offer.routes, offer.positions, strict=True)))
            assert place in possible
            assert offer.start == next(case.starts(window, place))
            assert offer.extra == case.extra(place)[0]
            assert clean(case, place, offer.start)


def clean(case: Standing, place: Place, start: int) -> bool:
    """Whether the independent checker has nothing against the plan, one person at a time."""
    for row, at in place:
        route = case.inserted(row, at, start)
        assert route is not None
        known = {**case.planned, route.shift: route}
        routes = tuple(known[s.key] for s in case.problem.shifts if s.key in known)
        served = {stop.visit for each in routes for stop in each.stops}
        left = [visit for visit in case.problem.visits if visit.key not in served]
        plan = Plan(
            routes=routes,
            unplanned=tuple(
                Unplanned(visit=visit.key, reason=UnplannedReason.FULLY_BOOKED, sentence="Full.")
                for visit in left
            ),
            cost=costs_of(case.problem, routes, left).total,
        )
        if violations(case.problem, plan):
            return False
    return True


@pytest.mark.parametrize("people", [1, 2])
@EXACT
@given(data=st.data())
def test_refusals_say_whether_an_empty_day_would_do(data: st.DataObject, people: int) -> None:
    case = data.draw(standings(people=people))
    found = offers(case.routes, case.ask, grid=case.problem.grid)

    refused = refusals(case.routes, case.ask, found, grid=case.problem.grid)

    assert {each.window for each in found} | {each.window for each in refused} == set(
        range(len(case.ask.day))
    )
    assert len(found) + len(refused) == len(case.ask.day)
    for refusal in refused:
        event(refusal.reason)
        assert refusal.reason is reason(case, refusal.window)


def reason(case: Standing, window: int) -> RefusalReason:
    groups = {tuple(row for row, _ in place) for place in case.places(window)}
    if not groups:
        return RefusalReason.NO_ROUTE
    first, last = case.ask.windows[window].tolist()
    grid = case.problem.grid
    for start in range(-(-first // grid) * grid, last + 1, grid):
        for group in groups:
            span = {case.new.key: TimeWindow(start, start)}
            shifts = [case.problem.shifts[row] for row in group]
            if all(timed_route(case.problem, shift, [case.new], span) for shift in shifts):
                return RefusalReason.FULL
    return RefusalReason.TOO_LONG
