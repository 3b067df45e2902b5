"""A picture of one day's routes on the roads of the country."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

from aftersales.moments import day_bounds
from aftersales.parts import Parts
from aftersales.queries.places import depots_of
from aftersales.queries.planning import routes_on
from aftersales.queries.visits import Visit, visits_between
from aftersales.records import AppointmentState, Territory
from scheduling.picture import (
    Backdrop,
    DayPicture,
    DrawnPoint,
    DrawnRoute,
    PointState,
    backdrop_from,
)

ATTRIBUTION: Final = "© OpenStreetMap contributors"


def backdrop() -> Backdrop:
    """The roads, river and border of Liechtenstein behind the routes."""
    text = (files("aftersales.demo") / "data" / "backdrop.json").read_text(encoding="utf-8")
    return backdrop_from(json.loads(text))


def draw_routes(parts: Parts, folder: Path, territory: Territory, on: date) -> list[Path]:
    """Draw the routes of a day into the folder; answers the files."""
    from scheduling.draw import draw_day  # noqa: PLC0415 - matplotlib is a fifth of what each command would load

    with parts.store.reading() as session:
        visits = visits_between(session, territory.id, *day_bounds(on, territory.zone))
        depots = [
            (place.latitude, place.longitude) for _depot, place in depots_of(session, territory.id)
        ]
        driving = {
            worker.id: route.driving_seconds
            for route, worker in routes_on(session, territory.id, on)
        }
    by_lead: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_lead[visit.lead.code].append(visit)
    routes = tuple(
        DrawnRoute(
            label=own[0].lead.name if len(own[0].crew) == 1 else f"{own[0].lead.name} and crew",
            colour=position,
            points=_points(own, depots[0]),
            driving=driving.get(own[0].lead.id, 0),
        )
        for position, own in enumerate(by_lead[code] for code in sorted(by_lead))
    )
    picture = DayPicture(
        title=f"{on:%A}, {on.day} {on:%B}",
        subtitle=f"{territory.name} {on.year}: {len(visits)} visits, {len(routes)} routes",
        routes=routes,
        depots=tuple(depots),
        attribution=ATTRIBUTION,
        backdrop=backdrop(),
    )
    targets = [folder / f"map-{on.isoformat()}.png", folder / f"map-{on.isoformat()}.svg"]
    for target in targets:
        draw_day(picture, target)
    return targets


def _points(visits: list[Visit], depot: tuple[float, float]) -> tuple[DrawnPoint, ...]:
    """Depot, stops, depot; stops after which a window had to be told anew are drawn as late."""
    ends = DrawnPoint(lat=depot[0], lon=depot[1])
    stops = [
        DrawnPoint(
            lat=visit.location.latitude,
            lon=visit.location.longitude,
            number=number,
            state=_state(visit),
        )
        for number, visit in enumerate(visits, start=1)
    ]
    return (ends, *stops, ends)


def _state(visit: Visit) -> PointState:
    appointment = visit.appointment
    arrived = appointment.arrived_at
    if arrived is not None and arrived > appointment.window_to_at:
        return PointState.LATE
    return PointState.DONE if appointment.state is AppointmentState.DONE else PointState.PLANNED
