"""Chances of whole plans: they are those of the courses, in the words of the plan."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduling.plan import Plan
from scheduling.problem import Problem
from scheduling.shift import Break
from scheduling.uncertainty import (
    RouteChances,
    Spread,
    StopChances,
    arrival_chances,
    ranked_by_risk,
)
from scheduling.visit import Published, TimeWindow, Visit
from tests.scheduling.uncertainty.days import HOUR, line, planned, shift, visit

CERTAIN = Spread(drive=0, work=0)
law = settings(derandomize=True, deadline=None, max_examples=150)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """One shift with up to two breaks and up to four visits, on a grid of one second."""
    minute = st.integers(0, 60 * 9).map(lambda after: 8 * HOUR + 60 * after)
    visits = []
    for number in range(draw(st.integers(1, 4))):
        start = draw(minute)
        split = draw(st.booleans())
        windows = [TimeWindow(start, start + draw(st.sampled_from([0, 4 * HOUR, 8 * HOUR])))]
        if split:
            windows.append(TimeWindow(windows[0].end + 1800, windows[0].end + 3 * HOUR))
        wish = draw(st.none() | minute.map(lambda at: TimeWindow(at, at + 1800)))
        day = draw(st.integers(0, 1))
        told = draw(st.none() | minute.map(lambda at: TimeWindow(at, at + 1800)))
        visits.append(
            Visit(
                key=str(number),
                place=draw(st.integers(0, 2)),
                service=60 * draw(st.integers(0, 90)),
                windows=tuple(windows),
                setup=draw(st.sampled_from([0, 300])),
                not_before=draw(st.sampled_from([0, 10 * HOUR])),
                wish=wish,
                wish_cost=draw(st.sampled_from([0.0, 1.0])),
                published=None if told is None else Published(technician="x", day=day, window=told),
            )
        )
    breaks = [
        Break(window=TimeWindow(start, start + 60 * draw(st.integers(0, 60))), length=1800)
        for start in draw(st.sampled_from([(), (8 * HOUR,), (12 * HOUR,), (10 * HOUR, 13 * HOUR)]))
    ]
    worker = shift(*breaks, end=20 * HOUR)
    return Problem(visits=tuple(visits), shifts=(worker,), travel=line(0, 25, 40), grid=1)


@given(problem=problems())
@law
def test_without_spread_every_start_is_the_planned_one(problem: Problem) -> None:
    plan = planned(problem, [each.key for each in problem.visits])
    assume(plan is not None)
    assert plan is not None

    chances = arrival_chances(problem, plan, CERTAIN, seed=1, samples=2)

    route = plan.routes[0]
    assert [stop.starts for stop in chances[0].stops] == [(stop.start,) * 3 for stop in route.stops]
    assert chances[0].ends == (route.end,) * 3
    assert sorted(
        (risk.visit, risk.mean) for risk in ranked_by_risk(problem, plan, CERTAIN)
    ) == sorted((stop.visit, stop.start) for stop in route.stops)


def two_routes() -> tuple[Problem, Plan]:
    visits = (
        visit("a", 1, 60, end=9 * HOUR),
        visit("b", 2, 90, end=11 * HOUR),
        visit("c", 2, 120, end=12 * HOUR),
    )
    problem = Problem(
        visits=visits,
        shifts=(shift(key="s"), shift(key="t", start=9 * HOUR, end=12 * HOUR)),
        travel=line(0, 20, 30),
    )
    plan = planned(problem, ["a", "b"], ["c"])
    assert plan is not None
    return problem, plan


def test_chances_speak_of_every_stop_and_every_return() -> None:
    problem, plan = two_routes()

    chances = arrival_chances(problem, plan, CERTAIN, seed=3, samples=10, shares=(0.5, 1.0))

    starts = [[stop.start for stop in route.stops] for route in plan.routes]
    assert chances == (
        RouteChances(
            shift="s",
            stops=(
                StopChances(visit="a", latest=9 * HOUR, starts=(starts[0][0],) * 2, late=0),
                StopChances(visit="b", latest=11 * HOUR, starts=(starts[0][1],) * 2, late=0),
            ),
            ends=(plan.routes[0].end,) * 2,
            overtime=0,
        ),
        RouteChances(
            shift="t",
            stops=(StopChances(visit="c", latest=12 * HOUR, starts=(starts[1][0],) * 2, late=0),),
            ends=(plan.routes[1].end,) * 2,
            overtime=0,
        ),
    )


def test_a_full_shift_ends_in_overtime_about_every_other_day() -> None:
    problem, plan = two_routes()

    chances = arrival_chances(problem, plan, Spread(), seed=3, samples=200)

    assert 0.3 < chances[1].overtime < 0.6  # three hours of work and driving in a shift of three


def test_the_promise_in_greatest_danger_comes_first() -> None:
    problem, plan = two_routes()

    ranked = ranked_by_risk(problem, plan, Spread(), promised={"a": 8 * HOUR, "c": 9 * HOUR + 2400})

    assert [(risk.shift, risk.visit, risk.latest) for risk in ranked] == [
        ("s", "a", 8 * HOUR),
        ("t", "c", 9 * HOUR + 2400),
        ("s", "b", 11 * HOUR),
    ]
    assert ranked[0].late > 0.99 > ranked[1].late > ranked[2].late


def test_promises_that_are_equally_safe_follow_by_the_time_left() -> None:
    problem, plan = two_routes()
    promised = {"a": 16 * HOUR, "b": 15 * HOUR, "c": 14 * HOUR}

    ranked = ranked_by_risk(problem, plan, CERTAIN, promised=promised)

    assert [(risk.visit, risk.late) for risk in ranked] == [("c", 0), ("b", 0), ("a", 0)]
    left = [risk.latest - risk.mean for risk in ranked]
    assert left == sorted(left)


def test_ranking_and_simulation_name_the_same_danger() -> None:
    problem, plan = two_routes()
    promised = {"b": 9 * HOUR + 2400}

    days = arrival_chances(problem, plan, Spread(), seed=1, samples=300, promised=promised)
    worst = ranked_by_risk(problem, plan, Spread(), promised=promised)[0]

    simulated = {stop.visit: stop.late for route in days for stop in route.stops}
    assert max(simulated, key=simulated.__getitem__) == worst.visit == "b"
    assert abs(simulated["b"] - worst.late) < 0.1


def test_ranking_loads_no_kernels() -> None:
    """Numba alone takes half a second to load; what else of the package needs it is not this test's matter."""
    code = (
        "import sys, scheduling.uncertainty; print('scheduling.uncertainty.kernels' in sys.modules)"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"
