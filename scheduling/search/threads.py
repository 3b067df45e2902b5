"""Threads that search at once, and somebody who looks after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Thread
from typing import Final

from scheduling.search.annealer import Annealer, Cooling
from scheduling.search.budget import Budget
from scheduling.stopwatch import Stopwatch

TICK: Final = 0.1
"""Seconds between two looks at what the threads have found."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a search has come: the best cost in units, visits left out, share of it that is over, and steps."""

    cost: float
    left_out: int
    share: float
    steps: int


Summed = Callable[[Sequence[Annealer]], tuple[float, int]]
"""Cost and absent visits of several threads together: of the best of them, or of all parts of a plan."""


class Threads:
    """Runs searches at once, tells what they see and stops them when somebody wants that."""

    def __init__(
        self,
        annealers: Sequence[Annealer],
        *,
        on_seen: Callable[[Seen], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        """Start nothing yet; `annealers` search the whole problem."""
        self.annealers = annealers
        self._on_seen = on_seen
        self._should_stop = should_stop
        self._stopped = Event()

    @property
    def is_stopped(self) -> bool:
        """Whether somebody wanted the search to stop."""
        return self._stopped.is_set()

    def anneal(
        self,
        annealers: Sequence[Annealer],
        budget: Budget,
        cooling: Cooling,
        begun: float,
        share: float,
        summed: Summed,
    ) -> None:
        """Let every annealer search in a thread of its own until the budget is used up.

        Args:
            annealers: of the whole problem, or one for each part.
            budget: of each of them.
            cooling: of each of them.
            begun: share of the whole search that was over before.
            share: share of the whole search that this is.
            summed: what they found together.
        """
        errors: list[BaseException] = []

        def search(annealer: Annealer) -> None:
            try:
                annealer.search(
                    cooling,
                    steps=budget.steps,
                    seconds=budget.seconds,
                    should_stop=self._stopped.is_set,
                )
            except BaseException as error:  # noqa: BLE001 - it is raised again in the thread that asked
                errors.append(error)

        threads = [Thread(target=search, args=(annealer,), daemon=True) for annealer in annealers]
        watch, before = Stopwatch(), annealers[0].steps
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(TICK)
                    made = annealers[0].steps - before
                    done = (
                        made / max(1, budget.steps or 1)
                        if budget.seconds is None
                        else watch.elapsed / budget.seconds
                    )
                    self._look(begun + share * min(1.0, done), annealers, summed)
            self._look(begun + share, annealers, summed)
        except BaseException:
            self._stopped.set()  # whoever looked is gone; nobody waits for the threads
            raise
        if errors:
            raise errors[0]

    def _look(self, share: float, annealers: Sequence[Annealer], summed: Summed) -> None:
        """Tell what is new and hear whether to stop."""
        if self._should_stop is not None and self._should_stop():
            self._stopped.set()
        if self._on_seen is not None:
            cost, left_out = min(summed(annealers), best_of(self.annealers))
            steps = sum(annealer.steps for annealer in self.annealers)
            self._on_seen(Seen(cost, left_out, share, steps))


def best_of(annealers: Sequence[Annealer]) -> tuple[float, int]:
    """Cost and absent visits of the best of several plans."""
    return min((annealer.best_cost, annealer.best_absent) for annealer in annealers)


def sum_of(annealers: Sequence[Annealer]) -> tuple[float, int]:
    """Cost and absent visits of a plan in parts."""
    return (
        sum(annealer.best_cost for annealer in annealers),
        sum(annealer.best_absent for annealer in annealers),
    )
