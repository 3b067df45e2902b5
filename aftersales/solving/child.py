"""What a solver's process does: it gets ready, then answers one problem after the other until its parent is gone.

All that is said goes through one pipe. The child says `Standing.COMPILING` for every function that it has to
compile first, and `READY` once. The parent sends a `Task`, and `STOP` while it is solved; the child sends each
`Progress`, then the `Plan` or the error. When the parent dies, however suddenly, the pipe ends: a search takes
that for a stop, and a waiting child leaves.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from aftersales.errors import NotReady
from aftersales.solving.kernels import folder_of_kernels
from scheduling import Effort, Plan, Problem, solve

STOP: Final = "stop"
"""Sent while a problem is solved: take the best plan so far."""

NICENESS: Final = 5
"""A search takes every core; whoever else needs one, such as the web, comes first."""


class Standing(StrEnum):
    """How far a child is before its first task."""

    COMPILING = "compiling"
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One problem to solve.

    Attributes:
        problem: what to plan.
        effort: how hard to search.
        seed: of the random choices.
        threads: cores that search at once.
        seconds: wall seconds after which the best plan so far is taken.
        start: the plan to start from: by key of a shift its visits in order.
    """

    problem: Problem
    effort: Effort
    seed: int
    threads: int
    seconds: float
    start: Mapping[str, Sequence[str]] | None = None


def answer_parent(parent: Connection, kernels: Path | None) -> None:
    """Solve what the parent sends, one at a time; this is the whole life of the process.

    Args:
        parent: the pipe.
        kernels: in which folder compiled code is kept; beside its source if not given.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches us too; the parent decides
    os.nice(NICENESS)
    try:
        _get_ready(parent, kernels)
        parent.send(Standing.READY)
        while True:
            task = parent.recv()
            if isinstance(task, Task):  # a stop that came too late belongs to the task before
                parent.send(_answer(task, parent))
    except (EOFError, OSError):
        return
    except NotReady as error:
        parent.send(error)


def _get_ready(parent: Connection, kernels: Path | None) -> None:
    """Load or compile every kernel, so that no deadline of a task is spent on it.

    The folder is looked for here, because after an update the parent may be older than the sources.

    Raises:
        NotReady: nobody knows the folder.
    """
    # Compiled code is loaded here only, after its folder is known.
    if kernels is not None:
        from scheduling.compiled import keep_kernels_in  # noqa: PLC0415

        keep_kernels_in(str(folder_of_kernels(kernels)))
    from scheduling.slots import warm as warm_slots  # noqa: PLC0415
    from scheduling.warming import warm  # noqa: PLC0415

    warm(lambda: parent.send(Standing.COMPILING))
    warm_slots(lambda: parent.send(Standing.COMPILING))


def _answer(task: Task, parent: Connection) -> Plan | Exception:
    try:
        return solve(
            task.problem,
            effort=task.effort,
            seed=task.seed,
            threads=task.threads,
            start=task.start,
            on_progress=parent.send,
            deadline=task.seconds,
            should_stop=parent.poll,
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it for the caller
        error.add_note(traceback.format_exc())
        return error
