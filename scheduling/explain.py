"""Why a visit is in no route, in a sentence that a dispatcher can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from scheduling.insertion import cheapest_insertion
from scheduling.plan import Route, Unplanned, UnplannedReason
from scheduling.problem import Problem, Shift, Travel, Visit
from scheduling.timing import could_serve_alone


def why_unplanned(problem: Problem, routes: Sequence[Route], visit: Visit) -> Unplanned:
    """The most basic obstacle that keeps the visit out of these routes.

    Skills come first, then the size of the crew, the pinned shift, duty in the windows, the way there, and
    last the routes themselves: if the visit still fits exactly somewhere, its detour is worth more than it.
    """
    if not problem.shifts:
        return _because(visit, UnplannedReason.NOBODY_ON_DUTY, "There is no shift to plan it in.")
    skilled = [shift for shift in problem.shifts if visit.skills <= shift.skills]
    if not skilled:
        return _because(visit, UnplannedReason.NO_SKILL, _no_skill(visit))
    crews = [shift for shift in skilled if visit.crew_size <= shift.crew_size]
    if not crews:
        return _because(visit, UnplannedReason.CREW_TOO_SMALL, _crew_too_small(visit))
    if visit.pinned_shift is not None:
        crews = [shift for shift in crews if shift.key == visit.pinned_shift]
    able = [shift for shift in crews if could_serve_alone(shift, visit, problem.travel)]
    if not able:
        return _because(visit, *_not_even_alone(problem, visit, crews))
    return _because(
        visit, *_no_room(problem, {route.shift: route for route in routes}, visit, able)
    )


def _because(visit: Visit, reason: UnplannedReason, sentence: str) -> Unplanned:
    return Unplanned(visit=visit.key, reason=reason, sentence=sentence)


def _no_skill(visit: Visit) -> str:
    skills = sorted(visit.skills)
    if len(skills) == 1:
        return f"Nobody has the skill {skills[0]}."
    return f"Nobody has the skills {', '.join(skills[:-1])} and {skills[-1]} together."


def _crew_too_small(visit: Visit) -> str:
    with_skills = " with the skills for it" if visit.skills else ""
    return f"There is no crew of {visit.crew_size}{with_skills}."


def _not_even_alone(
    problem: Problem, visit: Visit, crews: Sequence[Shift]
) -> tuple[UnplannedReason, str]:
    """The obstacle when no shift could serve the visit with nothing else to do."""
    nowhere = np.zeros_like(problem.travel.seconds)
    beamed = Travel(seconds=nowhere, metres=nowhere)
    on_duty = any(could_serve_alone(shift, visit, beamed) for shift in crews)
    needed = f"{visit.service // 60} minutes of work"
    if visit.pinned_shift is not None:
        obstacle = (
            "its skills or crew don't suffice"
            if not crews
            else f"the drive there and back leaves no room for {needed}"
            if on_duty
            else f"its hours have no room for {needed} when the visit may start"
        )
        sentence = f"The technician it is promised to cannot serve it: {obstacle}."
        return UnplannedReason.PINNED_SHIFT_CANNOT, sentence
    if on_duty:
        return (
            UnplannedReason.TOO_FAR,
            f"The drive there and back leaves nobody enough time for {needed} in its windows.",
        )
    who = "Nobody" if visit.crew_size == 1 else f"No crew of {visit.crew_size}"
    return (
        UnplannedReason.NOBODY_ON_DUTY,
        f"{who} who could do it is on duty for {needed} when the visit may start.",
    )


def _no_room(
    problem: Problem, routes: Mapping[str, Route], visit: Visit, able: Sequence[Shift]
) -> tuple[UnplannedReason, str]:
    """The obstacle when the visit could be served, were it not for the other visits."""
    needed = f"{visit.service // 60} minutes"
    insertion = cheapest_insertion(problem, routes, visit, able)
    if insertion is not None:
        extra = round(insertion.extra / 60)
        return (
            UnplannedReason.NOT_WORTH_THE_DRIVE,
            f"It would cost {extra} minutes of extra driving, more than the {visit.prize // 60} that it is worth.",
        )
    if visit.pinned_shift is not None:
        return (
            UnplannedReason.FULLY_BOOKED,
            f"The technician it is promised to is fully booked in its windows; {needed} are needed.",
        )
    return (
        UnplannedReason.FULLY_BOOKED,
        f"Every technician who could do it is fully booked in its windows; {needed} are needed.",
    )
