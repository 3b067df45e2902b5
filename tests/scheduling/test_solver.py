"""Examples of planning: skills, lunch, crews, pins, several days, and what cannot be done."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scheduling import (
    QUICK,
    Break,
    Effort,
    Engine,
    Link,
    LinkKind,
    Plan,
    PowerLaw,
    Problem,
    Progress,
    Published,
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
    problem = synthetic_day(visits=60, shifts=6, days=2)

    plan = planned(problem, on_progress=told.append)

    costs, shares = [one.cost for one in told], [one.share for one in told]
    assert costs == sorted(costs, reverse=True)
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert all(one.unserved + one.planned == 60 and one.seconds_left is None for one in told)
    assert told[-1].cost >= plan.cost
    assert told[-1].steps > 0


def test_solve_by_the_clock_tells_how_long_it_takes() -> None:
    told: list[Progress] = []
    problem = synthetic_day(visits=30, shifts=3)

    planned(problem, on_progress=told.append, seconds=0.5)

    left = [one.seconds_left for one in told if one.seconds_left is not None]
    assert len(left) == len(told) > 2
    assert left == sorted(left, reverse=True)
    assert all(0 <= seconds <= 0.5 for seconds in left)


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
        should_stop=lambda: len(told) > 3,
    )

    assert violations(problem, plan) == ()
    assert 4 <= len(told) < 20
    assert plan.cost <= told[-1].cost


@pytest.mark.parametrize("engine", Engine)
def test_solve_that_is_stopped_before_it_begins_puts_visits_where_they_fit(engine: Engine) -> None:
    problem = synthetic_day()

    plan = solve(problem, effort=Effort(10**9), engine=engine, should_stop=lambda: True)

    assert violations(problem, plan) == ()
    assert plan.planned_visits > 30


def test_solve_hands_on_what_goes_wrong_while_it_is_watched() -> None:
    def give_up(progress: Progress) -> None:
        raise RuntimeError(f"Nobody listens at {progress.cost}.")

    with pytest.raises(RuntimeError, match="Nobody listens"):
        solve(synthetic_day(visits=20, shifts=3), on_progress=give_up)


def test_solve_refuses_to_search_with_no_thread() -> None:
    with pytest.raises(ValueError, match="At least one thread"):
        solve(synthetic_day(visits=3, shifts=1), threads=0)


def test_both_engines_plan_a_day() -> None:
    problem = synthetic_day(visits=20, shifts=4)

    plans = [planned(problem, engine=engine) for engine in Engine]

    assert [plan.unplanned for plan in plans] == [(), ()]
    assert plans[0].cost <= plans[1].cost * 1.001


def test_the_reference_tells_its_progress() -> None:
    told: list[Progress] = []

    plan = planned(
        synthetic_day(visits=10, shifts=4), engine=Engine.REFERENCE, on_progress=told.append
    )

    costs = [one.cost for one in told]
    assert costs == sorted(costs, reverse=True)
    assert all(0 <= one.share <= 1 and one.unserved + one.planned == 10 for one in told)
    assert costs[-1] >= plan.cost


def test_solve_plans_a_day_of_forty_visits_and_eight_shifts() -> None:
    problem = synthetic_day()

    quick, better = solve(problem, effort=Effort(1)), planned(problem)

    assert reasons(better) == {}
    assert better.cost < quick.cost


def orders_of(plan: Plan) -> dict[str, list[str]]:
    return {route.shift: [stop.visit for stop in route.stops] for route in plan.routes}


def published(problem: Problem, plan: Plan) -> Problem:
    """Everybody was told who comes, on which day, and when within half an hour."""
    stops = {stop.visit: (route.shift, stop) for route in plan.routes for stop in route.stops}

    def told(one: Visit) -> Published | None:
        if one.key not in stops:
            return None
        key, stop = stops[one.key]
        who = problem.shift_by_key[key]
        window = TimeWindow(max(0, stop.start - 900), stop.start + 900)
        return Published(technician=who.technician, day=who.day, window=window)

    visits = tuple(replace(one, published=told(one)) for one in problem.visits)
    return replace(problem, visits=visits)


def moved(before: Plan, after: Plan) -> set[str]:
    """Visits that somebody else serves, or nobody."""
    was, now = shift_of(before), shift_of(after)
    return {key for key in was if now.get(key) != was[key]}


def test_solve_starts_from_a_given_plan_and_keeps_it_if_it_is_best() -> None:
    problem = synthetic_day(visits=30, shifts=5)
    good = solve(problem, effort=Effort(300))

    again = planned(problem, start=orders_of(good))

    assert again.cost <= good.cost


def test_solve_puts_elsewhere_what_does_not_fit_where_it_stood() -> None:
    problem = synthetic_day(visits=20, shifts=4)
    everything = {problem.shifts[0].key: [one.key for one in problem.visits] + ["gone"]}

    assert planned(problem, start=everything).unplanned == ()


def test_a_change_of_a_published_plan_moves_few_visits() -> None:
    problem = synthetic_day(visits=40, shifts=8)
    plan = solve(problem, effort=QUICK)
    told = published(problem, plan)
    new = replace(problem.visits[0], key="new", place=problem.visits[7].place)
    grown = replace(told, visits=(*told.visits, new))

    again = planned(grown, start=orders_of(plan))

    assert "new" in shift_of(again)
    assert len(moved(plan, again)) <= 2


def test_only_what_an_absent_technician_had_goes_to_others() -> None:
    problem = synthetic_day(visits=40, shifts=8)
    plan = solve(problem, effort=QUICK)
    absent = min(plan.routes, key=lambda route: len(route.stops))
    told = published(problem, plan)
    fewer = replace(told, shifts=tuple(one for one in told.shifts if one.key != absent.shift))

    again = planned(fewer, start=orders_of(plan))

    assert len(moved(plan, again) - {stop.visit for stop in absent.stops}) <= 4


def linked_day() -> Problem:
    """A hundred visits on one day, a quarter of them tied to another one."""
    problem = synthetic_day(visits=100, shifts=16, seed=3)
    links = tuple(
        Link(kind, f"v{4 * at}", f"v{4 * at + 2}", 1800 if kind is LinkKind.BEFORE else 0)
        for at, kind in enumerate(list(LinkKind) * 3)
    )
    tied = {key for link in links for key in (link.first, link.second)}
    all_day = (TimeWindow(8 * HOUR, 16 * HOUR),)
    visits = tuple(
        replace(one, windows=all_day, skills=frozenset(), crew_size=1) if one.key in tied else one
        for one in problem.visits
    )
    return replace(problem, visits=visits, links=links)


@pytest.mark.parametrize("threads", [1, 2])
def test_solve_plans_a_day_of_a_hundred_visits_with_links_of_all_kinds(threads: int) -> None:
    problem = linked_day()

    plan = planned(problem, threads=threads)

    tied = {key for link in problem.links for key in (link.first, link.second)}
    assert tied <= set(shift_of(plan))
    assert plan.planned_visits >= 97


def test_solve_times_a_plan_anew_whose_loads_the_search_saw_too_late() -> None:
    """What two visits bring for a third one is loaded at the first of them, which only the order tells."""
    visits = (
        visit("a", 1),
        replace(visit("b", 2), delivery=(1,)),
        replace(visit("c", 3), delivery=(2,)),
    )
    links = tuple(Link(LinkKind.SAME_SHIFT, key, "c") for key in "ab")
    van = replace(shift(), capacity=(2,))

    for at_first, then in ((0, 1), (1, 0)):
        problem = Problem(
            visits=visits, shifts=(van,), travel=line(), links=(links[at_first], links[then])
        )
        planned(problem)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_solve_starts_from_a_plan_with_links(seed: int) -> None:
    problem = linked_day()
    good = solve(problem, effort=Effort(100), seed=seed)

    again = planned(problem, start=orders_of(good))

    assert again.cost <= good.cost


@pytest.mark.parametrize("limits", [{"effort": Effort(4)}, {"seconds": 2.5}])
def test_solve_plans_a_large_week_in_parts(limits: dict[str, Any]) -> None:
    problem = synthetic_day(visits=640, shifts=20, days=4)
    told: list[Progress] = []

    plan = solve(problem, threads=2, on_progress=told.append, **limits)

    assert violations(problem, plan) == ()
    assert plan.planned_visits > 600
    costs = [one.cost for one in told]
    assert costs == sorted(costs, reverse=True)


def test_a_large_week_is_planned_alike_twice_and_on_from_a_plan() -> None:
    problem = synthetic_day(visits=620, shifts=20, days=4)
    plan = solve(problem, threads=2, effort=Effort(2))

    assert solve(problem, threads=2, effort=Effort(2)) == plan
    again = solve(problem, threads=2, effort=Effort(1), start=orders_of(plan))
    assert again.cost <= plan.cost


def test_a_large_search_can_be_stopped() -> None:
    problem = synthetic_day(visits=620, shifts=20, days=4)
    told: list[Progress] = []

    plan = solve(
        problem,
        threads=2,
        effort=Effort(10**6),
        on_progress=told.append,
        should_stop=lambda: len(told) > 4,
    )

    assert violations(problem, plan) == ()
    assert plan.planned_visits > 500


def test_solve_gives_the_same_plan_in_a_spawned_process() -> None:
    problem = synthetic_day(visits=15, shifts=3)

    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        elsewhere = pool.submit(solve, problem, effort=Effort(20), threads=2).result()

    assert elsewhere == solve(problem, effort=Effort(20), threads=2)


def test_solve_gives_the_same_plan_on_a_busy_machine() -> None:
    problem = synthetic_day(visits=60, shifts=8)
    effort = Effort(100)

    with ThreadPoolExecutor(4) as pool:
        busy = [pool.submit(solve, problem, effort=effort) for _ in range(4)]
        plans = [each.result() for each in busy]

    assert plans == [solve(problem, effort=effort)] * 4


@pytest.mark.parametrize("engine", Engine)
def test_solve_does_not_depend_on_the_order_of_sets(engine: Engine) -> None:
    path = str(Path(__file__))
    script = (
        "import importlib.util as u; s = u.spec_from_file_location('t', PATH); m = u.module_from_spec(s);"
        "s.loader.exec_module(m); p = m.synthetic_day(visits=30, shifts=4, days=2);"
        "print(repr(m.solve(p, effort=m.Effort(20), threads=2, engine=m.Engine(ENGINE))))"
    )
    script = script.replace("PATH", repr(path)).replace("ENGINE", repr(engine.value))

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
