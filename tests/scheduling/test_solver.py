"""Examples of planning: skills, lunch, crews, pins, several days, and what cannot be done."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scheduling import (
    QUICK,
    Break,
    Effort,
    Plan,
    PowerLaw,
    Problem,
    Progress,
    Shift,
    TimeWindow,
    Travel,
    UnplannedReason,
    Visit,
    solve,
    travel_between,
    violations,
)

HOUR = 3600
DAY = 24 * HOUR
ROOT = Path(__file__).parents[2]


def line(places: int = 4, minutes: int = 10) -> Travel:
    apart = np.abs(np.subtract.outer(np.arange(places), np.arange(places))) * minutes
    return Travel(seconds=(apart * 60).astype(np.int32), metres=(apart * 1000).astype(np.int32))


def visit(key: str, place: int = 1, *, start: int = 8 * HOUR, end: int = 16 * HOUR) -> Visit:
    return Visit(key=key, place=place, service=HOUR, windows=(TimeWindow(start, end),))


def shift(key: str = "s", *, day: int = 0) -> Shift:
    return Shift(
        key=key,
        technician=key,
        start_place=0,
        end_place=0,
        span=TimeWindow(day * DAY + 8 * HOUR, day * DAY + 17 * HOUR),
    )


def planned(problem: Problem, **options: object) -> Plan:
    """The plan, accepted by the checker."""
    plan = solve(problem, effort=QUICK, **options)  # type: ignore[arg-type]  # any option
    assert violations(problem, plan) == ()
    return plan


def shift_of(plan: Plan) -> dict[str, str]:
    return {stop.visit: route.shift for route in plan.routes for stop in route.stops}


def reasons(plan: Plan) -> dict[str, UnplannedReason]:
    return {left_out.visit: left_out.reason for left_out in plan.unplanned}


def synthetic_day(visits: int = 40, shifts: int = 8, days: int = 1, seed: int = 1) -> Problem:
    """A town 20 km across: visits with morning, midday, afternoon or all-day windows, lunch at noon."""
    chance = np.random.default_rng(seed)
    lat, lon = 47 + chance.random(60) * 0.18, 9.5 + chance.random(60) * 0.26
    skills = ("gas", "electrical", "cooling")
    noon = (Break(window=TimeWindow(12 * HOUR, 13 * HOUR), length=1800),)
    team = [
        replace(
            shift(f"{day}-{at}", day=day),
            technician=f"t{at}",
            start_place=at,
            end_place=at,
            skills=frozenset(chance.choice(skills, 2, replace=False).tolist()),
            crew_size=1 + at % 2,
            breaks=tuple(
                replace(
                    pause,
                    window=TimeWindow(pause.window.start + day * DAY, pause.window.end + day * DAY),
                )
                for pause in noon
            ),
        )
        for day in range(days)
        for at in range(shifts)
    ]
    booked = []
    for at in range(visits):
        first = int(chance.integers(days))
        opens, closes = [(8, 10), (10, 12), (13, 15), (8, 16)][int(chance.integers(4))]
        booked.append(
            Visit(
                key=f"v{at}",
                place=int(chance.integers(shifts, 60)),
                service=int(chance.choice([1800, 2700, 3600])),
                windows=tuple(
                    TimeWindow(day * DAY + opens * HOUR, day * DAY + closes * HOUR)
                    for day in range(first, days)
                ),
                skills=frozenset({str(chance.choice(skills))}),
                crew_size=int(chance.choice([1, 1, 1, 2])),
            )
        )
    travel = travel_between(lat, lon, model=PowerLaw())
    return Problem(visits=tuple(booked), shifts=tuple(team), travel=travel)


def test_solve_of_nothing_is_an_empty_plan() -> None:
    assert planned(Problem(visits=(), shifts=(), travel=line())) == Plan(
        routes=(), unplanned=(), cost=0.0
    )


def test_solve_without_visits_uses_no_shift() -> None:
    assert planned(Problem(visits=(), shifts=(shift(),), travel=line())).routes == ()


def test_solve_without_shifts_explains_every_visit() -> None:
    plan = planned(Problem(visits=(visit("a"), visit("b")), shifts=(), travel=line()))

    assert reasons(plan) == dict.fromkeys("ab", UnplannedReason.NOBODY_ON_DUTY)
    assert plan.cost == 2 * 4 * HOUR


def test_solve_serves_one_tour_in_order_of_the_road() -> None:
    visits = (visit("far", 3), visit("near", 1), visit("middle", 2))

    plan = planned(Problem(visits=visits, shifts=(shift(),), travel=line()))

    assert plan.cost == 3600
    assert plan.planned_visits == 3


def test_solve_sends_the_shift_with_the_skills() -> None:
    gas = replace(visit("gas"), skills=frozenset({"gas"}))
    fitter = replace(shift("fitter"), skills=frozenset({"gas"}), cost_per_hour=3.0)

    plan = planned(Problem(visits=(gas,), shifts=(shift(), fitter), travel=line()))

    assert shift_of(plan) == {"gas": "fitter"}
    assert plan.cost == 3 * 1200


def test_solve_sends_a_crew_that_is_large_enough() -> None:
    heavy = replace(visit("heavy"), crew_size=2)
    pair = replace(shift("pair"), crew_size=2)

    plan = planned(
        Problem(visits=(heavy, visit("light", 3)), shifts=(shift(), pair), travel=line())
    )

    assert shift_of(plan)["heavy"] == "pair"


def test_solve_leaves_lunch_between_the_visits() -> None:
    noon = Break(window=TimeWindow(12 * HOUR, 12 * HOUR), length=HOUR)
    visits = tuple(visit(str(at)) for at in range(6))
    problem = Problem(visits=visits, shifts=(replace(shift(), breaks=(noon,)),), travel=line())

    plan = planned(problem)

    assert plan.planned_visits == 6
    assert [(pause.start, pause.end) for pause in plan.routes[0].pauses] == [(12 * HOUR, 13 * HOUR)]


def test_solve_keeps_pins() -> None:
    pinned = replace(visit("a"), pinned_shift="t", pinned_start=11 * HOUR)
    problem = Problem(visits=(pinned, visit("b")), shifts=(shift("s"), shift("t")), travel=line())

    plan = planned(problem)

    assert shift_of(plan)["a"] == "t"
    assert [s.start for r in plan.routes for s in r.stops if s.visit == "a"] == [11 * HOUR]


def test_solve_explains_pins_that_cannot_be_kept() -> None:
    too_late = replace(visit("late"), pinned_shift="s", pinned_start=20 * HOUR)
    clash = tuple(replace(visit(key), pinned_start=10 * HOUR) for key in ("one", "two"))

    plan = planned(Problem(visits=(too_late, *clash), shifts=(shift(),), travel=line()))

    assert reasons(plan).pop("late") is UnplannedReason.PINNED_SHIFT_CANNOT
    assert sorted(reasons(plan).values()) == [
        UnplannedReason.FULLY_BOOKED,
        UnplannedReason.PINNED_SHIFT_CANNOT,
    ]


def test_solve_explains_visits_out_of_reach_and_longer_than_any_shift() -> None:
    travel = line(places=40)
    long = replace(visit("long"), service=10 * HOUR)

    plan = planned(Problem(visits=(visit("far", 39), long), shifts=(shift(),), travel=travel))

    assert reasons(plan) == {
        "far": UnplannedReason.TOO_FAR,
        "long": UnplannedReason.NOBODY_ON_DUTY,
    }


def test_solve_prefers_the_higher_prize_when_there_is_no_room_for_both() -> None:
    visits = tuple(
        replace(visit(key, start=9 * HOUR, end=9 * HOUR), prize=prize)
        for key, prize in (("low", 5000), ("high", 9000))
    )

    plan = planned(Problem(visits=visits, shifts=(shift(),), travel=line()))

    assert reasons(plan) == {"low": UnplannedReason.FULLY_BOOKED}


def test_solve_moves_flexible_visits_to_the_day_that_has_room() -> None:
    monday = tuple(visit(f"mon {at}") for at in range(8))
    both = TimeWindow(8 * HOUR, 16 * HOUR), TimeWindow(DAY + 8 * HOUR, DAY + 16 * HOUR)
    either = tuple(replace(visit(f"any {at}"), windows=both) for at in range(6))
    problem = Problem(
        visits=either + monday, shifts=(shift("tue", day=1), shift("mon")), travel=line()
    )

    plan = planned(problem)

    assert plan.unplanned == ()
    assert {key for key, where in shift_of(plan).items() if where == "mon"} == {
        one.key for one in monday
    }


def test_solve_takes_the_second_window_of_a_day() -> None:
    twice = replace(
        visit("twice"), windows=(TimeWindow(8 * HOUR, 8 * HOUR), TimeWindow(15 * HOUR, 16 * HOUR))
    )

    plan = planned(Problem(visits=(twice,), shifts=(shift(),), travel=line()))

    assert plan.routes[0].stops[0].start == 15 * HOUR


def test_solve_tells_its_progress() -> None:
    told: list[Progress] = []
    problem = synthetic_day(visits=30, shifts=3, days=2)

    plan = planned(problem, on_progress=told.append)

    assert {(one.day, one.days) for one in told} == {(1, 2), (2, 2)}
    assert told[-1].planned <= plan.planned_visits
    for day in (1, 2):
        costs = [one.cost for one in told if one.day == day]
        assert costs == sorted(costs, reverse=True)
        assert all(one.unserved >= 0 and one.solutions > 0 for one in told)


def test_solve_is_not_disturbed_by_being_watched() -> None:
    problem = synthetic_day(visits=20, shifts=3)

    assert solve(problem, effort=QUICK, on_progress=lambda _: None) == solve(problem, effort=QUICK)


def test_solve_is_not_disturbed_by_a_deadline_far_away() -> None:
    problem = synthetic_day(visits=20, shifts=3)

    assert solve(problem, effort=QUICK, deadline=600) == solve(problem, effort=QUICK)


@pytest.mark.parametrize("deadline", [0.0, 0.01, 0.2])
def test_solve_keeps_a_valid_plan_when_the_deadline_stops_it(deadline: float) -> None:
    problem = synthetic_day()

    plan = solve(problem, effort=Effort(10**9), deadline=deadline)

    assert violations(problem, plan) == ()
    assert plan.planned_visits > 30


def test_solve_is_not_disturbed_by_somebody_who_might_stop_it() -> None:
    problem = synthetic_day(visits=20, shifts=3, days=2)

    asked = solve(problem, effort=QUICK, should_stop=lambda: False)

    assert asked == solve(problem, effort=QUICK)


def test_solve_that_is_stopped_keeps_its_best_plan_so_far() -> None:
    problem = synthetic_day(visits=60, days=2)
    told: list[Progress] = []

    plan = solve(
        problem,
        effort=Effort(10**9),
        on_progress=told.append,
        should_stop=lambda: len(told) > 5,
    )

    assert violations(problem, plan) == ()
    assert {one.day for one in told} == {1}
    first_day = {
        stop.visit for route in plan.routes if route.shift.startswith("0-") for stop in route.stops
    }
    assert len(first_day) >= told[-1].planned > 20
    assert plan.planned_visits > told[-1].planned


def test_solve_that_is_stopped_before_it_begins_puts_visits_where_they_fit() -> None:
    problem = synthetic_day()
    told: list[Progress] = []

    plan = solve(problem, effort=Effort(10**9), on_progress=told.append, should_stop=lambda: True)

    assert told == []
    assert violations(problem, plan) == ()
    assert plan.planned_visits > 30


def test_solve_plans_a_day_of_forty_visits_and_eight_shifts() -> None:
    problem = synthetic_day()

    quick, better = solve(problem, effort=Effort(1)), planned(problem)

    assert reasons(better) == {}
    assert better.cost < quick.cost


def test_effort_refuses_to_look_at_nothing() -> None:
    with pytest.raises(ValueError, match="At least one solution"):
        Effort(0)


def test_solve_gives_the_same_plan_in_a_spawned_process() -> None:
    problem = synthetic_day(visits=15, shifts=3)

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        elsewhere = pool.submit(solve, problem, effort=Effort(20)).result()

    assert elsewhere == solve(problem, effort=Effort(20))


def test_solve_does_not_depend_on_the_order_of_sets() -> None:
    path = str(Path(__file__))
    script = (
        "import importlib.util as u; s = u.spec_from_file_location('t', PATH); m = u.module_from_spec(s);"
        "s.loader.exec_module(m); p = m.synthetic_day(visits=30, shifts=4, days=2);"
        "print(repr(m.solve(p, effort=m.Effort(20))))"
    ).replace("PATH", repr(path))

    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(printed) == 1
