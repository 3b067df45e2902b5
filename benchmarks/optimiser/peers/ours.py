"""Ours: `scheduling.solve` on a grid of one second, so that it solves the very same thing."""

from __future__ import annotations

import ast
import hashlib
import inspect
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

import scheduling
from benchmarks.optimiser.instance import Answer, Call, Instance, Job, TieKind, Tour, Vehicle
from benchmarks.optimiser.peers.solver import Search, Tell, Workers
from scheduling import (
    Break,
    Effort,
    Plan,
    Problem,
    Progress,
    Shift,
    TimeWindow,
    Travel,
    Visit,
    solve,
)
from scheduling.visit import Link, LinkKind

LINKS: Final = {
    TieKind.SAME_TIME: LinkKind.SAME_TIME,
    TieKind.BEFORE: LinkKind.BEFORE,
    TieKind.SAME_VEHICLE: LinkKind.SAME_SHIFT,
}
ENDLESS: Final = 10**9
"""Solutions; more than any time limit lets a search look at."""

NOT_PLANNING: Final = frozenset(
    {"__init__.py", "forecast", "forecast.py", "service_day", "service_day.py", "slots"}
)
"""What stands beside the planner, and the list of names the package gives out: a change there measures nothing anew."""


class Ours:
    """This project's planner."""

    name = "ours"
    workers = Workers(processes=1, threads=2)
    has_seed = True

    def version(self) -> str:
        """A digest of the planner's code without its comments and docstrings."""
        return digest_of(Path(scheduling.__file__).parent)

    def cannot(self, instance: Instance) -> str | None:  # noqa: ARG002 - part of the protocol
        """Nothing that the benchmark knows is beyond it."""
        return None

    def model(self, instance: Instance, seed: int, process: int) -> Search:  # noqa: ARG002 - one process
        """The instance as a `Problem`."""
        problem = problem_of(instance)

        def search(seconds: float, tell: Tell) -> Answer:
            return answer_of(planned(problem, seconds, seed, self.workers.threads, tell))

        return search


def digest_of(package: Path) -> str:
    """A digest of a package's code, its comments, docstrings and what is no part of planning left aside."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] not in NOT_PLANNING:
            digest.update(_code_of(path, path.stat().st_mtime_ns).encode())
    return digest.hexdigest()[:12]


def planned(problem: Problem, seconds: float, seed: int, threads: int, tell: Tell) -> Plan:
    """The one call of the planner; a planner without a clock of its own is stopped by its deadline."""

    def hear(progress: Progress) -> None:
        tell(float(progress.cost))

    wanted: dict[str, Any] = {"seed": seed, "on_progress": hear}
    if "seconds" in inspect.signature(solve).parameters:
        wanted |= {"seconds": seconds, "threads": threads}
    else:
        wanted |= {"deadline": seconds, "effort": Effort(ENDLESS)}
    return solve(problem, **wanted)


def problem_of(instance: Instance) -> Problem:
    """The instance in the planner's words; job `i` is visit `i`, vehicle `k` is shift `k`."""
    laden = any(vehicle.capacity is not None for vehicle in instance.vehicles)
    return Problem(
        visits=tuple(_visit(at, job, laden=laden) for at, job in enumerate(instance.jobs)),
        shifts=tuple(_shift(at, vehicle) for at, vehicle in enumerate(instance.vehicles)),
        travel=Travel(seconds=instance.travel, metres=np.zeros_like(instance.travel)),
        links=tuple(
            Link(LINKS[tie.kind], str(tie.first), str(tie.second)) for tie in instance.ties
        ),
        grid=1,
    )


def answer_of(plan: Plan) -> Answer:
    """The plan in the judge's words."""
    return Answer(
        tours=tuple(
            Tour(
                int(route.shift),
                tuple(Call(int(stop.visit), stop.start) for stop in route.stops),
                tuple(pause.start for pause in route.pauses),
            )
            for route in plan.routes
        ),
        claimed=plan.cost,
    )


def _visit(at: int, job: Job, *, laden: bool) -> Visit:
    return Visit(
        key=str(at),
        place=job.place,
        service=job.service,
        windows=tuple(TimeWindow(first, last) for first, last in job.windows),
        skills=frozenset(str(skill) for skill in job.skills),
        prize=job.prize,
        delivery=(job.demand,) if laden else (),
    )


def _shift(at: int, vehicle: Vehicle) -> Shift:
    rest = vehicle.rest
    return Shift(
        key=str(at),
        technician=str(vehicle.technician),
        start_place=vehicle.start_place,
        end_place=vehicle.end_place,
        span=TimeWindow(vehicle.start, vehicle.end),
        day=vehicle.day,
        breaks=()
        if rest is None
        else (Break(window=TimeWindow(rest.earliest, rest.latest), length=rest.length),),
        skills=frozenset(str(skill) for skill in vehicle.skills),
        capacity=() if vehicle.capacity is None else (vehicle.capacity,),
    )


@cache
def _code_of(path: Path, changed: int) -> str:  # noqa: ARG001 - a change makes it read again
    """The code of one file without comments and docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:]
    return ast.dump(tree)
