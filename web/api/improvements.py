"""Improvements: gaps with an owner, a day and a closing check; what was measured, and how they ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.improvements import (
    Aim,
    Check,
    after_alarm,
    after_complaint,
    hand_over,
    open_improvement,
    postpone,
    waive,
)
from aftersales.queries.pages import page_of
from aftersales.records import (
    Alarm,
    Complaint,
    Improvement,
    ImprovementScope,
    ImprovementState,
    Measure,
    Verdict,
)
from aftersales.store import lock_rows
from web.api.fields import Code, CodeAsked, Day, Line, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/improvements", tags=["improvements"])


class CheckSent(Sent):
    """The closing check: a figure that must be reached, by whom or what, counted over how many."""

    measure: Measure
    scope: ImprovementScope
    key: Code = Field(
        description="A technician's or partner's code (“-” for our own people), the identifier of a "
        "model or an alarm, or a channel."
    )
    threshold: float | None = Field(
        default=None,
        ge=0,
        le=100,
        description="The least score of 1 to 5, or the most complaints of 100.",
    )
    least: int = Field(default=5, ge=1, le=100_000, description="Counted over at least so many.")


class ImprovementSent(Sent):
    """What is to become better; without a check, that of the complaint or alarm it comes from."""

    model_config = example(
        title="Come in time",
        plan="Earlier starts.",
        due_on="2027-01-31",
        check={
            "measure": "survey_score",
            "scope": "partner",
            "key": "-",
            "threshold": 4.0,
            "least": 5,
        },
    )

    title: Line
    plan: Text = ""
    owner_id: UUID | None = Field(default=None, description="Whoever asks, if nobody is named.")
    due_on: Day | None = None
    check: CheckSent | None = None
    complaint_id: UUID | None = None
    alarm_id: UUID | None = None


class HandOverSent(Sent):
    """Who sees to it from now on."""

    model_config = example(owner_id="01a206fd-6700-7226-b63c-75767a30fe78")

    owner_id: UUID


class PostponementSent(Sent):
    """Another day, and why."""

    model_config = example(due_on="2027-02-28", why="The new van comes late.")

    due_on: Day
    why: Text = Field(min_length=1)


class WaiverSent(Sent):
    """Why it ends without its check."""

    model_config = example(why="The model is not sold any more.")

    why: Text = Field(min_length=1)


class ImprovementShown(Shown):
    """An improvement as it stands, with what was measured last."""

    id: UUID
    reference: str
    state: ImprovementState
    title: str
    plan: str
    source_kind: str
    source_id: UUID | None
    measure: Measure
    scope: ImprovementScope
    scope_key: str
    threshold: float | None
    least: int
    owner_id: UUID
    from_on: date
    due_on: date
    value: float | None
    count: int
    verdict: Verdict
    measured_at: datetime | None
    warned: int
    opened_at: datetime
    closed_at: datetime | None
    close_reason: str
    revision: int


@router.get("", summary="List improvements")
def improvements(
    parts: PartsIn,
    paged: PagedIn,
    reference: CodeAsked = None,
    state: ImprovementState | None = None,
    measure: Measure | None = None,
    scope: ImprovementScope | None = None,
    owner_id: UUID | None = None,
    source_id: UUID | None = None,
) -> Listed[ImprovementShown]:
    """All improvements, the first begun first, or those in a state, of an owner or from a source."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Improvement,
            after=paged.after,
            limit=paged.limit,
            reference=reference,
            state=state,
            measure=measure,
            scope=scope,
            owner_id=owner_id,
            source_id=source_id,
        )
        return paged.listed(page, ImprovementShown.model_validate)


@router.get("/{improvement_id}", summary="One improvement", response_model=ImprovementShown)
def improvement(parts: PartsIn, held: HeldIn, improvement_id: UUID) -> Response:
    """An improvement with its check and what was measured last."""
    with parts.store.reading() as session:
        row = found(session, Improvement, improvement_id, "improvement")
        return held.answer(ImprovementShown.model_validate(row))


@router.post("", status_code=201, summary="Begin an improvement", response_model=ImprovementShown)
def opened(once: OnceIn, me: Me, sent: ImprovementSent) -> Response:
    """Begin an improvement; its owner is told, and the house measures it every day."""

    def act(deed: Deed) -> Acted:
        row = open_improvement(deed, _aim(deed, sent, me.user_id))
        return ImprovementShown.model_validate(row), f"/api/v1/improvements/{row.id}"

    return once.answer(act)


@router.post("/{improvement_id}/owner", summary="Hand it over", response_model=ImprovementShown)
def handed_over(once: OnceIn, improvement_id: UUID, sent: HandOverSent) -> Response:
    """Let somebody else see to it; they are told."""
    return _acted(once, improvement_id, lambda deed, row: hand_over(deed, row, sent.owner_id))


@router.post(
    "/{improvement_id}/postponement", summary="Give it another day", response_model=ImprovementShown
)
def postponed(once: OnceIn, improvement_id: UUID, sent: PostponementSent) -> Response:
    """Give it another day; after a miss it is measured anew from today."""
    return _acted(
        once, improvement_id, lambda deed, row: postpone(deed, row, sent.due_on, sent.why)
    )


@router.post(
    "/{improvement_id}/waiver", summary="End it without its check", response_model=ImprovementShown
)
def waived(once: OnceIn, me: Me, improvement_id: UUID, sent: WaiverSent) -> Response:
    """End it without its check; only a manager does, and writes why."""
    return _acted(once, improvement_id, lambda deed, row: waive(deed, row, me.role, sent.why))


def _aim(deed: Deed, sent: ImprovementSent, asked_by: UUID) -> Aim:
    kind, source_id, check = "", None, None
    if sent.complaint_id is not None:
        complaint = found(deed.session, Complaint, sent.complaint_id, "complaint")
        proposal = after_complaint(deed.session, complaint)
        kind, source_id, check = proposal.source_kind, proposal.source_id, proposal.check
    elif sent.alarm_id is not None:
        proposal = after_alarm(found(deed.session, Alarm, sent.alarm_id, "alarm"))
        kind, source_id, check = proposal.source_kind, proposal.source_id, proposal.check
    if sent.check is not None:
        check = Check(**sent.check.model_dump())
    if check is None:
        raise NotUnderstood(
            "It is not said when it is closed. Send a check, or the complaint or alarm it comes from.",
            [Problem("check", "send one, or a complaint_id or alarm_id")],
        )
    days = timedelta(days=deed.settings.improvement_days)
    return Aim(
        title=sent.title,
        plan=sent.plan,
        owner_id=sent.owner_id or asked_by,
        due_on=sent.due_on or (deed.now + days).date(),
        check=check,
        source_kind=kind,
        source_id=source_id,
    )


def _acted(
    once: OnceIn, improvement_id: UUID, change: Callable[[Deed, Improvement], object]
) -> Response:
    """One step of an improvement, one at a time."""

    def act(deed: Deed) -> Acted:
        lock_rows(deed.session, "improvement", [improvement_id])
        row = found(deed.session, Improvement, improvement_id, "improvement")
        change(deed, row)
        deed.session.flush()
        return ImprovementShown.model_validate(row), None

    return once.answer(act, status=200)
