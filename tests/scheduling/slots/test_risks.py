"""What an insertion risks is what the closed form says of the routes as they would be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from scheduling import Plan, Route
from scheduling.slots import Offer, offers
from scheduling.timing import timed_route
from scheduling.uncertainty import Spread, courses_of, moments_of
from scheduling.visit import TimeWindow
from tests.scheduling.one_shift import ALL_DAY, HOUR, line, lunch, problem_of, shift, visit
from tests.scheduling.slots.standing import Standing, standing, standings

SPREADS = st.sampled_from([Spread(), Spread(drive=0.5, work=0.2), Spread(drive=0, work=0)])


@pytest.mark.parametrize("people", [1, 2])
@settings(derandomize=True, deadline=None, max_examples=150)
@given(data=st.data())
def test_risks_are_those_of_the_closed_form(data: st.DataObject, people: int) -> None:
    case, spread = data.draw(standings(people=people)), data.draw(SPREADS)

    found = offers(case.routes, case.ask, grid=case.problem.grid, spread=spread)

    for offer in found:
        lateness, harm, pushed = expected(case, offer, spread)
        event(f"late {lateness:.1f}, harm {harm:.0f}, pushed {pushed}")
        assert offer.lateness == pytest.approx(lateness, abs=1e-9)
        assert offer.harm == pytest.approx(harm, abs=1e-9)
        assert offer.pushed == pushed


@pytest.mark.parametrize(
    ("minutes", "rest", "window"),
    [
        pytest.param(30, (720, 780), (765, 770), id="pause on arrival, before a window opens"),
        pytest.param(60, (510, 520), (480, 600), id="pause on the first road"),
        pytest.param(30, (480, 490), (600, 660), id="pause at home first"),
        pytest.param(30, (720, 780), (750, 750), id="pause on the last road"),
    ],
)
def test_pause_stands_where_the_planner_takes_it(
    minutes: int, rest: tuple[int, int], window: tuple[int, int]
) -> None:
    worker = shift(8 * HOUR, 17 * HOUR, lunch(rest[0] * 60, rest[1] * 60))
    problem = problem_of([visit("new", 1, 15, ALL_DAY)], worker, line(0, minutes))
    first, last = window[0] * 60, window[1] * 60
    case = standing(problem, {}, [(0, first, last)], told=max(first, (8 * 60 + minutes + 30) * 60))

    (offer,) = offers(case.routes, case.ask)

    assert offer.lateness == pytest.approx(expected(case, offer, Spread())[0], abs=1e-9)


def expected(case: Standing, offer: Offer, spread: Spread) -> tuple[float, float, int]:
    """Lateness, harm and pushed visits, by `moments_of` on the routes before and after."""
    in_time, harm, pushed = 1.0, 0.0, 0
    for row, position in zip(offer.routes, offer.positions, strict=True):
        order = case.order(row)
        before = timed_route(case.problem, case.problem.shifts[row], order) if order else None
        after = case.inserted(row, position, offer.start)
        assert after is not None
        late = chances(case, offer, after, spread)
        in_time *= 1 - late.pop(case.new.key)
        now = {} if before is None else chances(case, offer, before, spread)
        harm += sum(late.values()) - sum(now.values())
        starts = {stop.visit: stop.start for stop in after.stops}
        shift = case.problem.shifts[row].key
        planned = case.planned[shift].stops if shift in case.planned else ()
        pushed += sum(starts[stop.visit] > stop.start for stop in planned)
    return 1 - in_time, harm, pushed


def chances(case: Standing, offer: Offer, route: Route, spread: Spread) -> dict[str, float]:
    """The chance of each stop of a route to start after its promise."""
    first, last = case.ask.windows[offer.window].tolist()
    grid = case.problem.grid
    opens = -(-first // grid) * grid if case.ask.people == 1 else offer.start
    new = replace(case.new, windows=(TimeWindow(opens, last),))
    problem = replace(case.problem, visits=(*case.problem.visits[:-1], new))
    keys = [visit.key for order in map(case.order, range(len(case.problem.shifts))) for visit in order]  # fmt: skip
    promised = dict(zip(keys, case.routes.promised.tolist(), strict=True))
    promised[new.key] = int(case.ask.promised[offer.window])
    plan = Plan(routes=(route,), unplanned=(), cost=0.0)
    late = moments_of(courses_of(problem, plan, spread, promised))
    asked = courses_of(problem, plan, spread, promised).is_asked[0]
    values = late.late[0][asked][:-1].tolist()
    return dict(zip((stop.visit for stop in route.stops), values, strict=True))
