"""Planning as a job that people follow: one for each territory and first day."""

from __future__ import annotations

from datetime import date

from aftersales.deed import Actor, Deed
from aftersales.jobs.asking import ask
from aftersales.jobs.hold import Hold
from aftersales.parts import Parts
from aftersales.planning.outcome import ABSENCE, EffortName, PlanOutcome, PlanRequest
from aftersales.planning.run import plan_territory
from aftersales.records import ActorKind, Job, JobKind
from scheduling import Progress
from scheduling.forecast import Cause, CauseKind


def ask_for_plan(deed: Deed, request: PlanRequest, *, key: str | None = None) -> Job:
    """The job that plans a territory from a day on; asking again while it waits or runs answers the same.

    A `key` of its own makes it another job than the one that may be under way.
    """
    return ask(
        deed,
        JobKind.PLAN,
        key or f"plan:{request.territory}:{request.from_on}",
        {
            "territory": request.territory,
            "from_on": request.from_on.isoformat(),
            "days": request.days,
            "effort": request.effort.value,
            "seed": request.seed,
            "trigger": request.trigger,
            "is_frozen": request.is_frozen,
        },
        turn=turn_of(request.territory),
    )


def turn_of(territory_code: str) -> str:
    """What keeps two jobs from changing the appointments of one territory at once."""
    return f"territory:{territory_code}"


def do_plan(parts: Parts, hold: Hold) -> None:
    """Plan and keep the plan; the job is done in the very transaction that keeps it."""
    arguments = hold.job.arguments
    request = PlanRequest(
        territory=str(arguments["territory"]),
        from_on=date.fromisoformat(str(arguments["from_on"])),
        days=int(str(arguments["days"])),
        effort=EffortName(str(arguments["effort"])),
        seed=int(str(arguments["seed"])),
        trigger=str(arguments["trigger"]),
        is_frozen=bool(arguments["is_frozen"]),
    )
    kind, _, code = hold.job.asked_by.partition(":")

    last: dict[str, object] = {}

    def tell(progress: Progress) -> None:
        last.update(
            done=round(100 * progress.share),
            total=100,
            cost=round(progress.cost, 2),
            planned=progress.planned,
            unserved=progress.unserved,
        )
        hold.tell(dict(last))

    def finish(deed: Deed, outcome: PlanOutcome) -> None:
        last.update(done=100, total=100, planned=outcome.planned, unserved=len(outcome.left_out))
        hold.tell(dict(last))
        hold.finish(deed, _result(outcome), _said(hold, outcome))

    def get_ready() -> None:
        hold.tell({"is_getting_ready": True})

    plan_territory(
        parts,
        Actor(ActorKind(kind), code),
        request,
        cause=Cause(CauseKind.ABSENT, None, 0) if request.trigger == ABSENCE else None,
        on_progress=tell,
        should_stop=hold.should_stop,
        on_compile=get_ready,
        on_kept=finish,
    )


def _result(outcome: PlanOutcome) -> dict[str, object]:
    return {
        "run": str(outcome.run_id),
        "visits": outcome.visits,
        "planned": outcome.planned,
        "booked": outcome.booked,
        "rewindowed": outcome.rewindowed,
        "unplanned": len(outcome.left_out),
        "driving_share": round(outcome.driving_share, 4),
    }


def _said(hold: Hold, outcome: PlanOutcome) -> str:
    said = f"{outcome.planned} of {outcome.visits} visits planned, {outcome.booked} of them new."
    return (
        f"{said} It was stopped early and kept the best plan so far." if hold.was_stopped else said
    )
