"""Getting ready: every compiled function is loaded, or compiled if it is new, before anybody waits for a plan.

Every kernel has one signature, so a tiny problem that touches all of them is enough for any other problem.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from scheduling.effort import Effort
from scheduling.problem import Problem, Travel
from scheduling.shift import Shift
from scheduling.solver import solve
from scheduling.uncertainty import Spread, arrival_chances
from scheduling.visit import Link, LinkKind, TimeWindow, Visit

HOUR: Final = 3600

DAY: Final = TimeWindow(8 * HOUR, 16 * HOUR)


def warm(on_compile: Callable[[], None] | None = None) -> None:
    """Load every kernel into this process.

    Args:
        on_compile: called for every function that has to be compiled first, because it is new or its folder is.
            All of them together take about a minute.
    """
    # Numba alone takes half a second to load, and most processes never search.
    from scheduling.compiled import compiler_watched  # noqa: PLC0415

    with compiler_watched(on_compile or _nothing):
        problem = _tiny_problem()
        plan = solve(problem, effort=Effort(10), start={"A": ["1"]})
        arrival_chances(problem, plan, Spread(), seed=0, samples=10, threads=1)


def _nothing() -> None:
    """Nobody asked."""


def _tiny_problem() -> Problem:
    """Two technicians and three visits, two of which are linked."""
    seconds = np.full((4, 4), 600, np.int32)
    np.fill_diagonal(seconds, 0)
    return Problem(
        visits=tuple(
            Visit(key=str(number), place=number, service=1800, windows=(DAY,))
            for number in (1, 2, 3)
        ),
        shifts=tuple(
            Shift(key=name, technician=name, start_place=0, end_place=0, span=DAY) for name in "AB"
        ),
        travel=Travel(seconds=seconds, metres=seconds * 10),
        links=(Link(LinkKind.BEFORE, "2", "3"),),
    )
