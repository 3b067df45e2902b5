"""The earliest times of a whole plan with given orders, worked out from the contract alone.

With a choice of the gap in which each pause lies, every rule says that something starts no earlier than
something else plus a number of seconds; so the earliest times of all are found by repeating the rules until
nothing moves. Nothing of `scheduling.timing` is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations_with_replacement, product
from typing import Final

from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.visit import LinkKind, Visit

NEVER: Final = 10**12
"""A second after all others."""

Order = tuple[str, ...]
Orders = Mapping[str, Order]
"""For every shift the keys of its visits, in order."""


def used_by(problem: Problem, orders: Orders) -> list[tuple[Shift, Order]]:
    """Every shift with its visits, none for an unused one."""
    return [(shift, orders.get(shift.key, ())) for shift in problem.shifts]


def places_along(problem: Problem, shift: Shift, order: Order) -> list[int]:
    """Places from the start of a route to its end."""
    stops = [problem.visit_by_key[key].place for key in order]
    return [shift.start_place, *stops, shift.end_place]


@dataclass(slots=True)
class _Moments:
    """Moments that start no earlier than others: (moment before, seconds, moment after).

    Attributes:
        spans: for each moment the spans inside which it must lie, ascending.
        rules: the pairs.
        grids: for each moment what it is a multiple of.
    """

    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    rules: list[tuple[str, int, str]] = field(default_factory=list)
    grids: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, spans: list[tuple[int, int]], grid: int = 1) -> None:
        self.spans[name], self.grids[name] = spans, grid

    def earliest(self) -> dict[str, int] | None:
        """The earliest second of every moment, None if there are none."""
        seconds = {name: self._next(name, 0) for name in self.spans}
        moved = True
        while moved and max(seconds.values(), default=0) < NEVER:
            moved = False
            for before, apart, after in self.rules:
                if seconds[after] < seconds[before] + apart:
                    seconds[after] = self._next(after, seconds[before] + apart)
                    moved = True
        return seconds if max(seconds.values(), default=0) < NEVER else None

    def _next(self, name: str, second: int) -> int:
        grid = self.grids[name]
        for first, last in self.spans[name]:
            start = -(-max(first, second) // grid) * grid
            if start <= last:
                return start
        return NEVER


def earliest_starts(problem: Problem, orders: Orders) -> Iterator[dict[str, int]]:
    """For every choice of gaps for the pauses in which all is in time, the earliest start of every visit."""
    used = [(shift, order) for shift, order in used_by(problem, orders) if order]
    gaps = (
        combinations_with_replacement(range(len(order) + 2), len(shift.breaks))
        for shift, order in used
    )
    for choice in product(*gaps):
        moments = _Moments()
        for (shift, order), gaps_of_pauses in zip(used, choice, strict=True):
            _add_route(moments, problem, shift, order, gaps_of_pauses)
        _add_links(moments, problem)
        seconds = moments.earliest()
        if seconds is not None:
            yield {key: seconds[key] for _, order in used for key in order}


def _add_route(
    moments: _Moments, problem: Problem, shift: Shift, order: Order, gaps: tuple[int, ...]
) -> None:
    """Pauses with gap number n lie before visit n; then come those on the way back, then those after it."""
    visits = [problem.visit_by_key[key] for key in order]
    places = places_along(problem, shift, order)
    end = f"{shift.key} end"
    moments.add(f"{shift.key} start", [(shift.span.start, shift.latest_end)])
    for visit in visits:
        moments.add(visit.key, _start_spans(visit), problem.grid)
    moments.add(end, [(shift.span.start, shift.latest_end)])
    before, work = f"{shift.key} start", 0
    for gap, after in enumerate([*order, end]):
        here, there = places[gap], places[gap + 1]
        needed = int(problem.travel.seconds[here, there])
        if gap < len(visits) and here != there:
            needed += visits[gap].setup
        paused = _add_pauses(moments, shift, gaps, gap, before, work, after)
        moments.rules.append((before, work + needed + paused, after))
        before, work = after, visits[gap].service if gap < len(visits) else 0
    _add_pauses(moments, shift, gaps, len(order) + 1, end, 0, None)


def _add_pauses(
    moments: _Moments,
    shift: Shift,
    gaps: tuple[int, ...],
    gap: int,
    before: str,
    work: int,
    after: str | None,
) -> int:
    """Put the pauses of one gap between two moments; how long they last in all."""
    paused = 0
    for number, pause in enumerate(shift.breaks):
        if gaps[number] == gap:
            name = f"{shift.key} pause {number}"
            moments.add(name, [(pause.window.start, pause.window.end)])
            moments.rules.append((before, work, name))
            if after is not None:
                moments.rules.append((name, pause.length, after))
            before, work, paused = name, pause.length, paused + pause.length
    return paused


def _start_spans(visit: Visit) -> list[tuple[int, int]]:
    spans = [(max(each.start, visit.not_before), each.end) for each in visit.windows]
    if visit.pinned_start is not None:
        pin = visit.pinned_start
        return [(pin, pin) for first, last in spans if first <= pin <= last]
    return [(first, last) for first, last in spans if first <= last]


def _add_links(moments: _Moments, problem: Problem) -> None:
    for link in problem.links:
        if link.first in moments.spans:
            if link.kind is LinkKind.SAME_TIME:
                moments.rules += [(link.first, 0, link.second), (link.second, 0, link.first)]
            elif link.kind is LinkKind.BEFORE:
                service = problem.visit_by_key[link.first].service
                moments.rules.append((link.first, service + link.lag, link.second))
