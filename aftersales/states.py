"""How a noun moves through its states: the graph stands in the file of the noun, the rule here."""

from __future__ import annotations

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
