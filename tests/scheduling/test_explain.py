"""Why a visit is left out: the most basic obstacle, in a sentence that can be acted on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduling.explain import why_unplanned
from scheduling.plan import Unplanned, UnplannedReason
from scheduling.problem import Break, Problem, Shift, TimeWindow, Travel, Visit
from scheduling.solver import QUICK, solve
from scheduling.timing import timed_route

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
    route = timed_route(SHIFT, (long,), TRAVEL)
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
