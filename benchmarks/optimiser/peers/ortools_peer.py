"""OR-Tools' routing library, plain as a tutorial writes it and as well tuned as its documentation allows.

Both have the same model: one vehicle a technician and day, a time dimension, disjunctions with the prize as penalty,
several windows by removing the hours between, breaks as fixed intervals, parts as pickup and delivery, and the other
links as node precedences. Those hold if both nodes are visited; a visit without its partner is dropped afterwards,
because an equality of the two activity variables keeps the first solution from ever taking a pair in. The library uses one thread, so two processes run side by side and the better one counts.

Plain: PATH_CHEAPEST_ARC, guided local search, times by Python callbacks. The second process sees the visits in
another order.

Tuned: PARALLEL_CHEAPEST_INSERTION and matrices instead of callbacks. The routing guide recommends guided local
search as “generally the most efficient metaheuristic for vehicle routing”; release 9.13 added iterated local search
with slack induction by string removals (Christiaens and Vanden Berghe 2020). Which is better depends on the
instance, so one process runs the one and one the other.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

import numpy as np
from ortools.constraint_solver import routing_enums_pb2

from benchmarks.optimiser.instance import Answer, Instance
from benchmarks.optimiser.peers.ortools_model import RoutingModel, Style
from benchmarks.optimiser.peers.solver import Search, Tell, Workers


def plain(process: int) -> Style:  # noqa: ARG001 - both processes are alike
    """The routing guide's examples."""
    return Style(
        routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC,
        by_callback=True,
        is_iterated=False,
    )


def tuned(process: int) -> Style:
    """The best first solution, matrices, and both metaheuristics, each in its own process."""
    return Style(
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION,
        by_callback=False,
        is_iterated=process > 0,
    )


class OrTools:
    """The routing library in one of two styles."""

    workers = Workers(processes=2, threads=1)
    has_seed = True

    def __init__(self, name: str, style: Callable[[int], Style]) -> None:
        self.name = name
        self.style = style

    def version(self) -> str:
        """The release."""
        return f"ortools {version('ortools')}"

    def cannot(self, instance: Instance) -> str | None:  # noqa: ARG002 - part of the protocol
        """It models all of it."""
        return None

    def model(self, instance: Instance, seed: int, process: int) -> Search:
        """The instance as a routing model; seed and process set the order in which it sees the visits."""
        order = np.arange(len(instance.jobs))
        if seed or process:
            order = np.random.default_rng([seed, process]).permutation(order)
        model = RoutingModel(instance, [int(at) for at in order], self.style(process))

        def search(seconds: float, tell: Tell) -> Answer:
            return model.solve(seconds, tell)

        return search
