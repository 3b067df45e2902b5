"""Plan runs: what the planner was asked, what it found, and what it could not place and why."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.jobs.plans import ask_for_plan
from aftersales.planning import EffortName, PlanRequest
from aftersales.planning.run import LONGEST_HORIZON
from aftersales.queries.pages import page_of
from aftersales.queries.places import territories, territory_by_code
from aftersales.queries.planning import unplanned_in
from aftersales.records import PlanRun, PlanRunState
from aftersales.store import Session
from web.api.fields import Code, CodeAsked, Day, Sent, Shown, example
from web.api.jobs import JobShown
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/plan-runs", tags=["plan runs"])


class PlanRunSent(Sent):
    """What to plan: a territory from a day on."""

    model_config = example(territory="li", from_on="2026-11-24", days=1, effort="quick")

    territory: Code = Field(examples=["li"])
    from_on: Day = Field(examples=["2026-11-23"])
    days: int = Field(default=1, ge=1, le=LONGEST_HORIZON)
    effort: EffortName = EffortName.NORMAL
    seed: int = Field(default=0, ge=0, le=2**31 - 1)


class PlanRunLine(Shown):
    """One run of the planner; `violations` says why one was refused."""

    id: UUID
    territory: str
    state: PlanRunState
    trigger: str
    from_on: date
    days: int
    effort: str
    seed: int
    started_at: datetime
    finished_at: datetime
    visits: int
    planned: int
    driving_seconds: int
    metres: int
    cost: float
    violations: list[str]


class UnplannedShown(Shown):
    """A visit that found no place, with a reason that somebody can act on."""

    work_order_id: UUID
    reference: str
    reason: str
    sentence: str


class PlanRunShown(PlanRunLine):
    """A run with what it could not place."""

    unplanned: list[UnplannedShown]


@router.get("", summary="List plan runs")
def plan_runs(
    parts: PartsIn,
    paged: PagedIn,
    territory: CodeAsked = None,
    state: PlanRunState | None = None,
) -> Listed[PlanRunLine]:
    """Every run, the first first, or those of a territory or in a state."""
    with parts.store.reading() as session:
        area = None
        if territory is not None:
            area = known(territory_by_code(session, territory), "territory", territory)
        page = page_of(
            session,
            PlanRun,
            after=paged.after,
            limit=paged.limit,
            territory_id=None if area is None else area.id,
            state=state,
        )
        codes = _codes(session)
        return paged.listed(page, lambda row: _line(row, codes))


@router.get("/{plan_run_id}", summary="One plan run", response_model=PlanRunShown)
def plan_run(parts: PartsIn, held: HeldIn, plan_run_id: UUID) -> Response:
    """A run with every visit that it could not place."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, plan_run_id))


@router.post("", status_code=202, summary="Plan a territory", response_model=JobShown)
def asked(once: OnceIn, sent: PlanRunSent) -> Response:
    """Ask for a plan of the open visits of a territory, kept with its promises and notices.

    The answer is the job that makes it; asked again while it waits or runs, the same job. Its `result`
    names the plan run in the end.
    """

    def act(deed: Deed) -> Acted:
        known(territory_by_code(deed.session, sent.territory), "territory", sent.territory)
        job = ask_for_plan(deed, PlanRequest(**sent.model_dump(), trigger="api"))
        return JobShown.model_validate(job), f"/api/v1/jobs/{job.id}"

    return once.answer(act, status=202)


def _codes(session: Session) -> dict[UUID, str]:
    return {area.id: area.code for area in territories(session)}


def _line(row: PlanRun, codes: dict[UUID, str]) -> PlanRunLine:
    return PlanRunLine(
        **row.model_dump(include=set(PlanRunLine.model_fields)), territory=codes[row.territory_id]
    )


def _shown(session: Session, plan_run_id: UUID) -> PlanRunShown:
    row = found(session, PlanRun, plan_run_id, "plan run")
    return PlanRunShown(
        **_line(row, _codes(session)).model_dump(),
        unplanned=[
            UnplannedShown(
                work_order_id=order.id,
                reference=order.reference,
                reason=left.reason,
                sentence=left.sentence,
            )
            for left, order in unplanned_in(session, row.id)
        ],
    )
