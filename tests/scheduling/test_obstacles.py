"""Why a visit is left out: the most basic obstacle, in a sentence that can be acted on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduling.effort import QUICK
from scheduling.obstacles import why_unplanned
from scheduling.phrases import day_clock
from scheduling.plan import Unplanned, UnplannedReason
from scheduling.problem import Problem, Travel
from scheduling.shift import Break, Shift
from scheduling.solver import solve
from scheduling.timing import timed_route
from scheduling.visit import Link, LinkKind, TimeWindow, Visit

HOUR = 3600
AWAY = np.array([[0, 10, 200], [10, 0, 200], [200, 200, 0]])
TRAVEL = Travel(seconds=(AWAY * 60).astype(np.int32), metres=(AWAY * 1000).astype(np.int32))
SHIFT = Shift(
    key="mon",
    technician="t",
    start_place=0,
    end_place=0,
    span=TimeWindow(8 * HOUR, 12 * HOUR),
    skills=frozenset({"gas", "water"}),
)
VISIT = Visit(
    key="v", place=1, service=HOUR, windows=(TimeWindow(0, 24 * HOUR),), skills=frozenset({"gas"})
)


def alone(visit: Visit, *shifts: Shift) -> Unplanned:
    """The reason before anything is planned."""
    problem = Problem(visits=(visit,), shifts=shifts, travel=TRAVEL)
    return why_unplanned(problem, (), visit)


@pytest.mark.parametrize(
    ("changes", "reason", "sentence"),
    [
        ({"skills": frozenset({"cold"})}, UnplannedReason.NO_SKILL, "Nobody has the skill cold."),
        (
            {"skills": frozenset({"gas", "cold", "water"})},
            UnplannedReason.NO_SKILL,
            "Nobody has the skills cold, gas and water together.",
        ),
        (
            {"crew_size": 2},
            UnplannedReason.CREW_TOO_SMALL,
            "There is no crew of 2 with the skills for it.",
        ),
        (
            {"crew_size": 2, "skills": frozenset()},
            UnplannedReason.CREW_TOO_SMALL,
            "There is no crew of 2.",
        ),
        (
            {"windows": (TimeWindow(13 * HOUR, 20 * HOUR),)},
            UnplannedReason.NOBODY_ON_DUTY,
            "Nobody who could do it is on duty for 60 minutes of work when the visit may start.",
        ),
        (
            {"service": 5 * HOUR},
            UnplannedReason.NOBODY_ON_DUTY,
            "Nobody who could do it is on duty for 300 minutes of work when the visit may start.",
        ),
        (
            {"place": 2},
            UnplannedReason.TOO_FAR,
            "The drive there and back leaves nobody enough time for 60 minutes of work in its windows.",
        ),
        (
            {"place": 2, "pinned_shift": "mon"},
            UnplannedReason.PINNED_SHIFT_CANNOT,
            "The technician it is promised to cannot serve it: the drive there and back leaves no room for 60 minutes of work.",
        ),
        (
            {"pinned_start": 2 * HOUR, "pinned_shift": "mon"},
            UnplannedReason.PINNED_SHIFT_CANNOT,
            "The technician it is promised to cannot serve it: its hours have no room for 60 minutes of work when the visit may start.",
        ),
    ],
)
def test_why_unplanned_names_the_most_basic_obstacle(
    changes: dict[str, object], reason: UnplannedReason, sentence: str
) -> None:
    visit = replace(VISIT, **changes)  # type: ignore[arg-type]  # any field

    assert alone(visit, SHIFT) == Unplanned(visit="v", reason=reason, sentence=sentence)


def test_why_unplanned_says_that_a_crew_is_not_on_duty() -> None:
    visit = replace(VISIT, crew_size=2, windows=(TimeWindow(0, HOUR),))

    unplanned = alone(visit, replace(SHIFT, crew_size=2))

    assert unplanned.sentence == (
        "No crew of 2 who could do it is on duty for 60 minutes of work when the visit may start."
    )


def test_why_unplanned_says_that_the_promised_shift_lacks_the_skills() -> None:
    helper = replace(SHIFT, key="tue", skills=frozenset())

    unplanned = alone(replace(VISIT, pinned_shift="tue"), SHIFT, helper)

    assert unplanned == Unplanned(
        visit="v",
        reason=UnplannedReason.PINNED_SHIFT_CANNOT,
        sentence="The technician it is promised to cannot serve it: its skills or crew don't suffice.",
    )


def test_why_unplanned_says_that_there_is_no_shift_at_all() -> None:
    assert alone(VISIT) == Unplanned(
        visit="v",
        reason=UnplannedReason.NOBODY_ON_DUTY,
        sentence="There is no shift to plan it in.",
    )


def test_why_unplanned_says_that_a_break_leaves_no_room() -> None:
    noon = Break(window=TimeWindow(9 * HOUR, 10 * HOUR), length=1800)

    unplanned = alone(replace(VISIT, service=3 * HOUR), replace(SHIFT, breaks=(noon,)))

    assert unplanned.reason is UnplannedReason.NOBODY_ON_DUTY


@pytest.mark.parametrize(
    ("pinned", "sentence"),
    [
        (
            None,
            "Every technician who could do it is fully booked in its windows; 60 minutes are needed.",
        ),
        (
            "mon",
            "The technician it is promised to is fully booked in its windows; 60 minutes are needed.",
        ),
    ],
)
def test_why_unplanned_says_fully_booked_when_no_exact_insertion_is_left(
    pinned: str | None, sentence: str
) -> None:
    long = replace(VISIT, key="long", service=3 * HOUR)
    visit = replace(VISIT, pinned_shift=pinned)
    problem = Problem(visits=(long, visit), shifts=(SHIFT,), travel=TRAVEL)
    route = timed_route(problem, SHIFT, (long,))
    assert route is not None

    unplanned = why_unplanned(problem, (route,), visit)

    assert unplanned == Unplanned(visit="v", reason=UnplannedReason.FULLY_BOOKED, sentence=sentence)


def test_why_unplanned_weighs_the_drive_against_the_prize() -> None:
    cheap = replace(VISIT, prize=600)
    problem = Problem(visits=(cheap,), shifts=(SHIFT,), travel=TRAVEL)

    plan = solve(problem, effort=QUICK)

    assert plan.unplanned == (
        Unplanned(
            visit="v",
            reason=UnplannedReason.NOT_WORTH_THE_DRIVE,
            sentence="It would cost 20 minutes of extra driving, more than the 10 that it is worth.",
        ),
    )


DAY = 24 * HOUR


@pytest.mark.parametrize(
    ("of_visit", "of_shift", "reason", "sentence"),
    [
        (
            {"territory": "north"},
            {"territories": frozenset({"south"})},
            UnplannedReason.OUTSIDE_TERRITORY,
            "Nobody with the skill gas works in territory north.",
        ),
        (
            {"forbidden": frozenset({"t", "u"})},
            {},
            UnplannedReason.TECHNICIAN_REFUSED,
            "Nobody who could do it may come: t must not.",
        ),
        (
            {"pinned_technician": "u"},
            {},
            UnplannedReason.PINNED_TECHNICIAN_CANNOT,
            "Technician u, whom it is promised to, cannot serve it.",
        ),
        (
            {"delivery": (3,)},
            {"capacity": (2,)},
            UnplannedReason.TOO_MUCH_TO_CARRY,
            "No van of those who could do it holds its load.",
        ),
        (
            {"not_before": 25 * HOUR},
            {},
            UnplannedReason.NO_POSSIBLE_START,
            "It may not start at all: its windows and its other times exclude each other.",
        ),
        (
            {"not_before": 25 * HOUR, "pinned_shift": "mon"},
            {},
            UnplannedReason.PINNED_SHIFT_CANNOT,
            "The technician it is promised to cannot serve it: its windows and its other times exclude each other.",
        ),
        (
            {},
            {"max_driving": 1199},
            UnplannedReason.DRIVING_LIMIT,
            "The drive there and back is longer than anybody who could do it may drive.",
        ),
    ],
)
def test_why_unplanned_names_the_obstacles_of_hands_and_limits(
    of_visit: dict[str, object],
    of_shift: dict[str, object],
    reason: UnplannedReason,
    sentence: str,
) -> None:
    visit = replace(VISIT, **of_visit)  # type: ignore[arg-type]  # any field
    shift = replace(SHIFT, **of_shift)  # type: ignore[arg-type]  # any field

    assert alone(visit, shift) == Unplanned(visit="v", reason=reason, sentence=sentence)


def spoken(visit: Visit, *others: Visit) -> str:
    """The sentence with moments when the others have taken the shift already."""
    problem = Problem(visits=(visit, *others), shifts=(SHIFT,), travel=TRAVEL)
    route = timed_route(problem, SHIFT, others) if others else None
    routes = () if route is None else (route,)
    return why_unplanned(problem, routes, visit, day_clock).sentence


def test_why_unplanned_names_moments_when_there_is_a_clock() -> None:
    later = replace(VISIT, windows=(TimeWindow(DAY + 10 * HOUR, DAY + 14 * HOUR),), service=5400)
    days = tuple(TimeWindow(at * DAY + HOUR, at * DAY + HOUR) for at in range(1, 6))
    needy = replace(VISIT, skills=frozenset({"water", "gas"}), windows=days)
    long = replace(VISIT, key="long", service=3 * HOUR)

    assert spoken(later) == (
        "Nobody with the skill gas is on duty for 90 minutes of work"
        " between day 2 10:00 and day 2 14:00."
    )
    assert spoken(needy) == (
        "Nobody with the skills gas and water is on duty for 60 minutes of work"
        " at day 2 01:00 or at day 3 01:00 or at day 4 01:00 or in 2 later spans."
    )
    assert spoken(replace(needy, windows=days[:4], pinned_shift="mon")) == (
        "The technician it is promised to cannot serve it: its hours have no room for 60 minutes"
        " of work at day 2 01:00 or at day 3 01:00 or at day 4 01:00 or in 1 later span."
    )
    assert spoken(VISIT, long) == (
        "Nobody with the skill gas has 60 minutes left between day 1 00:00 and day 2 00:00."
    )
    assert spoken(replace(VISIT, pinned_shift="mon"), long) == (
        "The technician it is promised to does not have 60 minutes left"
        " between day 1 00:00 and day 2 00:00."
    )


def pair(kind: LinkKind, *visits: Visit, prize: int = 14_400) -> Unplanned:
    """Why the first of two linked visits is out when nothing is planned."""
    linked = tuple(replace(each, prize=prize) for each in visits)
    links = (Link(kind, linked[0].key, linked[1].key),)
    problem = Problem(visits=linked, shifts=(SHIFT,), travel=TRAVEL, links=links)
    return why_unplanned(problem, (), linked[0])


def test_why_unplanned_names_the_linked_visit_that_is_out() -> None:
    cold = replace(VISIT, key="w", skills=frozenset({"cold"}))
    night = replace(VISIT, key="w", windows=(TimeWindow(0, HOUR),))
    twin = replace(VISIT, key="w")
    reason = UnplannedReason.LINKED_VISIT_OUT

    assert pair(LinkKind.BEFORE, VISIT, cold) == Unplanned(
        visit="v",
        reason=reason,
        sentence="It is planned together with w only, and that is out: Nobody has the skill cold.",
    )
    assert pair(LinkKind.BEFORE, VISIT, night).sentence == (
        "It is planned together with w only, and that is out: Nobody who could do it is on duty for"
        " 60 minutes of work when the visit may start."
    )
    assert pair(LinkKind.SAME_TIME, VISIT, twin) == Unplanned(
        visit="v", reason=reason, sentence="There is room for it, but not together with w."
    )
    assert pair(LinkKind.BEFORE, VISIT, twin, prize=300) == Unplanned(
        visit="v",
        reason=UnplannedReason.NOT_WORTH_THE_DRIVE,
        sentence=(
            "It would cost 20 minutes of extra driving together with the visits linked to it,"
            " more than the 10 that it is worth."
        ),
    )


def test_why_unplanned_says_fully_booked_when_no_linked_visit_fits_either() -> None:
    long = replace(VISIT, key="long", service=3 * HOUR)
    visits = (VISIT, replace(VISIT, key="w"), long)
    problem = Problem(
        visits=visits, shifts=(SHIFT,), travel=TRAVEL, links=(Link(LinkKind.BEFORE, "v", "w"),)
    )
    route = timed_route(problem, SHIFT, (long,))
    assert route is not None

    assert why_unplanned(problem, (route,), VISIT).reason is UnplannedReason.FULLY_BOOKED


def test_why_unplanned_weighs_more_than_the_drive() -> None:
    problem = Problem(
        visits=(replace(VISIT, prize=600),),
        shifts=(replace(SHIFT, fixed_cost=900.0),),
        travel=TRAVEL,
    )

    assert why_unplanned(problem, (), problem.visits[0]).sentence == (
        "It would cost as much as 35 minutes of driving, more than the 10 that it is worth."
    )
