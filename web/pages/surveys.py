"""What customers said: by technician, partner, model and channel, with how sure each figure is, down to its rows.

A partner sees what was said about their own people only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from aftersales.access import Reach
from aftersales.queries.surveys import answers_since
from aftersales.reach import reach_of
from aftersales.records import ProductModel, ServicePartner, Survey, Technician
from aftersales.surveys import Figure, Scored, figures_of
from aftersales.surveys.figures import LEAST
from aftersales.words import Words, words_in
from web.pages.channel_words import channel_words
from web.parts import PartsIn
from web.templating import page
from web.who import Me

router = APIRouter(prefix="/surveys")

SPAN: Final = timedelta(days=90)
"""How far back answers count."""

MOST: Final = 100
"""Answers that are shown word for word."""

Row = tuple[Survey, Technician | None, ServicePartner | None, ProductModel | None]


class By(StrEnum):
    """What answers are gathered by."""

    TECHNICIAN = "technician"
    PARTNER = "partner"
    MODEL = "model"
    CHANNEL = "channel"


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
    key = _KEYS[by]
    scored = [
        Scored(key=found[0], name=found[1], score=_score(row[0], by))
        for row in rows
        for found in [key(_, row)]
        if found is not None
    ]
    figures = figures_of(scored, parts.settings.survey_low_score)
    shown = [row for row in rows if not of or (key(_, row) or ("", ""))[0] == of]
    return page(
        request,
        "surveys.html",
        _,
        tabs=[(each.value, _tab(_, each), each is by) for each in By],
        by=by.value,
        of=of,
        lines=[_line(_, each) for each in figures],
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


def _score(survey: Survey, by: By) -> int:
    """People and partners are judged by their visit, models and channels by the whole."""
    if by in {By.TECHNICIAN, By.PARTNER} and survey.visit_score is not None:
        return survey.visit_score
    return survey.service_score or 0


def _technician(_words: Words, row: Row) -> tuple[str, str] | None:
    return None if row[1] is None or row[0].visit_score is None else (row[1].code, row[1].name)


def _partner(_: Words, row: Row) -> tuple[str, str] | None:
    if row[1] is None or row[0].visit_score is None:
        return None
    return (_OWN, _("our own people")) if row[2] is None else (row[2].code, row[2].name)


def _by_model(_words: Words, row: Row) -> tuple[str, str] | None:
    return None if row[3] is None else (str(row[3].id), _model(row[3]))


def _channel(_: Words, row: Row) -> tuple[str, str] | None:
    return row[0].channel, channel_words(_, row[0].channel)


_OWN: Final = "-"

_KEYS: Final[dict[By, Callable[[Words, Row], tuple[str, str] | None]]] = {
    By.TECHNICIAN: _technician,
    By.PARTNER: _partner,
    By.MODEL: _by_model,
    By.CHANNEL: _channel,
}


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
