"""Why a visit is in no route, in a sentence that a dispatcher can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scheduling.cost import prize_of, route_costs
from scheduling.groups import Group, groups_of
from scheduling.insertion import Insertion, cheapest_group_insertion, cheapest_insertion
from scheduling.limits import fits_alone, serves_territory
from scheduling.phrases import Clock, listed, minutes_of, nobody, spans_of
from scheduling.plan import Route, Unplanned, UnplannedReason
from scheduling.problem import Problem, Travel
from scheduling.shift import Shift
from scheduling.timing import could_serve_alone, starts_of
from scheduling.visit import Visit

Obstacle = tuple[UnplannedReason, str]


def why_unplanned(
    problem: Problem,
    routes: Sequence[Route],
    visit: Visit,
    clock: Clock | None = None,
    *,
    is_full: bool = False,
) -> Unplanned:
    """The most basic obstacle that keeps the visit out of these routes.

    Who may serve it comes first, then duty in the windows and the way there, then the visits it is linked
    to, and last the routes themselves: if it still fits exactly somewhere, its place there is worth more.

    Args:
        problem: what was to be planned.
        routes: those that stand.
        visit: it is in none of them.
        clock: how moments are called; without one the sentence names no moments.
        is_full: it is known already that it fits into none of the routes; looking takes long.
    """
    able = _candidates(problem, visit)
    obstacle = (
        able
        if isinstance(able, tuple)
        else _not_even_alone(problem, visit, able, clock)
        or _partner_out(problem, visit, clock)
        or (
            (UnplannedReason.FULLY_BOOKED, _fully_booked(problem, visit, clock))
            if is_full
            else _no_room(problem, routes, visit, clock)
        )
    )
    return Unplanned(visit=visit.key, reason=obstacle[0], sentence=obstacle[1])


def _candidates(problem: Problem, visit: Visit) -> list[Shift] | Obstacle:
    """The shifts that may serve the visit whatever the time, or why there is none."""
    able = list(problem.shifts)
    if not able:
        return UnplannedReason.NOBODY_ON_DUTY, "There is no shift to plan it in."
    able = [shift for shift in able if visit.skills <= shift.skills]
    if not able:
        return UnplannedReason.NO_SKILL, _no_skill(visit)
    able = [shift for shift in able if visit.crew_size <= shift.crew_size]
    if not able:
        skilled = " with the skills for it" if visit.skills else ""
        return (
            UnplannedReason.CREW_TOO_SMALL,
            f"There is no crew of {visit.crew_size}{skilled}.",
        )
    able = [shift for shift in able if serves_territory(shift, visit)]
    if not able:
        sentence = f"{nobody(visit)} works in territory {visit.territory}."
        return UnplannedReason.OUTSIDE_TERRITORY, sentence
    could = {shift.technician for shift in able}
    able = [shift for shift in able if shift.technician not in visit.forbidden]
    if not able:
        sentence = f"Nobody who could do it may come: {listed(could)} must not."
        return UnplannedReason.TECHNICIAN_REFUSED, sentence
    able = [s for s in able if visit.pinned_technician in (None, s.technician)]
    if not able:
        return (
            UnplannedReason.PINNED_TECHNICIAN_CANNOT,
            f"Technician {visit.pinned_technician}, whom it is promised to, cannot serve it.",
        )
    able = [shift for shift in able if visit.pinned_shift in (None, shift.key)]
    if not able:
        return (
            UnplannedReason.PINNED_SHIFT_CANNOT,
            "The technician it is promised to cannot serve it: its skills or crew don't suffice.",
        )
    able = [shift for shift in able if fits_alone(shift, visit)]
    if not able:
        return UnplannedReason.TOO_MUCH_TO_CARRY, "No van of those who could do it holds its load."
    return able


def _no_skill(visit: Visit) -> str:
    if len(visit.skills) == 1:
        return f"Nobody has the skill {listed(visit.skills)}."
    return f"Nobody has the skills {listed(visit.skills)} together."


def _not_even_alone(
    problem: Problem, visit: Visit, candidates: Sequence[Shift], clock: Clock | None
) -> Obstacle | None:
    """The obstacle when no shift could serve the visit with nothing else to do."""
    if any(could_serve_alone(problem, shift, visit) for shift in candidates):
        return None
    nowhere = np.zeros_like(problem.travel.seconds)
    beamed = replace(problem, travel=Travel(seconds=nowhere, metres=nowhere))
    on_duty = any(could_serve_alone(beamed, shift, visit) for shift in candidates)
    needed = f"{minutes_of(visit.service)} of work"
    if visit.pinned_shift is not None:
        obstacle = (
            "its windows and its other times exclude each other"
            if not starts_of(problem, visit)
            else f"the drive there and back leaves no room for {needed}"
            if on_duty
            else f"its hours have no room for {needed} {_when(problem, visit, clock)}"
        )
        sentence = f"The technician it is promised to cannot serve it: {obstacle}."
        return UnplannedReason.PINNED_SHIFT_CANNOT, sentence
    if not starts_of(problem, visit):
        return (
            UnplannedReason.NO_POSSIBLE_START,
            "It may not start at all: its windows and its other times exclude each other.",
        )
    if not on_duty:
        who = (
            nobody(visit)
            if clock
            else f"{nobody(replace(visit, skills=frozenset()))} who could do it"
        )
        return (
            UnplannedReason.NOBODY_ON_DUTY,
            f"{who} is on duty for {needed} {_when(problem, visit, clock)}.",
        )
    limitless = [replace(shift, max_driving=None) for shift in candidates]
    if any(could_serve_alone(problem, shift, visit) for shift in limitless):
        return (
            UnplannedReason.DRIVING_LIMIT,
            "The drive there and back is longer than anybody who could do it may drive.",
        )
    return (
        UnplannedReason.TOO_FAR,
        f"The drive there and back leaves nobody enough time for {needed} in its windows.",
    )


def _when(problem: Problem, visit: Visit, clock: Clock | None) -> str:
    return "when the visit may start" if clock is None else spans_of(problem, visit, clock)


def _group_of(problem: Problem, visit: Visit) -> Group:
    return (
        next(group for group in groups_of(problem) if visit in group) if problem.links else (visit,)
    )


def _partner_out(problem: Problem, visit: Visit, clock: Clock | None) -> Obstacle | None:
    """The obstacle when somebody could serve this visit, but nobody one that is linked to it."""
    for other in _group_of(problem, visit):
        able = _candidates(problem, other)
        obstacle = able if isinstance(able, tuple) else _not_even_alone(problem, other, able, clock)
        if obstacle is not None:
            sentence = (
                f"It is planned together with {other.key} only, and that is out: {obstacle[1]}"
            )
            return UnplannedReason.LINKED_VISIT_OUT, sentence
    return None


def _no_room(
    problem: Problem, routes: Sequence[Route], visit: Visit, clock: Clock | None
) -> Obstacle:
    """The obstacle when the visit could be served, were it not for the other visits."""
    standing = {route.shift: route for route in routes}
    served = {stop.visit for route in routes for stop in route.stops}
    group = tuple(each for each in _group_of(problem, visit) if each.key not in served)
    able = {
        each.key: [shift for shift in problem.shifts if could_serve_alone(problem, shift, each)]
        for each in group
    }
    insertion = cheapest_group_insertion(problem, standing, group, able)
    if insertion is not None:
        return _not_worth_it(problem, standing, group, insertion)
    if len(group) > 1 and cheapest_insertion(problem, standing, visit, able[visit.key]):
        others = listed(other.key for other in group if other is not visit)
        sentence = f"There is room for it, but not together with {others}."
        return UnplannedReason.LINKED_VISIT_OUT, sentence
    return UnplannedReason.FULLY_BOOKED, _fully_booked(problem, visit, clock)


def _not_worth_it(
    problem: Problem, standing: dict[str, Route], group: Group, insertion: Insertion
) -> Obstacle:
    """The sentence for visits that fit, but cost more than their prizes."""
    now = [standing[route.shift] for route in insertion.routes if route.shift in standing]
    driving = sum(route_costs(problem, route).driving for route in insertion.routes) - sum(
        route_costs(problem, route).driving for route in now
    )
    extra, worth = round(insertion.extra / 60), sum(map(prize_of, group)) // 60
    only_driving = round(driving / 60) == extra
    cost = (
        f"{extra} minutes of extra driving"
        if only_driving
        else f"as much as {extra} minutes of driving"
    )
    together = "" if len(group) == 1 else " together with the visits linked to it"
    return (
        UnplannedReason.NOT_WORTH_THE_DRIVE,
        f"It would cost {cost}{together}, more than the {worth} that it is worth.",
    )


def _fully_booked(problem: Problem, visit: Visit, clock: Clock | None) -> str:
    needed = minutes_of(visit.service)
    whom = "The technician it is promised to" if visit.pinned_shift is not None else None
    if clock is None:
        who = whom or "Every technician who could do it"
        return f"{who} is fully booked in its windows; {needed} are needed."
    spans = spans_of(problem, visit, clock)
    if whom is not None:
        return f"{whom} does not have {needed} left {spans}."
    return f"{nobody(visit)} has {needed} left {spans}."
