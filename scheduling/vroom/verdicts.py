"""What is wrong with a route in VROOM's words, looked at step by step; it shares no code with planning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from scheduling.vroom.fields import Span
from scheduling.vroom.itinerary import Itinerary, Load, Step
from scheduling.vroom.tasks import TaskKind
from scheduling.vroom.vehicles import StepKind, Vehicle


class Cause(StrEnum):
    """VROOM's names of what can be wrong."""

    LEAD_TIME = "lead_time"
    DELAY = "delay"
    LOAD = "load"
    MAX_TASKS = "max_tasks"
    SKILLS = "skills"
    PRECEDENCE = "precedence"
    MISSING_BREAK = "missing_break"
    MAX_TRAVEL_TIME = "max_travel_time"
    MAX_DISTANCE = "max_distance"
    MAX_LOAD = "max_load"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Something that is wrong; `duration` tells the seconds of a lead time or delay."""

    cause: Cause
    duration: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A route with what is wrong at each step and in all."""

    itinerary: Itinerary
    at_steps: tuple[tuple[Verdict, ...], ...]
    in_all: tuple[Verdict, ...]


def judged(itinerary: Itinerary) -> Judged:
    """The route with everything that is wrong with it."""
    vehicle, steps = itinerary.vehicle, itinerary.steps
    unpaired = _unpaired(itinerary)
    at_steps = tuple(
        (
            *_in_time(vehicle, step),
            *_limits(vehicle, step, tasks=sum(each.task is not None for each in steps[: at + 1])),
            *([Verdict(Cause.PRECEDENCE)] if step.task and step.task.key in unpaired else []),
        )
        for at, step in enumerate(steps)
    )
    taken = {step.pause.id for step in steps if step.pause is not None}
    missing = any(pause.id not in taken for pause in vehicle.breaks)
    whole = [Verdict(Cause.MISSING_BREAK)] if missing else []
    return Judged(
        itinerary=itinerary,
        at_steps=at_steps,
        in_all=summed([*(each for found in at_steps for each in found), *whole]),
    )


def summed(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Each cause once, in a fixed order, with the seconds of all its cases."""
    durations: dict[Cause, int] = {}
    for verdict in verdicts:
        durations[verdict.cause] = durations.get(verdict.cause, 0) + (verdict.duration or 0)
    return tuple(Verdict(cause, durations[cause] or None) for cause in Cause if cause in durations)


def off(moment: int, windows: Iterable[Span]) -> Verdict | None:
    """How far a moment is from the nearest of these windows, if there are any and it is in none."""
    found = [
        (
            max(start - moment, moment - end, 0),
            moment < start,
            Verdict(Cause.LEAD_TIME, start - moment),
        )
        if moment < start
        else (max(moment - end, 0), False, Verdict(Cause.DELAY, moment - end))
        for start, end in windows
    ]
    if not found:
        return None
    distance, _, verdict = min(found, key=lambda each: each[:2])
    return verdict if distance else None


def _in_time(vehicle: Vehicle, step: Step) -> Iterator[Verdict]:
    if step.task is not None:
        windows: tuple[Span, ...] = step.task.windows
    elif step.pause is not None:
        windows = step.pause.windows
    else:
        windows = () if vehicle.window is None else (vehicle.window,)
    verdict = off(step.begins, windows)
    if verdict is not None:
        yield verdict


def _limits(vehicle: Vehicle, step: Step, *, tasks: int) -> Iterator[Verdict]:
    if _exceeds(step.load, vehicle.capacity):
        yield Verdict(Cause.LOAD)
    if vehicle.max_tasks is not None and tasks > vehicle.max_tasks:
        yield Verdict(Cause.MAX_TASKS)
    if step.task is not None and not step.task.skills <= vehicle.skills:
        yield Verdict(Cause.SKILLS)
    if vehicle.max_travel_time is not None and step.driven > vehicle.max_travel_time:
        yield Verdict(Cause.MAX_TRAVEL_TIME)
    if vehicle.max_distance is not None and (step.metres or 0) > vehicle.max_distance:
        yield Verdict(Cause.MAX_DISTANCE)
    if step.kind is StepKind.BREAK and step.pause and _exceeds(step.load, step.pause.max_load):
        yield Verdict(Cause.MAX_LOAD)


def _exceeds(load: Load, limit: Load | None) -> bool:
    return limit is not None and any(
        amount > most for amount, most in zip(load, limit, strict=True)
    )


def _unpaired(itinerary: Itinerary) -> set[str]:
    """Deliveries without their pickup before them, and pickups without their delivery after them."""
    position = {task.key: at for at, task in enumerate(itinerary.tasks)}
    unpaired = set()
    for task in itinerary.tasks:
        if task.partner is None:
            continue
        other = position.get(task.partner)
        is_first = task.kind is TaskKind.PICKUP
        if other is None or (position[task.key] < other) is not is_first:
            unpaired.add(task.key)
    return unpaired
