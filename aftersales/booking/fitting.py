"""One more visit on the routes of those who are to come, exactly as the planner would put it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from aftersales.booking.blocks import start_span
from aftersales.booking.facts import Wanted, Window
from aftersales.day_factors import factors_of
from aftersales.moments import day_bounds, grid_length, grid_up, wall_of
from aftersales.planning.duties import duties_between
from aftersales.planning.facts import Duty
from aftersales.planning.translate import second_of, shift_of
from aftersales.planning.windows import latest_start
from aftersales.queries.slots import StandingStop, standing_stops
from aftersales.queries.visits import visits_between
from aftersales.records import Territory
from aftersales.roads import Place, Roads, slowed
from aftersales.store import Session
from scheduling import Link, LinkKind, Problem, Route, Shift, TimeWindow, Visit
from scheduling.insertion import cheapest_group_insertion
from scheduling.timing import timed_route

NEW = "new"
"""What the visit is called that is put in."""

PRIZE = 10**9
"""Units, far above any drive: whether it pays was decided before."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one visit stands on the routes that change; `appointment_id` is empty for the new one."""

    appointment_id: UUID | None
    start_at: datetime
    end_at: datetime
    drive_seconds: int
    drive_metres: int


@dataclass(frozen=True, slots=True)
class Fit:
    """One more visit on some routes: where everything that changes stands then, the visit itself first, and its price.

    `extra` is in units, each what a second of an ordinary technician's driving costs.
    """

    stops: tuple[Standing, ...]
    extra: float


@dataclass(frozen=True, slots=True)
class _Scene:
    """Routes of one day as the planner sees them; `stops` are by key of their visit."""

    problem: Problem
    routes: dict[str, Route]
    stops: Mapping[str, UUID | None]
    start_at: datetime


def fitted(
    session: Session,
    roads: Roads,
    territory: Territory,
    wanted: Wanted,
    window: Window,
    technicians: Sequence[UUID],
    now: datetime,
) -> Fit | None:
    """How the routes of these technicians stand with the visit on them; None if it no longer fits.

    Everything that changes is in it: the visit itself first, then the others that start or are driven to otherwise,
    all of them within the windows that their customers were told.
    """
    bounds = day_bounds(wall_of(window.from_at, territory.zone).date(), territory.zone)
    since = max(bounds[0], grid_up(now))
    reached = visits_between(session, territory.id, *bounds) if since > bounds[0] else ()
    duties = duties_between(session, territory, bounds, since, reached, only=technicians)
    if {member for duty in duties for member in duty.members} != set(technicians):
        return None
    if not all(wanted.skills <= duty.skills for duty in duties):
        return None
    stops = standing_stops(session, technicians, *bounds, now)
    own = {
        duty.key: [
            stop
            for stop in stops.get(duty.members[0], ())
            if duty.from_at <= stop.start_at and stop.appointment_id not in wanted.own
        ]
        for duty in duties
    }
    scene = _scene(roads, territory, wanted, window, duties, own, since)
    if scene is None:
        return None
    news = tuple(visit for visit in scene.problem.visits if scene.stops[visit.key] is None)
    able = {visit.key: (_shift(scene.problem, visit),) for visit in news}
    found = cheapest_group_insertion(scene.problem, scene.routes, news, able)
    return None if found is None else Fit(_changed(scene, found.routes, own), found.extra)


def _scene(
    roads: Roads,
    territory: Territory,
    wanted: Wanted,
    window: Window,
    duties: Sequence[Duty],
    own: Mapping[str, Sequence[StandingStop]],
    since: datetime,
) -> _Scene | None:
    """The routes as they stand, and the visit that is to go on each of them; None if they do not hold as they are."""
    start_at = day_bounds(wall_of(window.from_at, territory.zone).date(), territory.zone)[0]
    index: dict[Place, int] = {wanted.place: 0}
    for duty in duties:
        for place in (duty.start, *(stop.place for stop in own[duty.key]), duty.end):
            index.setdefault(place, len(index))
    visits: list[Visit] = []
    news: list[Visit] = []
    stops: dict[str, UUID | None] = {}
    for number, duty in enumerate(duties):
        for stop in own[duty.key]:
            key = f"{number}:{stop.appointment_id}"
            span = start_span(stop, duty, since)
            stops[key] = stop.appointment_id
            visits.append(
                _visit(key, duty, index[stop.place], stop.end_at - stop.start_at, span, start_at)
            )
        key = f"{number}:{NEW}"
        latest = latest_start((window.from_at, window.to_at))
        length = grid_length(wanted.minutes)
        stops[key] = None
        news.append(
            _visit(key, duty, 0, length, (max(grid_up(window.from_at), since), latest), start_at)
        )
    empty = roads.between(list(index), scale=territory.travel_scale, table=territory.road_table)
    problem = Problem(
        visits=(*visits, *news),
        shifts=tuple(shift_of(duty, index, start_at, 0) for duty in duties),
        travel=slowed(empty, factors_of(territory).overall),
        links=tuple(Link(LinkKind.SAME_TIME, news[0].key, other.key) for other in news[1:]),
    )
    routes = {}
    for number, duty in enumerate(duties):
        order = [problem.visit_by_key[f"{number}:{stop.appointment_id}"] for stop in own[duty.key]]
        if order:
            route = timed_route(problem, problem.shift_by_key[duty.key], order)
            if route is None:
                return None
            routes[duty.key] = route
    return _Scene(problem, routes, stops, start_at)


def _visit(
    key: str,
    duty: Duty,
    place: int,
    length: timedelta,
    span: tuple[datetime, datetime],
    start_at: datetime,
) -> Visit:
    return Visit(
        key=key,
        place=place,
        service=int(length.total_seconds()),
        windows=(TimeWindow(second_of(span[0], start_at), second_of(span[1], start_at)),),
        pinned_shift=duty.key,
        prize=PRIZE,
    )


def _shift(problem: Problem, visit: Visit) -> Shift:
    return problem.shift_by_key[visit.pinned_shift or ""]


def _changed(
    scene: _Scene, routes: Sequence[Route], own: Mapping[str, Sequence[StandingStop]]
) -> tuple[Standing, ...]:
    """The new visit first, then the others whose start or whose drive is not what it was."""
    before = {stop.appointment_id: stop.start_at for each in own.values() for stop in each}
    former = {
        (route.shift, stop.visit): stop.drive
        for route in scene.routes.values()
        for stop in route.stops
    }
    news: list[Standing] = []
    others: list[Standing] = []
    for route in routes:
        here = scene.problem.shift_by_key[route.shift].start_place
        for stop in route.stops:
            place = scene.problem.visit_by_key[stop.visit].place
            appointment_id = scene.stops[stop.visit]
            standing = Standing(
                appointment_id,
                scene.start_at + timedelta(seconds=stop.start),
                scene.start_at + timedelta(seconds=stop.end),
                stop.drive,
                int(scene.problem.travel.metres[here, place]),
            )
            here = place
            if appointment_id is None:
                news.append(standing)
            elif standing.start_at != before[appointment_id] or stop.drive != former.get(
                (route.shift, stop.visit)
            ):
                others.append(standing)
    return (news[0], *others)
