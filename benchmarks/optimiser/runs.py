"""Which cells are run, in which order, and until when."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from benchmarks.optimiser.catalogue import Entry
from benchmarks.optimiser.instance import Instance
from benchmarks.optimiser.peers import SOLVERS, Solver
from benchmarks.optimiser.results import Row, append, cell_row, measured, rows_in
from benchmarks.optimiser.worker import CellFailedError, ran

USUAL: Final = 10.0
"""Seconds at which the whole subset is run."""

OTHERS: Final = (1.0, 30.0, 60.0)
"""Seconds at which six instances are run too."""

OVERHEAD: Final = 12.0
"""Seconds a cell needs beside its search: spawning, imports, warming up, judging."""

CROWDED: Final = 0.1
"""Share of the cores taken by others from which a row is doubtful."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One measurement to be made."""

    entry: Entry
    solver: Solver
    seconds: float
    seed: int


def cells(
    entries: Sequence[Entry], solvers: Sequence[str], times: Sequence[float], seeds: int
) -> Iterator[Cell]:
    """All cells, one seed after the other, so that a run that is stopped has seen every instance.

    The usual time is for every entry, the others for those that are marked; a solver without a seed runs once.
    """
    for seed in range(seeds):
        for seconds in times:
            for entry in entries:
                if seconds in OTHERS and not entry.is_long:
                    continue
                for name in solvers:
                    if seed == 0 or SOLVERS[name].has_seed:
                        yield Cell(entry, SOLVERS[name], seconds, seed)


def run(
    todo: Sequence[Cell],
    results: Path,
    *,
    cores: Sequence[int],
    budget: float,
    crowd: float,
    console: Console,
) -> None:
    """Measure what is not in the file yet, until all is done or the budget of seconds is used up.

    Args:
        todo: the cells, in order.
        results: file that is read and added to.
        cores: everything runs on these.
        budget: seconds.
        crowd: rows in which others took a larger share of the cores are measured again.
        console: for the progress.
    """
    started = time.monotonic()
    last = {row.fingerprint: row for row in rows_in(results)}
    done = {key for key, row in last.items() if row.error is None and row.crowd <= crowd}
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("cells", total=len(todo))
        for cell in todo:
            if time.monotonic() - started + cell.seconds + OVERHEAD > budget:
                console.print("The budget is used up; run the same command again to go on.")
                return
            row = _row(cell, cores, done)
            if row is not None:
                append(results, row)
                console.print(_line(row))
            progress.advance(task)


def _row(cell: Cell, cores: Sequence[int], done: set[str]) -> Row | None:
    """The cell measured; None if it is done already or the solver cannot model it."""
    instance = _made(cell.entry)
    row = cell_row(instance, cell.solver, cell.seconds, cell.seed)
    if row.fingerprint in done or cell.solver.cannot(instance) is not None:
        return None
    try:
        found, crowd = ran(cell.solver, instance, cell.seconds, cell.seed, cores)
    except CellFailedError as failure:
        return replace(row, error=str(failure))
    return measured(row, instance, found, crowd)


@lru_cache(maxsize=2)
def _made(entry: Entry) -> Instance:
    return entry.make()


def _line(row: Row) -> str:
    said = f"{row.instance:<24} {row.solver:<14} {row.seconds:>4g} s, seed {row.seed}: "
    if row.error is not None:
        return f"{said}failed: {row.error}"
    crowded = f", others took {row.crowd:.0%}" if row.crowd > CROWDED else ""
    broken = f", BROKEN: {row.faults[0]}" if row.faults else ""
    return (
        f"{said}cost {row.cost:,.1f}, {row.left_out} left out, {row.tours} tours, "
        f"{row.cpu:.1f} s of CPU{crowded}{broken}"
    )
