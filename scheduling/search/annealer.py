"""One thread of the search: steps at a falling temperature, told apart by the clock or by their number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from scheduling.search.anneal import anneal
from scheduling.search.arrays import Arrays
from scheduling.search.columns import Kept, kept_in
from scheduling.search.entry import FIRST, LATER, border, follow, keep_all, mark_full, stand
from scheduling.search.model import (
    ABSENT,
    BEST,
    BEST_ABSENT,
    COST,
    FIXED,
    NEVER,
    POOLED,
    PRIZE,
    STOPS,
    Int64,
    State,
)
from scheduling.search.state import (
    Borders,
    Orders,
    best_borders,
    best_orders,
    fresh_state,
    write_orders,
)
from scheduling.stopwatch import Stopwatch

AVERAGE: Final = 10.0
"""Visits taken out in a step on average: the value of Christiaens and Vanden Berghe (2020)."""

LONGEST: Final = 10.0
"""Visits in a string at most, from the same paper."""

BLINK: Final = 0.01
"""Chance to overlook a position, from the same paper."""

NEAREST: Final = 60
"""Neighbours that tell in which routes a visit is tried."""

SLICE: Final = 0.05
"""Seconds between two looks at the clock."""

STEPS_IN_SLICE: Final = 200
"""Steps between two looks at whether to stop; were they told by the clock, no plan could be repeated."""

POOL_GAP: Final = 0.01
"""Routes of solutions this near to the best, as a part of what driving costs, are kept for the master."""


@dataclass(frozen=True, slots=True)
class Cooling:
    """Temperatures at the begin and the end of a search, in average costs of a leg."""

    hot: float
    cold: float

    def at(self, share: float) -> float:
        """The temperature when this share of the search is over."""
        return float(self.hot * (self.cold / self.hot) ** min(1.0, max(0.0, share)))

    def part(self, begin: float, end: float) -> Cooling:
        """The cooling between two shares of the whole."""
        return Cooling(self.at(begin), self.at(end))


@dataclass(frozen=True, slots=True)
class Found:
    """Routes that were found, what links leave to their linked visits, and their cost in whole numbers."""

    orders: Orders
    borders: Borders
    cost: int


class Annealer:
    """The routes of one thread."""

    def __init__(self, arrays: Arrays, *, seed: int, pool: int = 1) -> None:
        """Nothing is planned yet; with a pool of more than one route, routes are kept for the master."""
        self.arrays = arrays
        self.is_pooling = pool > 1
        self.state: State = fresh_state(arrays, seed=seed, pool=pool)
        self.steps = 0
        stand(arrays.model, self.state, FIRST)

    @property
    def best_cost(self) -> float:
        """What the best routes cost, in units."""
        return float(self.state.figures[BEST]) / self.arrays.model.scale

    @property
    def best_absent(self) -> int:
        """How many visits they leave out."""
        return int(self.state.figures[BEST_ABSENT])

    @property
    def best(self) -> Found:
        """The best routes so far."""
        borders = best_borders(self.state, self.arrays.linked)
        return Found(best_orders(self.state), borders, int(self.state.figures[BEST]))

    def stand_at(self, found: Found) -> bool:
        """Go on from these routes; they become the best ones if they are. False if they do not fit."""
        for visit in self.arrays.linked:
            first, last = found.borders.get(visit, (-NEVER, NEVER))
            border(self.arrays.model, self.state, visit, first, last)
        write_orders(self.state, found.orders)
        return bool(stand(self.arrays.model, self.state, LATER))

    def follow(self, orders: Orders, borders: Borders | None) -> None:
        """Begin with these orders, as far as they fit, and put in once whatever else fits.

        `borders` tell when their linked visits start, if the orders keep every rule.
        """
        if borders is None or not self.stand_at(Found(orders, borders, 0)):
            self._follow(orders)
        self.make_steps(1, 1.0, 1.0)

    def _follow(self, orders: Orders) -> None:
        self.stand_at(Found(tuple(() for _ in orders), {}, 0))
        lengths = np.array([len(order) for order in orders], np.int64)
        wanted = np.zeros((len(orders), max(1, int(lengths.max()))), np.int64)
        for shift, order in enumerate(orders):
            wanted[shift, : len(order)] = order
        follow(self.arrays.model, self.state, wanted, lengths)
        stand(self.arrays.model, self.state, FIRST)

    def full(self) -> tuple[int, ...]:
        """Unplanned visits without links that fit into none of the routes as they stand."""
        is_full = np.zeros(self.arrays.visits, np.int64)
        mark_full(self.arrays.model, self.state, is_full)
        return tuple(int(visit) for visit in np.flatnonzero(is_full))

    def keep_routes(self) -> None:
        """Keep the routes as they stand for the master."""
        keep_all(self.arrays.model, self.state)

    def hand_over(self, number: int, part: tuple[Int64, Int64] | None = None) -> Kept:
        """The routes kept since the last time, see `columns.kept_in`; from now on others are kept."""
        kept = kept_in(self.state, number, part)
        self.state.figures[POOLED] = 0
        self.state.pool_table.fill(-1)
        return kept

    def average_leg(self) -> float:
        """What a leg of the present routes costs on average: the unit of temperatures."""
        routes = self.state.routes
        used = routes[:, STOPS] > 0
        fixed = self.arrays.model.shifts[used, FIXED].sum()
        legs = int(routes[used, STOPS].sum()) + int(used.sum())
        return max(1.0, float(routes[used, COST].sum() - fixed) / max(1, legs))

    def make_steps(self, steps: int, hot: float, cold: float) -> int:
        """Make steps at these temperatures, in cost."""
        gap = POOL_GAP * self._cost_of_driving() if self.is_pooling else -1.0
        visits = self.arrays.visits
        effort = anneal(
            self.arrays.model,
            self.state,
            steps,
            hot,
            cold,
            AVERAGE,
            LONGEST,
            BLINK,
            min(NEAREST, visits - 1),
            gap,
        )
        self.steps += steps
        return int(effort)

    def construct(self) -> None:
        """Put in whatever fits, once, if nothing is planned."""
        if self.state.figures[ABSENT] == self.arrays.visits:
            self.make_steps(1, 1.0, 1.0)

    def search(
        self,
        cooling: Cooling,
        *,
        steps: int | None = None,
        seconds: float | None = None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Search with so many steps or for so many seconds of wall time, while the temperature falls."""
        self.construct()
        leg = self.average_leg()
        if steps is not None:
            self._by_number(cooling, leg, steps, should_stop)
        elif seconds is not None:
            self._by_clock(cooling, leg, seconds, should_stop)

    def _by_number(
        self,
        cooling: Cooling,
        leg: float,
        steps: int,
        should_stop: Callable[[], bool],
    ) -> None:
        done = 0
        while done < steps and not should_stop():
            now = min(STEPS_IN_SLICE, steps - done)
            hot, cold = cooling.at(done / steps), cooling.at((done + now) / steps)
            self.make_steps(now, leg * hot, leg * cold)
            done += now

    def _by_clock(
        self,
        cooling: Cooling,
        leg: float,
        seconds: float,
        should_stop: Callable[[], bool],
    ) -> None:
        watch, many = Stopwatch(), 20
        target = min(SLICE, max(0.005, seconds / 50))
        while (now := watch.elapsed) < seconds and not should_stop():
            heat = leg * cooling.at(now / seconds)
            self.make_steps(many, heat, heat)
            took = watch.elapsed - now
            many = _next_slice(many, took, min(target, max(0.001, seconds - watch.elapsed)))

    def _cost_of_driving(self) -> float:
        figures, visits = self.state.figures, self.arrays.model.visits
        absent = self.state.absent[: figures[ABSENT]]
        return max(0.0, float(figures[BEST] - visits[absent, PRIZE].sum()))


def _next_slice(steps: int, took: float, target: float) -> int:
    """Steps for the next slice, so that it takes about as long as wanted."""
    return int(np.clip(steps * target / max(took, 1e-4), 5, 20_000))
