"""One solver's process as its parent sees it."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.context import SpawnContext
from typing import Final

from aftersales.errors import PlannerDied
from aftersales.solving.child import STOP, Task, answer_parent
from scheduling import Plan, Progress, Stopwatch

POLL_SECONDS: Final = 0.1
"""How often a caller looks whether the run should stop or hangs."""

ENDED: Final = (
    "The planner's process ended before it had a plan, perhaps for want of memory. "
    "Nothing was changed. Try again with fewer days."
)


class Slot:
    """A spawned process that solves one problem at a time."""

    def __init__(self, context: SpawnContext) -> None:
        """Start the process; it reads its first task when it is up, about a second later."""
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=answer_parent, args=(theirs,), name="solver", daemon=True
        )
        self._process.start()
        theirs.close()
        self._is_spent = False

    @property
    def is_sound(self) -> bool:
        """Whether it can take another task: it lives, and no search was stopped and left standing in it."""
        return self._process.is_alive() and not self._is_spent

    def solve(
        self,
        task: Task,
        *,
        patience: float,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> Plan:
        """The plan of this process; `patience` is how many seconds it may take over its deadline.

        Raises:
            PlannerDied: the process ended, or it hangs.
        """
        watch, looked_at, limit = Stopwatch(), 0.0, task.seconds + patience
        self._say(task)
        while True:
            news = self._heard()
            if isinstance(news, Plan):
                return news
            if isinstance(news, Exception):
                raise news
            if news is not None and on_progress is not None:
                on_progress(news)
            if watch.elapsed > limit:
                raise PlannerDied(
                    f"The planner did not answer within {limit:,.0f} seconds and was ended. "
                    "Nothing was changed. Try again with fewer days."
                )
            if should_stop is not None and watch.elapsed - looked_at >= POLL_SECONDS:
                looked_at = watch.elapsed
                if not self._is_spent and should_stop():
                    self._is_spent = True
                    self._say(STOP)

    def _say(self, what: Task | str) -> None:
        try:
            self._pipe.send(what)
        except OSError as error:
            raise PlannerDied(ENDED) from error

    def _heard(self) -> Progress | Plan | Exception | None:
        """What the process said, or nothing after a while of silence."""
        try:
            said: Progress | Plan | Exception | None = (
                self._pipe.recv() if self._pipe.poll(POLL_SECONDS) else None
            )
        except (EOFError, OSError) as error:
            raise PlannerDied(ENDED) from error
        return said

    def kill(self) -> None:
        """End the process at once, from any thread; whoever waits for its plan hears of it."""
        self._is_spent = True
        self._process.kill()

    def close(self) -> None:
        """End the process and give back what it held; only when nobody waits for it any more."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()
