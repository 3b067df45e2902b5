"""One solver's process as its parent sees it."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import Final

import structlog

from aftersales.errors import PlannerDied
from aftersales.solving.child import STOP, Standing, Task, answer_parent
from scheduling import Plan, Progress, Stopwatch

READY_SECONDS: Final = 900.0
"""A process that is not ready by then hangs: compiling takes a minute, on a slow and busy machine some minutes."""

POLL_SECONDS: Final = 0.1
"""How often a caller looks whether the run should stop or hangs."""

_LOG = structlog.get_logger()

ENDED: Final = (
    "The planner's process ended before it had a plan, perhaps for want of memory. "
    "Nothing was changed. Try again with fewer days."
)


class Slot:
    """A spawned process that solves one problem at a time."""

    def __init__(self, context: SpawnContext, kernels: Path | None = None) -> None:
        """Start the process; it reads its first task when its kernels are loaded, some seconds later.

        Args:
            context: spawns processes.
            kernels: in which folder compiled code is kept; beside its source if not given.
        """
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=answer_parent, args=(theirs, kernels), name="solver", daemon=True
        )
        self._process.start()
        theirs.close()
        self._is_killed = False
        self._is_ready = False

    @property
    def is_sound(self) -> bool:
        """Whether it can take another task: it lives, and nobody has ended it."""
        return self._process.is_alive() and not self._is_killed

    def solve(
        self,
        task: Task,
        *,
        patience: float,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
        on_compile: Callable[[], None] | None = None,
    ) -> Plan:
        """The plan of this process; `patience` is how many seconds it may take over its deadline.

        `on_compile` is called for every function that the process has to compile before; that time does not
        count.

        Raises:
            PlannerDied: the process ended, or it hangs.
        """
        self._say(task)
        self.get_ready(on_compile)
        watch, looked_at, limit = Stopwatch(), 0.0, task.seconds + patience
        is_stopped = False
        while True:
            news = self._heard()
            if isinstance(news, Plan):
                return news
            if isinstance(news, Exception):
                raise news
            if isinstance(news, Progress) and on_progress is not None:
                on_progress(news)
            if watch.elapsed > limit:
                raise PlannerDied(
                    f"The planner did not answer within {limit:,.0f} seconds and was ended. "
                    "Nothing was changed. Try again with fewer days."
                )
            if should_stop is not None and watch.elapsed - looked_at >= POLL_SECONDS:
                looked_at = watch.elapsed
                if not is_stopped and should_stop():
                    is_stopped = True
                    self._say(STOP)

    def get_ready(self, on_compile: Callable[[], None] | None = None) -> int:
        """Wait until the process has loaded its kernels; how many functions it had to compile for that.

        Raises:
            NotReady: nobody knows the folder for compiled code.
            PlannerDied: the process ended, or it hangs.
        """
        watch, compiled = Stopwatch(), 0
        while not self._is_ready:
            news = self._heard()
            if isinstance(news, Exception):
                raise news
            if news is Standing.COMPILING:
                if not compiled:
                    _LOG.info("planner_compiles")
                compiled += 1
                if on_compile is not None:
                    on_compile()
            self._is_ready = news is Standing.READY
            if watch.elapsed > READY_SECONDS:
                raise PlannerDied(
                    f"The planner was not ready within {READY_SECONDS:,.0f} seconds and was ended. "
                    "Nothing was changed. Run aftersales warmup while nothing else is busy."
                )
        if compiled:
            _LOG.info("planner_compiled", count=compiled, seconds=round(watch.elapsed))
        return compiled

    def _say(self, what: Task | str) -> None:
        try:
            self._pipe.send(what)
        except OSError as error:
            raise PlannerDied(ENDED) from error

    def _heard(self) -> Progress | Plan | Standing | Exception | None:
        """What the process said, or nothing after a while of silence."""
        try:
            said: Progress | Plan | Standing | Exception | None = (
                self._pipe.recv() if self._pipe.poll(POLL_SECONDS) else None
            )
        except (EOFError, OSError) as error:
            raise PlannerDied(ENDED) from error
        return said

    def kill(self) -> None:
        """End the process at once, from any thread; whoever waits for its plan hears of it."""
        self._is_killed = True
        self._process.kill()

    def close(self) -> None:
        """End the process and give back what it held; only when nobody waits for it any more."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()
