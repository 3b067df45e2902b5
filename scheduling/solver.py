"""The planner: the whole horizon searched at once, timed exactly, mended and explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from scheduling.effort import NORMAL, Effort, Progress
from scheduling.joint_times import jointly_timed
from scheduling.mending import able_shifts, mend, plan_of, served_by
from scheduling.plan import Plan, Route
from scheduling.problem import Problem
from scheduling.stopwatch import Stopwatch
from scheduling.timing import timed_route
from scheduling.visit import TimeWindow

Orders = Mapping[str, Sequence[str]]
"""By key of a shift the keys of its visits, in order of service."""


class Engine(StrEnum):
    """Who searches: our own compiled search with OR-Tools' CP-SAT, or OR-Tools' routing model."""

    SEARCH = "search"
    REFERENCE = "reference"


def solve(
    problem: Problem,
    *,
    effort: Effort = NORMAL,
    seed: int = 0,
    threads: int = 1,
    engine: Engine = Engine.SEARCH,
    start: Orders | None = None,
    seconds: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    deadline: float | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """Plan every visit that can be planned at a sensible cost, and explain the others.

    The same problem, effort, seed, threads and start give the same plan. An impossible problem is a plan
    with reasons.

    Args:
        problem: what to plan.
        effort: how hard to search.
        seed: of the random choices.
        threads: how many cores search at once.
        engine: who searches.
        start: the plan to start from, for example the present one; what no longer fits is put elsewhere.
        seconds: wall seconds to search instead of the effort; such a plan need not repeat.
        on_progress: called some times a second from the caller's thread; keep it short.
        deadline: wall seconds after which searching stops, whatever the effort; the plan is still valid,
            but a plan cut short like this need not repeat. Mending and explaining follow it.
        should_stop: asked some times a second; once it says yes, searching stops as it does at the deadline.
    """
    if threads < 1:
        raise ValueError(f"At least one thread must search, got {threads}.")
    routes: dict[str, Route] = {}
    full: frozenset[str] = frozenset()
    if problem.visits and problem.shifts:
        watch = Stopwatch()

        def is_over() -> bool:
            is_late = deadline is not None and watch.elapsed >= deadline
            return is_late or (should_stop is not None and should_stop())

        find = _searched if engine is Engine.SEARCH else _referred
        orders, spans, full = find(
            problem, effort, seed, threads, start, seconds, on_progress, is_over
        )
        routes = _timed(problem, orders, spans)
    served = served_by(routes) | full
    waiting = [visit for visit in problem.visits if visit.key not in served]
    mend(problem, routes, waiting, able_shifts(problem, waiting))
    return plan_of(problem, routes, full)


def _searched(
    problem: Problem,
    effort: Effort,
    seed: int,
    threads: int,
    start: Orders | None,
    seconds: float | None,
    on_progress: Callable[[Progress], None] | None,
    is_over: Callable[[], bool],
) -> tuple[Orders, dict[str, TimeWindow], frozenset[str]]:
    # Compiled code takes a second to load, and most processes never search.
    from scheduling.search.find import found_orders  # noqa: PLC0415

    return found_orders(
        problem,
        steps=effort.steps * len(problem.visits),
        seconds=seconds,
        seed=seed,
        threads=threads,
        start=start,
        on_progress=on_progress,
        should_stop=is_over,
    )


def _referred(
    problem: Problem,
    effort: Effort,
    seed: int,
    threads: int,  # noqa: ARG001 - the routing model has one
    start: Orders | None,
    seconds: float | None,
    on_progress: Callable[[Progress], None] | None,
    is_over: Callable[[], bool],
) -> tuple[Orders, dict[str, TimeWindow], frozenset[str]]:
    # OR-Tools takes a moment to load as well.
    from scheduling.reference import Found, reference_orders  # noqa: PLC0415

    limit = effort.steps * len(problem.visits)

    def tell(found: Found) -> None:
        if on_progress is not None:
            on_progress(
                Progress(
                    share=min(1.0, found.solutions / limit),
                    cost=found.cost,
                    unserved=found.left_out,
                    planned=len(problem.visits) - found.left_out,
                    steps=found.solutions,
                )
            )

    orders = reference_orders(
        problem,
        solutions=limit,
        seed=seed,
        deadline=seconds,
        on_found=tell,
        should_stop=is_over,
        start=start,
    )
    return orders.visits, dict(orders.spans), frozenset()


def _timed(problem: Problem, orders: Orders, spans: Mapping[str, TimeWindow]) -> dict[str, Route]:
    """The routes of these orders with exact times."""
    visits = {
        key: [problem.visit_by_key[visit] for visit in order]
        for key, order in orders.items()
        if order
    }
    routes = {}
    for key, order in visits.items():
        route = timed_route(problem, problem.shift_by_key[key], order, spans)
        if route is None:
            return jointly_timed(problem, visits) or {}
        routes[key] = route
    return routes
