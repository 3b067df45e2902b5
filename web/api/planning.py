"""Plan runs: what the planner was asked, what it found, and what it could not place and why."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.planning import EffortName, PlanRequest, plan_territory
from aftersales.queries.pages import page_of
from aftersales.queries.places import territories, territory_by_code
from aftersales.queries.planning import unplanned_in
from aftersales.records import PlanRun, PlanRunState
from aftersales.store import Session
from web.api.fields import After, Code, CodeAsked, Day, Limit, Sent, Shown
from web.api.listed import Listed, found, known
from web.parts import STAFF, PartsIn

router = APIRouter(prefix="/plan-runs", tags=["plan runs"])


class PlanRunSent(Sent):
    """What to plan: a territory from a day on."""

    territory: Code = Field(examples=["li"])
    from_on: Day = Field(examples=["2026-11-23"])
    days: int = Field(default=1, ge=1, le=60)
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
    parts: PartsIn, territory: CodeAsked = None, limit: Limit = 50, after: After = None
) -> Listed[PlanRunLine]:
    """Every run, the first first, or those of a territory."""
    with parts.store.reading() as session:
        area = None
        if territory is not None:
            area = known(territory_by_code(session, territory), "territory", territory)
        page = page_of(
            session,
            PlanRun,
            after=after,
            limit=limit,
            territory_id=None if area is None else area.id,
        )
        codes = _codes(session)
        return Listed(items=[_line(row, codes) for row in page.rows], next=page.next)


@router.get("/{plan_run_id}", summary="One plan run")
def plan_run(parts: PartsIn, plan_run_id: UUID) -> PlanRunShown:
    """A run with every visit that it could not place."""
    with parts.store.reading() as session:
        return _shown(session, plan_run_id)


@router.post("", status_code=201, summary="Plan a territory")
def plan(parts: PartsIn, sent: PlanRunSent, answer: Response) -> PlanRunShown:
    """Plan the open visits of a territory and keep the plan with its promises and notices.

    The answer comes when the plan is kept; `thorough` may take some minutes.
    """
    request = PlanRequest(
        territory=sent.territory,
        from_on=sent.from_on,
        days=sent.days,
        effort=sent.effort,
        seed=sent.seed,
        trigger="api",
    )
    outcome = plan_territory(parts, STAFF, request)
    answer.headers["Location"] = f"/api/v1/plan-runs/{outcome.run_id}"
    with parts.store.reading() as session:
        return _shown(session, outcome.run_id)


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
