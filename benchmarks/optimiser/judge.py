"""The one judge of the benchmark: it reads the instance and the tours, and believes no solver.

It shares no code with any of them, ours included, and computes no schedule of its own: every moment in an
answer is checked as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.optimiser.instance import Answer, Instance, Tie, TieKind, Tour, Vehicle


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an answer is worth.

    Attributes:
        faults: a sentence for each broken rule; none if the answer holds.
        travel: all drives, in the integers of the instance.
        left_out: jobs that no tour does.
        prizes: what leaving them out costs.
        tours: vehicles in use.
    """

    faults: tuple[str, ...]
    travel: int
    left_out: int
    prizes: int
    tours: int

    @property
    def holds(self) -> bool:
        """Whether no rule is broken."""
        return not self.faults

    @property
    def cost(self) -> int:
        """Travel plus prizes."""
        return self.travel + self.prizes


def verdict(instance: Instance, answer: Answer) -> Verdict:
    """Judge an answer."""
    faults = list(_faults(instance, answer))
    done = {call.job for tour in answer.tours for call in tour.calls}
    left = [job for at, job in enumerate(instance.jobs) if at not in done]
    return Verdict(
        faults=tuple(faults),
        travel=sum(_travel(instance, tour) for tour in answer.tours if tour.calls),
        left_out=len(left),
        prizes=sum(job.prize or 0 for job in left),
        tours=sum(bool(tour.calls) for tour in answer.tours),
    )


def _faults(instance: Instance, answer: Answer) -> Iterator[str]:
    used = [tour.vehicle for tour in answer.tours]
    if len(set(used)) < len(used):
        yield "A vehicle has two tours."
    done = [call.job for tour in answer.tours for call in tour.calls]
    if len(set(done)) < len(done):
        yield "A job is done twice."
    for at, job in enumerate(instance.jobs):
        if job.prize is None and at not in set(done):
            yield f"Job {at} must be done and is left out."
    for tour in answer.tours:
        if tour.calls:
            yield from _tour_faults(instance, tour)
    for tie in instance.ties:
        yield from _tie_faults(instance, answer, tie)


def _tour_faults(instance: Instance, tour: Tour) -> Iterator[str]:
    vehicle = instance.vehicles[tour.vehicle]
    for call in tour.calls:
        job = instance.jobs[call.job]
        if not any(first <= call.start <= last for first, last in job.windows):
            yield f"Job {call.job} starts outside its windows."
        if not job.skills <= vehicle.skills:
            yield f"Vehicle {tour.vehicle} lacks a skill for job {call.job}."
    yield from _rest_faults(instance, vehicle, tour)
    yield from _clock_faults(instance, vehicle, tour)
    yield from _load_faults(instance, vehicle, tour)


def _rest_faults(instance: Instance, vehicle: Vehicle, tour: Tour) -> Iterator[str]:
    rest = vehicle.rest
    if len(tour.rests) != (rest is not None):
        yield f"Vehicle {tour.vehicle} does not rest as often as it must."
        return
    if rest is None:
        return
    begins = tour.rests[0]
    ends = begins + rest.length
    if not rest.earliest <= begins <= rest.latest:
        yield f"Vehicle {tour.vehicle} rests outside the window."
    if begins < vehicle.start or ends > vehicle.end:
        yield f"Vehicle {tour.vehicle} rests outside its working time."
    for call in tour.calls:
        if begins < call.start + instance.jobs[call.job].service and call.start < ends:
            yield f"Vehicle {tour.vehicle} rests during job {call.job}."


def _clock_faults(instance: Instance, vehicle: Vehicle, tour: Tour) -> Iterator[str]:
    """Between two stops there must be time for the drive and for any rest that is taken there."""
    free, place = vehicle.start, vehicle.start_place
    for call in tour.calls:
        job = instance.jobs[call.job]
        if call.start - free < instance.travel[place, job.place] + _resting(
            vehicle, tour, free, call.start
        ):
            yield f"Vehicle {tour.vehicle} cannot reach job {call.job} in time."
        free, place = call.start + job.service, job.place
    home = instance.travel[place, vehicle.end_place]
    if vehicle.end - free < home + _resting(vehicle, tour, free, vehicle.end):
        yield f"Vehicle {tour.vehicle} is not home in time."


def _resting(vehicle: Vehicle, tour: Tour, start: int, end: int) -> int:
    if vehicle.rest is None:
        return 0
    length = vehicle.rest.length
    return sum(max(0, min(end, at + length) - max(start, at)) for at in tour.rests)


def _load_faults(instance: Instance, vehicle: Vehicle, tour: Tour) -> Iterator[str]:
    if vehicle.capacity is None:
        return
    taken_at = {tie.second: tie.first for tie in instance.ties if tie.kind is TieKind.SAME_VEHICLE}
    second_of = {first: second for second, first in taken_at.items()}
    jobs = [call.job for call in tour.calls]
    load = sum(instance.jobs[job].demand for job in jobs if job not in taken_at)
    heaviest = load
    for at in jobs:
        load -= instance.jobs[at].demand
        if at in second_of:
            load += instance.jobs[second_of[at]].demand
        heaviest = max(heaviest, load)
    if heaviest > vehicle.capacity:
        yield f"Vehicle {tour.vehicle} is overloaded."


def _tie_faults(instance: Instance, answer: Answer, tie: Tie) -> Iterator[str]:
    first, second = _found(answer, tie.first), _found(answer, tie.second)
    pair = f"Jobs {tie.first} and {tie.second}"
    if first is None and second is None:
        return
    if first is None or second is None:
        yield f"{pair} are not done together."
        return
    (first_on, first_start), (second_on, second_start) = first, second
    if tie.kind is TieKind.SAME_TIME:
        if first_on == second_on or first_start != second_start:
            yield f"{pair} are not done by two at one time."
        return
    if second_start < first_start + instance.jobs[tie.first].service:
        yield f"{pair} are done in the wrong order."
    if tie.kind is TieKind.SAME_VEHICLE and first_on != second_on:
        yield f"{pair} are not done by one vehicle."


def _found(answer: Answer, job: int) -> tuple[int, int] | None:
    for tour in answer.tours:
        for call in tour.calls:
            if call.job == job:
                return tour.vehicle, call.start
    return None


def _travel(instance: Instance, tour: Tour) -> int:
    vehicle = instance.vehicles[tour.vehicle]
    stops = [instance.jobs[call.job].place for call in tour.calls]
    places = [vehicle.start_place, *stops, vehicle.end_place]
    return sum(int(instance.travel[leg]) for leg in pairwise(places))
