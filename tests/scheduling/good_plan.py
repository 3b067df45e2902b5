"""A small plan that keeps every rule, and ways to change it: what the tests of the checker break."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scheduling.check import violations
from scheduling.plan import Pause, Plan, Route, Stop, Unplanned, UnplannedReason
from scheduling.problem import Problem, Travel
from scheduling.shift import Break, Shift
from scheduling.violation import Rule
from scheduling.visit import TimeWindow, Visit

MINUTES = np.array([[0, 10, 20], [10, 0, 15], [20, 15, 0]])
PROBLEM = Problem(
    visits=(
        Visit(
            key="a",
            place=1,
            service=3600,
            windows=(TimeWindow(3600, 7200),),
            skills=frozenset({"gas"}),
            crew_size=2,
            pinned_shift="s",
        ),
        Visit(
            key="b", place=2, service=1800, windows=(TimeWindow(0, 30_000),), pinned_start=12_000
        ),
        Visit(key="c", place=2, service=1800, windows=(TimeWindow(0, 600),), prize=5000),
    ),
    shifts=(
        Shift(
            key="s",
            technician="t",
            start_place=0,
            end_place=0,
            span=TimeWindow(0, 20_000),
            breaks=(Break(window=TimeWindow(7200, 9000), length=1800),),
            skills=frozenset({"gas"}),
            crew_size=2,
            cost_per_hour=1.5,
        ),
        Shift(key="other", technician="u", start_place=0, end_place=0, span=TimeWindow(0, 20_000)),
    ),
    travel=Travel(
        seconds=(MINUTES * 60).astype(np.int32), metres=(MINUTES * 1000).astype(np.int32)
    ),
)
A = Stop(visit="a", arrival=3600, start=3600, end=7200, drive=600)
B = Stop(visit="b", arrival=8100, start=12_000, end=13_800, drive=900)
ROUTE = Route(
    shift="s",
    stops=(A, B),
    pauses=(Pause(start=8100, end=9900),),
    start=3000,
    end=15_000,
    driving=2700,
    metres=45_000,
)
C = Unplanned(visit="c", reason=UnplannedReason.FULLY_BOOKED, sentence="Nobody is free.")
PLAN = Plan(routes=(ROUTE,), unplanned=(C,), cost=2700 * 1.5 + 5000)


def with_route(route: Route) -> Plan:
    return replace(PLAN, routes=(route,))


def rules_broken(plan: Plan, problem: Problem = PROBLEM) -> list[tuple[Rule, str]]:
    return [(violation.rule, violation.subject) for violation in violations(problem, plan)]


def with_visit(key: str, **changes: object) -> Problem:
    visits = tuple(
        replace(visit, **changes) if visit.key == key else visit  # type: ignore[arg-type]  # any field
        for visit in PROBLEM.visits
    )
    return replace(PROBLEM, visits=visits)


def with_shift(**changes: object) -> Problem:
    shift = replace(PROBLEM.shifts[0], **changes)  # type: ignore[arg-type]  # any field
    return replace(PROBLEM, shifts=(shift, PROBLEM.shifts[1]))
