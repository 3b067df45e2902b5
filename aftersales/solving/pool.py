"""The planner of an installation: a few solver processes, which callers use in turn."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Condition
from typing import Final

from aftersales.errors import PlannerDied
from aftersales.solving.child import Task
from aftersales.solving.slot import Slot
from scheduling import Effort, Plan, Problem, Progress

DEADLINE_SECONDS: Final = 600.0
"""Wall seconds after which a run is stopped and its best plan taken; effort ends it long before."""

PATIENCE_SECONDS: Final = 60.0
"""What a process may take over its deadline, for starting, mending and explaining, before it counts as hung."""


def cores() -> int:
    """How many cores this process may use; at least one."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ProcessPlanner:
    """Solves in spawned processes, which are started when they are first needed and kept.

    One that crashes or hangs is replaced, and only its caller hears of it.
    """

    def __init__(
        self,
        processes: int = 1,
        *,
        threads: int = 1,
        seconds: float = DEADLINE_SECONDS,
        patience: float = PATIENCE_SECONDS,
        kernels: Path | None = None,
    ) -> None:
        """Start nothing yet.

        Args:
            processes: problems that are solved at the same time.
            threads: cores that search for one plan, unless its caller says otherwise.
            seconds: wall seconds after which a run is stopped and its best plan taken.
            patience: what a process may take over that before it counts as hung.
            kernels: in which folder compiled code is kept; beside its source if not given.
        """
        self.processes = processes
        self.threads = threads
        self._kernels = kernels
        self._seconds = seconds
        self._patience = patience
        self._context = multiprocessing.get_context("spawn")
        self._turn = Condition()
        self._queue: deque[object] = deque()
        self._idle: list[Slot] = []
        self._busy: set[Slot] = set()
        self._is_closed = False

    @property
    def busy(self) -> int:
        """How many processes solve something at this moment."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """How many callers wait for a free process."""
        return len(self._queue)

    def solve(
        self,
        problem: Problem,
        *,
        effort: Effort,
        seed: int,
        threads: int = 0,
        start: Mapping[str, Sequence[str]] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        on_compile: Callable[[], None] | None = None,
    ) -> Plan:
        """The plan found within the effort; progress is handed on while the solver runs.

        Callers wait in turn for a free process. Their words are called in their thread: `should_stop` once it
        says yes takes the best plan so far, `on_compile` hears of every function that must be compiled before
        the search begins. Without `threads` as many search as the planner was given.

        Raises:
            PlannerDied: the process died, for example for want of memory, or it hangs.
        """
        slot = self._take()
        try:
            return slot.solve(
                Task(
                    problem=problem,
                    effort=effort,
                    seed=seed,
                    threads=threads or self.threads,
                    seconds=self._seconds,
                    start=start,
                ),
                patience=self._patience,
                on_progress=on_progress,
                should_stop=should_stop,
                on_compile=on_compile,
            )
        except BaseException:
            slot.kill()  # it may still be searching
            raise
        finally:
            self._give_back(slot)

    def warm_up(self, on_compile: Callable[[], None] | None = None) -> int:
        """Get one process ready; how many functions had to be compiled, 0 if all of them were kept.

        Raises:
            PlannerDied: the process died, for example for want of memory, or it hangs.
        """
        slot = self._take()
        try:
            return slot.get_ready(on_compile)
        except BaseException:
            slot.kill()
            raise
        finally:
            self._give_back(slot)

    def close(self) -> None:
        """End every process, and with it every run under way."""
        with self._turn:
            self._is_closed = True
            for slot in self._busy:
                slot.kill()
            while self._idle:
                self._idle.pop().close()
            self._turn.notify_all()

    def _take(self) -> Slot:
        ticket = object()
        with self._turn:
            self._queue.append(ticket)
            try:
                self._turn.wait_for(lambda: self._is_closed or self._is_turn_of(ticket))
            finally:
                self._queue.remove(ticket)
                self._turn.notify_all()
            if self._is_closed:
                raise PlannerDied("The planner has been closed. Try again when it runs again.")
            slot = self._sound_slot()
            self._busy.add(slot)
            return slot

    def _is_turn_of(self, ticket: object) -> bool:
        return self._queue[0] is ticket and len(self._busy) < self.processes

    def _sound_slot(self) -> Slot:
        """One that waits and still lives, or a new one."""
        while self._idle:
            slot = self._idle.pop()
            if slot.is_sound:
                return slot
            slot.close()
        return Slot(self._context, self._kernels)

    def _give_back(self, slot: Slot) -> None:
        with self._turn:
            self._busy.remove(slot)
            if slot.is_sound and not self._is_closed:
                self._idle.append(slot)
            else:
                slot.close()
            self._turn.notify_all()
