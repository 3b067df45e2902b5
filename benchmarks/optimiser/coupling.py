"""Where to keep the links that couple routes: in the search, in the master, or in both, as the product does.

    python -m benchmarks.optimiser.coupling --data DIR --seconds 10 --seeds 3

Three ways share the threads, the seconds and the columns' price; only who knows the links differs:

both     the search keeps them at every step, and the master once more when it puts routes together
search   the search keeps them; there is no master, and its time goes to the search
master   the search sees visits that nothing ties; only the master, which gets a third of the time, keeps links
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.optimiser.catalogue import catalogue
from benchmarks.optimiser.peers.ours import problem_of
from scheduling import Problem
from scheduling.search.annealer import Annealer, Found
from scheduling.search.arrays import Arrays, arrays_of
from scheduling.search.budget import Budget
from scheduling.search.columns import Column, newest
from scheduling.search.master import pick
from scheduling.search.rounds import Search
from scheduling.search.threads import best_of

THREADS: Final = 2
MASTER_SHARE: Final = 1 / 3
"""Part of the time that a master gets which alone keeps the links."""


class SearchOnly(Search):
    """The product's search without the master at its end."""

    @property
    def has_master(self) -> bool:
        """It has none."""
        return False


class Pooling(Search):
    """A search that only collects routes."""

    def collect(self, seconds: float) -> None:
        """Anneal the whole problem; the threads' pools hold the routes afterwards."""
        whole = Budget(seconds=seconds)
        self._threads.anneal(self.annealers, whole, self.cooling, 0.0, 1.0, best_of)


def both(problem: Problem, seconds: float, seed: int) -> Found:
    """As the product does."""
    return Search(arrays_of(problem), seed=seed, threads=THREADS).find(Budget(seconds=seconds))


def search_only(problem: Problem, seconds: float, seed: int) -> Found:
    """Links in the search, no master."""
    return SearchOnly(arrays_of(problem), seed=seed, threads=THREADS).find(Budget(seconds=seconds))


def master_only(problem: Problem, seconds: float, seed: int) -> Found:
    """No links in the search, which hands its newest routes to a master that keeps them."""
    search = Pooling(arrays_of(replace(problem, links=())), seed=seed, threads=THREADS)
    search.collect(seconds * (1 - MASTER_SHARE))
    kept = [annealer.hand_over(0) for annealer in search.annealers]
    arrays = arrays_of(problem)
    picked = pick(
        arrays,
        with_spans(arrays, newest(search.arrays, kept)),
        best=tuple(() for _ in arrays.shifts),
        seconds=seconds * MASTER_SHARE,
        effort=None,
        threads=THREADS,
        seed=seed,
    )
    stand = Annealer(arrays, seed=seed)
    if picked is not None and not stand.stand_at(Found(*picked, 0)):
        # Starts that suit every link may not suit two linked visits of one route; without them it stands.
        alone = tuple(tuple(at for at in order if at not in arrays.linked) for order in picked[0])
        stand.stand_at(Found(alone, {}, 0))
    return stand.best


def with_spans(arrays: Arrays, columns: Sequence[Column]) -> list[Column]:
    """The same routes with the first and last start of their linked visits; takes time that nobody counts."""
    stand, found = Annealer(arrays, seed=0, pool=len(arrays.shifts) + 1), []
    batch: dict[int, Column] = {}

    def judge() -> None:
        orders = [batch[at].visits if at in batch else () for at in range(len(arrays.shifts))]
        if not stand.stand_at(Found(tuple(orders), {}, 0)):
            raise RuntimeError("Routes without links do not keep the rules with them.")
        stand.keep_routes()
        kept = stand.hand_over(0)
        for row in range(len(kept.facts)):
            column = kept.column(arrays, row)
            if column.visits:
                found.append(column)
        batch.clear()

    seated: set[int] = set()
    for column in columns:
        if column.shift in batch or seated & {*column.visits}:
            judge()
            seated = set()
        batch[column.shift] = column
        seated |= {*column.visits}
    judge()
    return found


WAYS: Final[dict[str, Callable[[Problem, float, int], Found]]] = {
    "both": both,
    "search": search_only,
    "master": master_only,
}


def main() -> None:
    """Print the median cost of every way on every linked instance, and its ratio to the product's."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seeds", type=int, default=3)
    wanted = parser.parse_args()
    table = Table("instance", *(f"{way}: cost (left out)" for way in WAYS))
    for entry in catalogue(wanted.data):
        instance = entry.make()
        if not instance.ties:
            continue
        problem = problem_of(instance)
        scale = arrays_of(problem).model.scale
        shown, first = [], 0.0
        for way in WAYS.values():
            way(problem, 0.5, 0)  # compiles, and loads CP-SAT
            found = [way(problem, wanted.seconds, seed) for seed in range(wanted.seeds)]
            cost = median(one.cost for one in found) / scale
            absent = median(len(problem.visits) - sum(map(len, one.orders)) for one in found)
            first = first or cost
            shown.append(f"{cost:,.0f} ({absent:.0f}), {cost / first:.3f}")
        table.add_row(instance.name, *shown)
    Console(soft_wrap=True).print(table)


if __name__ == "__main__":
    main()
