"""The search from keys to keys: a problem in, the best orders out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scheduling.effort import Progress
from scheduling.problem import Problem
from scheduling.search.arrays import arrays_of
from scheduling.search.budget import Budget
from scheduling.search.model import NEVER
from scheduling.search.rounds import Search
from scheduling.search.start import started
from scheduling.search.threads import Seen
from scheduling.visit import TimeWindow


def found_orders(
    problem: Problem,
    *,
    steps: int,
    seconds: float | None,
    seed: int,
    threads: int,
    start: Mapping[str, Sequence[str]] | None,
    on_progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool],
) -> tuple[dict[str, tuple[str, ...]], dict[str, TimeWindow], frozenset[str]]:
    """The best orders found.

    By key of a shift its visits, by key of a linked visit when it may start, and the keys of visits without
    links that fit nowhere beside them.

    Args:
        problem: at least one visit and one shift.
        steps: of every thread, if no seconds are given.
        seconds: wall seconds to search.
        seed: of the random choices.
        threads: cores to use.
        start: orders to start from.
        on_progress: called some times a second.
        should_stop: asked some times a second.
    """
    arrays = arrays_of(problem)
    visits = problem.visits

    def tell(seen: Seen) -> None:
        if on_progress is not None:
            on_progress(
                Progress(
                    share=seen.share,
                    cost=seen.cost,
                    unserved=seen.left_out,
                    planned=len(visits) - seen.left_out,
                    steps=seen.steps,
                    seconds_left=None if seconds is None else max(0.0, (1 - seen.share) * seconds),
                )
            )

    search = Search(arrays, seed=seed, threads=threads, on_seen=tell, should_stop=should_stop)
    budget = Budget(steps=steps) if seconds is None else Budget(seconds=seconds)
    found = search.find(budget, None if start is None else started(arrays, start))
    orders = {
        shift.key: tuple(visits[visit].key for visit in order)
        for shift, order in zip(arrays.shifts, found.orders, strict=True)
    }
    served = {visit for order in found.orders for visit in order}
    spans = {
        visits[visit].key: _span(border)
        for visit, border in found.borders.items()
        if visit in served and border != (-NEVER, NEVER)
    }
    return orders, spans, frozenset(visits[visit].key for visit in search.full(found))


def _span(border: tuple[int, int]) -> TimeWindow:
    first, last = border
    return TimeWindow(max(0, first), max(0, last))
