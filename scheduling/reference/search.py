"""One search over a routing model: ruin, put back, let OR-Tools improve, keep what is no worse.

The loop stands here and not in OR-Tools' own iterated search, which is the same idea, for reasons found by
trying (9.15). That one counts solutions only: where a model refuses whatever its ruins leave, as it does with
loads that are brought and fetched, it goes on for ever. It ends at its own limits only: once stopped, its loop
goes on empty. It can't begin with a plan. And on days of 60 visits this one was as good or better in the same time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from weakref import proxy

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from scheduling.groups import Group, groups_of
from scheduling.reference.model import Model
from scheduling.reference.orders import Found, Orders
from scheduling.reference.prices import HUNDREDTHS
from scheduling.reference.ruin import nearest_first, ruined
from scheduling.reference.spans import spans_of
from scheduling.reference.together import with_groups
from scheduling.stopwatch import Stopwatch

FOREVER: Final = 10**9
"""Seconds; longer than any search, so that no clock but the caller's deadline can change an answer."""

NEVER: Final = 2**62
"""Hundredths; dearer than any plan."""

BOOL_FALSE: Final = 2
"""OR-Tools' three-valued “no”."""

SLOW_MOVES: Final = (
    "use_exchange_subtrip",
    "use_global_cheapest_insertion_path_lns",
    "use_global_cheapest_insertion_visit_types_lns",
    "use_lin_kernighan",
    "use_local_cheapest_insertion_path_lns",
    "use_local_cheapest_insertion_visit_types_lns",
    "use_make_chain_inactive",
    "use_relocate_expensive_chain",
    "use_relocate_path_global_cheapest_insertion_insert_unperformed",
    "use_relocate_subtrip",
    "use_shortest_path_swap_active",
    "use_shortest_path_two_opt",
    "use_swap_active_chain",
)
"""Moves that OR-Tools tries by default and that the ruins make needless: without them four times the ruins
are looked at in the same time."""


@dataclass(frozen=True, slots=True)
class _Solution:
    """Orders that the model accepts, and their price in hundredths."""

    cost: int
    orders: Orders


class Search:
    """Looks for the best orders of one model, once.

    Attributes:
        model: what to search.
        limit: how many solutions may be looked at.
        deadline: wall seconds after which the search stops all the same.
        on_found: called with every solution that is better than those before.
        should_stop: asked at every solution; once it says yes, the search ends.
    """

    def __init__(
        self,
        model: Model,
        *,
        limit: int,
        deadline: float | None = None,
        on_found: Callable[[Found], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self.model = model
        self.limit = limit
        self.deadline = FOREVER if deadline is None else deadline
        self.on_found = on_found
        self.should_stop = should_stop
        self.watch = Stopwatch()
        self.parameters = _parameters()
        self.solutions = 0
        self.least = float("inf")
        self.is_stopped = False
        self.is_improving = False
        model.routing.CloseModelWithParameters(self.parameters)
        # OR-Tools keeps its callbacks where Python can't see them: a search inside would never be freed.
        search = proxy(self)

        def look() -> None:
            search.look()

        model.routing.AddAtSolutionCallback(look)

    def run(self, start: Mapping[str, Sequence[str]], chance: np.random.Generator) -> Orders:
        """Search until the limit or until somebody wants it to stop, whichever is first."""
        problem = self.model.problem
        near = nearest_first(problem)
        groups = [group for group in groups_of(problem) if len(group) > 1]
        together = {
            visit.key: [member.key for member in group] for group in groups for visit in group
        }
        best = self._first(start, groups)
        while self._goes_on():
            self.solutions += 1
            orders = ruined(problem, best.orders.visits, near, together, chance)
            found = self._improved(with_groups(self.model, orders, groups))
            if found is not None and found.cost <= best.cost:
                best = found
        return best.orders

    def _first(self, start: Mapping[str, Sequence[str]], groups: Sequence[Group]) -> _Solution:
        """What to begin with: the start if the model accepts it, or else what OR-Tools finds first."""
        keys = [shift.key for shift in self.model.problem.shifts]
        nobody: dict[str, tuple[str, ...]] = dict.fromkeys(keys, ())
        given = {key: tuple(start.get(key, ())) for key in keys}
        solution = self._improved(given) if any(given.values()) else None
        if solution is None and not groups:
            solution = self._solution_of(self._solved(None))
        return (
            solution
            or self._improved(with_groups(self.model, nobody, groups))
            or _Solution(NEVER, Orders(nobody, {}))
        )

    def _goes_on(self) -> bool:
        """Whether there is time left and nobody wants the search to stop."""
        if not self.is_stopped and self.should_stop is not None:
            self.is_stopped = self.should_stop()
        return (
            not self.is_stopped
            and self.solutions < self.limit
            and self.watch.elapsed < self.deadline
        )

    def _improved(self, orders: Mapping[str, tuple[str, ...]]) -> _Solution | None:
        """The orders after all moves that make them cheaper; None if the model refuses them."""
        assignment = self.model.assignment_of(orders)
        if assignment is None or not self._goes_on():
            return self._solution_of(assignment)
        return self._solution_of(self._solved(assignment) or assignment)

    def _solved(self, assignment: Any) -> Any:
        """OR-Tools' local search from an assignment, or from its own first routes if there is none."""
        routing = self.model.routing
        _limit(self.parameters, max(0.001, self.deadline - self.watch.elapsed))
        self.is_improving = True
        if assignment is None:
            found = routing.SolveWithParameters(self.parameters)
        else:
            found = routing.SolveFromAssignmentWithParameters(assignment, self.parameters)
        self.is_improving = False
        return found

    def look(self) -> None:
        """Count and report a solution inside OR-Tools' search, and end it there if it is enough."""
        if not self.is_improving:
            return
        self.solutions += 1
        cost = self.model.routing.CostVar().Min()
        if cost < self.least:
            self.least = cost
            if self.on_found is not None:
                self.on_found(Found(cost / HUNDREDTHS, self.model.left_out, self.solutions))
        if not self._goes_on():
            self.model.routing.CancelSearch()

    def _solution_of(self, assignment: Any) -> _Solution | None:
        if assignment is None:
            return None
        model = self.model
        visits = {
            shift.key: model.order_of(assignment, vehicle)
            for vehicle, shift in enumerate(model.problem.shifts)
        }
        starts = {
            key: model.start_of(assignment, key)
            for order in visits.values()
            for key in order
            if key in model.linked
        }
        spans = spans_of(model.problem, starts)
        return _Solution(assignment.ObjectiveValue(), Orders(visits, spans))


def _parameters() -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GREEDY_DESCENT
    )
    parameters.fallback_to_cp_sat_size_threshold = 0
    for move in SLOW_MOVES:
        setattr(parameters.local_search_operators, move, BOOL_FALSE)
    _limit(parameters, FOREVER)
    return parameters


def _limit(parameters: Any, seconds: float) -> None:
    parameters.time_limit.FromMilliseconds(int(1000 * seconds))
    parameters.lns_time_limit.FromMilliseconds(int(1000 * seconds))
