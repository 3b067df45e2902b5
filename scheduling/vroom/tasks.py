"""What is to be done in a VROOM document: jobs, and shipments of a pickup and a delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scheduling.vroom.fields import (
    LARGEST_ID,
    Fields,
    Point,
    Refused,
    Span,
    refuse_twins,
    whole,
)

MOST_TASKS: Final = 10_000
"""Jobs, or halves of shipments."""
HIGHEST_PRIORITY: Final = 100
MOST_SKILL: Final = 2**32 - 1
STEP_KEYS: Final = frozenset(
    (
        *("id", "description", "location", "location_index", "setup", "service"),
        *("setup_per_type", "service_per_type", "time_windows"),
    )
)
JOB_KEYS: Final = STEP_KEYS | {"amount", "delivery", "pickup", "skills", "priority"}
SHIPMENT_KEYS: Final = frozenset({"pickup", "delivery", "amount", "skills", "priority"})


class TaskKind(StrEnum):
    """VROOM's three kinds of task; ids are unique within one of them."""

    JOB = "job"
    PICKUP = "pickup"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Site:
    """Where something is: coordinates, a row of the matrices, or both.

    Attributes:
        location: longitude and latitude.
        index: row and column in the matrices.
        location_path: where the location stands or would stand in the document.
        index_path: where the index stands or would stand.
    """

    location: Point | None
    index: int | None
    location_path: str
    index_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A job, or one of the two halves of a shipment.

    Attributes:
        path: where it stands in the document.
        kind: what it is.
        id: its number, unique within its kind.
        description: free text.
        site: where it is done.
        setup: seconds before the service when coming from another place.
        service: seconds of service.
        setup_per_type: seconds that replace `setup` for vehicles of a type.
        service_per_type: seconds that replace `service` for vehicles of a type.
        delivery: what is unloaded; of a shipment's delivery, its whole amount.
        pickup: what is loaded; of a shipment's pickup, its whole amount.
        skills: all are needed.
        priority: 0 to 100.
        windows: when it may begin, ascending; empty for any time.
        partner: key of the other half of the shipment.
    """

    path: str
    kind: TaskKind
    id: int
    description: str | None
    site: Site
    setup: int
    service: int
    setup_per_type: Mapping[str, int]
    service_per_type: Mapping[str, int]
    delivery: tuple[int, ...]
    pickup: tuple[int, ...]
    skills: frozenset[int]
    priority: int
    windows: tuple[Span, ...]
    partner: str | None

    @property
    def key(self) -> str:
        """Its name in problems and plans, such as `job 7`."""
        return f"{self.kind} {self.id}"

    def setup_for(self, kind_of_vehicle: str | None) -> int:
        """Seconds of setup for vehicles of this type."""
        return self.setup_per_type.get(kind_of_vehicle or "", self.setup)

    def service_for(self, kind_of_vehicle: str | None) -> int:
        """Seconds of service for vehicles of this type."""
        return self.service_per_type.get(kind_of_vehicle or "", self.service)


def tasks_from(document: Fields) -> tuple[Task, ...]:
    """All tasks in the order of the document: jobs, then each shipment's pickup and delivery."""
    tasks = list(document.each("jobs", _job, MOST_TASKS))
    for pair in document.each("shipments", _shipment, MOST_TASKS // 2):
        tasks += pair
    if not tasks:
        raise Refused("The document has neither jobs nor shipments, so there is nothing to plan.")
    for kind in TaskKind:
        refuse_twins((task.path, task.id) for task in tasks if task.kind is kind)
    return tuple(tasks)


def site_from(fields: Fields, location: str, index: str) -> Site:
    """The place in two members of an object."""
    return Site(
        location=fields.point(location),
        index=fields.whole_or_none(index),
        location_path=fields.at(location),
        index_path=fields.at(index),
    )


def skills_from(fields: Fields) -> frozenset[int]:
    """The skills of a task or vehicle."""
    return frozenset(fields.wholes("skills", most=MOST_SKILL))


def _job(value: object, path: str) -> Task:
    fields = Fields.of(value, path, JOB_KEYS)
    delivery, pickup = fields.wholes("delivery"), fields.wholes("pickup")
    if fields.has("amount"):
        if delivery or pickup:
            raise Refused(
                f"{fields.at('amount')} means a delivery and cannot stand beside delivery or pickup."
            )
        delivery = fields.wholes("amount")
    return _task(
        fields,
        TaskKind.JOB,
        delivery=delivery,
        pickup=pickup,
        skills=skills_from(fields),
        priority=fields.whole("priority", 0, most=HIGHEST_PRIORITY),
        partner=None,
    )


def _shipment(value: object, path: str) -> tuple[Task, Task]:
    fields = Fields.of(value, path, SHIPMENT_KEYS)
    first = Fields.of(fields.needed("pickup"), fields.at("pickup"), STEP_KEYS)
    second = Fields.of(fields.needed("delivery"), fields.at("delivery"), STEP_KEYS)
    amount, skills = fields.wholes("amount"), skills_from(fields)
    priority = fields.whole("priority", 0, most=HIGHEST_PRIORITY)
    pickup_id, delivery_id = (step.whole("id", most=LARGEST_ID) for step in (first, second))
    return (
        _task(
            first,
            TaskKind.PICKUP,
            pickup=amount,
            skills=skills,
            priority=priority,
            partner=f"{TaskKind.DELIVERY} {delivery_id}",
        ),
        _task(
            second,
            TaskKind.DELIVERY,
            delivery=amount,
            skills=skills,
            priority=priority,
            partner=f"{TaskKind.PICKUP} {pickup_id}",
        ),
    )


def _task(
    fields: Fields,
    kind: TaskKind,
    *,
    skills: frozenset[int],
    priority: int,
    partner: str | None,
    delivery: tuple[int, ...] = (),
    pickup: tuple[int, ...] = (),
) -> Task:
    return Task(
        path=fields.path,
        kind=kind,
        id=fields.whole("id", most=LARGEST_ID),
        description=fields.text("description"),
        site=site_from(fields, "location", "location_index"),
        setup=fields.whole("setup", 0),
        service=fields.whole("service", 0),
        setup_per_type=_per_type(fields, "setup_per_type"),
        service_per_type=_per_type(fields, "service_per_type"),
        delivery=delivery,
        pickup=pickup,
        skills=skills,
        priority=priority,
        windows=fields.spans("time_windows"),
        partner=partner,
    )


def _per_type(fields: Fields, key: str) -> Mapping[str, int]:
    if not fields.has(key):
        return {}
    types = Fields.of(fields.values[key], fields.at(key))
    return {name: whole(value, types.at(name)) for name, value in types.values.items()}
