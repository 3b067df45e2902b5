"""The whole search: threads that anneal, a master that puts their routes together, and again from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from scheduling.search.annealer import Annealer, Cooling, Found
from scheduling.search.arrays import Arrays
from scheduling.search.budget import Budget
from scheduling.search.columns import Kept, newest
from scheduling.search.decompose import SMALLEST, Part, cut, joined, local_orders, part_of
from scheduling.search.master import pick
from scheduling.search.model import DAY_GROUP
from scheduling.search.state import Borders, Orders
from scheduling.search.threads import Seen, Threads, best_of, sum_of
from scheduling.stopwatch import Stopwatch

OPTIONAL: Final = Cooling(3.0, 0.03)
"""Temperatures where visits may be left out at a prize, in average costs of a leg."""

MANDATORY: Final = Cooling(1.0, 0.02)
"""Temperatures where every visit must be served."""

REHEAT: Final = 0.1
"""Part of the first temperature at which a search from a given plan begins."""

MASTER_SHARE: Final = 0.05
"""Part of the time in which the master puts routes together."""

POOL: Final = 15_000
"""Routes that each thread keeps for the master."""

FIRST_SHARE: Final = 0.1
"""Part of the time in which a large problem is searched as a whole before it is cut."""

LAST_SHARE: Final = 0.06
"""Part of the time in which it is searched cold from what the master put together."""

WARM_PART: Final = 0.5
"""Where on the cooling schedule a search in parts begins from a given plan."""

LEAST_FOR_PARTS: Final = 1.0
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
        pool = POOL if self.has_master else 1
        self.annealers = [
            Annealer(arrays, seed=seed * 100 + number, pool=pool) for number in range(threads)
        ]
        self._threads = Threads(self.annealers, on_seen=on_seen, should_stop=should_stop)

    @property
    def has_master(self) -> bool:
        """Whether routes can be judged apart from each other; the balance of work couples them all."""
        return self.arrays.model.imbalance == 0

    def find(self, budget: Budget, start: tuple[Orders, Borders | None] | None = None) -> Found:
        """The best routes found within the budget, from a given plan on if there is one (`start.started`)."""
        if start is not None:
            for annealer in self.annealers:
                annealer.follow(*start)
        share = 1 - MASTER_SHARE - LAST_SHARE if self.has_master else 1.0
        kept: list[Kept] = []
        if self.has_parts and (budget.seconds is None or budget.seconds >= LEAST_FOR_PARTS):
            kept = self._search_parts(budget, 0.0 if start is None else WARM_PART, share)
        else:
            cooling = self.cooling
            if start is not None:
                cooling = Cooling(cooling.hot * REHEAT, cooling.cold)
            part = self._share_of(budget, share, share)
            self._threads.anneal(self.annealers, part, cooling, 0.0, share, best_of)
        if self.has_master and not self._threads.is_stopped:
            self._finish(budget, kept)
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

    def _search_parts(self, budget: Budget, begin: float, share: float) -> list[Kept]:
        """Search as a whole at first, then in parts that change from round to round; the routes they kept.

        Args:
            budget: of the whole search.
            begin: where on the cooling schedule the search begins.
            share: part of the budget for this.
        """

        def heat(since: float, until: float) -> Cooling:
            one, other = (begin + (1 - begin) * done / share for done in (since, until))
            return self.cooling.part(one, other)

        first = self._share_of(budget, FIRST_SHARE, FIRST_SHARE)
        at = heat(0.0, FIRST_SHARE)
        self._threads.anneal(self.annealers, first, at, 0.0, FIRST_SHARE, best_of)
        orders = self._best().orders
        chance = np.random.default_rng(self.seed)
        rounds = budget.rounds_in_parts
        each = (share - FIRST_SHARE) / rounds
        kept = [annealer.hand_over(0) for annealer in self.annealers]
        for number in range(rounds):
            if self._threads.is_stopped:
                break
            done = FIRST_SHARE + each * number
            parts = self._parts_of(orders, number, chance)
            own = self._annealers_of(parts, orders, chance, is_pooling=number >= rounds // 3)
            time = self._share_of(budget, each, done + each)
            self._threads.anneal(own, time, heat(done, done + each), done, each, sum_of)
            for annealer, part in zip(own, parts, strict=True):
                kept.append(annealer.hand_over(number + 1, part))
            orders = joined(self.arrays, parts, [annealer.best.orders for annealer in own])
            self.annealers[0].stand_at(Found(orders, {}, 0))
        return kept

    def _parts_of(self, orders: Orders, number: int, chance: np.random.Generator) -> list[Part]:
        """The parts of a round: every third one by day, if there are several."""
        by_day = number % 3 == 1 and len(set(self.arrays.model.shifts[:, DAY_GROUP].tolist())) > 1
        return cut(self.arrays, orders, len(self.annealers), chance, by_day=by_day)

    def _annealers_of(
        self,
        parts: Sequence[Part],
        orders: Orders,
        chance: np.random.Generator,
        *,
        is_pooling: bool,
    ) -> list[Annealer]:
        """Threads that stand at their part of these orders."""
        own = []
        for part in parts:
            seed, pool = int(chance.integers(2**31)), POOL if is_pooling else 1
            annealer = Annealer(part_of(self.arrays, *part), seed=seed, pool=pool)
            annealer.stand_at(Found(local_orders(orders, *part), {}, 0))
            own.append(annealer)
        return own

    def _finish(self, budget: Budget, kept: Sequence[Kept]) -> None:
        """Let the master put the best routes together, and search from there once more, cold."""
        best = self._mastered(self._best(), budget, kept)
        for annealer in self.annealers:
            annealer.stand_at(best)
        heat = Cooling(self.cooling.cold * 1.5, self.cooling.cold * 0.5)
        last = self._share_of(budget, LAST_SHARE, 1.0)
        self._threads.anneal(self.annealers, last, heat, 1 - LAST_SHARE, LAST_SHARE, best_of)

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

    def _mastered(self, best: Found, budget: Budget, kept: Sequence[Kept]) -> Found:
        """The best routes that the master can put together, if they are better.

        Args:
            best: the best ones so far.
            budget: of the whole search.
            kept: routes from elsewhere than the pools of the threads.
        """
        rounds = 1 + max((each.round for each in kept), default=0)
        own = [annealer.hand_over(rounds) for annealer in self.annealers]
        self.annealers[0].stand_at(best)
        self.annealers[0].keep_routes()
        own.append(self.annealers[0].hand_over(rounds + 1))
        picked = pick(
            self.arrays,
            newest(self.arrays, [*kept, *own]),
            best=best.orders,
            seconds=None if budget.seconds is None else budget.seconds * MASTER_SHARE,
            effort=None if budget.steps is None else budget.steps * DETERMINISTIC,
            threads=1 if budget.seconds is None else len(self.annealers),
            seed=self.seed,
        )
        if picked is None:
            return best
        self.annealers[0].stand_at(Found(*picked, 0))
        return min(best, self.annealers[0].best, key=lambda found: found.cost)
