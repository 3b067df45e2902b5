"""The channels compared over a period: every case counts by the business hours of whoever answers it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from aftersales.business_hours import BusinessHours, worked_between
from aftersales.channel_parity import CaseTimes, ChannelSpeed, parity
from aftersales.parts import Parts
from aftersales.queries.case_lists import cases_opened_since
from aftersales.queries.places import territories
from aftersales.queries.promises import zones_of_cases
from aftersales.records import Case, CaseChannel
from aftersales.settings import Settings
from aftersales.sla import hours_of, target_of

OURS: Final = frozenset({CaseChannel.PLANNING})
"""Nobody wrote to us there: a visit found no time."""


def compared_channels(parts: Parts, days: int) -> tuple[ChannelSpeed, ...]:
    """How fast each channel was with the cases opened in the last days."""
    now = parts.clock.now()
    times: dict[CaseChannel, list[CaseTimes]] = defaultdict(list)
    with parts.store.reading() as session:
        cases = cases_opened_since(session, now - timedelta(days=days))
        zones = zones_of_cases(session, {case.id for case in cases})
        areas = {area.zone: area for area in territories(session)}
    hours = {zone: hours_of(parts.settings, area, now) for zone, area in areas.items()}
    for case in cases:
        zone = zones.get(case.id, "")
        if case.channel not in OURS and zone in hours:
            times[case.channel].append(times_of(parts.settings, hours[zone], case, now))
    return parity(times)


def times_of(settings: Settings, hours: BusinessHours, case: Case, now: datetime) -> CaseTimes:
    """How long a case waited; what its clock has left tells how long a solution took without the pauses."""
    first = None
    if case.first_answered_at is not None:
        first = worked_between(hours, case.opened_at, case.first_answered_at)
    resolution = None
    if case.resolved_at is not None and case.resolve_due_at is not None:
        left = worked_between(hours, case.resolved_at, case.resolve_due_at)
        over = worked_between(hours, case.resolve_due_at, case.resolved_at)
        resolution = target_of(settings, case.kind, case.priority).resolution - left + over
    due = case.first_answer_due_at
    return CaseTimes(
        first_answer=first,
        resolution=resolution,
        is_late=due is not None and (case.first_answered_at or now) > due,
    )
