"""PyVRP, as its notebooks model such a problem: two processes with different seeds, the better one counts.

Optional clients with prizes; one group of mutually exclusive clients for a job with several windows; one vehicle
type for each kind of shift; skills by routing profiles in which the way to a client that the vehicle must not serve
is so long that it pays for nobody (`notebooks/profiles`, “access restrictions”). It has no breaks and no links.
"""

from __future__ import annotations

import warnings
from collections import Counter
from importlib import import_module
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.optimiser.instance import Answer, Call, Instance, Tour
from benchmarks.optimiser.peers.solver import Search, Tell, Workers

Kind = tuple[int, int, int, int, int | None, frozenset[int]]
"""Start and end place, start and end, capacity, skills: what one vehicle type has in common."""


class PyVrp:
    """PyVRP, two processes of one thread."""

    name = "pyvrp"
    workers = Workers(processes=2, threads=1)
    has_seed = True

    def version(self) -> str:
        """The release."""
        return f"pyvrp {version('pyvrp')}"

    def cannot(self, instance: Instance) -> str | None:
        """Breaks and links cannot be told to PyVRP."""
        if instance.has_rests:
            return "no breaks"
        return "no links between jobs" if instance.ties else None

    def model(self, instance: Instance, seed: int, process: int) -> Search:
        """The instance as PyVRP's `ProblemData`."""
        pyvrp: Any = import_module("pyvrp")
        stop: Any = import_module("pyvrp.stop")
        client_jobs = [at for at, job in enumerate(instance.jobs) for _ in job.windows]
        kinds = Counter(
            (
                shift.start_place,
                shift.end_place,
                shift.start,
                shift.end,
                shift.capacity,
                shift.skills,
            )
            for shift in instance.vehicles
        )
        data = _data(pyvrp, instance, client_jobs, list(kinds.items()))

        def search(seconds: float, tell: Tell) -> Answer:  # noqa: ARG001 - it tells nothing on the way
            with warnings.catch_warnings(action="ignore"):
                result = pyvrp.solve(
                    data,
                    stop.MaxRuntime(seconds),
                    seed=2 * seed + process,
                    collect_stats=False,
                    display=False,
                )
            return _answer(instance, result.best, client_jobs, list(kinds))

        return search


def _data(
    pyvrp: Any, instance: Instance, client_jobs: list[int], kinds: list[tuple[Kind, int]]
) -> Any:
    depots = sorted({place for kind, _ in kinds for place in kind[:2]})
    places = [*depots, *(instance.jobs[job].place for job in client_jobs)]
    skills = sorted({kind[5] for kind, _ in kinds}, key=sorted)
    base = instance.travel[np.ix_(places, places)].astype(np.int64)
    profiles = [_profile(instance, base, len(depots), client_jobs, able) for able in skills]
    groups, clients = _clients(pyvrp, instance, client_jobs, len(depots))
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(*map(float, instance.points[place])) for place in places],
        clients=clients,
        depots=[pyvrp.Depot(location=at) for at in range(len(depots))],
        vehicle_types=[
            pyvrp.VehicleType(
                num_available=count,
                capacity=[] if capacity is None else [capacity],
                start_depot=depots.index(start_place),
                end_depot=depots.index(end_place),
                tw_early=start,
                tw_late=end,
                profile=skills.index(able),
            )
            for (start_place, end_place, start, end, capacity, able), count in kinds
        ],
        distance_matrices=profiles,
        duration_matrices=profiles,
        groups=groups,
    )


def _profile(
    instance: Instance,
    base: npt.NDArray[np.int64],
    depots: int,
    client_jobs: list[int],
    able: frozenset[int],
) -> npt.NDArray[np.int64]:
    """Travel for vehicles with these skills; closed to the clients that need another one."""
    prizes = sum(job.prize or 0 for job in instance.jobs)
    horizon = max(vehicle.end for vehicle in instance.vehicles)
    closed = [
        depots + at for at, job in enumerate(client_jobs) if not instance.jobs[job].skills <= able
    ]
    matrix = base.copy()
    matrix[:, closed] = prizes + horizon
    np.fill_diagonal(matrix, 0)
    return matrix


def _clients(
    pyvrp: Any, instance: Instance, client_jobs: list[int], depots: int
) -> tuple[list[Any], list[Any]]:
    groups: list[Any] = []
    clients: list[Any] = []
    laden = any(vehicle.capacity is not None for vehicle in instance.vehicles)
    for at, job in enumerate(instance.jobs):
        first = len(clients)
        has_choice = len(job.windows) > 1
        if has_choice:
            members = list(range(first, first + len(job.windows)))
            groups.append(pyvrp.ClientGroup(members, required=job.prize is None))
        for offset, (early, late) in enumerate(job.windows):
            clients.append(
                pyvrp.Client(
                    location=depots + first + offset,
                    delivery=[job.demand] if laden else [],
                    service_duration=job.service,
                    tw_early=early,
                    tw_late=late,
                    prize=job.prize or 0,
                    required=job.prize is None and not has_choice,
                    group=len(groups) - 1 if has_choice else None,
                    name=str(at),
                )
            )
    assert len(clients) == len(client_jobs)
    return groups, clients


def _answer(instance: Instance, best: Any, client_jobs: list[int], kinds: list[Kind]) -> Answer:
    """Tours go to the vehicles of their type in order."""
    free: dict[Kind, list[int]] = {kind: [] for kind in kinds}
    for at, shift in enumerate(instance.vehicles):
        kind = (
            shift.start_place,
            shift.end_place,
            shift.start,
            shift.end,
            shift.capacity,
            shift.skills,
        )
        free[kind].append(at)
    tours = []
    for route in best.routes():
        calls = tuple(
            Call(client_jobs[activity.idx], activity.start_time)
            for activity in route.schedule()
            if activity.is_client()
        )
        tours.append(Tour(free[kinds[route.vehicle_type()]].pop(0), calls))
    done = {call.job for tour in tours for call in tour.calls}
    left = sum(job.prize or 0 for at, job in enumerate(instance.jobs) if at not in done)
    return Answer(tuple(tours), claimed=float(best.distance() + left))
