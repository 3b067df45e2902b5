"""A territory's day as it is shown: every technician's visits in order, and how each one stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from aftersales.moments import day_bounds
from aftersales.places import one_line
from aftersales.promises import Scores, scores_of
from aftersales.queries.pages import promise_states_in, windows_told
from aftersales.queries.places import depots_of, locations_by_id
from aftersales.queries.planning import newest_run, routes_on, unplanned_in
from aftersales.queries.visits import Visit, visits_between
from aftersales.records import (
    AppointmentState,
    PlannedRoute,
    StartsFrom,
    Technician,
    Territory,
    WorkOrderState,
)
from aftersales.store import Session
from web.pages.frame import Point
from web.pages.standing import Standing, standing_of

COLOURS = 8
"""Routes that are told apart by colour; from the ninth on the letter alone tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One visit of a route; `label` is its number on the map, empty if it is not on it."""

    visit: Visit
    standing: Standing
    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRows:
    """One technician's day; `letter` and `colour` are those of the map."""

    technician: Technician
    letter: str
    colour: int
    planned: PlannedRoute | None
    start: Point | None
    rows: tuple[Row, ...]

    @property
    def driving_percent(self) -> int | None:
        """Driving as a share of the time on duty, if the route was planned."""
        return None if self.planned is None else _share([self.planned])


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A territory's day."""

    territory: Territory
    on: date
    routes: tuple[RouteRows, ...]
    left_out: tuple[tuple[str, str], ...]
    scores: Scores
    driving_percent: int | None

    @property
    def visits(self) -> int:
        """Visits that are not cancelled."""
        return sum(bool(row.label) for route in self.routes for row in route.rows)

    @property
    def counts(self) -> list[tuple[Standing, int]]:
        """How many visits stand how, leaving out what there is none of."""
        return _counted([row.standing for route in self.routes for row in route.rows])


def board_of(session: Session, territory: Territory, on: date, now: datetime) -> Board:
    """The day of a territory as it stands now."""
    span = day_bounds(on, territory.zone)
    visits = visits_between(session, territory.id, *span, list(AppointmentState))
    told = windows_told(session, [visit.appointment.id for visit in visits])
    planned = {worker.id: (route, worker) for route, worker in routes_on(session, territory.id, on)}
    mine: dict[UUID, list[Visit]] = defaultdict(list)
    workers = {worker.id: worker for _route, worker in planned.values()}
    for visit in visits:
        mine[visit.lead.id].append(visit)
        workers[visit.lead.id] = visit.lead
    starts = starts_of(session, territory, workers.values())
    routes = []
    for position, worker in enumerate(sorted(workers.values(), key=lambda each: each.code)):
        letter = letter_of(position)
        routes.append(
            RouteRows(
                technician=worker,
                letter=letter,
                colour=position % COLOURS,
                planned=planned[worker.id][0] if worker.id in planned else None,
                start=starts.get(worker.id),
                rows=_rows(
                    mine[worker.id],
                    letter,
                    lambda each: standing_of(each, told[each.appointment.id], now),
                ),
            )
        )
    return Board(
        territory=territory,
        on=on,
        routes=tuple(routes),
        left_out=_left_out(session, territory, on),
        scores=scores_of(promise_states_in(session, territory.id, *span)),
        driving_percent=_share([route for route, _worker in planned.values()]),
    )


def counts_of(
    session: Session, territory: Territory, on: date, now: datetime
) -> list[tuple[Standing, int]]:
    """How many visits of a day stand how, without all else that a board shows."""
    visits = visits_between(
        session, territory.id, *day_bounds(on, territory.zone), list(AppointmentState)
    )
    told = windows_told(session, [visit.appointment.id for visit in visits])
    return _counted([standing_of(visit, told[visit.appointment.id], now) for visit in visits])


def _counted(standings: list[Standing]) -> list[tuple[Standing, int]]:
    return [(each, standings.count(each)) for each in Standing if each in standings]


def letter_of(position: int) -> str:
    """A to Z, then AA, AB and so on."""
    first, last = divmod(position, 26)
    return (letter_of(first - 1) if first else "") + chr(ord("A") + last)


def _rows(
    visits: Iterable[Visit], letter: str, standing: Callable[[Visit], Standing]
) -> tuple[Row, ...]:
    rows: list[Row] = []
    number = 0
    for visit in visits:
        is_shown = visit.appointment.state is not AppointmentState.CANCELLED
        number += is_shown
        rows.append(
            Row(
                visit=visit,
                standing=standing(visit),
                label=f"{letter}{number}" if is_shown else "",
                address=one_line(visit.location),
            )
        )
    return tuple(rows)


def _share(routes: Sequence[PlannedRoute]) -> int | None:
    on_duty = sum((route.end_at - route.start_at for route in routes), timedelta())
    driving = timedelta(seconds=sum(route.driving_seconds for route in routes))
    return round(100 * driving / on_duty) if on_duty else None


def starts_of(
    session: Session, territory: Territory, workers: Collection[Technician]
) -> dict[UUID, Point]:
    """Where each technician's route begins and ends."""
    depots = {depot.id: place for depot, place in depots_of(session, territory.id)}
    homes = locations_by_id(
        session, [worker.home_location_id for worker in workers if worker.home_location_id]
    )
    starts = {}
    for worker in workers:
        place = None if worker.depot_id is None else depots.get(worker.depot_id)
        if worker.starts_from is StartsFrom.HOME and worker.home_location_id is not None:
            place = homes[worker.home_location_id]
        if place is not None:
            starts[worker.id] = (place.latitude, place.longitude)
    return starts


def _left_out(session: Session, territory: Territory, on: date) -> tuple[tuple[str, str], ...]:
    """What the last run over this day could not place and is still open, with its reason."""
    run = newest_run(session, territory.id)
    if run is None or not run.from_on <= on < run.from_on + timedelta(days=run.days):
        return ()
    return tuple(
        (order.reference, left.sentence)
        for left, order in unplanned_in(session, run.id)
        if order.state is WorkOrderState.OPEN
    )
