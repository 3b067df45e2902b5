"""What the figures say of a closing check today: counted from rows that were kept anyway, nothing is asked of anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID

from aftersales.conversations.comparing import compared_channels
from aftersales.improvements.checks import (
    Measured,
    judged_failures,
    judged_rate,
    judged_score,
    judged_speed,
)
from aftersales.parts import Parts
from aftersales.prevention.alarms import POLICY, kind_and_group
from aftersales.prevention.counting import count_failures
from aftersales.queries.improvements import Span, complaints_and_base
from aftersales.queries.surveys import answers_since
from aftersales.records import (
    Alarm,
    CaseChannel,
    Improvement,
    ImprovementState,
    Measure,
    Verdict,
)
from aftersales.surveys.gathering import By, key_of, score_of
from warranty.prevention.alarms import alarms

MINUTE: Final = timedelta(minutes=1)

NOTHING: Final = Measured(value=None, count=0, verdict=Verdict.TOO_FEW)
"""What it was measured by is not there any more."""


def measured(parts: Parts, row: Improvement) -> Measured:
    """The closing check of an improvement as it stands now."""
    return _MEASURES[row.measure](parts, row)


def span_of(row: Improvement, now: datetime) -> Span:
    """What counts: from the day it began to the end of its day, or until now if that has passed without success."""
    last = _midnight(row.due_on + timedelta(days=1))
    is_over = row.state is ImprovementState.MISSED
    return Span(_midnight(row.from_on), now if is_over else min(now, last))


def _complaints(parts: Parts, row: Improvement) -> Measured:
    with parts.store.reading() as session:
        complaints, base = complaints_and_base(
            session, row.scope, row.scope_key, span_of(row, parts.clock.now())
        )
    return judged_rate(complaints, base, row.threshold or 0.0, row.least)


def _scores(parts: Parts, row: Improvement) -> Measured:
    span, by = span_of(row, parts.clock.now()), By(row.scope.value)
    with parts.store.reading() as session:
        scores = [
            score_of(by, answer[0])
            for answer in answers_since(session, span.from_at, span.to_at)
            if key_of(by, answer) == row.scope_key
        ]
    return judged_score(scores, row.threshold or 0.0, row.least)


def _failures(parts: Parts, row: Improvement) -> Measured:
    """The groups are compared anew with what happened since, by the test that raised the alarm."""
    with parts.store.reading() as session:
        alarm = session.get(Alarm, UUID(row.scope_key))
        if alarm is None:
            return NOTHING
        last = span_of(row, parts.clock.now()).to_at.date()
        counts = count_failures(session, last, since=row.from_on)
    kind, group = kind_and_group(alarm)
    exposures = counts.exposures().get(kind, [])
    own = next((each for each in exposures if each.group == group), None)
    if own is None:
        return NOTHING
    found = {each.exposure.group for each in alarms(exposures, POLICY)}
    return judged_failures(
        own.claims,
        own.unit_months,
        alarm.claims / alarm.unit_months,
        is_alarming=group in found,
    )


def _speed(parts: Parts, row: Improvement) -> Measured:
    days = max(1, (parts.clock.now() - _midnight(row.from_on)).days)
    channel = CaseChannel(row.scope_key)
    for each in compared_channels(parts, days):
        if each.channel is channel and each.first_median is not None:
            minutes = each.first_median / MINUTE
            return judged_speed(minutes, each.answered, row.least, is_behind=each.is_behind)
    return NOTHING


_MEASURES: Final[Mapping[Measure, Callable[[Parts, Improvement], Measured]]] = MappingProxyType(
    {
        Measure.COMPLAINT_RATE: _complaints,
        Measure.SURVEY_SCORE: _scores,
        Measure.FAILURES: _failures,
        Measure.CHANNEL_SPEED: _speed,
    }
)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)
