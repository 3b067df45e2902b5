"""Mending before speaking: a visit in danger is served in another order or by somebody else, inside its window.

What is frozen stays: whatever a technician is at, or may be on the way to already, what is pinned, and what several
people do together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from aftersales.appointments import Placement, place, take_turn
from aftersales.day_watch.lanes import Lane, Mend, best_mend
from aftersales.day_watch.routes import RouteToday, routes_today
from aftersales.deed import SYSTEM
from aftersales.errors import Collision, RevisionMoved
from aftersales.moments import CELL, grid_length, grid_up, wall_of
from aftersales.parts import Parts
from aftersales.planning.facts import Duty, Snapshot
from aftersales.planning.gather import place_of, snapshot_of
from aftersales.planning.staff_news import goings, tell_changed_days
from aftersales.queries.catalogue import skills_needed
from aftersales.queries.places import territory_by_code
from aftersales.queries.visits import AHEAD, Visit, visits_by_id
from aftersales.queries.work_offers import barred_technicians
from aftersales.roads import Place, slowed
from aftersales.store import Session
from scheduling import Travel
from scheduling.forecast import RouteFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """What is looked at when a day is mended.

    Attributes:
        snapshot: duties, and how long drives take.
        lanes: of everybody who works alone.
        places: that the lanes' places are rows of.
        needs: by key of each visit that may be moved the skills that it needs.
        barred: by key of a visit whose service partner refused it the technicians who may not come.
        revisions: of all visits as they were read.
        day_start: midnight of the local day.
        silence: share of what happens that nobody reports.
        unmet: share of visits at which nobody is met.
    """

    snapshot: Snapshot
    lanes: Sequence[Lane]
    places: Sequence[Place]
    needs: Mapping[str, frozenset[str]]
    barred: Mapping[str, frozenset[str]]
    revisions: Mapping[str, int]
    day_start: datetime
    silence: float
    unmet: float


def mend(parts: Parts, territory_code: str, endangered: Collection[UUID]) -> bool:
    """Make the one change that keeps most promises, if one is worth it; answers whether anything changed.

    Nobody's window changes. Whoever was faster wins: then nothing is changed, and the next look sees what they did.
    """
    now = parts.clock.now()
    with parts.store.reading() as session:
        day = _day(session, territory_code, now)
    if day is None:
        return False
    snapshot = day.snapshot
    travel = slowed(
        parts.roads.between(day.places, scale=snapshot.travel_scale, table=snapshot.road_table),
        snapshot.drive_factor,
    )
    found = best_mend(
        day.lanes,
        day.needs,
        map(str, endangered),
        travel,
        barred=day.barred,
        now=int((now - day.day_start).total_seconds()),
        most_driving=60 * parts.settings.mend_driving_minutes,
        silence=day.silence,
        unmet=day.unmet,
    )
    if found is None:
        return False
    try:
        _keep(parts, day, found, travel)
    except Collision:
        return False
    return True


def _day(session: Session, territory_code: str, now: datetime) -> _Day | None:
    """Everything that is looked at, in one reading; nothing where nobody goes anywhere."""
    territory = territory_by_code(session, territory_code)
    routes = [] if territory is None else routes_today(session, territory, now)
    if territory is None or not routes:
        return None
    today = wall_of(now, territory.zone).date()
    snapshot = snapshot_of(session, territory_code, today, 1, now, is_frozen=True)
    skills = skills_needed(session)
    visits = [visit for route in routes for visit in route.visits]
    refused = barred_technicians(session, {visit.work_order.id for visit in visits})
    by_lead = {str(route.lead_id): route for route in routes}
    places: dict[Place, int] = {}

    def row(place: Place) -> int:
        return places.setdefault(place, len(places))

    return _Day(
        snapshot=snapshot,
        lanes=[
            _lane(by_lead.get(str(duty.members[0])), duty, row, routes[0].day_start)
            for duty in snapshot.duties
            if len(duty.members) == 1
        ],
        places=list(places),
        needs={
            str(visit.appointment.id): skills.get(visit.work_type.id, frozenset())
            for visit in visits
            if _is_movable(visit)
        },
        barred={
            str(visit.appointment.id): frozenset(map(str, refused[visit.work_order.id]))
            for visit in visits
            if visit.work_order.id in refused
        },
        revisions={str(visit.appointment.id): visit.appointment.revision for visit in visits},
        day_start=routes[0].day_start,
        silence=routes[0].silence,
        unmet=routes[0].unmet,
    )


def _is_movable(visit: Visit) -> bool:
    """Whether one other person may do it at another time inside the window."""
    is_alone = len(visit.crew) == 1 and visit.work_type.crew_size == 1
    return visit.appointment.state in AHEAD and is_alone and not visit.appointment.is_pinned


def _lane(
    route: RouteToday | None, duty: Duty, row: Callable[[Place], int], day_start: datetime
) -> Lane:
    """What is left of one route; of somebody without a visit a lane without stops."""

    def second(moment: datetime) -> int:
        return int((moment - day_start).total_seconds())

    visits = () if route is None else route.visits
    chances = () if route is None else tuple(route.chances.values())
    return Lane(
        key=str(duty.members[0]),
        facts=RouteFacts(stops=(), ready_at=second(duty.from_at)) if route is None else route.facts,
        places=tuple(row(place_of(visit.location)) for visit in visits),
        start=row(duty.start),
        home=row(duty.end),
        ends_by=second(duty.to_at),
        skills=duty.skills,
        frozen=0 if route is None else _frozen(route),
        over=len(visits) - len(chances),
        ends={each.key: each.end for each in chances},
        chances=chances,
    )


def _frozen(route: RouteToday) -> int:
    """How many stops at the beginning stay: those over, what the technician is at or next, and all up to work done together."""
    frozen = min(len(route.visits) - len(route.chances) + 1, len(route.visits))
    together = [at + 1 for at, visit in enumerate(route.visits) if len(visit.crew) > 1]
    return max([frozen, *together])


def _keep(parts: Parts, day: _Day, found: Mend, travel: Travel) -> None:
    """Write the changed routes down, and tell their technicians.

    Raises:
        Collision: a visit has changed meanwhile, or a time is taken.
    """
    with parts.doing(SYSTEM) as deed:
        take_turn(deed, day.snapshot.territory_id)
        keys = [UUID(stop.key) for lane in found.lanes for stop in lane.facts.stops]
        visits = {str(key): visit for key, visit in visits_by_id(deed.session, keys).items()}
        appointments = [visit.appointment for visit in visits.values()]
        if any(each.revision != day.revisions[str(each.id)] for each in appointments):
            raise RevisionMoved("A visit has changed meanwhile. Look at the day again.")
        was = goings(deed, appointments)
        place(
            deed,
            [
                placement
                for lane in found.lanes
                for placement in _placements(day.day_start, lane, visits, travel)
            ],
        )
        snapshot = day.snapshot
        tell_changed_days(deed, snapshot.zone, snapshot.duties, [*was, *goings(deed, appointments)])
        deed.note("day_mended", visits[found.key].appointment)


def _placements(
    day_start: datetime, lane: Lane, visits: Mapping[str, Visit], travel: Travel
) -> list[Placement]:
    """Everything on a lane that is not over, one after the other on the grid."""

    def moment(second: int) -> datetime:
        return grid_up(day_start + timedelta(seconds=second))

    over = [visits[stop.key].appointment for stop in lane.facts.stops[: lane.over]]
    free_from = max((each.planned_end_at for each in over), default=day_start)
    placements = []
    ways = pairwise((lane.start, *lane.places))
    for at, (stop, way) in enumerate(zip(lane.facts.stops, ways, strict=True)):
        if at < lane.over:
            continue
        visit = visits[stop.key]
        is_frozen = at < lane.frozen
        planned_at = visit.appointment.planned_start_at if is_frozen else moment(stop.planned_start)
        start_at = max(planned_at, free_from)
        free_from = start_at + grid_length(visit.work_order.duration_minutes)
        if visit.appointment.arrived_at is not None:
            free_from = max(moment(lane.ends[stop.key]), start_at + CELL)
        placements.append(
            Placement(
                appointment=visit.appointment,
                crew=tuple(each.id for each in visit.crew) if is_frozen else (UUID(lane.key),),
                start_at=start_at,
                end_at=free_from,
                drive_seconds=stop.drive,
                drive_metres=visit.appointment.drive_metres
                if is_frozen
                else int(travel.metres[way]),
                pushed_from_at=visit.appointment.pushed_from_at if is_frozen else None,
            )
        )
    return placements
