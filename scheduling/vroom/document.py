"""A whole VROOM document, its parts checked against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scheduling.vroom.fields import LONGEST, Fields, Refused, document_of
from scheduling.vroom.matrices import Matrix, matrices_from
from scheduling.vroom.tasks import Site, Task, tasks_from
from scheduling.vroom.vehicles import StepKind, Vehicle, vehicles_from

KEYS: Final = frozenset({"jobs", "shipments", "vehicles", "matrices", "matrix"})
MOST_LOADS: Final = 50
"""Kinds of load."""
CAR_PROFILES: Final = ("car", "driving", "driving-car")
"""Names of routing profiles that the travel model, which was fitted to cars, can stand in for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A problem in VROOM's words.

    Attributes:
        tasks: jobs, then shipments; every key once.
        vehicles: at least one.
        matrices: by profile; empty if travel follows from coordinates.
        loads: how many kinds of load are counted.
    """

    tasks: tuple[Task, ...]
    vehicles: tuple[Vehicle, ...]
    matrices: Mapping[str, Matrix]
    loads: int

    @property
    def is_given(self) -> bool:
        """Whether the routes are given by steps, so that only times are to be found."""
        return any(vehicle.steps is not None for vehicle in self.vehicles)


def read_document(data: bytes) -> Document:
    """The document in the bytes of a JSON file.

    Raises:
        Refused: anything in it is not understood; the sentence names it.
    """
    fields = Fields.of(document_of(data), "", KEYS)
    tasks, vehicles = tasks_from(fields), vehicles_from(fields)
    matrices = matrices_from(fields)
    _check_profiles(vehicles, matrices)
    _check_sites(tasks, vehicles, matrices)
    _check_steps(tasks, vehicles)
    return Document(
        tasks=tasks, vehicles=vehicles, matrices=matrices, loads=_loads(tasks, vehicles)
    )


def _sites(tasks: tuple[Task, ...], vehicles: tuple[Vehicle, ...]) -> Iterator[Site]:
    yield from (task.site for task in tasks)
    for vehicle in vehicles:
        yield from (site for site in (vehicle.start, vehicle.end) if site is not None)


def _check_sites(
    tasks: tuple[Task, ...], vehicles: tuple[Vehicle, ...], matrices: Mapping[str, Matrix]
) -> None:
    """With matrices every place needs its index, without them its coordinates."""
    used = {vehicle.profile for vehicle in vehicles if matrices}
    places = min((matrices[name].places for name in used), default=0)
    for site in _sites(tasks, vehicles):
        if not matrices and site.location is None:
            raise Refused(f"{site.location_path} is missing, and there are no matrices.")
        if matrices and site.index is None:
            raise Refused(f"{site.index_path} is missing, and there are matrices.")
        if matrices and site.index is not None and site.index >= places:
            raise Refused(f"{site.index_path} is {site.index}, but there are {places} places.")


def _check_profiles(vehicles: tuple[Vehicle, ...], matrices: Mapping[str, Matrix]) -> None:
    for vehicle in vehicles:
        path, costs = f"{vehicle.path}.profile", vehicle.costs
        if not matrices:
            if vehicle.profile not in CAR_PROFILES:
                raise Refused(f"{path} is no car, so its travel needs matrices of its own.")
            continue
        if vehicle.profile not in matrices:
            raise Refused(f"{path} names a profile that has no matrices.")
        matrix = matrices[vehicle.profile]
        if matrix.costs is not None and (costs.per_hour, costs.per_km) != (3600, 0):
            raise Refused(f"{vehicle.path}.costs cannot be combined with a matrix of costs.")
        if matrix.metres is None and (costs.per_km or vehicle.max_distance is not None):
            key = "costs.per_km" if costs.per_km else "max_distance"
            raise Refused(f"{vehicle.path}.{key} needs a matrix of distances.")


def _check_steps(tasks: tuple[Task, ...], vehicles: tuple[Vehicle, ...]) -> None:
    """Given steps begin at the start, finish at the end, and name what exists, once."""
    left = {(task.kind.value, task.id) for task in tasks}
    for vehicle in vehicles:
        pauses = {(StepKind.BREAK.value, pause.id) for pause in vehicle.breaks}
        steps = vehicle.steps or ()
        for at, step in enumerate(steps):
            first, last = step.kind is StepKind.START, step.kind is StepKind.END
            if (first and at > 0) or (last and at < len(steps) - 1):
                raise Refused(f"{step.path} stands in the middle of the route.")
            known = pauses if step.kind is StepKind.BREAK else left
            if step.id is not None and (step.kind.value, step.id) not in known:
                raise Refused(f"{step.path} names a {step.kind} that is not there or done already.")
            known.discard((step.kind.value, step.id or 0))


def _loads(tasks: tuple[Task, ...], vehicles: tuple[Vehicle, ...]) -> int:
    """How many kinds of load the document counts; everything must count the same."""
    stated = [vehicle.capacity for vehicle in vehicles if vehicle.capacity is not None]
    loads = len(stated[0]) if stated else 0
    if loads > MOST_LOADS:
        raise Refused(f"The vehicles count {loads} kinds of load, more than {MOST_LOADS}.")
    for vehicle in vehicles:
        if stated and vehicle.capacity is None:
            raise Refused(f"{vehicle.path}.capacity is missing, though other vehicles state it.")
        if vehicle.capacity is not None and len(vehicle.capacity) != loads:
            raise Refused(f"{vehicle.path}.capacity counts other kinds of load than the first.")
        for pause in vehicle.breaks:
            if pause.max_load is not None and len(pause.max_load) != loads:
                raise Refused(f"{pause.path}.max_load counts other kinds of load than capacity.")
    for task in tasks:
        for load in (task.delivery, task.pickup):
            if load and len(load) != loads:
                raise Refused(
                    f"{task.path} counts {len(load)} kinds of load, the vehicles {loads}."
                )
    if sum(max((*task.delivery, *task.pickup), default=0) for task in tasks) > LONGEST:
        raise Refused(f"The loads of all tasks together are more than {LONGEST}.")
    return loads
