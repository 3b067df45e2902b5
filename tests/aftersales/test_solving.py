"""The solver runs in a process of its own and leaves this one free."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children

import numpy as np
import pytest

from aftersales.errors import NotReady
from aftersales.solving import ProcessPlanner
from scheduling import (
    QUICK,
    Effort,
    Problem,
    Progress,
    Shift,
    TimeWindow,
    Travel,
    Visit,
    solve,
    violations,
)


def problem(visits: int = 6) -> Problem:
    """One technician and visits around the depot, each a quarter of an hour from the next."""
    seconds = np.full((visits + 1, visits + 1), 900, np.int32)
    np.fill_diagonal(seconds, 0)
    return Problem(
        visits=tuple(
            Visit(
                key=f"V{number}",
                place=number,
                service=1800,
                windows=(TimeWindow(8 * 3600, 15 * 3600),),
            )
            for number in range(1, visits + 1)
        ),
        shifts=(
            Shift(
                key="T1@1",
                technician="T1",
                start_place=0,
                end_place=0,
                span=TimeWindow(8 * 3600, 16 * 3600),
            ),
        ),
        travel=Travel(seconds=seconds, metres=seconds * 10),
    )


@pytest.fixture(scope="module")
def planner() -> Iterator[ProcessPlanner]:
    """One planner whose process is started once."""
    planner = ProcessPlanner()
    yield planner
    planner.close()


def test_plan_is_the_same_as_without_a_process(planner: ProcessPlanner) -> None:
    asked = problem()

    plan = planner.solve(asked, effort=QUICK, seed=3)

    assert plan == solve(asked, effort=QUICK, seed=3)
    assert violations(asked, plan) == ()
    assert plan.planned_visits == 6


def test_progress_is_handed_on_while_the_solver_runs(planner: ProcessPlanner) -> None:
    here: list[Progress] = []
    there: list[Progress] = []

    planner.solve(problem(), effort=QUICK, seed=3, on_progress=there.append)

    solve(problem(), effort=QUICK, seed=3, on_progress=here.append)
    assert there == here != []


def test_progress_that_nobody_follows_does_not_reach_the_next_run(planner: ProcessPlanner) -> None:
    planner.solve(problem(4), effort=QUICK, seed=3)
    heard: list[Progress] = []

    planner.solve(problem(), effort=QUICK, seed=3, on_progress=heard.append)

    assert {progress.planned + progress.unserved for progress in heard} == {6}


def test_threads_share_the_process(planner: ProcessPlanner) -> None:
    with ThreadPoolExecutor(2) as pool:
        plans = list(
            pool.map(lambda seed: planner.solve(problem(), effort=Effort(50), seed=seed), (1, 1))
        )

    assert plans[0] == plans[1] == solve(problem(), effort=Effort(50), seed=1)


def test_process_that_dies_is_said_and_started_again() -> None:
    planner = ProcessPlanner()
    try:
        planner.solve(problem(), effort=QUICK, seed=3)

        def kill(_progress: Progress) -> None:
            for child in active_children():
                os.kill(child.pid or 0, 9)

        with pytest.raises(NotReady, match=r"Nothing was changed\. Try again with fewer days\."):
            planner.solve(problem(40), effort=Effort(100_000), seed=3, on_progress=kill)

        assert planner.solve(problem(), effort=QUICK, seed=3).planned_visits == 6
    finally:
        planner.close()


def test_planner_that_was_never_asked_starts_nothing_and_closes() -> None:
    before = set(active_children())
    planner = ProcessPlanner()

    planner.close()

    assert set(active_children()) == before
