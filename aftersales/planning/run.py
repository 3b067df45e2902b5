"""One run of the planner: gather, decide in another process, check, keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from aftersales.deed import Actor, Deed
from aftersales.errors import Collision, NotUnderstood, PlanRefused, Problem
from aftersales.parts import Parts
from aftersales.planning.decided import Decided, run_row
from aftersales.planning.facts import Snapshot
from aftersales.planning.gather import snapshot_of
from aftersales.planning.keep import keep_plan
from aftersales.planning.outcome import PlanOutcome, PlanRequest
from aftersales.planning.rehousing import (
    displaced_in,
    left_standing,
    orders_of,
    overtaken_orders,
    rehoused,
    standing_orders,
    stuck_in,
)
from aftersales.planning.running_late import let_run_late
from aftersales.planning.translate import translated
from aftersales.records import PlanRunState
from scheduling import Progress, mended, violations
from scheduling.forecast import Cause

TRIES = 6
"""How often a plan is tried to be kept when rows move under it, as they do while customers book; then somebody must look."""

LONGEST_HORIZON = 60
"""Days that one run plans at most."""


MOSTLY = 0.5
"""Part of the visits that must stand already for a search to begin with the plan as it is, and less boldly."""


def plan_territory(
    parts: Parts,
    actor: Actor,
    request: PlanRequest,
    *,
    cause: Cause | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    on_compile: Callable[[], None] | None = None,
    on_kept: Callable[[Deed, PlanOutcome], None] = lambda _deed, _outcome: None,
) -> PlanOutcome:
    """Plan a territory's open visits and keep the plan with its promises and notices.

    A visit that stands keeps its window; it may change its technician inside it. Only when nobody can
    keep the window any more a new one is found for it, within the horizon, and told with `cause`.
    Once `should_stop` says so the best plan so far is kept. `on_compile` hears that the planner must get ready
    first. `on_kept` writes in the deed that keeps the plan; if it raises, nothing is kept.

    Raises:
        NotUnderstood: the days make no sense.
        NotThere: there is no such territory.
        PlanRefused: the checker found a rule broken; nothing is kept but the record of the run.
        Collision: rows moved under the plan, or its time was taken, at every try.
    """
    if not 1 <= request.days <= LONGEST_HORIZON:
        raise NotUnderstood(
            f"A plan spans 1 to {LONGEST_HORIZON} days, not {request.days}. Choose fewer days.",
            [Problem("days", f"1 to {LONGEST_HORIZON}")],
        )
    remaining = TRIES
    overtaken: Decided | None = None
    while True:
        remaining -= 1
        decided = _decided(
            parts, actor, request, cause, on_progress, should_stop, on_compile, overtaken
        )
        try:
            with parts.doing(actor) as deed:
                outcome = keep_plan(deed, decided)
                on_kept(deed, outcome)
        except Collision:
            _record(parts, actor, decided, PlanRunState.OVERTAKEN, ())
            if not remaining:
                raise
            overtaken = decided
        else:
            return outcome


def _decided(
    parts: Parts,
    actor: Actor,
    request: PlanRequest,
    cause: Cause | None,
    on_progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
    on_compile: Callable[[], None] | None,
    overtaken: Decided | None = None,
) -> Decided:
    """A plan of what there is now; one that was overtaken is not searched for anew, but mended."""
    started_at = parts.clock.now()
    with parts.store.reading() as session:
        snapshot = snapshot_of(
            session,
            request.territory,
            request.from_on,
            request.days,
            started_at,
            is_frozen=request.is_frozen,
        )
    translation = translated(snapshot, parts.roads)
    if request.is_frozen:
        plan = mended(translation.problem, standing_orders(snapshot))
    elif overtaken is not None:
        orders = overtaken_orders(overtaken.translation, overtaken.plan, snapshot)
        plan = mended(translation.problem, orders)
    else:
        plan = parts.planner.solve(
            translation.problem,
            effort=request.effort.effort,
            seed=request.seed,
            threads=request.threads,
            start=_begin_with(snapshot),
            on_progress=on_progress,
            should_stop=should_stop,
            on_compile=on_compile,
        )
    stuck = stuck_in(translation, plan)
    if stuck:
        snapshot = left_standing(snapshot, stuck)
        translation = translated(snapshot, parts.roads)
        plan = mended(translation.problem, orders_of(plan))
    displaced = displaced_in(translation, plan)
    if displaced and request.is_frozen:
        snapshot = let_run_late(parts, snapshot, displaced)
        translation = translated(snapshot, parts.roads)
        plan = mended(translation.problem, standing_orders(snapshot))
        displaced = displaced_in(translation, plan)
    if displaced:
        translation, plan = rehoused(parts, snapshot, plan, displaced)
    decided = Decided(
        snapshot=snapshot,
        translation=translation,
        plan=plan,
        request=request,
        started_at=started_at,
        displaced=displaced,
        cause=cause,
    )
    broken = violations(translation.problem, plan)
    if broken:
        sentences = [violation.sentence for violation in broken]
        _record(parts, actor, decided, PlanRunState.REFUSED, sentences)
        raise PlanRefused(
            f"The plan was refused: {sentences[0]} Nothing was changed. Please report this with the run's number."
        )
    return decided


def _begin_with(snapshot: Snapshot) -> dict[str, list[str]] | None:
    """The present plan, if it is most of what there is to plan; a search for a new plan is better off without."""
    orders = standing_orders(snapshot)
    standing = sum(map(len, orders.values()))
    return orders if standing >= MOSTLY * len(snapshot.demands) > 0 else None


def _record(
    parts: Parts,
    actor: Actor,
    decided: Decided,
    state: PlanRunState,
    sentences: Iterable[str],
) -> None:
    """Keep the record of a run whose plan was not kept."""
    with parts.doing(actor) as deed:
        run_row(deed, decided, state, sentences)
