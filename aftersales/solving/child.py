"""What a solver's process does: it answers one problem after the other until its parent is gone.

All that is said goes through one pipe. The parent sends a `Task`, and `STOP` while it is solved; the child
sends each `Progress`, then the `Plan` or the error. When the parent dies, however suddenly, the pipe ends:
a search takes that for a stop, and a waiting child leaves.
"""

from __future__ import annotations

import signal
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

from scheduling import Effort, Plan, Problem, solve

STOP: Final = "stop"
"""Sent while a problem is solved: take the best plan so far."""


@dataclass(frozen=True, slots=True)
class Task:
    """One problem to solve, with the wall seconds after which the best plan so far is taken."""

    problem: Problem
    effort: Effort
    seed: int
    seconds: float


def answer_parent(parent: Connection) -> None:
    """Solve what the parent sends, one at a time; this is the whole life of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches us too; the parent decides
    try:
        while True:
            task = parent.recv()
            if isinstance(task, Task):  # a stop that came too late belongs to the task before
                parent.send(_answer(task, parent))
    except (EOFError, OSError):
        return


def _answer(task: Task, parent: Connection) -> Plan | Exception:
    try:
        return solve(
            task.problem,
            effort=task.effort,
            seed=task.seed,
            on_progress=parent.send,
            deadline=task.seconds,
            should_stop=parent.poll,
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it for the caller
        error.add_note(traceback.format_exc())
        return error
