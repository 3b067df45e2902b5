"""What an improvement would be about, from what points at a gap: answers, a complaint, an alarm, a channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from aftersales.improvements.checks import Check
from aftersales.queries.improvements import visit_of_complaint
from aftersales.records import Alarm, Case, Complaint, ImprovementScope, Measure, Unit
from aftersales.store import Session

GOOD: Final = 4.0
"""A mean of 4 of 5 says “good”."""

FEW_COMPLAINTS: Final = 2.0
"""Complaints of a hundred: one of fifty visits still goes wrong in a good house."""

ANSWERS: Final = 5
"""As many as the figures of surveys need."""

VISITS: Final = 50
"""With fewer, one complaint alone would be more than two of a hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A check to begin with, and what pointed at the gap."""

    check: Check
    source_kind: str
    source_id: UUID | None = None


def after_gap(scope: ImprovementScope, key: str) -> Proposal:
    """The score of whoever the answers point at."""
    check = Check(measure=Measure.SURVEY_SCORE, scope=scope, key=key, threshold=GOOD, least=ANSWERS)
    return Proposal(check=check, source_kind="survey")


def after_complaint(session: Session, complaint: Complaint) -> Proposal:
    """Complaints about the partner of the visit, or whoever of us led it; else about the model, else the channel."""
    scope, key = _about(session, complaint)
    check = Check(
        measure=Measure.COMPLAINT_RATE,
        scope=scope,
        key=key,
        threshold=FEW_COMPLAINTS,
        least=VISITS,
    )
    return Proposal(check=check, source_kind="complaint", source_id=complaint.id)


def after_alarm(alarm: Alarm) -> Proposal:
    """Failures of the group that the alarm was raised for."""
    check = Check(
        measure=Measure.FAILURES, scope=ImprovementScope.ALARM, key=str(alarm.id), least=1
    )
    return Proposal(check=check, source_kind="alarm", source_id=alarm.id)


def after_channel(channel: str) -> Proposal:
    """The first answers of a channel that falls behind."""
    check = Check(
        measure=Measure.CHANNEL_SPEED,
        scope=ImprovementScope.CHANNEL,
        key=channel,
        least=ANSWERS,
    )
    return Proposal(check=check, source_kind="channel")


def _about(session: Session, complaint: Complaint) -> tuple[ImprovementScope, str]:
    case = session.get_one(Case, complaint.case_id)
    led = visit_of_complaint(session, complaint)
    if led is not None:
        technician, partner = led
        if partner is not None:
            return ImprovementScope.PARTNER, partner.code
        return ImprovementScope.TECHNICIAN, technician.code
    unit_id = complaint.unit_id or case.unit_id
    if unit_id is not None:
        unit = session.get_one(Unit, unit_id)
        return ImprovementScope.MODEL, str(unit.product_model_id)
    return ImprovementScope.CHANNEL, case.channel.value
