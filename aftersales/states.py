"""How a noun moves through its states: the graph stands in the file of the noun, the rule here."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from aftersales.errors import IllegalMove

State = TypeVar("State", bound=StrEnum)
Graph = Mapping[State, frozenset[State]]


def moved(graph: Graph[State], present: State, wanted: State, noun: str) -> State:
    """The state `wanted`, if the graph has an arrow to it from `present`.

    Raises:
        IllegalMove: it has none; the message lists what is possible.
    """
    if wanted in graph[present]:
        return wanted
    possible = ", ".join(sorted(graph[present])) or "nothing any more"
    raise IllegalMove(
        f"A {noun} that is {present} cannot become {wanted}. From here it can become: {possible}."
    )


def shortest_way(
    graph: Graph[State], origin: State, goal: State, *, most: int | None = None
) -> tuple[State, ...] | None:
    """The fewest steps from one state to another, without the first, in at most so many; None if there is no such way."""
    ways: deque[tuple[State, ...]] = deque([()])
    seen = {origin}
    while ways:
        way = ways.popleft()
        present = way[-1] if way else origin
        if present == goal:
            return way
        if most is not None and len(way) >= most:
            continue
        for following in sorted(graph[present] - seen):
            seen.add(following)
            ways.append((*way, following))
    return None
