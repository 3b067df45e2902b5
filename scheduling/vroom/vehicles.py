"""Who could do it in a VROOM document: vehicles with breaks, limits, costs and given steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scheduling.vroom.fields import (
    LARGEST_ID,
    LATEST,
    LONGEST,
    Fields,
    Refused,
    Span,
    number,
    refuse_twins,
    shown,
)
from scheduling.vroom.tasks import Site, site_from, skills_from

COST_PER_HOUR: Final = 3600
"""VROOM's cost of an hour of travel unless told otherwise: one for each second."""
FASTEST: Final = 5.0
MOST_VEHICLES: Final = 2_000
MOST_BREAKS: Final = 50
VEHICLE_KEYS: Final = frozenset(
    (
        *("id", "profile", "description", "start", "start_index", "end", "end_index", "capacity"),
        *("costs", "skills", "type", "time_window", "breaks", "speed_factor", "max_tasks"),
        *("max_travel_time", "max_distance", "steps"),
    )
)
BREAK_KEYS: Final = frozenset({"id", "time_windows", "service", "description", "max_load"})
COST_KEYS: Final = frozenset({"fixed", "per_hour", "per_task_hour", "per_km"})
STEP_KEYS: Final = frozenset({"type", "id", "service_at", "service_after", "service_before"})


class StepKind(StrEnum):
    """What happens at a step of a route."""

    START = "start"
    JOB = "job"
    PICKUP = "pickup"
    DELIVERY = "delivery"
    BREAK = "break"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleCosts:
    """What a vehicle costs: once it is used, for an hour of travel, of work, and for a kilometre."""

    fixed: int = 0
    per_hour: int = COST_PER_HOUR
    per_task_hour: int = 0
    per_km: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleBreak:
    """A pause of a vehicle: it begins in one of its windows, at any time if there are none."""

    path: str
    id: int
    description: str | None
    windows: tuple[Span, ...]
    service: int
    max_load: tuple[int, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenStep:
    """A step of a route that is given: what happens, and the earliest and latest second it may begin."""

    path: str
    kind: StepKind
    id: int | None
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle with its driver.

    Attributes:
        path: where it stands in the document.
        id: its number.
        profile: name of the matrices that hold for it.
        description: free text.
        start: where its route begins; None for wherever the first task is.
        end: where its route ends; None for wherever the last task is.
        capacity: what fits in; None if it is not stated.
        costs: what it costs.
        skills: what it may do.
        type: chooses among a task's lengths.
        window: when it works; None for any time.
        breaks: its pauses, by the beginning of their windows.
        hundredths: speed in hundredths of the matrices'.
        max_tasks: tasks in all.
        max_travel_time: seconds of travel in all.
        max_distance: metres of travel in all.
        steps: a route that is given; None if there is none.
    """

    path: str
    id: int
    profile: str
    description: str | None
    start: Site | None
    end: Site | None
    capacity: tuple[int, ...] | None
    costs: VehicleCosts
    skills: frozenset[int]
    type: str | None
    window: Span | None
    breaks: tuple[VehicleBreak, ...]
    hundredths: int
    max_tasks: int | None
    max_travel_time: int | None
    max_distance: int | None
    steps: tuple[GivenStep, ...] | None

    @property
    def key(self) -> str:
        """Its name in problems and plans, such as `vehicle 2`."""
        return f"vehicle {self.id}"


def vehicles_from(document: Fields) -> tuple[Vehicle, ...]:
    """All vehicles in the order of the document."""
    vehicles = document.each("vehicles", _vehicle, MOST_VEHICLES)
    if not vehicles:
        raise Refused("The document has no vehicles, so nobody could do anything.")
    refuse_twins((vehicle.path, vehicle.id) for vehicle in vehicles)
    return vehicles


def _vehicle(value: object, path: str) -> Vehicle:
    fields = Fields.of(value, path, VEHICLE_KEYS)
    start, end = _end_of_route(fields, "start"), _end_of_route(fields, "end")
    if start is None and end is None:
        raise Refused(f"{path} needs a start or an end.")
    breaks = sorted(fields.each("breaks", _break, MOST_BREAKS), key=_by_window)
    refuse_twins((pause.path, pause.id) for pause in breaks)
    profile = fields.text("profile")
    return Vehicle(
        path=path,
        id=fields.whole("id", most=LARGEST_ID),
        profile="car" if profile is None else profile,
        description=fields.text("description"),
        start=start,
        end=end,
        capacity=fields.wholes("capacity") if fields.has("capacity") else None,
        costs=_costs(fields),
        skills=skills_from(fields),
        type=fields.text("type"),
        window=fields.span("time_window"),
        breaks=tuple(breaks),
        hundredths=_hundredths(fields),
        max_tasks=fields.whole_or_none("max_tasks", most=LATEST),
        max_travel_time=fields.whole_or_none("max_travel_time", most=LATEST),
        max_distance=fields.whole_or_none("max_distance", most=LATEST),
        steps=fields.each("steps", _step) if fields.has("steps") else None,
    )


def _end_of_route(fields: Fields, key: str) -> Site | None:
    site = site_from(fields, key, f"{key}_index")
    return None if site.location is None and site.index is None else site


def _by_window(pause: VehicleBreak) -> tuple[Span, ...]:
    return pause.windows or ((0, LATEST),)


def _break(value: object, path: str) -> VehicleBreak:
    fields = Fields.of(value, path, BREAK_KEYS)
    return VehicleBreak(
        path=path,
        id=fields.whole("id", most=LARGEST_ID),
        description=fields.text("description"),
        windows=fields.spans("time_windows"),
        service=fields.whole("service", 0),
        max_load=fields.wholes("max_load") if fields.has("max_load") else None,
    )


def _costs(fields: Fields) -> VehicleCosts:
    costs = Fields.of(fields.values.get("costs", {}), fields.at("costs"), COST_KEYS)
    return VehicleCosts(
        fixed=costs.whole("fixed", 0),
        per_hour=costs.whole("per_hour", COST_PER_HOUR),
        per_task_hour=costs.whole("per_task_hour", 0),
        per_km=costs.whole("per_km", 0),
    )


def _hundredths(fields: Fields) -> int:
    if not fields.has("speed_factor"):
        return 100
    path = fields.at("speed_factor")
    hundredths = round(100 * number(fields.values["speed_factor"], path, bound=FASTEST))
    if hundredths < 1:
        raise Refused(f"{path} must be at least 0.01.")
    return hundredths


def _step(value: object, path: str) -> GivenStep:
    fields = Fields.of(value, path, STEP_KEYS)
    name = fields.needed("type")
    if not isinstance(name, str) or name not in tuple(StepKind):
        raise Refused(
            f"{fields.at('type')} must be one of {', '.join(StepKind)}, not {shown(name)}."
        )
    kind = StepKind(name)
    moments = {
        key: fields.whole_or_none(f"service_{key}", most=LATEST)
        for key in ("at", "after", "before")
    }
    at, after, before = moments["at"], moments["after"], moments["before"]
    earliest = max(moment for moment in (at, after, 0) if moment is not None)
    latest = min(moment for moment in (at, before, LATEST + LONGEST) if moment is not None)
    if latest < earliest:
        raise Refused(f"{path} asks for service times that exclude each other.")
    is_end = kind in (StepKind.START, StepKind.END)
    if is_end and fields.has("id"):
        raise Refused(f"{fields.at('id')} has no meaning for a {kind} step.")
    number_of_it = None if is_end else fields.whole("id", most=LARGEST_ID)
    return GivenStep(path=path, kind=kind, id=number_of_it, earliest=earliest, latest=latest)
