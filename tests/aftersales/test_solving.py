"""The solver runs in a process of its own and leaves this one free."""

import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from aftersales.errors import NotReady, PlannerDied
from aftersales.solving import ProcessPlanner, cores, folder_of_kernels
from aftersales.solving.child import Task
from aftersales.solving.slot import Slot
from scheduling import (
    QUICK,
    Effort,
    Plan,
    Problem,
    Progress,
    Shift,
    Stopwatch,
    TimeWindow,
    Travel,
    Visit,
    solve,
    violations,
)
from tests.conftest import KERNELS

pytestmark = pytest.mark.usefixtures("kernels")

ENDLESS = 10**9
"""Steps for each visit that no search ever reaches."""


LASTING = Effort(8_000)
"""Takes longer than the time between two words about progress."""


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


TASK = Task(problem=problem(), effort=QUICK, seed=3, threads=1, seconds=10)


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

    planner.solve(problem(), effort=LASTING, seed=3, on_progress=there.append)

    solve(problem(), effort=LASTING, seed=3, on_progress=here.append)
    assert {(each.planned, each.unserved) for each in (*there, *here)} == {(6, 0)}
    assert [each.share for each in there] == sorted(each.share for each in there)
    assert there[-1] == here[-1]


def test_progress_that_nobody_follows_does_not_reach_the_next_run(planner: ProcessPlanner) -> None:
    planner.solve(problem(4), effort=QUICK, seed=3)
    heard: list[Progress] = []

    planner.solve(problem(), effort=LASTING, seed=3, on_progress=heard.append)

    assert {progress.planned + progress.unserved for progress in heard} == {6}


def test_threads_share_the_process(planner: ProcessPlanner) -> None:
    with ThreadPoolExecutor(2) as pool:
        plans = list(
            pool.map(lambda seed: planner.solve(problem(), effort=Effort(50), seed=seed), (1, 1))
        )

    assert plans[0] == plans[1] == solve(problem(), effort=Effort(50), seed=1)


@pytest.fixture
def pair() -> Iterator[ProcessPlanner]:
    """A planner of two processes for tests that are rough with them."""
    planner = ProcessPlanner(2)
    yield planner
    planner.close()


class Run:
    """A solver run in a thread of its own; `pid` is known once it has told its first progress."""

    def __init__(self, planner: ProcessPlanner, *, steps: int = ENDLESS) -> None:
        before = {child.pid for child in active_children()}
        self.wants_stop = Event()
        self.plan: Plan | None = None
        self.error: Exception | None = None
        has_begun = Event()
        self.told: list[Progress] = []

        def tell(progress: Progress) -> None:
            self.told.append(progress)
            has_begun.set()

        def run() -> None:
            try:
                self.plan = planner.solve(
                    problem(40),
                    effort=Effort(steps),
                    seed=3,
                    on_progress=tell,
                    should_stop=self.wants_stop.is_set,
                )
            except Exception as error:  # noqa: BLE001 - the test looks at it
                self.error = error

        self.thread = Thread(target=run)
        self.thread.start()
        assert has_begun.wait(60)
        new = {child.pid for child in active_children()} - before
        self.pid = new.pop() if new else None

    def ended(self) -> "Run":
        self.thread.join(60)
        assert not self.thread.is_alive()
        return self


def is_gone(pid: int) -> bool:
    """Whether a process has ended, reaped or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def wait_for(what: Callable[[], bool], seconds: float = 30) -> bool:
    pause = Event()
    return any(what() or pause.wait(0.05) for _ in range(int(seconds * 20)))


def test_killed_process_is_said_and_replaced_and_others_are_not_disturbed(
    pair: ProcessPlanner,
) -> None:
    killed, other = Run(pair), Run(pair)
    assert killed.pid is not None
    assert other.pid not in {None, killed.pid}
    assert pair.busy == 2

    os.kill(killed.pid, signal.SIGKILL)

    killed.ended()
    assert isinstance(killed.error, PlannerDied)
    assert str(killed.error).endswith("Nothing was changed. Try again with fewer days.")
    assert other.thread.is_alive()
    assert pair.solve(problem(), effort=QUICK, seed=3) == solve(problem(), effort=QUICK, seed=3)
    other.wants_stop.set()
    assert other.ended().error is None
    assert other.plan is not None
    assert pair.busy == 0


def test_process_killed_while_it_waits_is_replaced_unnoticed(pair: ProcessPlanner) -> None:
    run = Run(pair, steps=500).ended()
    assert run.pid is not None
    os.kill(run.pid, signal.SIGKILL)
    assert wait_for(lambda: run.pid not in {child.pid for child in active_children()})

    assert pair.solve(problem(), effort=QUICK, seed=3).planned_visits == 6


def test_process_that_is_gone_when_it_is_asked_is_said() -> None:
    slot = Slot(multiprocessing.get_context("spawn"))
    slot.kill()
    assert wait_for(lambda: not slot.is_sound)

    with pytest.raises(PlannerDied, match="Try again with fewer days"):
        slot.solve(TASK, patience=1, on_progress=None, should_stop=None)
    slot.close()


def test_stopped_run_keeps_its_best_plan_so_far(pair: ProcessPlanner) -> None:
    run = Run(pair)
    run.wants_stop.set()

    plan = run.ended().plan

    assert plan is not None
    assert violations(problem(40), plan) == ()
    assert plan.planned_visits >= run.told[-1].planned > 0
    assert pair.solve(problem(), effort=QUICK, seed=3) == solve(problem(), effort=QUICK, seed=3)


def test_run_that_might_be_stopped_gives_the_same_plan(pair: ProcessPlanner) -> None:
    plan = pair.solve(problem(), effort=QUICK, seed=3, should_stop=lambda: False)

    assert plan == solve(problem(), effort=QUICK, seed=3)


def test_deadline_takes_the_best_plan_so_far() -> None:
    planner = ProcessPlanner(seconds=0.5)
    try:
        plan = planner.solve(problem(40), effort=Effort(ENDLESS), seed=3)
    finally:
        planner.close()

    assert violations(problem(40), plan) == ()
    assert plan.planned_visits > 5


def test_process_that_hangs_is_ended_and_replaced() -> None:
    planner = ProcessPlanner(seconds=5, patience=5)
    try:
        before = {child.pid for child in active_children()}
        planner.solve(problem(), effort=Effort(1), seed=3)
        (pid,) = {child.pid for child in active_children()} - before
        assert pid is not None
        run = Run(planner)
        os.kill(pid, signal.SIGSTOP)

        assert isinstance(run.ended().error, PlannerDied)
        assert "did not answer within 10 seconds" in str(run.error)
        assert wait_for(lambda: is_gone(pid))
        assert planner.solve(problem(), effort=QUICK, seed=3).planned_visits == 6
    finally:
        planner.close()


def test_callers_wait_in_turn_for_a_free_process() -> None:
    planner = ProcessPlanner(1)
    ended: list[int] = []

    def plan(number: int) -> None:
        planner.solve(problem(), effort=Effort(50), seed=1)
        ended.append(number)

    try:
        first = Run(planner)
        threads = [Thread(target=plan, args=(number,)) for number in (1, 2, 3)]
        for position, thread in enumerate(threads, start=1):
            thread.start()
            assert wait_for(lambda position=position: planner.waiting == position)  # type: ignore[misc] # its default is its type
        first.wants_stop.set()
        for thread in [first.thread, *threads]:
            thread.join(60)
    finally:
        planner.close()

    assert ended == [1, 2, 3]


def test_caller_whose_own_word_fails_gets_that_error_and_the_process_is_replaced(
    pair: ProcessPlanner,
) -> None:
    def fail(_progress: Progress) -> None:
        raise OSError("the caller's own trouble")

    with pytest.raises(OSError, match="own trouble"):
        pair.solve(problem(40), effort=Effort(ENDLESS), seed=3, on_progress=fail)

    assert pair.busy == 0
    assert pair.solve(problem(), effort=QUICK, seed=3).planned_visits == 6


def test_error_of_the_solver_reaches_the_caller_with_where_it_arose(pair: ProcessPlanner) -> None:
    with pytest.raises(ValueError, match="At least one thread") as raised:
        pair.solve(problem(), effort=QUICK, seed=3, threads=-1)

    assert any("solve" in note for note in raised.value.__notes__)


def test_close_ends_runs_under_way_and_those_that_wait() -> None:
    planner = ProcessPlanner(1)
    run = Run(planner)
    waiting: list[Exception] = []

    def wait() -> None:
        try:
            planner.solve(problem(), effort=QUICK, seed=3)
        except PlannerDied as error:
            waiting.append(error)

    thread = Thread(target=wait)
    thread.start()
    assert wait_for(lambda: planner.waiting == 1)

    watch = Stopwatch()
    planner.close()
    thread.join(10)

    assert isinstance(run.ended().error, PlannerDied)
    assert watch.elapsed < 20
    assert "has been closed" in str(waiting[0])
    assert run.pid is not None
    assert wait_for(lambda: is_gone(run.pid or 0))


def test_planner_that_was_never_asked_starts_nothing_and_closes() -> None:
    before = set(active_children())
    planner = ProcessPlanner()

    planner.close()

    assert set(active_children()) == before


def test_cores_are_those_that_this_process_may_use() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_threads_and_the_plan_to_begin_with_are_handed_on(planner: ProcessPlanner) -> None:
    asked, start = problem(), {"T1@1": ["V6", "V5", "V4"]}

    plan = planner.solve(asked, effort=QUICK, seed=3, threads=2, start=start)

    assert plan == solve(asked, effort=QUICK, seed=3, threads=2, start=start)


def test_planner_searches_with_the_threads_it_was_given() -> None:
    planner = ProcessPlanner(threads=2)
    told: list[Progress] = []
    try:
        plan = planner.solve(problem(), effort=LASTING, seed=3, on_progress=told.append)
    finally:
        planner.close()

    assert plan == solve(problem(), effort=LASTING, seed=3, threads=2)
    assert told[-1].steps > LASTING.steps * 6


def test_kernels_that_are_kept_are_not_compiled_again() -> None:
    compiled: list[None] = []
    planner = ProcessPlanner(kernels=KERNELS.parent)
    try:
        planner.warm_up()
        is_warm_again = planner.warm_up()
    finally:
        planner.close()
    another = ProcessPlanner(kernels=KERNELS.parent)
    try:
        another.solve(problem(), effort=QUICK, seed=3, on_compile=lambda: compiled.append(None))
    finally:
        another.close()

    assert is_warm_again == 0
    assert compiled == []


def test_compiling_is_told_and_counts_for_no_deadline(tmp_path: Path) -> None:
    """Of what was kept a small part is thrown away, because all of it takes a minute to make."""
    shutil.copytree(KERNELS, folder_of_kernels(tmp_path / "kernels"))
    for kept in (tmp_path / "kernels").rglob("kernels.simulate-*"):
        kept.unlink()
    compiled: list[None] = []
    planner = ProcessPlanner(seconds=0.3, patience=0.5, kernels=tmp_path / "kernels")
    try:
        plan = planner.solve(
            problem(), effort=QUICK, seed=3, on_compile=lambda: compiled.append(None)
        )
    finally:
        planner.close()

    assert 0 < len(compiled) < 20
    assert plan.planned_visits == 6


def test_kernels_have_a_folder_for_these_sources_only(tmp_path: Path) -> None:
    folder = folder_of_kernels(tmp_path)

    assert folder.parent == tmp_path
    assert folder == folder_of_kernels(tmp_path)
    assert re.fullmatch("[0-9a-f]{16}", folder.name)


def test_kernels_of_a_user_without_a_home_need_a_named_folder() -> None:
    planner = ProcessPlanner(kernels=Path("~nobody-at-all/kernels"))
    try:
        with pytest.raises(NotReady, match="Set AFTERSALES_KERNEL_FOLDER"):
            planner.solve(problem(), effort=QUICK, seed=3)
        with pytest.raises(NotReady, match="Set AFTERSALES_KERNEL_FOLDER"):
            planner.warm_up()
    finally:
        planner.close()


ORPHANS = """
from threading import Thread
from multiprocessing import active_children
from aftersales.solving import ProcessPlanner
from scheduling import Effort
from tests.aftersales.test_solving import ENDLESS, problem

def tell(progress):
    print(*(child.pid for child in active_children()), flush=True)

if __name__ == "__main__":
    planner = ProcessPlanner(2)
    planner.solve(problem(), effort=Effort(1), seed=3)
    idle = Thread(target=planner.solve, args=(problem(40),), kwargs={"effort": Effort(ENDLESS), "seed": 3})
    idle.start()
    planner.solve(problem(40), effort=Effort(ENDLESS), seed=3, on_progress=tell)
"""
"""Two searches that would never end, in a parent that says the numbers of its children."""


def test_children_of_a_killed_parent_end_by_themselves(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(children) == 2
        assert not any(is_gone(pid) for pid in children)

        parent.kill()

    assert wait_for(lambda: all(is_gone(pid) for pid in children))
