"""Whether somebody is here to answer, until or from when, and by when whoever writes now hears more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aftersales.business_hours import next_open_span
from aftersales.records import Territory
from aftersales.settings import Settings
from aftersales.sla import hours_of, next_update_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours of whoever answers, as somebody sees them who writes at a moment.

    Attributes:
        zone: of the times.
        is_open: whether somebody is here.
        opens_at: since when, or from when on.
        closes_at: until when then.
        answer_by_at: when they hear more at the latest.
    """

    zone: str
    is_open: bool
    opens_at: datetime
    closes_at: datetime
    answer_by_at: datetime


def hours_at(settings: Settings, area: Territory, now: datetime) -> Hours:
    """The hours of a territory for somebody who writes now; holidays count as closed."""
    opens_at, closes_at = next_open_span(hours_of(settings, area, now), now)
    return Hours(
        zone=area.zone,
        is_open=opens_at <= now,
        opens_at=opens_at,
        closes_at=closes_at,
        answer_by_at=next_update_by(settings, area, now),
    )
