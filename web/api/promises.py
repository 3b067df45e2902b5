"""Promises: every time a customer was told, and whether it held."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from aftersales.moments import day_bounds, wall_of
from aftersales.promise_figures import PromiseFigures
from aftersales.promise_report import LONGEST_DAYS, By, promise_report
from aftersales.promises import scores_of
from aftersales.queries.pages import page_of, promise_states_in
from aftersales.queries.places import territory_by_code
from aftersales.records import Promise, PromiseKind, PromiseState
from web.api.fields import Code, DayAsked, Shown
from web.api.listed import Listed, PagedIn, found, known
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/promises", tags=["promises"])

ReportDays = Annotated[int, Query(ge=1, le=LONGEST_DAYS)]
"""How many days back."""


class PromiseShown(Shown):
    """One span of time that one customer was told, and how it was judged."""

    id: UUID
    kind: PromiseKind
    state: PromiseState
    customer_id: UUID
    appointment_id: UUID | None
    case_id: UUID | None
    notice_id: UUID | None
    zone: str
    from_at: datetime
    to_at: datetime
    made_at: datetime
    replaced_by_id: UUID | None
    outcome_at: datetime | None
    judged_at: datetime | None
    reason: str


class ScoresShown(Shown):
    """How the arrival windows of a day ended."""

    territory: str
    on: date
    made: int
    kept: int
    broken_told: int
    broken_untold: int
    superseded: int
    released: int
    waiting: int
    heard_from_us_first: float | None = Field(
        description="Broken promises of which the customer heard from us first, 0 to 1; null if none broke."
    )


@router.get("", summary="List promises")
def promises(
    parts: PartsIn,
    paged: PagedIn,
    kind: PromiseKind | None = None,
    state: PromiseState | None = None,
    customer_id: UUID | None = None,
    appointment_id: UUID | None = None,
    case_id: UUID | None = None,
) -> Listed[PromiseShown]:
    """All promises, the first made first, or those to a customer, about a visit or case, or in a state."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Promise,
            after=paged.after,
            limit=paged.limit,
            kind=kind,
            state=state,
            customer_id=customer_id,
            appointment_id=appointment_id,
            case_id=case_id,
        )
        return paged.listed(page, PromiseShown.model_validate)


@router.get("/scores", summary="How a day's promises ended")
def scores(parts: PartsIn, territory: Code, on: DayAsked = None) -> ScoresShown:
    """The arrival windows of a territory that ran out on one of its local days; today without one."""
    with parts.store.reading() as session:
        area = known(territory_by_code(session, territory), "territory", territory)
        day = on or wall_of(parts.clock.now(), area.zone).date()
        result = scores_of(promise_states_in(session, area.id, *day_bounds(day, area.zone)))
        return ScoresShown(
            territory=area.code,
            on=day,
            **{
                name: getattr(result, name)
                for name in ScoresShown.model_fields
                if name not in {"territory", "on"}
            },
        )


class FiguresShown(Shown):
    """How promised windows ended, and how early customers heard of those that were not kept; shares from 0 to 1."""

    visits: int = Field(description="Promised windows.")
    late: int = Field(description="Windows after whose end work began, or never.")
    on_time_share: float | None
    told: int = Field(description="Late ones told by a delay notice before the window ended.")
    told_share: float | None
    told_30: int = Field(description="Late ones told at least 30 minutes before.")
    told_30_share: float | None
    told_60: int = Field(description="Late ones told at least 60 minutes before.")
    told_60_share: float | None
    median_lead_minutes: float | None
    notices: int = Field(description="Delay notices delivered.")
    false_alarms: int = Field(description="Those for visits that began inside their window.")
    false_share: float | None
    affected: int = Field(description="Visits late or noticed.")
    notices_per_affected: float | None


class GroupShown(Shown):
    """The figures of one group; without a key it is that of our own people, or of what no channel took."""

    key: str
    name: str
    figures: FiguresShown


class DayShown(Shown):
    """The figures of one local day."""

    on: date
    figures: FiguresShown


class AnswersShown(Shown):
    """What a service partner answered to the offers of work of the span."""

    key: str
    name: str
    accepted: int
    declined: int
    expired: int = Field(description="Not answered in time.")


class ReportShown(Shown):
    """The promise report of a span."""

    from_at: datetime
    to_at: datetime
    by: By
    whole: FiguresShown
    groups: list[GroupShown]
    daily: list[DayShown]
    answers: list[AnswersShown] = Field(description="Only if it is split by partner.")


@router.get("/report", summary="How promises were kept, and who was told in time")
def report(
    parts: PartsIn,
    days: ReportDays = 30,
    by: By = By.TECHNICIAN,
    territory: Code | None = None,
) -> ReportShown:
    """The windows that ended in the last days, in one territory or in all, split as asked and by day."""
    found_report = promise_report(parts, days=days, by=by, territory=territory)
    return ReportShown(
        from_at=found_report.from_at,
        to_at=found_report.to_at,
        by=by,
        whole=_shown(found_report.whole),
        groups=[
            GroupShown(key=each.key, name=each.name, figures=_shown(each.figures))
            for each in found_report.groups
        ],
        daily=[DayShown(on=on, figures=_shown(figures)) for on, figures in found_report.daily],
        answers=[AnswersShown.model_validate(each) for each in found_report.answers],
    )


def _shown(figures: PromiseFigures) -> FiguresShown:
    lead = figures.median_lead
    plain = {
        name: getattr(figures, name)
        for name in FiguresShown.model_fields
        if name != "median_lead_minutes"
    }
    return FiguresShown(
        **plain, median_lead_minutes=None if lead is None else lead / timedelta(minutes=1)
    )


@router.get("/{promise_id}", summary="One promise", response_model=PromiseShown)
def promise(parts: PartsIn, held: HeldIn, promise_id: UUID) -> Response:
    """A promise as it stands."""
    with parts.store.reading() as session:
        row = found(session, Promise, promise_id, "promise")
        return held.answer(PromiseShown.model_validate(row))
