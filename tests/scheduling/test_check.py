"""The checker: it accepts a good plan, and each rule is broken alone by one change to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scheduling.check import violations
from scheduling.plan import Pause, Plan, Route, Stop
from scheduling.problem import Travel
from scheduling.shift import Break
from scheduling.violation import Rule, Violation
from scheduling.visit import TimeWindow
from tests.scheduling.good_plan import (
    MINUTES,
    PLAN,
    PROBLEM,
    ROUTE,
    A,
    B,
    C,
    rules_broken,
    with_route,
    with_shift,
    with_visit,
)


def test_violations_accepts_a_good_plan() -> None:
    assert violations(PROBLEM, PLAN) == ()


def test_known_keys_refuses_a_shift_that_is_not_there() -> None:
    plan = replace(PLAN, routes=(ROUTE, replace(ROUTE, shift="x", stops=(), driving=0)))

    assert (Rule.KNOWN_KEYS, "x") in rules_broken(plan)
    assert violations(PROBLEM, plan)[0].sentence == "The problem has no such shift."


def test_known_keys_refuses_a_visit_that_is_not_there() -> None:
    unknown = replace(C, visit="x")

    assert rules_broken(replace(PLAN, unplanned=(C, unknown))) == [(Rule.KNOWN_KEYS, "x")]


def test_known_keys_leaves_a_route_with_an_unknown_visit_to_the_rules_that_can_judge_it() -> None:
    stranger = Stop(visit="x", arrival=14_700, start=14_700, end=15_000, drive=900)
    late = replace(ROUTE, stops=(A, B, stranger), end=21_000)

    plan = replace(with_route(late), cost=PLAN.cost + 1000)

    assert rules_broken(plan) == [(Rule.KNOWN_KEYS, "x"), (Rule.OVERTIME, "s")]


def test_each_visit_once_refuses_a_forgotten_visit() -> None:
    plan = replace(PLAN, unplanned=(), cost=2700 * 1.5)

    assert violations(PROBLEM, plan) == (
        Violation(Rule.EACH_VISIT_ONCE, "c", "It is planned or explained 0 times instead of once."),
    )


def test_each_visit_once_refuses_a_visit_both_planned_and_explained() -> None:
    plan = replace(PLAN, unplanned=(C, replace(C, visit="a")), cost=PLAN.cost + 4 * 3600)

    assert rules_broken(plan) == [(Rule.EACH_VISIT_ONCE, "a")]


def test_one_route_per_shift_refuses_a_second_route() -> None:
    tour = replace(ROUTE, stops=(B,), driving=2400, metres=40_000)
    first = replace(ROUTE, stops=(A,), driving=1200, metres=20_000, end=9600)
    bee = replace(tour, stops=(replace(B, drive=1200),))

    plan = Plan(routes=(first, bee), unplanned=(C,), cost=3600 * 1.5 + 5000)

    assert rules_broken(plan) == [(Rule.ONE_ROUTE_PER_SHIFT, "s")]


def test_no_empty_route_refuses_a_route_without_stops() -> None:
    idle = Route(shift="other", stops=(), pauses=(), start=0, end=0, driving=0, metres=0)

    assert rules_broken(replace(PLAN, routes=(ROUTE, idle))) == [(Rule.NO_EMPTY_ROUTE, "other")]


def test_in_window_refuses_a_start_outside_every_window() -> None:
    problem = with_visit("a", windows=(TimeWindow(0, 3300), TimeWindow(3900, 7200)))

    assert rules_broken(PLAN, problem) == [(Rule.IN_WINDOW, "a")]


def test_on_grid_refuses_a_start_between_the_cells() -> None:
    shifted = replace(A, arrival=3601, start=3601, end=7201)
    later = replace(B, arrival=8101)
    pauses = (Pause(start=8101, end=9901),)

    plan = with_route(replace(ROUTE, stops=(shifted, later), pauses=pauses))

    assert rules_broken(plan) == [(Rule.ON_GRID, "a")]


def test_service_length_refuses_work_cut_short() -> None:
    short = replace(B, end=13_500)

    assert rules_broken(with_route(replace(ROUTE, stops=(A, short)))) == [
        (Rule.SERVICE_LENGTH, "b")
    ]


def test_skills_refuses_a_shift_without_a_needed_skill() -> None:
    problem = with_visit("a", skills=frozenset({"gas", "water"}))

    assert violations(problem, PLAN) == (
        Violation(Rule.SKILLS, "a", "Shift s lacks the skills it needs: water."),
    )


def test_crew_size_refuses_too_few_people() -> None:
    assert rules_broken(PLAN, with_visit("b", crew_size=3)) == [(Rule.CREW_SIZE, "b")]


def test_pinned_shift_refuses_another_shift() -> None:
    assert rules_broken(PLAN, with_visit("a", pinned_shift="other")) == [(Rule.PINNED_SHIFT, "a")]


def test_territory_refuses_a_shift_that_works_elsewhere() -> None:
    north = with_visit("a", territory="north")

    assert rules_broken(PLAN, north) == []
    south = replace(north, shifts=with_shift(territories=frozenset({"south"})).shifts)
    assert violations(south, PLAN) == (
        Violation(Rule.TERRITORY, "a", "Shift s does not work in territory north."),
    )
    both = replace(north, shifts=with_shift(territories=frozenset({"south", "north"})).shifts)
    assert rules_broken(PLAN, both) == []


def test_forbidden_refuses_a_technician_whom_the_customer_does_not_want() -> None:
    assert rules_broken(PLAN, with_visit("b", forbidden=frozenset({"t"}))) == [
        (Rule.FORBIDDEN, "b")
    ]


def test_pinned_technician_refuses_another_technician() -> None:
    assert rules_broken(PLAN, with_visit("b", pinned_technician="t")) == []
    assert rules_broken(PLAN, with_visit("b", pinned_technician="u")) == [
        (Rule.PINNED_TECHNICIAN, "b")
    ]


def test_not_before_refuses_work_without_its_parts() -> None:
    assert rules_broken(PLAN, with_visit("a", not_before=3600)) == []
    assert violations(with_visit("a", not_before=3601), PLAN) == (
        Violation(Rule.NOT_BEFORE, "a", "It starts 1 seconds before it may."),
    )


def test_setup_refuses_work_right_after_the_arrival() -> None:
    assert violations(with_visit("a", setup=300), PLAN) == (
        Violation(Rule.SETUP, "a", "Its setup of 300 seconds has only 0."),
    )


def test_setup_does_not_count_a_pause() -> None:
    assert rules_broken(PLAN, with_visit("b", setup=2100)) == []
    assert rules_broken(PLAN, with_visit("b", setup=2101)) == [(Rule.SETUP, "b")]


def test_setup_is_needed_at_another_place_only() -> None:
    minutes = MINUTES * (1 - np.eye(3, dtype=int))
    minutes[0, 1] = 0
    travel = Travel(seconds=(minutes * 60).astype(np.int32), metres=PROBLEM.travel.metres)
    same = replace(with_visit("a", setup=300), travel=travel)
    stops = (replace(A, drive=0), B)
    plan = replace(with_route(replace(ROUTE, stops=stops, driving=2100)), cost=2100 * 1.5 + 5000)

    assert rules_broken(plan, same) == [(Rule.SETUP, "a")]

    at_home = replace(same, shifts=with_shift(start_place=1).shifts)
    metres = replace(plan.routes[0], metres=35_000)
    assert rules_broken(replace(plan, routes=(metres,)), at_home) == []


def test_pinned_start_refuses_another_start() -> None:
    assert rules_broken(PLAN, with_visit("b", pinned_start=12_300)) == [(Rule.PINNED_START, "b")]


def test_order_in_time_refuses_work_that_starts_before_the_arrival() -> None:
    early = replace(B, arrival=12_300)

    assert rules_broken(with_route(replace(ROUTE, stops=(A, early)))) == [(Rule.ORDER_IN_TIME, "s")]


def test_travel_time_refuses_a_drive_that_is_too_fast() -> None:
    late = replace(ROUTE, start=3060)

    assert violations(PROBLEM, with_route(late)) == (
        Violation(Rule.TRAVEL_TIME, "s", "A drive of 600 seconds has only 540."),
    )


def test_travel_time_does_not_count_a_pause_as_driving() -> None:
    paused = replace(ROUTE, pauses=(Pause(start=7500, end=9300),))

    assert rules_broken(with_route(paused)) == [(Rule.TRAVEL_TIME, "s")]


def test_driving_figures_refuses_a_wrong_drive_to_a_stop() -> None:
    wrong = replace(A, drive=601)

    assert rules_broken(with_route(replace(ROUTE, stops=(wrong, B)))) == [
        (Rule.DRIVING_FIGURES, "a")
    ]


def test_driving_figures_refuses_a_wrong_sum() -> None:
    plan = replace(with_route(replace(ROUTE, driving=2600)), cost=2600 * 1.5 + 5000)

    assert rules_broken(plan) == [(Rule.DRIVING_FIGURES, "s")]


def test_metres_figure_refuses_a_wrong_sum() -> None:
    assert rules_broken(with_route(replace(ROUTE, metres=44_999))) == [(Rule.METRES_FIGURE, "s")]


def test_shift_span_refuses_a_departure_before_its_begin() -> None:
    problem = with_shift(span=TimeWindow(3300, 20_000))

    assert rules_broken(PLAN, problem) == [(Rule.SHIFT_SPAN, "s")]


def test_overtime_refuses_a_return_after_its_end() -> None:
    late = replace(with_route(replace(ROUTE, end=20_001)), cost=PLAN.cost + 1)

    assert rules_broken(late) == [(Rule.OVERTIME, "s")]


def test_overtime_allows_a_return_in_paid_overtime() -> None:
    late = replace(with_route(replace(ROUTE, end=20_100)), cost=PLAN.cost + 100 * 1.25)
    problem = with_shift(overtime=100, overtime_cost=1.25)

    assert rules_broken(late, problem) == []
    assert violations(with_shift(overtime=60, overtime_cost=1.25), late) == (
        Violation(Rule.OVERTIME, "s", "Its route ends 100 seconds after it, 60 are allowed."),
    )


def test_pauses_taken_refuses_a_missing_pause() -> None:
    assert rules_broken(with_route(replace(ROUTE, pauses=()))) == [(Rule.PAUSES_TAKEN, "s")]


def test_pauses_taken_refuses_a_pause_outside_its_window() -> None:
    late = replace(ROUTE, pauses=(Pause(start=9300, end=11_100),))

    assert rules_broken(with_route(late)) == [(Rule.PAUSES_TAKEN, "s")]


def test_pauses_taken_refuses_a_pause_cut_short() -> None:
    short = replace(ROUTE, pauses=(Pause(start=8100, end=9000),))

    assert rules_broken(with_route(short)) == [(Rule.PAUSES_TAKEN, "s")]


def test_pause_cuts_no_visit_refuses_a_pause_during_work() -> None:
    shift = replace(
        PROBLEM.shifts[0], breaks=(Break(window=TimeWindow(11_400, 13_000), length=1800),)
    )
    problem = replace(PROBLEM, shifts=(shift, PROBLEM.shifts[1]))
    during = replace(ROUTE, pauses=(Pause(start=11_400, end=13_200),))

    assert rules_broken(with_route(during), problem) == [(Rule.PAUSE_CUTS_NO_VISIT, "b")]
