"""Routes as VROOM tells them: steps with arrival, waiting, what was driven so far and what is on board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scheduling.vroom.document import Document
from scheduling.vroom.roads import Roads
from scheduling.vroom.tasks import Task, TaskKind
from scheduling.vroom.vehicles import StepKind, Vehicle, VehicleBreak

Load = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something in a route and the moment when it begins, before any setup.

    Attributes:
        begins: VROOM's moment.
        task: what is done, if it is a task.
        pause: which pause is taken, if it is one; without either it is the end of the route.
    """

    begins: int
    task: Task | None = None
    pause: VehicleBreak | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a route.

    Attributes:
        kind: what happens.
        arrival: when the vehicle is there.
        waiting: seconds until it begins.
        driven: seconds of travel so far.
        metres: metres of travel so far; None where no distances are known.
        load: what is on board when the step is over.
        task: the task, if it is one.
        pause: the pause, if it is one.
        setup: seconds.
        service: seconds.
    """

    kind: StepKind
    arrival: int
    waiting: int
    driven: int
    metres: int | None
    load: Load
    task: Task | None = None
    pause: VehicleBreak | None = None
    setup: int = 0
    service: int = 0

    @property
    def begins(self) -> int:
        """The moment when it begins."""
        return self.arrival + self.waiting

    @property
    def ends(self) -> int:
        """The moment when it is over."""
        return self.begins + self.setup + self.service


@dataclass(frozen=True, slots=True, kw_only=True)
class Itinerary:
    """What one vehicle does, from its start to its end, and what that costs."""

    vehicle: Vehicle
    steps: tuple[Step, ...]
    cost: float

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Its tasks in order."""
        return tuple(step.task for step in self.steps if step.task is not None)


@dataclass(frozen=True, slots=True)
class _Leg:
    """A trip: its pauses and, last, the task or end that it leads to."""

    place: int
    setup: int
    seconds: int
    metres: int | None
    events: tuple[Event, ...]


def itinerary_of(
    document: Document, roads: Roads, vehicle: Vehicle, leaves: int, events: Sequence[Event]
) -> Itinerary:
    """The steps of a route whose moments are known; the vehicle drives as early as it can.

    Args:
        document: how many kinds of load there are.
        roads: places and trips.
        vehicle: who drives.
        leaves: the moment of the start.
        events: tasks and pauses in order, and last the end.
    """
    tasks = [event.task for event in events if event.task is not None]
    loads = iter(loads_of(document, tasks))
    has_metres = roads.trips(vehicle).metres is not None
    start = Step(
        kind=StepKind.START,
        arrival=leaves,
        waiting=0,
        driven=0,
        metres=0 if has_metres else None,
        load=next(loads),
    )
    steps = [start]
    for leg in _legs(roads, vehicle, events):
        steps += _steps(vehicle, leg, steps[-1], loads)
    return Itinerary(
        vehicle=vehicle, steps=tuple(steps), cost=_cost(roads, vehicle, tasks, tuple(steps))
    )


def loads_of(document: Document, tasks: Sequence[Task]) -> list[Load]:
    """What is on board at the start and after each task.

    What jobs deliver is loaded at the start, what they pick up stays on board to the end.
    """
    load = [0] * document.loads
    for task in tasks:
        if task.kind is TaskKind.JOB:
            _add(load, task.delivery)
    loads = [tuple(load)]
    for task in tasks:
        _add(load, task.pickup)
        _add(load, [-amount for amount in task.delivery])
        loads.append(tuple(load))
    return loads


def _add(load: list[int], amounts: Sequence[int]) -> None:
    for kind, amount in enumerate(amounts):
        load[kind] += amount


def _legs(roads: Roads, vehicle: Vehicle, events: Sequence[Event]) -> Iterator[_Leg]:
    trips, here = roads.trips(vehicle), roads.place(vehicle.start)
    pending: list[Event] = []
    for event in events:
        pending.append(event)
        if event.pause is not None:
            continue
        there = roads.place(vehicle.end if event.task is None else event.task.site)
        setup = event.task.setup_for(vehicle.type) if event.task is not None else 0
        yield _Leg(
            place=there,
            setup=setup if here != there else 0,
            seconds=int(trips.seconds[here, there]),
            metres=None if trips.metres is None else int(trips.metres[here, there]),
            events=tuple(pending),
        )
        here, pending = there, []


def _steps(vehicle: Vehicle, leg: _Leg, before: Step, loads: Iterator[Load]) -> list[Step]:
    """The pauses of a trip, each after as much of the way as there is time for, and where it leads to."""
    steps, now, done = [before], before.ends, 0
    for event in leg.events:
        is_pause = event.pause is not None
        ahead = leg.seconds - done
        seconds = max(0, min(ahead, event.begins - now)) if is_pause else ahead
        done += seconds
        share = 1.0 if done == leg.seconds else done / leg.seconds
        steps.append(
            Step(
                kind=_kind_of(event),
                arrival=now + seconds,
                waiting=event.begins - now - seconds,
                driven=before.driven + done,
                metres=None
                if leg.metres is None or before.metres is None
                else before.metres + round(leg.metres * share),
                load=steps[-1].load if event.task is None else next(loads),
                task=event.task,
                pause=event.pause,
                setup=0 if is_pause else leg.setup,
                service=_service(vehicle, event),
            )
        )
        now = steps[-1].ends
    return steps[1:]


def _kind_of(event: Event) -> StepKind:
    if event.pause is not None:
        return StepKind.BREAK
    return StepKind.END if event.task is None else StepKind(event.task.kind.value)


def _service(vehicle: Vehicle, event: Event) -> int:
    if event.pause is not None:
        return event.pause.service
    return 0 if event.task is None else event.task.service_for(vehicle.type)


def _cost(roads: Roads, vehicle: Vehicle, tasks: Sequence[Task], steps: tuple[Step, ...]) -> float:
    """VROOM's cost of a route: fixed, travel or its own matrix of costs, kilometres, and work."""
    costs, trips = vehicle.costs, roads.trips(vehicle)
    if trips.costs is None:
        metres = steps[-1].metres or 0
        travel = steps[-1].driven * costs.per_hour / 3600 + metres * costs.per_km / 1000
    else:
        sites = [vehicle.start, *(task.site for task in tasks), vehicle.end]
        legs = pairwise(roads.place(site) for site in sites)
        travel = float(sum(int(trips.costs[leg]) for leg in legs))
    work = sum(step.setup + step.service for step in steps if step.task is not None)
    return costs.fixed + travel + work * costs.per_task_hour / 3600
