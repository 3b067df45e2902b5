"""Ours and our peers, each as its own documentation models such a problem."""

from __future__ import annotations

from typing import Final

from benchmarks.optimiser.peers.ortools_peer import OrTools, plain, tuned
from benchmarks.optimiser.peers.ours import Ours
from benchmarks.optimiser.peers.pyvrp_peer import PyVrp
from benchmarks.optimiser.peers.solver import Search, Solver
from benchmarks.optimiser.peers.vroom_peer import Vroom

SOLVERS: Final[dict[str, Solver]] = {
    solver.name: solver
    for solver in (
        Ours(),
        OrTools("ortools-plain", plain),
        OrTools("ortools-tuned", tuned),
        Vroom(),
        PyVrp(),
    )
}
"""Every solver by its name; ours first."""

__all__ = ["SOLVERS", "Search", "Solver"]
