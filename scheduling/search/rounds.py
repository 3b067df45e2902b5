"""The whole search: threads that anneal, a master that puts their routes together, and again from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from scheduling.search.annealer import Annealer, Cooling, Found
from scheduling.search.arrays import Arrays
from scheduling.search.budget import Budget
from scheduling.search.decompose import SMALLEST, cut, joined, local_orders, part_of
from scheduling.search.master import Column, columns_of, distinct, pick
from scheduling.search.model import DAY_GROUP
from scheduling.search.state import Borders, Orders
from scheduling.search.threads import Seen, Threads, best_of, sum_of
from scheduling.stopwatch import Stopwatch

OPTIONAL: Final = Cooling(3.0, 0.03)
"""Temperatures where visits may be left out at a prize, in average costs of a leg."""

MANDATORY: Final = Cooling(1.0, 0.02)
"""Temperatures where every visit must be served."""

REHEAT: Final = 0.1
"""Part of the first temperature at which a later round, or a search from a given plan, begins."""

MASTER_SHARE: Final = 0.08
"""Part of the time in which the master puts routes together."""

POOL: Final = 15_000
"""Routes that each thread keeps for the master."""

FIRST_SHARE: Final = 0.1
"""Part of the time in which a large problem is searched as a whole before it is cut."""

LAST_SHARE: Final = 0.1
"""Part of the time in which it is searched as a whole at the end."""

LEAST_FOR_PARTS: Final = 2.0
"""Seconds; in less time a large problem is not cut."""

DETERMINISTIC: Final = 2e-5
"""CP-SAT's deterministic time for each step and thread, when plans must repeat."""


class Search:
    """A search on some threads, which tells what it sees and can be stopped."""

    def __init__(
        self,
        arrays: Arrays,
        *,
        seed: int,
        threads: int,
        on_seen: Callable[[Seen], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        """Make room for every thread; nothing is planned yet."""
        self.arrays = arrays
        self.seed = seed
        self.watch = Stopwatch()
        has_pool = POOL if self.has_master else 1
        self.annealers = [
            Annealer(arrays, seed=seed * 100 + number, pool=has_pool) for number in range(threads)
        ]
        self._threads = Threads(
            self.annealers, is_pooling=self.has_master, on_seen=on_seen, should_stop=should_stop
        )

    @property
    def has_master(self) -> bool:
        """Whether routes can be judged apart from each other; the balance of work couples them all."""
        return self.arrays.model.imbalance == 0

    def find(self, budget: Budget, start: tuple[Orders, Borders | None] | None = None) -> Found:
        """The best routes found within the budget, from a given plan on if there is one (`start.started`)."""
        if start is not None:
            for annealer in self.annealers:
                annealer.follow(*start)
        if self.has_parts and (budget.seconds is None or budget.seconds >= LEAST_FOR_PARTS):
            return self._find_in_parts(budget, is_fresh=start is None)
        rounds = budget.rounds
        share = (1 - MASTER_SHARE) / rounds if self.has_master else 1 / rounds
        for number in range(rounds):
            cooling = self.cooling
            if number > 0 or start is not None:
                cooling = Cooling(cooling.hot * REHEAT, cooling.cold)
            part = self._share_of(budget, share, (number + 1) / rounds - (1 / rounds - share))
            self._threads.anneal(self.annealers, part, cooling, number / rounds, share, best_of)
            best = self._best()
            if self.has_master and not self._threads.is_stopped:
                best = self._mastered(best, budget, MASTER_SHARE / rounds, ())
            for annealer in self.annealers:
                annealer.stand_at(best)
        return self._best()

    @property
    def cooling(self) -> Cooling:
        """How hot a search begins, and how it ends."""
        visits = self.arrays.problem.visits
        return MANDATORY if all(visit.prize is None for visit in visits) else OPTIONAL

    @property
    def has_parts(self) -> bool:
        """Whether every thread searches a part of its own: nothing may tie one part to another."""
        is_large = self.arrays.visits >= SMALLEST and len(self.annealers) > 1
        return is_large and self.has_master and not self.arrays.linked

    def _find_in_parts(self, budget: Budget, *, is_fresh: bool) -> Found:
        """As `find`, in parts that change from round to round, and at the end as a whole."""
        cooling = self.cooling
        begin = 0.0 if is_fresh else 0.5
        at = cooling.part(begin, begin + (1 - begin) * FIRST_SHARE)
        first = self._share_of(budget, FIRST_SHARE, FIRST_SHARE)
        self._threads.anneal(self.annealers, first, at, 0.0, FIRST_SHARE, best_of)
        best = self._best()
        chance = np.random.default_rng(self.seed)
        rounds = budget.rounds_in_parts
        share = (1 - FIRST_SHARE - LAST_SHARE - MASTER_SHARE) / rounds
        columns: list[Column] = []
        orders = best.orders
        days = len({int(day) for day in self.arrays.model.shifts[:, DAY_GROUP]})
        for number in range(rounds):
            if self._threads.is_stopped:
                break
            done = FIRST_SHARE + share * number
            heat = cooling.part(
                begin + (1 - begin) * done / (1 - LAST_SHARE),
                begin + (1 - begin) * (done + share) / (1 - LAST_SHARE),
            )
            parts = cut(
                self.arrays,
                orders,
                len(self.annealers),
                chance,
                by_day=days > 1 and number % 3 == 1,
            )
            own = [
                Annealer(
                    part_of(self.arrays, *part),
                    seed=int(chance.integers(2**31)),
                    pool=POOL if number >= rounds // 3 else 1,
                )
                for part in parts
            ]
            for annealer, part in zip(own, parts, strict=True):
                annealer.stand_at(Found(local_orders(orders, *part), {}, 0))
            time = self._share_of(budget, share, done + share)
            self._threads.anneal(own, time, heat, done, share, sum_of)
            for annealer, part in zip(own, parts, strict=True):
                columns = [
                    Column(
                        int(part[1][each.shift]),
                        tuple(int(part[0][v]) for v in each.visits),
                        each.cost,
                    )
                    for each in columns_of(annealer.arrays, [annealer.state])
                ] + columns
            orders = joined(self.arrays, parts, [annealer.best.orders for annealer in own])
            self.annealers[0].stand_at(Found(orders, {}, 0))
            best = self._best()
        if not self._threads.is_stopped:
            best = self._mastered(best, budget, MASTER_SHARE, columns)
        for annealer in self.annealers:
            annealer.stand_at(best)
        heat = Cooling(cooling.cold * 1.5, cooling.cold * 0.5)
        last = self._share_of(budget, LAST_SHARE, 1.0)
        self._threads.anneal(self.annealers, last, heat, 1 - LAST_SHARE, LAST_SHARE, best_of)
        return self._best()

    def full(self, found: Found) -> tuple[int, ...]:
        """Visits without links that fit into none of these routes, whatever it costs."""
        self.annealers[0].stand_at(found)
        return self.annealers[0].full()

    def _best(self) -> Found:
        return min((annealer.best for annealer in self.annealers), key=lambda found: found.cost)

    def _share_of(self, budget: Budget, share: float, until: float) -> Budget:
        """A part of the budget; by the clock it ends when the whole must have come so far."""
        if budget.seconds is None:
            return budget.part(share)
        return Budget(seconds=max(0.01, budget.seconds * until - self.watch.elapsed))

    def _mastered(self, best: Found, budget: Budget, share: float, seen: Sequence[Column]) -> Found:
        """The best routes that the master can put together, if they are better.

        Args:
            best: the best ones so far.
            budget: of the whole search.
            share: part of it for the master.
            seen: routes from elsewhere than the pools of the threads.
        """
        self.annealers[0].stand_at(best)
        self.annealers[0].keep_routes()
        own = columns_of(self.arrays, [annealer.state for annealer in self.annealers])
        picked = pick(
            self.arrays,
            distinct(self.arrays, [*own, *seen]),
            best=best.orders,
            seconds=None if budget.seconds is None else budget.seconds * share,
            effort=None if budget.steps is None else budget.steps * DETERMINISTIC,
            threads=1 if budget.seconds is None else len(self.annealers),
            seed=self.seed,
        )
        if picked is None:
            return best
        self.annealers[0].stand_at(Found(*picked, 0))
        return min(best, self.annealers[0].best, key=lambda found: found.cost)
