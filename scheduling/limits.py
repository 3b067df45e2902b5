"""What an order of visits asks of a shift whatever the clock says: stops, order of linked visits, loads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduling.problem import Problem
from scheduling.shift import Shift
from scheduling.visit import Link, LinkKind, Visit


def may_serve(shift: Shift, visit: Visit) -> bool:
    """Whether skills, crew, territory, pins and the customer allow it, whatever the time."""
    return (
        visit.skills <= shift.skills
        and visit.crew_size <= shift.crew_size
        and serves_territory(shift, visit)
        and visit.pinned_shift in (None, shift.key)
        and visit.pinned_technician in (None, shift.technician)
        and shift.technician not in visit.forbidden
    )


def serves_territory(shift: Shift, visit: Visit) -> bool:
    """Whether the shift works in the visit's territory."""
    return (
        visit.territory is None or shift.territories is None or visit.territory in shift.territories
    )


def keeps_limits(problem: Problem, shift: Shift, visits: Sequence[Visit]) -> bool:
    """Whether the shift may serve these visits in this order as far as stops, links and loads go.

    The first of two visits of one shift may stand without its second: it may still be waiting for it.
    """
    if shift.max_stops is not None and len(visits) > shift.max_stops:
        return False
    if not problem.links:
        return _fits_the_van(shift, visits, {})
    position = {visit.key: at for at, visit in enumerate(visits)}
    if not all(_keeps_order(link, position) for link in problem.links):
        return False
    loaded_at: dict[str, str] = {}
    for link in problem.links:
        if link.kind is LinkKind.SAME_SHIFT and link.second in position:
            known = loaded_at.setdefault(link.second, link.first)
            loaded_at[link.second] = min(known, link.first, key=position.__getitem__)
    return _fits_the_van(shift, visits, loaded_at)


def fits_alone(shift: Shift, visit: Visit) -> bool:
    """Whether the van can hold what one visit needs and there may be a stop at all."""
    return shift.max_stops != 0 and all(
        amount <= room
        for load in (visit.delivery, visit.pickup)
        for amount, room in zip(load, shift.capacity, strict=False)
    )


def _keeps_order(link: Link, position: dict[str, int]) -> bool:
    """Whether one route may serve what it does of two linked visits."""
    first, second = position.get(link.first), position.get(link.second)
    match link.kind:
        case LinkKind.SAME_SHIFT:
            return second is None or (first is not None and first < second)
        case LinkKind.BEFORE:
            return first is None or second is None or first < second
        case LinkKind.SAME_TIME:
            return first is None or second is None
        case _:
            return True


def _fits_the_van(shift: Shift, visits: Sequence[Visit], loaded_at: dict[str, str]) -> bool:
    """Whether no load is ever above the capacity; `loaded_at` tells what is not loaded at the start."""
    return not shift.capacity or all(
        load <= room
        for kind, room in enumerate(shift.capacity)
        for load in _load(kind, visits, loaded_at)
    )


def _load(kind: int, visits: Sequence[Visit], loaded_at: dict[str, str]) -> Iterator[int]:
    """What the van carries of one kind of load when it leaves the start place and each stop."""
    load = sum(_amount(visit.delivery, kind) for visit in visits if visit.key not in loaded_at)
    yield load
    for visit in visits:
        load += _amount(visit.pickup, kind) - _amount(visit.delivery, kind)
        load += sum(
            _amount(other.delivery, kind)
            for other in visits
            if loaded_at.get(other.key) == visit.key
        )
        yield load


def _amount(load: tuple[int, ...], kind: int) -> int:
    return load[kind] if load else 0
