"""Routes in VROOM's words as pictures: on a map where coordinates are known, and as a timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduling.picture import (
    Bar,
    BarKind,
    DayPicture,
    DrawnPoint,
    DrawnRoute,
    Position,
    Timeline,
    TimelineRow,
)
from scheduling.vroom.document import Document
from scheduling.vroom.itinerary import Itinerary, Step
from scheduling.vroom.tasks import Site
from scheduling.vroom.vehicles import StepKind, Vehicle


def map_of(document: Document, itineraries: Sequence[Itinerary]) -> DayPicture | None:
    """The routes on a map; none if a place has no coordinates."""
    ends = [site for each in document.vehicles for site in (each.start, each.end) if site]
    if any(site.location is None for site in (*ends, *(task.site for task in document.tasks))):
        return None
    done = {task.key for itinerary in itineraries for task in itinerary.tasks}
    left_out = [task for task in document.tasks if task.key not in done]
    return DayPicture(
        title=_counted(len(itineraries), "route"),
        subtitle=f"{_counted(len(done), 'task')}, {len(left_out)} left out",
        routes=tuple(_drawn(at, itinerary) for at, itinerary in enumerate(itineraries)),
        depots=tuple(dict.fromkeys(_position(site) for site in ends)),
        left_out=tuple(_position(task.site) for task in left_out),
        attribution="Straight lines, not roads",
    )


def timeline_of(itineraries: Sequence[Itinerary], *, by_id: bool) -> Timeline:
    """Who drives, works and pauses when; tasks bear their ids, or else their numbers on the map."""
    return Timeline(
        tuple(
            TimelineRow(
                label=_name(itinerary.vehicle),
                colour=at,
                bars=tuple(_bars(itinerary.steps, by_id=by_id)),
            )
            for at, itinerary in enumerate(itineraries)
        )
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _name(vehicle: Vehicle) -> str:
    return vehicle.description or f"Vehicle {vehicle.id}"


def _position(site: Site) -> Position:
    lon, lat = site.location or (0.0, 0.0)
    return lat, lon


def _drawn(colour: int, itinerary: Itinerary) -> DrawnRoute:
    vehicle = itinerary.vehicle
    points = []
    if vehicle.start is not None:
        points.append(_point(vehicle.start, None))
    points += [_point(task.site, at) for at, task in enumerate(itinerary.tasks, start=1)]
    if vehicle.end is not None:
        points.append(_point(vehicle.end, None))
    return DrawnRoute(
        label=_name(vehicle),
        colour=colour,
        points=tuple(points),
        driving=itinerary.steps[-1].driven,
    )


def _point(site: Site, number: int | None) -> DrawnPoint:
    lat, lon = _position(site)
    return DrawnPoint(lat=lat, lon=lon, number=number)


def _bars(steps: Sequence[Step], *, by_id: bool) -> Iterator[Bar]:
    now = driven = number = 0
    for step in steps:
        if step.driven > driven:
            yield Bar(BarKind.DRIVING, now, step.arrival)
        if step.task is not None:
            number += 1
            text = str(step.task.id if by_id else number)
            yield Bar(BarKind.WORK, step.begins, step.ends, text)
        if step.kind is StepKind.BREAK:
            yield Bar(BarKind.PAUSE, step.begins, step.ends)
        now, driven = step.ends, step.driven
