"""What links leave of the times of their visits, once somebody has chosen a start for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scheduling.problem import Problem
from scheduling.visit import LinkKind, TimeWindow

FOREVER: Final = 2**40
"""A second after every horizon."""


def spans_of(problem: Problem, starts: Mapping[str, int]) -> dict[str, TimeWindow]:
    """Spans within which visits may move each for itself and still keep every link.

    Two visits at one time stay where they are. Of two that follow each other, the first may start at its
    chosen second or before, the second from then on at which the first is over at the latest.

    Args:
        problem: the links.
        starts: by key the chosen start of each linked visit that is served, keeping every link.
    """
    earliest = dict.fromkeys(starts, 0)
    latest = dict.fromkeys(starts, FOREVER)
    for link in problem.links:
        if link.first not in starts:
            continue
        if link.kind is LinkKind.SAME_TIME:
            for key in (link.first, link.second):
                earliest[key] = latest[key] = starts[key]
        elif link.kind is LinkKind.BEFORE:
            over = starts[link.first] + problem.visit_by_key[link.first].service + link.lag
            latest[link.first] = starts[link.first]
            earliest[link.second] = max(earliest[link.second], over)
    return {
        key: TimeWindow(earliest[key], latest[key])
        for key in starts
        if (earliest[key], latest[key]) != (0, FOREVER)
    }
