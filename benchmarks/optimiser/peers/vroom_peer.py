"""VROOM 1.15 through pyvroom, as its API documentation models such a problem.

Durations from a matrix, one vehicle a technician and day with its working time, skills, capacity and a break;
exploration level 5 (the highest), two threads, and the time limit as `timeout`. It stops by itself when its search
is over, usually long before. VROOM has no prizes: it serves as many jobs as it can, those of a higher priority (0 to
100) first, and only then minimises travel. Priorities are proportional to prizes; its plan is judged by travel plus
prizes like everybody's. It knows several windows a job, but no two vehicles at one time and no order of jobs.
"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from importlib.metadata import version
from typing import Any, Final

from benchmarks.optimiser.instance import Answer, Call, Instance, Job, Tour, Vehicle
from benchmarks.optimiser.peers.solver import Search, Tell, Workers

EXPLORATION: Final = 5
HIGHEST: Final = 100
"""VROOM's highest priority."""


class Vroom:
    """VROOM, exploration 5, two threads."""

    name = "vroom"
    workers = Workers(processes=1, threads=2)
    has_seed = False

    def version(self) -> str:
        """The release of pyvroom, which carries VROOM inside."""
        return f"pyvroom {version('pyvroom')}"

    def cannot(self, instance: Instance) -> str | None:
        """Routes that depend on each other cannot be told to VROOM."""
        return "no links between jobs" if instance.ties else None

    def model(self, instance: Instance, seed: int, process: int) -> Search:  # noqa: ARG002 - it has no seed
        """The instance as a VROOM input; ids are positions plus one."""
        vroom: Any = import_module("vroom")
        given = vroom.Input()
        given.set_durations_matrix(profile="car", matrix_input=instance.travel)
        highest = max((job.prize or 0 for job in instance.jobs), default=0)
        laden = any(vehicle.capacity is not None for vehicle in instance.vehicles)
        for at, vehicle in enumerate(instance.vehicles):
            given.add_vehicle(_vehicle(vroom, at, vehicle))
        for at, job in enumerate(instance.jobs):
            given.add_job(_job(vroom, at, job, highest, laden=laden))

        def search(seconds: float, tell: Tell) -> Answer:  # noqa: ARG001 - it tells nothing on the way
            solution = given.solve(
                exploration_level=EXPLORATION,
                nb_threads=self.workers.threads,
                timeout=timedelta(seconds=seconds),
            )
            return _answer(instance, solution)

        return search


def _job(vroom: Any, at: int, job: Job, highest: int, *, laden: bool) -> Any:
    priority = HIGHEST if job.prize is None else round(HIGHEST * job.prize / max(1, highest))
    return vroom.Job(
        id=at + 1,
        location=job.place,
        default_service=job.service,
        delivery=[job.demand] if laden else vroom.Amount(),
        skills={skill + 1 for skill in job.skills},
        priority=priority,
        time_windows=[vroom.TimeWindow(first, last) for first, last in job.windows],
    )


def _vehicle(vroom: Any, at: int, vehicle: Vehicle) -> Any:
    rest = vehicle.rest
    breaks = []
    if rest is not None:
        window = vroom.TimeWindow(rest.earliest, rest.latest)
        breaks = [vroom.Break(id=at + 1, time_windows=[window], service=rest.length)]
    return vroom.Vehicle(
        at + 1,
        start=vehicle.start_place,
        end=vehicle.end_place,
        capacity=[] if vehicle.capacity is None else [vehicle.capacity],
        skills={skill + 1 for skill in vehicle.skills},
        time_window=vroom.TimeWindow(vehicle.start, vehicle.end),
        breaks=breaks,
    )


def _answer(instance: Instance, solution: Any) -> Answer:
    said = solution.to_dict()
    tours = []
    for route in said["routes"]:
        steps = route["steps"]
        begins = [(step, step["arrival"] + step.get("waiting_time", 0)) for step in steps]
        calls = tuple(Call(step["id"] - 1, at) for step, at in begins if step["type"] == "job")
        rests = tuple(at for step, at in begins if step["type"] == "break")
        tours.append(Tour(route["vehicle"] - 1, calls, rests))
    left = sum(instance.jobs[job["id"] - 1].prize or 0 for job in said["unassigned"])
    return Answer(tuple(tours), claimed=float(said["summary"]["cost"] + left))
