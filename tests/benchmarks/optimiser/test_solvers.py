"""Every solver answers a tiny instance, the judge accepts it, and both find the same cost."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

import pytest

from benchmarks.optimiser.instance import Instance, Tie, TieKind
from benchmarks.optimiser.judge import verdict
from benchmarks.optimiser.peers import SOLVERS
from benchmarks.optimiser.results import cell_row, measured
from benchmarks.optimiser.worker import ran, tiny

PEERS = {"vroom": "vroom", "pyvrp": "pyvrp"}
"""Packages of the extra “benchmarks”, which only whoever measures installs."""

RUNS = [
    (name, process)
    for name, solver in SOLVERS.items()
    if name not in PEERS or find_spec(PEERS[name]) is not None
    for process in range(solver.workers.processes)
]
SECONDS = 0.15


def hard() -> Instance:
    """The tiny instance with a second window, skills, loads, and a job that nobody may do."""
    base = tiny(with_rest=False)
    first, second, third, *others = base.jobs
    jobs = (
        replace(first, windows=((0, 10), (9_000, 9_100)), demand=2),
        replace(second, skills=frozenset({1}), demand=1),
        replace(third, skills=frozenset({2})),
        *others,
    )
    able = tuple(
        replace(vehicle, skills=frozenset({at}), capacity=2)
        for at, vehicle in enumerate(base.vehicles)
    )
    return replace(base, jobs=jobs, vehicles=able)


@pytest.mark.parametrize(("name", "process"), RUNS)
def test_a_solver_and_the_judge_agree(name: str, process: int) -> None:
    solver = SOLVERS[name]

    for instance in (tiny(with_rest=False), tiny(with_rest=True), hard()):
        if solver.cannot(instance) is None:
            answer = solver.model(instance, 1, process)(SECONDS, lambda _: None)
            found = verdict(instance, answer)

            assert found.faults == ()
            assert found.left_out == (instance.jobs[2].skills == frozenset({2}))
            assert answer.claimed == pytest.approx(found.cost)


@pytest.mark.parametrize("kind", list(TieKind))
def test_the_routing_library_keeps_ties(kind: TieKind) -> None:
    instance = replace(tiny(with_rest=True), ties=(Tie(kind, 0, 3), Tie(kind, 4, 1)))

    answer = SOLVERS["ortools-tuned"].model(instance, 0, 0)(SECONDS, lambda _: None)

    assert verdict(instance, answer).faults == ()


def test_two_processes_run_side_by_side_and_the_better_one_counts() -> None:
    solver, instance = SOLVERS["ortools-tuned"], tiny(with_rest=True)

    found, crowd = ran(solver, instance, SECONDS, 0, (0, 1))
    row = measured(cell_row(instance, solver, SECONDS, 0), instance, found, crowd)

    assert len(found) == 2
    assert row.cost == min(verdict(instance, one.answer).cost for one in found)
    assert row.counts
    assert row.wall >= SECONDS
