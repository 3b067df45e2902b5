"""Links as arrays: groups of visits that are planned together, in an order in which they can be put in."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final

import numpy as np

from scheduling.problem import Problem
from scheduling.search import model
from scheduling.search.model import Int64
from scheduling.visit import Link, LinkKind

KINDS: Final = {
    LinkKind.SAME_TIME: model.SAME_TIME,
    LinkKind.BEFORE: model.BEFORE,
    LinkKind.SAME_TECHNICIAN: model.SAME_TECHNICIAN,
    LinkKind.SAME_SHIFT: model.SAME_SHIFT,
}


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Groups, their members and their links, as `Model` describes them; `group_of` is -1 without links."""

    group_of: Int64
    group_start: Int64
    members: Int64
    link_start: Int64
    links: Int64


def grouped(problem: Problem) -> Groups:
    """The groups of a problem, each in an order in which what comes first stands in front."""
    position = {visit.key: at for at, visit in enumerate(problem.visits)}
    group_of = np.full(len(problem.visits), -1, np.int64)
    leader = {visit.key: visit.key for visit in problem.visits}

    def root(key: str) -> str:
        while leader[key] != key:
            key = leader[key]
        return key

    for link in problem.links:
        leader[root(link.second)] = root(link.first)
    linked = list(dict.fromkeys(key for link in problem.links for key in (link.first, link.second)))
    groups: dict[str, list[str]] = {}
    for key in linked:
        groups.setdefault(root(key), []).append(key)
    members: list[int] = []
    links: list[tuple[int, int, int, int]] = []
    group_start, link_start = [0], [0]
    links_of: dict[str, list[Link]] = {}
    for link in problem.links:
        links_of.setdefault(root(link.first), []).append(link)
    for number, (leading, keys) in enumerate(groups.items()):
        own = links_of[leading]
        before: dict[str, set[str]] = {key: set() for key in keys}
        for link in own:
            if link.kind in (LinkKind.BEFORE, LinkKind.SAME_SHIFT):
                before[link.second].add(link.first)
        for key in TopologicalSorter(before).static_order():
            members.append(position[key])
            group_of[position[key]] = number
        links += [
            (KINDS[link.kind], position[link.first], position[link.second], link.lag)
            for link in own
        ]
        group_start.append(len(members))
        link_start.append(len(links))
    return Groups(
        group_of,
        np.array(group_start, np.int64),
        np.array(members, np.int64),
        np.array(link_start, np.int64),
        np.array(links, np.int64).reshape(len(links), 4),
    )
