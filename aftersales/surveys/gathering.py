"""By what answers are gathered, and which of the two scores counts there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from aftersales.queries.surveys import OWN, Answered
from aftersales.records import Survey


class By(StrEnum):
    """What answers are gathered by."""

    TECHNICIAN = "technician"
    PARTNER = "partner"
    MODEL = "model"
    CHANNEL = "channel"


def key_of(by: By, row: Answered) -> str | None:
    """The name under which an answer counts; None if it says nothing of any."""
    return _KEYS[by](row)


def name_of(by: By, row: Answered) -> str:
    """The name under which an answer counts, without words: our own people by `OWN`, a channel by its code."""
    survey, technician, partner, model = row
    match by:
        case By.TECHNICIAN:
            return "" if technician is None else technician.name
        case By.PARTNER:
            return OWN if partner is None else partner.name
        case By.MODEL:
            return "" if model is None else f"{model.brand} {model.name}"
        case By.CHANNEL:
            return survey.channel
        case _never:
            assert_never(_never)


def score_of(by: By, survey: Survey) -> int:
    """People and partners are judged by their visit, models and channels by the whole."""
    if by in {By.TECHNICIAN, By.PARTNER} and survey.visit_score is not None:
        return survey.visit_score
    return survey.service_score or 0


def _technician(row: Answered) -> str | None:
    return None if row[1] is None or row[0].visit_score is None else row[1].code


def _partner(row: Answered) -> str | None:
    if row[1] is None or row[0].visit_score is None:
        return None
    return OWN if row[2] is None else row[2].code


def _model(row: Answered) -> str | None:
    return None if row[3] is None else str(row[3].id)


def _channel(row: Answered) -> str | None:
    return row[0].channel


_KEYS: Final[Mapping[By, Callable[[Answered], str | None]]] = MappingProxyType(
    {
        By.TECHNICIAN: _technician,
        By.PARTNER: _partner,
        By.MODEL: _model,
        By.CHANNEL: _channel,
    }
)
