"""The whole problem solved by OR-Tools' routing model, by an iterated local search with SISR's ruins.

First routes come from parallel cheapest insertion; then strings of visits are taken out (Christiaens and
Vanden Berghe 2020) and OR-Tools' local search puts back and improves what it can. A plan that is dearer is never
accepted: every other criterion would have to cool by the clock, and a plan would depend on the speed of the
machine. OR-Tools itself leaves nothing to chance; the seed decides the order of visits in the model and the ruins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from scheduling.problem import Problem
from scheduling.reference.cells import able_shifts, nodes_of
from scheduling.reference.model import Model
from scheduling.reference.orders import Found, Orders
from scheduling.reference.search import Search


def reference_orders(
    problem: Problem,
    *,
    solutions: int,
    seed: int = 0,
    deadline: float | None = None,
    on_found: Callable[[Found], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    start: Mapping[str, Sequence[str]] | None = None,
) -> Orders:
    """For each shift the keys of its visits, in order of service, and the spans that links leave to them.

    The same problem, number of solutions, seed and start give the same orders.

    Args:
        problem: what to plan.
        solutions: how many solutions the search may look at.
        seed: shuffles the visits and so the ties between them.
        deadline: wall seconds after which the search stops all the same.
        on_found: called from inside the search with every solution that is better than those before.
        should_stop: asked at every solution; once it says yes the best one so far is taken.
        start: for some shifts the keys of their visits in order: a plan to begin with.
    """
    able = {visit.key: able_shifts(problem, visit) for visit in problem.visits}
    chance = np.random.default_rng(seed)
    nodes = nodes_of(problem, able, chance.permutation(len(problem.visits)).tolist())
    if not nodes.visits:
        return Orders({shift.key: () for shift in problem.shifts}, {})
    search = Search(
        Model(nodes, able),
        limit=solutions,
        deadline=deadline,
        on_found=on_found,
        should_stop=should_stop,
    )
    return search.run(start or {}, chance)
