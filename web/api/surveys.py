"""Surveys: who was asked, what they said, and the figures of many answers together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.queries.pages import page_of
from aftersales.queries.surveys import answers_since
from aftersales.records import Survey
from aftersales.store import lock_rows
from aftersales.surveys import Answer, Scored, answer_survey, figures_of
from aftersales.surveys.gathering import By, key_of, name_of, score_of
from web.api.fields import CodeAsked, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/surveys", tags=["surveys"])

Days = Annotated[int, Query(ge=1, le=366, description="How far back answers count.")]


class SurveyAnswerSent(Sent):
    """What a customer said, in your own app or on the phone; scores go from 1 to 5."""

    model_config = example(service_score=5, text="Quick and kind.")

    service_score: int = Field(ge=1, le=5)
    visit_score: int | None = Field(default=None, ge=1, le=5, description="Of a visit only.")
    text: Text = ""


class SurveyShown(Shown):
    """One question to one customer, with what they said; a low score leads to a complaint."""

    id: UUID
    customer_id: UUID
    appointment_id: UUID | None
    case_id: UUID | None
    technician_id: UUID | None
    service_partner_id: UUID | None
    product_model_id: UUID | None
    complaint_id: UUID | None
    channel: str
    reference: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    service_score: int | None
    visit_score: int | None
    text: str
    revision: int


class FigureShown(Shown):
    """What the answers under one name say; null where fewer than five answered.

    The share of low scores comes with the interval of Wilson (1927) at 95 %; `is_gap` says that it is surely above that of all others.
    """

    key: str
    name: str
    count: int
    mean: float | None
    low: float | None
    low_from: float | None
    low_to: float | None
    is_gap: bool


class FiguresShown(BaseModel):
    """The figures of a span, the surest gap first."""

    by: By
    days: int
    items: list[FigureShown]


@router.get("", summary="List surveys")
def surveys(
    parts: PartsIn,
    paged: PagedIn,
    customer_id: UUID | None = None,
    technician_id: UUID | None = None,
    service_partner_id: UUID | None = None,
    product_model_id: UUID | None = None,
    channel: CodeAsked = None,
) -> Listed[SurveyShown]:
    """All surveys, the first asked first, or those about somebody or something."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Survey,
            after=paged.after,
            limit=paged.limit,
            customer_id=customer_id,
            technician_id=technician_id,
            service_partner_id=service_partner_id,
            product_model_id=product_model_id,
            channel=channel,
        )
        return paged.listed(page, SurveyShown.model_validate)


@router.get("/figures", summary="Figures of surveys")
def figures(parts: PartsIn, by: By = By.TECHNICIAN, days: Days = 90) -> FiguresShown:
    """Answers, mean and share of low scores by technician, partner, model or channel."""
    with parts.store.reading() as session:
        rows = answers_since(session, parts.clock.now() - timedelta(days=days))
    scored = [
        Scored(key=key, name=name_of(by, row), score=score_of(by, row[0]))
        for row in rows
        for key in [key_of(by, row)]
        if key is not None
    ]
    lines = figures_of(scored, parts.settings.survey_low_score)
    return FiguresShown(
        by=by, days=days, items=[FigureShown.model_validate(each) for each in lines]
    )


@router.get("/{survey_id}", summary="One survey", response_model=SurveyShown)
def survey(parts: PartsIn, held: HeldIn, survey_id: UUID) -> Response:
    """A survey with its answer."""
    with parts.store.reading() as session:
        return held.answer(SurveyShown.model_validate(found(session, Survey, survey_id, "survey")))


@router.post("/{survey_id}/answer", summary="Answer a survey", response_model=SurveyShown)
def answered(once: OnceIn, survey_id: UUID, sent: SurveyAnswerSent) -> Response:
    """Keep what the customer said, in place of what they said before; a low score opens a complaint."""

    def act(deed: Deed) -> Acted:
        lock_rows(deed.session, "survey", [survey_id])
        row = found(deed.session, Survey, survey_id, "survey")
        if row.expires_at <= deed.now:
            raise NotAllowed("This survey is closed. Ask again after the next visit.")
        answer_survey(deed, row, Answer(**sent.model_dump()))
        deed.session.flush()
        return SurveyShown.model_validate(row), None

    return once.answer(act, status=200)
