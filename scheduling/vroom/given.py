"""Routes that are given step by step: their best moments and everything that is wrong with them."""

from __future__ import annotations

from scheduling.vroom.answer import Json, answer
from scheduling.vroom.document import Document
from scheduling.vroom.fields import LATEST, LONGEST, Refused, Span
from scheduling.vroom.hours import hours_of
from scheduling.vroom.itinerary import Event, Itinerary, itinerary_of
from scheduling.vroom.moments import Fixed, Floating, best_moments
from scheduling.vroom.roads import Roads, roads_of
from scheduling.vroom.tasks import Task
from scheduling.vroom.vehicles import GivenStep, StepKind, Vehicle, VehicleBreak
from scheduling.vroom.verdicts import judged

ANY_TIME: Span = (0, LATEST + LONGEST)


def checked(document: Document) -> Json:
    """The answer for routes that are given: moments that are the least off, and what is wrong.

    Every limit of the document is only told, never kept; what the steps themselves ask is kept.

    Raises:
        Refused: there are no steps, or what they ask cannot be kept together.
    """
    if not document.is_given:
        raise Refused("No vehicle has steps, so there is no plan to check; give a solution too.")
    roads = roads_of(document)
    hours_of(document, roads)  # refuses moments that lie too far apart
    return answer(
        document,
        [judged(itinerary) for itinerary in given_itineraries(document, roads)],
    )


def given_itineraries(document: Document, roads: Roads) -> list[Itinerary]:
    """The given routes with their best moments, in the order of the vehicles."""
    tasks = {(task.kind.value, task.id): task for task in document.tasks}
    return [
        _itinerary(document, roads, vehicle, _stops(vehicle, vehicle.steps, tasks))
        for vehicle in document.vehicles
        if vehicle.steps is not None
    ]


Stop = tuple[GivenStep | None, Task | None, VehicleBreak | None]
"""A step that is given (or not, for an end of the route that goes without saying) and what it names."""


def _stops(
    vehicle: Vehicle, steps: tuple[GivenStep, ...], tasks: dict[tuple[str, int], Task]
) -> list[Stop]:
    """The steps from the start, said or not, to the end."""
    pauses = {pause.id: pause for pause in vehicle.breaks}
    stops: list[Stop] = []
    if not steps or steps[0].kind is not StepKind.START:
        stops.append((None, None, None))
    for step in steps:
        number = step.id or 0
        pause = pauses[number] if step.kind is StepKind.BREAK else None
        stops.append((step, tasks.get((step.kind.value, number)), pause))
    if not steps or steps[-1].kind is not StepKind.END:
        stops.append((None, None, None))
    return stops


def _itinerary(document: Document, roads: Roads, vehicle: Vehicle, stops: list[Stop]) -> Itinerary:
    fixed, floating = _asked(roads, vehicle, stops)
    of_fixed, of_floating = best_moments(fixed, floating, f"{vehicle.path}.steps")
    leaves, *fixed_moments = of_fixed
    events = []
    for _, task, pause in stops[1:]:
        moments = fixed_moments if pause is None else of_floating
        events.append(Event(begins=moments.pop(0), task=task, pause=pause))
    return itinerary_of(document, roads, vehicle, leaves, events)


def _asked(roads: Roads, vehicle: Vehicle, stops: list[Stop]) -> tuple[list[Fixed], list[Floating]]:
    """What each step takes, and when it should and must begin."""
    trips, here = roads.trips(vehicle), roads.place(vehicle.start)
    hours = () if vehicle.window is None else (vehicle.window,)
    fixed: list[Fixed] = []
    floating: list[Floating] = []
    work = travel = 0
    for step, task, pause in stops:
        allowed = ANY_TIME if step is None else (step.earliest, step.latest)
        if pause is not None:
            floating.append(Floating(len(fixed) - 1, work, pause.windows, allowed))
            work += pause.service
            continue
        if fixed:
            there = roads.place(vehicle.end if task is None else task.site)
            travel += int(trips.seconds[here, there])
        else:
            there = here
        windows = hours if task is None else task.windows
        fixed.append(Fixed(work + travel, travel, windows, allowed))
        if task is not None:
            work += task.service_for(vehicle.type)
            work += task.setup_for(vehicle.type) if here != there else 0
        here = there
    return fixed, floating
