"""What the benchmark asks of a solver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from benchmarks.optimiser.instance import Answer, Instance

Tell = Callable[[float], None]
"""Called with the cost of every better plan, where a solver tells of them."""

Search = Callable[[float, Tell], Answer]
"""Search for so many wall seconds; everything before was modelling, which nobody's clock counts."""


@dataclass(frozen=True, slots=True)
class Workers:
    """How a solver fills two cores: processes side by side, of which the best counts, and threads in each."""

    processes: int
    threads: int


class Solver(Protocol):
    """A solver behind its adapter; picklable by name, so that it is looked up in the process that runs it."""

    @property
    def name(self) -> str:
        """The name in results and tables."""
        ...

    @property
    def workers(self) -> Workers:
        """How it fills two cores."""
        ...

    @property
    def has_seed(self) -> bool:
        """Whether another seed gives another answer; one that has none is run once."""
        ...

    def version(self) -> str:
        """What was measured: changes whenever results must be measured again."""
        ...

    def cannot(self, instance: Instance) -> str | None:
        """Why it cannot model the instance; None if it can."""
        ...

    def model(self, instance: Instance, seed: int, process: int) -> Search:
        """The instance in the solver's own terms, ready to be searched.

        Args:
            instance: what to solve.
            seed: of this cell.
            process: which of `workers.processes` this is, from 0.
        """
        ...
