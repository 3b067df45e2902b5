"""Rules of limits: how far a shift drives, how often it stops, and what its van holds."""

from __future__ import annotations

from collections.abc import Iterator

from scheduling.check.walk import Walk
from scheduling.plan import Route
from scheduling.shift import Shift
from scheduling.violation import Rule, Violation
from scheduling.visit import LinkKind


def max_driving(walk: Walk) -> Iterator[Violation]:
    """A shift drives no longer than it may."""
    most, driving = walk.shift.max_driving, sum(walk.drives)
    if most is not None and driving > most:
        sentence = f"It drives {driving} seconds, {most} are allowed."
        yield Violation(Rule.MAX_DRIVING, walk.shift.key, sentence)


def max_stops(shift: Shift, route: Route) -> Iterator[Violation]:
    """A shift has no more stops than it may."""
    if shift.max_stops is not None and len(route.stops) > shift.max_stops:
        sentence = f"It has {len(route.stops)} stops, {shift.max_stops} are allowed."
        yield Violation(Rule.MAX_STOPS, shift.key, sentence)


def capacity(walk: Walk) -> Iterator[Violation]:
    """The van never carries more of any kind of load than it holds.

    It leaves with what its stops need, except what is loaded at the first of two visits of one shift.
    """
    for kind, room in enumerate(walk.shift.capacity):
        most = max(_carried(walk, kind))
        if most > room:
            sentence = f"Its van carries {most} of load {kind + 1} and holds {room}."
            yield Violation(Rule.CAPACITY, walk.shift.key, sentence)


def _carried(walk: Walk, kind: int) -> Iterator[int]:
    """What is in the van after each place: every load lies in it between two places of the route."""
    place = {visit.key: number for number, visit in enumerate(walk.visits, start=1)}
    away = len(walk.visits) + 1
    spans = []
    for visit in walk.visits:
        sources = [
            place.get(link.first, 0)
            for link in walk.problem.links
            if link.kind is LinkKind.SAME_SHIFT and link.second == visit.key
        ]
        if visit.delivery:
            spans.append((min(sources, default=0), place[visit.key], visit.delivery[kind]))
        if visit.pickup:
            spans.append((place[visit.key], away, visit.pickup[kind]))
    for now in range(away):
        yield sum(amount for loaded, unloaded, amount in spans if loaded <= now < unloaded)
