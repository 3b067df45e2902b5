"""Visits that are planned together or not at all, and who may serve them when some of them stand already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from typing import assert_never

from scheduling.plan import Route
from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.visit import Link, LinkKind, Visit

Group = tuple[Visit, ...]


def groups_of(problem: Problem) -> tuple[Group, ...]:
    """Every visit in one group with all that links tie it to; those that come first stand in front."""
    leader = {visit.key: visit.key for visit in problem.visits}
    for link in problem.links:
        ends = {_leader(leader, link.first), _leader(leader, link.second)}
        leader.update(dict.fromkeys(ends, min(ends)))
    members: dict[str, list[Visit]] = {}
    for visit in _in_order(problem):
        members.setdefault(_leader(leader, visit.key), []).append(visit)
    group_of = {visit.key: tuple(group) for group in members.values() for visit in group}
    return tuple(dict.fromkeys(group_of[visit.key] for visit in problem.visits))


def may_join(problem: Problem, shift: Shift, visit: Visit, hands: Mapping[str, Shift]) -> bool:
    """Whether the links to visits that are served already let this shift serve the visit.

    Args:
        problem: its links.
        shift: who might serve it.
        visit: what is to be served.
        hands: by key of a visit, the shift that serves it.
    """
    return all(
        hands_agree(link, shift, hands[other])
        for link in problem.links
        for key, other in ((link.first, link.second), (link.second, link.first))
        if key == visit.key and other in hands
    )


def hands_agree(link: Link, one: Shift, other: Shift) -> bool:
    """Whether these two shifts may serve the two visits of the link."""
    match link.kind:
        case LinkKind.SAME_TIME:
            return one.key != other.key
        case LinkKind.SAME_TECHNICIAN:
            return one.technician == other.technician
        case LinkKind.SAME_SHIFT:
            return one.key == other.key
        case LinkKind.BEFORE:
            return True
        case _ as unreachable:
            assert_never(unreachable)


def hands_of(problem: Problem, routes: Iterable[Route]) -> dict[str, Shift]:
    """By key of a visit the shift that serves it."""
    return {
        stop.visit: problem.shift_by_key[route.shift] for route in routes for stop in route.stops
    }


def _leader(leader: Mapping[str, str], key: str) -> str:
    while leader[key] != key:
        key = leader[key]
    return key


def _in_order(problem: Problem) -> list[Visit]:
    """All visits, each after those that must come before it, otherwise in the order of the problem."""
    order: TopologicalSorter[str] = TopologicalSorter({visit.key: () for visit in problem.visits})
    for link in problem.links:
        if link.kind in (LinkKind.BEFORE, LinkKind.SAME_SHIFT):
            order.add(link.second, link.first)
    return [problem.visit_by_key[key] for key in order.static_order()]
