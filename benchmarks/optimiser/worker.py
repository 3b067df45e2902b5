"""One cell in fresh processes: model first, then the clock, then the answer with what it cost in time and memory.

Every process is spawned, pinned to the same cores as all the others, loads its solver and solves a tiny instance with
it, so that imports and compiled kernels are there; then it builds its model. Only when all processes of the cell are
ready are they let go together. Wall and CPU seconds count from there to the answer.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.optimiser.instance import Answer, Instance, Job, Rest, Vehicle
from benchmarks.optimiser.peers import SOLVERS, Solver

WARM_UP: Final = 0.2
"""Seconds for the tiny instance; compiling may take longer and does not count."""

POINTS: Final = 64
"""Points that are kept of a trace."""

PATIENCE: Final = 180
"""Seconds beside three times its time limit after which a process is given up."""

RESTING: Final = Rest(8_000, 12_000, 1_800)
"""The rest of the tiny instance."""


class CellFailedError(Exception):
    """A solver's process raised, died or did not come back."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The cost of the best plan after so many seconds, in the integers of the instance."""

    wall: float
    cpu: float
    cost: float


@dataclass(frozen=True, slots=True)
class Ran:
    """What one process brought back.

    Attributes:
        answer: its plan.
        wall: seconds from the start signal to the plan.
        cpu: seconds of CPU in that time, all threads and children together.
        memory: the most it ever held, in bytes.
        before: what it held when it was let go, in bytes.
        trace: how its best cost fell, where the solver tells.
    """

    answer: Answer
    wall: float
    cpu: float
    memory: int
    before: int
    trace: tuple[Moment, ...]


def ran(
    solver: Solver, instance: Instance, seconds: float, seed: int, cores: Sequence[int]
) -> tuple[list[Ran], float]:
    """Run a solver's processes side by side and wait for them.

    Returns:
        What each process brought back, and the share of the cores that others took meanwhile.

    Raises:
        CellFailedError: one of them failed; the message says how.
    """
    context = multiprocessing.get_context("spawn")
    pipes: list[Connection] = []
    processes = []
    try:
        for at in range(solver.workers.processes):
            here, there = context.Pipe()
            process = context.Process(
                target=_work, args=(there, solver.name, instance, seconds, seed, at, tuple(cores))
            )
            process.start()
            there.close()
            pipes.append(here)
            processes.append(process)
        for pipe in pipes:
            _heard(pipe, PATIENCE)
        idle, started = _idle(cores), time.monotonic()
        for pipe in pipes:
            pipe.send("go")
        heard = [_heard(pipe, PATIENCE + 3 * seconds) for pipe in pipes]
        found = [result for result in heard if isinstance(result, Ran)]
        there_was = len(cores) * (time.monotonic() - started)
        taken = there_was - (_idle(cores) - idle) - sum(result.cpu for result in found)
        return found, max(0.0, taken / there_was)
    finally:
        for process in processes:
            process.join(timeout=5)
            if process.is_alive():
                process.kill()
                process.join()


def _heard(pipe: Connection, patience: float) -> object:
    if not pipe.poll(patience):
        raise CellFailedError(f"nothing heard for {patience:.0f} s")
    try:
        said: object = pipe.recv()
    except EOFError:
        raise CellFailedError("the process died") from None
    if isinstance(said, str) and said != "ready":
        raise CellFailedError(said)
    return said


def _work(
    pipe: Connection,
    name: str,
    instance: Instance,
    seconds: float,
    seed: int,
    process: int,
    cores: tuple[int, ...],
) -> None:
    try:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, cores)
        solver = SOLVERS[name]
        warm_up = tiny(with_rest=instance.has_rests)
        solver.model(warm_up, seed, process)(WARM_UP, lambda _: None)
        search = solver.model(instance, seed, process)
        before = _held("VmRSS")
        trace: list[Moment] = []
        pipe.send("ready")
        pipe.recv()
        started, cpu_started = time.monotonic(), _cpu()

        def tell(cost: float) -> None:
            trace.append(Moment(time.monotonic() - started, _cpu() - cpu_started, cost))

        answer = search(seconds, tell)
        wall, cpu = time.monotonic() - started, _cpu() - cpu_started
        pipe.send(Ran(answer, wall, cpu, _held("VmHWM"), before, _thinned(trace)))
    except Exception as error:  # noqa: BLE001 - whatever a solver throws is told to the parent
        pipe.send(f"{type(error).__name__}: {error}")


def _idle(cores: Sequence[int]) -> float:
    """Seconds that these cores have had nothing to do since the machine started; 0 where nobody says."""
    stat = Path("/proc/stat")
    if not stat.exists():
        return 0.0
    ticks = 0
    for line in stat.read_text(encoding="ascii").splitlines():
        cells = line.split()
        if cells[0] in {f"cpu{core}" for core in cores}:
            ticks += int(cells[4]) + int(cells[5])
    return ticks / os.sysconf("SC_CLK_TCK")


def _cpu() -> float:
    """CPU seconds of this process, its threads, and its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _held(field: str) -> int:
    """Bytes from the kernel's account of this process; 0 where there is none."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    for line in status.read_text(encoding="ascii").splitlines():
        if line.startswith(f"{field}:"):
            return 1024 * int(line.split()[1])
    return 0


def _thinned(trace: list[Moment]) -> tuple[Moment, ...]:
    """Points spread over the logarithm of time, the first and the last among them."""
    if len(trace) <= POINTS:
        return tuple(trace)
    times = np.array([moment.wall for moment in trace])
    grid = np.geomspace(max(times[0], 1e-3), max(times[-1], 2e-3), POINTS)
    kept = sorted({0, len(trace) - 1, *(int(at) for at in np.searchsorted(times, grid[:-1]))})
    return tuple(trace[at] for at in kept)


def tiny(*, with_rest: bool) -> Instance:
    """Six jobs and two vehicles: enough to load whatever a solver loads."""
    jobs = tuple(
        Job(place=at, service=600, windows=((0, 20_000),), prize=5000) for at in range(2, 8)
    )
    vehicles = tuple(
        Vehicle(technician=at, day=0, start_place=at, end_place=at, start=0, end=30_000, rest=rest)
        for at, rest in enumerate((None, RESTING if with_rest else None))
    )
    points = np.array([[at % 3, at // 3] for at in range(8)], dtype=np.float64)
    apart = np.abs(points[:, None] - points[None]).sum(axis=2)
    travel = np.asarray(300 * apart, dtype=np.int32)
    return Instance(
        name="tiny", family="tiny", jobs=jobs, vehicles=vehicles, travel=travel, points=points
    )
