"""Groups of linked visits, in an order in which they can be planned."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduling.groups import groups_of, hands_of, may_join
from scheduling.problem import Problem
from scheduling.visit import Link, LinkKind
from tests.scheduling.one_shift import ALL_DAY, line, shift, timed, visit
from tests.scheduling.small_problems import small_problems

MON = shift()
TUE = replace(shift(), key="tue")
OTHER = replace(shift(), key="other", technician="u")


def problem(*links: Link) -> Problem:
    visits = tuple(visit(key, 1, 15, ALL_DAY) for key in "abcde")
    return Problem(visits=visits, shifts=(MON, TUE, OTHER), travel=line(0, 1), links=links)


def keys(of: Problem) -> list[str]:
    return ["".join(visit.key for visit in group) for group in groups_of(of)]


def test_groups_of_unlinked_visits_are_single() -> None:
    assert keys(problem()) == ["a", "b", "c", "d", "e"]


def test_groups_join_along_all_links_and_put_first_what_comes_first() -> None:
    links = (
        Link(LinkKind.BEFORE, "c", "a"),
        Link(LinkKind.SAME_TIME, "e", "b"),
        Link(LinkKind.SAME_SHIFT, "e", "c"),
    )

    assert keys(problem(*links)) == ["beca", "d"]


@settings(derandomize=True, deadline=None, max_examples=60)
@given(small_problems(features=tuple(LinkKind)))
def test_groups_hold_every_visit_once_and_both_ends_of_every_link(of: Problem) -> None:
    groups = groups_of(of)

    together = [visit.key for group in groups for visit in group]
    assert sorted(together) == sorted(of.visit_by_key)
    for link in of.links:
        (group,) = (
            [visit.key for visit in group]
            for group in groups
            if of.visit_by_key[link.first] in group
        )
        assert link.second in group
        if link.kind in (LinkKind.BEFORE, LinkKind.SAME_SHIFT):
            assert group.index(link.first) < group.index(link.second)


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (LinkKind.SAME_TIME, [TUE, OTHER]),
        (LinkKind.SAME_TECHNICIAN, [MON, TUE]),
        (LinkKind.SAME_SHIFT, [MON]),
        (LinkKind.BEFORE, [MON, TUE, OTHER]),
    ],
)
@pytest.mark.parametrize("ends", ["ab", "ba"])
def test_may_join_asks_who_serves_the_other_visit(
    kind: LinkKind, who: list[object], ends: str
) -> None:
    tied = problem(Link(kind, *ends), Link(LinkKind.SAME_SHIFT, "b", "c"))
    route = timed(MON, tied.visits[:1], line(0, 1))
    assert route is not None
    hands = hands_of(tied, (route,))

    could = [each for each in tied.shifts if may_join(tied, each, tied.visits[1], hands)]

    assert hands == {"a": MON}
    assert could == who
