"""Solver runs in a process of their own: OR-Tools' routing holds the interpreter for its whole run."""

from __future__ import annotations

import multiprocessing
import queue
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.queues import Queue
from threading import Lock
from typing import Final

from aftersales.errors import NotReady
from scheduling import Effort, Plan, Problem, Progress, solve

POLL_SECONDS: Final = 0.1
"""How often progress is looked for while the solver runs."""

DEADLINE_SECONDS: Final = 600.0
"""Wall seconds after which a run is stopped and its best plan taken; effort ends it long before."""

_progress: Queue[Progress] | None = None


class ProcessPlanner:
    """Solves in one spawned process, which is started when it is first needed and kept."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._context = multiprocessing.get_context("spawn")
        self._queue: Queue[Progress] = self._context.Queue()
        self._pool: ProcessPoolExecutor | None = None
        self._turn = Lock()

    def solve(
        self,
        problem: Problem,
        *,
        effort: Effort,
        seed: int,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Plan:
        """The plan found within the effort; progress is handed on while the solver runs.

        One problem is solved at a time: further callers wait for their turn.

        Raises:
            NotReady: the solver's process died, for example for want of memory.
        """
        with self._turn:
            return self._solve(problem, effort, seed, on_progress)

    def _solve(
        self,
        problem: Problem,
        effort: Effort,
        seed: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> Plan:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                max_workers=1, mp_context=self._context, initializer=_begin, initargs=(self._queue,)
            )
        running = self._pool.submit(_solve, problem, effort, seed)
        try:
            self._follow(running, on_progress)
            return running.result()
        except BrokenProcessPool as error:
            self._pool = None
            raise NotReady(
                "The planner's process ended before it had a plan, perhaps for want of memory. "
                "Nothing was changed. Try again with fewer days."
            ) from error

    def _follow(
        self, running: Future[Plan], on_progress: Callable[[Progress], None] | None
    ) -> None:
        while True:
            finished = running.done()
            try:
                news = self._queue.get(timeout=0 if finished else POLL_SECONDS)
            except queue.Empty:
                if finished:
                    return
                continue
            if on_progress is not None:
                on_progress(news)

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        self._queue.close()


def _begin(progress: Queue[Progress]) -> None:
    global _progress  # noqa: PLW0603 - the pool's initializer has no other way to hand the queue to its tasks
    _progress = progress


def _solve(problem: Problem, effort: Effort, seed: int) -> Plan:
    tell = None if _progress is None else _progress.put
    return solve(problem, effort=effort, seed=seed, on_progress=tell, deadline=DEADLINE_SECONDS)
