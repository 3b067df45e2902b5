"""A technician's tour of a day: where to go, whom to call there, what to bring, and what can be said on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote
from uuid import UUID

from aftersales.places import one_line
from aftersales.queries.home import phones_of
from aftersales.queries.pages import windows_told
from aftersales.queries.places import depots_of
from aftersales.queries.spares import live_requests
from aftersales.queries.visits import AHEAD, UNDER_WAY, Visit
from aftersales.records import (
    AppointmentState,
    Location,
    SparePart,
    SpareRequest,
    SpareState,
    Technician,
    Territory,
)
from aftersales.store import Session
from aftersales.words import Words
from web.pages.board import starts_of
from web.pages.map import DayMap, RouteFact, StopFact, day_map
from web.pages.sheets import SheetShown, sheets_shown
from web.pages.site_shown import SiteShown, sites_shown
from web.pages.stages import Stage, stages_of
from web.pages.standing import Standing, standing_of

APPLE: Final = re.compile(r"iPhone|iPad|Macintosh")
"""Who opens links to Apple's maps in the app; everybody else asks the person which map to use (RFC 5870)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One visit of the tour; `label` is its number on the map, empty if it was cancelled."""

    visit: Visit
    label: str
    standing: Standing
    address: str
    navigate: str
    directions: str
    phone: str
    site: SiteShown | None
    together: str
    bring: tuple[str, ...]
    stages: tuple[Stage, ...]
    sheet: SheetShown | None

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.visit.appointment.state in (*AHEAD, *UNDER_WAY)


def tour_of(
    _: Words,
    session: Session,
    worker: Technician,
    visits: Sequence[Visit],
    now: datetime,
    *,
    may_report: bool,
    agent: str,
) -> list[Stop]:
    """The visits of a technician as whoever drives needs them; `agent` is what the browser says that it is."""
    told = windows_told(session, [visit.appointment.id for visit in visits])
    orders = [visit.work_order.id for visit in visits]
    sites = sites_shown(_, session, orders)
    phones = phones_of(session, {visit.customer.id for visit in visits})
    bring = _to_bring(_, session, visits)
    labels = _labels(visits)
    sheets = sheets_shown(_, session, visits, worker.id) if may_report else {}
    return [
        Stop(
            visit=visit,
            label=labels.get(visit.appointment.id, ""),
            standing=standing_of(visit, told[visit.appointment.id], now),
            address=one_line(visit.location),
            navigate=navigation_link(visit.location, agent),
            directions=directions_link(visit.location),
            phone=phones.get(visit.customer.id, ""),
            site=sites.get(visit.work_order.id),
            together=", ".join(each.name for each in visit.crew if each.id != worker.id),
            bring=bring.get(visit.work_order.id, ()),
            stages=stages_of(_, visit.appointment, now) if may_report else (),
            sheet=sheets.get(visit.appointment.id),
        )
        for visit in visits
    ]


def next_first(stops: Sequence[Stop]) -> list[Stop]:
    """What is still to do: the visit under way, then the others in their order."""
    there = [stop for stop in stops if stop.is_open]
    return sorted(there, key=lambda stop: stop.visit.appointment.state not in UNDER_WAY)


def tour_map(
    session: Session, territory: Territory, worker: Technician, stops: Sequence[Stop]
) -> DayMap | None:
    """The tour as it is drawn; nothing without a visit."""
    marks = tuple(
        StopFact(
            place=(stop.visit.location.latitude, stop.visit.location.longitude),
            label=stop.label,
            title=f"{stop.label} · {stop.address}",
        )
        for stop in stops
        if stop.label
    )
    if not marks:
        return None
    start = starts_of(session, territory, [worker]).get(worker.id)
    return day_map([RouteFact(colour=0, start=start, stops=marks)], territory.road_table)


def navigation_link(place: Location, agent: str) -> str:
    """What opens the phone's own map: on devices of Apple by its address, else by RFC 5870 with Android's query."""
    point = f"{place.latitude},{place.longitude}"
    if APPLE.search(agent):
        return f"https://maps.apple.com/?daddr={point}&dirflg=d"
    return f"geo:{point}?q={quote(f'{point}({one_line(place)})')}"


def directions_link(place: Location) -> str:
    """The way to a place on openstreetmap.org."""
    return f"https://www.openstreetmap.org/directions?route=%3B{place.latitude}%2C{place.longitude}"


def _labels(visits: Sequence[Visit]) -> dict[UUID, str]:
    there = [
        visit.appointment.id
        for visit in visits
        if visit.appointment.state is not AppointmentState.CANCELLED
    ]
    return {appointment_id: str(number) for number, appointment_id in enumerate(there, 1)}


def _to_bring(
    _: Words, session: Session, visits: Sequence[Visit]
) -> Mapping[UUID, tuple[str, ...]]:
    """The parts that each work order still needs."""
    asked = live_requests(session, [visit.work_order.id for visit in visits])
    if not asked:
        return {}
    territory_ids = {visit.territory.id for visit in visits}
    depots = {
        depot.id: depot.name for each in territory_ids for depot, _place in depots_of(session, each)
    }
    return {
        order_id: tuple(_piece(_, request, part, depots) for request, part in rows)
        for order_id, rows in asked.items()
    }


def _piece(_: Words, request: SpareRequest, part: SparePart, depots: Mapping[UUID, str]) -> str:
    what = f"{_.number(request.quantity)} × {part.name} ({part.code})"
    if request.state is not SpareState.ARRIVED:
        return _("{what}: not here yet", what=what)
    if request.technician_id is not None:
        return _("{what}: in the van", what=what)
    depot = depots.get(request.depot_id) if request.depot_id else None
    return what if depot is None else _("{what}: from {depot}", what=what, depot=depot)
