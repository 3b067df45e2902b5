"""Growth: how long ours needs for a plan within one per cent of its final one, and how much memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.optimiser.results import Row

WITHIN: Final = 1.01
"""Cost of a plan that is good enough ÷ cost of the final one."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One size.

    Attributes:
        visits: how many.
        wall: seconds until the plan was within one per cent of the final one.
        cpu: CPU seconds until then.
        added: bytes at most, beyond what the loaded process held before.
        memory: bytes at most in all.
    """

    visits: int
    wall: float
    cpu: float
    added: int
    memory: int


def growth_of(rows: Sequence[Row]) -> list[Growth]:
    """One entry a size, smallest first, from runs of ours that told how their cost fell."""
    found = {}
    for row in rows:
        if row.solver != "ours" or not row.counts or not row.trace:
            continue
        wall, cpu = next(
            ((wall, cpu) for wall, cpu, cost in row.trace if cost <= WITHIN * row.cost),
            (row.wall, row.cpu),
        )
        found[row.visits] = Growth(
            row.visits, wall, cpu, max(0, row.memory - row.before), row.memory
        )
    return [found[visits] for visits in sorted(found)]


def growth_table(measured: Sequence[Growth]) -> str:
    """As Markdown."""
    lines = [
        "| Visits | s to 1 % | CPU s to 1 % | MB for the search | MB in all |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {at.visits} | {at.wall:.1f} | {at.cpu:.1f} | {at.added / 1e6:.0f} | {at.memory / 1e6:.0f} |"
        for at in measured
    ]
    return "\n".join(lines) + "\n"
