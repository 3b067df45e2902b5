"""Words that the sentences of explanations are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from scheduling.problem import Problem
from scheduling.timing import starts_of
from scheduling.visit import LinkKind, Visit

Clock = Callable[[int], str]
"""How a second of the horizon is called."""

SPANS_NAMED: Final = 3
"""So many spans of time are named in a sentence; more would not be read."""


def day_clock(second: int) -> str:
    """The second in a horizon of days of 24 hours, the first of which is day 1: “day 2 10:00”."""
    minutes = second // 60
    return f"day {minutes // 1440 + 1} {minutes // 60 % 24:02}:{minutes % 60:02}"


def minutes_of(seconds: float) -> str:
    """Whole minutes with their unit."""
    minutes = round(seconds / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def listed(words: Iterable[str]) -> str:
    """The words in order of the alphabet: “a, b and c”."""
    *most, last = sorted(words)
    return f"{', '.join(most)} and {last}" if most else last


def with_skills(visit: Visit) -> str:
    """The skills it needs, as they follow a person; empty if it needs none."""
    if not visit.skills:
        return ""
    return f" with the skill{'' if len(visit.skills) == 1 else 's'} {listed(visit.skills)}"


def nobody(visit: Visit) -> str:
    """Nobody of those who could do it."""
    who = "Nobody" if visit.crew_size == 1 else f"No crew of {visit.crew_size}"
    return who + with_skills(visit)


def spans_of(problem: Problem, visit: Visit, clock: Clock) -> str:
    """When the visit may start, in words."""
    spans = starts_of(problem, visit)
    named = [
        f"between {clock(first)} and {clock(last)}" if first < last else f"at {clock(first)}"
        for first, last in spans[:SPANS_NAMED]
    ]
    more = len(spans) - len(named)
    if more:
        named.append(f"in {more} later span{'' if more == 1 else 's'}")
    return " or ".join(named)


def ties_of(problem: Problem, visit: Visit) -> tuple[str, ...]:
    """What links tie it to, one phrase for each."""
    return tuple(
        _TIES[link.kind][key == link.second].format(other=other)
        for link in problem.links
        for key, other in ((link.first, link.second), (link.second, link.first))
        if key == visit.key
    )


_TIES: Final = {
    LinkKind.SAME_TIME: ("starts together with {other}", "starts together with {other}"),
    LinkKind.BEFORE: ("comes before {other}", "comes after {other}"),
    LinkKind.SAME_TECHNICIAN: ("has the technician of {other}", "has the technician of {other}"),
    LinkKind.SAME_SHIFT: ("comes before {other} on its shift", "comes after {other} on its shift"),
}
