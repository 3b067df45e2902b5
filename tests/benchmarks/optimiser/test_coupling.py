"""Each of the three ways keeps the links of a tiny instance, and its cost is the plan's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.optimiser.coupling import WAYS
from benchmarks.optimiser.instance import Tie, TieKind
from benchmarks.optimiser.peers.ours import problem_of
from benchmarks.optimiser.worker import tiny
from scheduling.search.annealer import Annealer
from scheduling.search.arrays import arrays_of

SECONDS = 0.2


@pytest.mark.parametrize("kind", list(TieKind))
@pytest.mark.parametrize("way", WAYS)
def test_every_way_serves_both_ends_of_a_link_or_neither(way: str, kind: TieKind) -> None:
    instance = replace(tiny(with_rest=True), ties=(Tie(kind, 0, 3), Tie(kind, 4, 1)))
    problem = problem_of(instance)

    found = WAYS[way](problem, SECONDS, 1)

    served = {visit for order in found.orders for visit in order}
    assert all((tie.first in served) == (tie.second in served) for tie in instance.ties)
    again = Annealer(arrays_of(problem), seed=1)
    assert again.stand_at(found)
    assert again.best.cost == found.cost
