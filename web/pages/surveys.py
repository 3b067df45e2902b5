"""What customers said: by technician, partner, model and channel, with how sure each figure is, down to its rows.

A partner sees what was said about their own people only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from aftersales.access import Reach
from aftersales.queries.surveys import OWN, Answered, answers_since
from aftersales.reach import reach_of
from aftersales.records import ProductModel, Survey
from aftersales.surveys import Figure, Scored, figures_of
from aftersales.surveys.figures import LEAST
from aftersales.surveys.gathering import By, key_of, name_of, score_of
from aftersales.words import Words, words_in
from aftersales.words.channels import channel_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/surveys")

SPAN: Final = timedelta(days=90)
"""How far back answers count."""

MOST: Final = 100
"""Answers that are shown word for word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure as it is shown."""

    figure: Figure
    mean: str
    low: str


@router.get("")
def surveys(
    request: Request,
    parts: PartsIn,
    me: Me,
    by: By = By.TECHNICIAN,
    of: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The figures of the last 90 days, and the answers themselves: all of them, or those under one name."""
    _ = words_in(me.language)
    with parts.store.reading() as session:
        reach = reach_of(session, me)
        rows = [
            row
            for row in answers_since(session, parts.clock.now() - SPAN)
            if _is_within(reach, row[0])
        ]
    scored = [
        Scored(key=key, name=_name(_, by, row), score=score_of(by, row[0]))
        for row in rows
        for key in [key_of(by, row)]
        if key is not None
    ]
    figures = figures_of(scored, parts.settings.survey_low_score)
    shown = [row for row in rows if not of or key_of(by, row) == of]
    return page(
        request,
        "surveys.html",
        _,
        tabs=[(each.value, _tab(_, each), each is by) for each in By],
        by=by.value,
        of=of,
        lines=[_line(_, each) for each in figures],
        gaps=[_line(_, each) for each in figures if each.is_gap],
        answers=[
            (row[0], "" if row[1] is None else row[1].name, _model(row[3]), _scores_of(_, row[0]))
            for row in shown[:MOST]
        ],
        count=_.many("{number} answer", "{number} answers", len(shown)),
        least=_.number(LEAST),
        is_office=reach.technician_ids is None,
    )


def _is_within(reach: Reach, survey: Survey) -> bool:
    if reach.technician_ids is None:
        return True
    return survey.technician_id is not None and survey.technician_id in reach


def _name(_: Words, by: By, row: Answered) -> str:
    """The name under which an answer counts, as people read it."""
    name = name_of(by, row)
    if by is By.CHANNEL:
        return channel_words(_, name)
    return _("our own people") if name == OWN else name


def _model(model: ProductModel | None) -> str:
    return "" if model is None else f"{model.brand} {model.name}"


def _tab(_: Words, by: By) -> str:
    return {
        By.TECHNICIAN: _("By technician"),
        By.PARTNER: _("By partner"),
        By.MODEL: _("By model"),
        By.CHANNEL: _("By channel"),
    }[by]


def _line(_: Words, figure: Figure) -> Line:
    if figure.mean is None or figure.low is None:
        return Line(figure=figure, mean=_("too few to say"), low="–")
    low_from, low_to = figure.low_from or 0.0, figure.low_to or 0.0
    return Line(
        figure=figure,
        mean=_.digits(f"{figure.mean:.1f}"),
        low=_(
            "{percent} % (between {low} and {high} %)",
            percent=_.number(round(100 * figure.low)),
            low=_.number(round(100 * low_from)),
            high=_.number(round(100 * low_to)),
        ),
    )


def _scores_of(_: Words, survey: Survey) -> str:
    service = _.number(survey.service_score or 0)
    if survey.visit_score is None:
        return service
    return _("{service}, visit {visit}", service=service, visit=_.number(survey.visit_score))
