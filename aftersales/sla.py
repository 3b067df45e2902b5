"""The clock of a case: how fast a first answer and a solution are due, in the business hours of whoever answers.

The same targets hold on every channel; only the kind of case and its priority count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Final

from aftersales.business_hours import BusinessHours, OpenSpan, after_work, resumed, worked_between
from aftersales.errors import NotUnderstood, Problem
from aftersales.moments import wall_of
from aftersales.public_holidays import public_holidays
from aftersales.records import CASE_OVER, Case, CaseKind, CaseState, Priority, Territory
from aftersales.settings import Settings, Weekday

YEARS_AHEAD: Final = 3
"""Holidays are known for so many years from the last one on; no target reaches further."""

URGENT: Final = frozenset({Priority.HIGH, Priority.EMERGENCY})

PAUSES: Final = frozenset({CaseState.WAITING_CUSTOMER, *CASE_OVER})
"""States in which the clock stands still: the customer has to answer, or everything is settled."""

NEXT_WITHIN: Final = timedelta(hours=2)
"""Business hours within which somebody who wrote to us hears more."""

AFTER_ANSWER: Final = timedelta(hours=8)
"""Business hours after an answer that settles nothing within which the customer hears more."""

AFTER_SLIP: Final = timedelta(hours=4)
"""Business hours within which somebody hears more who was told that it takes longer."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is due within how many business hours."""

    first_answer: timedelta
    resolution: timedelta


def target_of(settings: Settings, kind: CaseKind, priority: Priority) -> Target:
    """The target for a case: urgent ones have their own, others that of their kind."""
    row = priority.value if priority in URGENT else kind.value
    first, resolution = settings.sla_hours[row]
    return Target(timedelta(hours=first), timedelta(hours=resolution))


def hours_of(settings: Settings, area: Territory, now: datetime) -> BusinessHours:
    """When whoever answers for a territory is there, and on no holiday of its region."""
    week = settings.business_hours_of.get(area.code, settings.business_hours)
    region = settings.holiday_regions.get(area.code)
    year = wall_of(now, area.zone).year
    return _hours(area.zone, area.country, region, year, tuple(week.items()))


def start_clock(settings: Settings, case: Case, area: Territory, now: datetime) -> None:
    """Write down until when the first answer and the solution of a new case are due."""
    hours, target = hours_of(settings, area, now), target_of(settings, case.kind, case.priority)
    case.first_answer_due_at = after_work(hours, now, target.first_answer)
    case.resolve_due_at = after_work(hours, now, target.resolution)


def change_urgency(
    settings: Settings, case: Case, area: Territory, now: datetime, priority: Priority
) -> None:
    """Another urgency from now on: what is due is due as if it had been so from the beginning, pauses still counted."""
    hours = hours_of(settings, area, now)
    before = target_of(settings, case.kind, case.priority)
    target = target_of(settings, case.kind, priority)
    if case.first_answered_at is None:
        case.first_answer_due_at = after_work(hours, case.opened_at, target.first_answer)
    if case.resolve_due_at is not None:
        unpaused_at = after_work(hours, case.opened_at, before.resolution)
        paused = worked_between(hours, unpaused_at, case.resolve_due_at)
        case.resolve_due_at = after_work(hours, case.opened_at, target.resolution + paused)
    case.priority = priority


def move_clock(settings: Settings, case: Case, area: Territory, now: datetime) -> None:
    """Stop the clock where nothing is for us to do; when there is again, it goes on with what was left."""
    if case.state in PAUSES:
        case.paused_at = case.paused_at or now
    elif case.paused_at is not None:
        if case.resolve_due_at is not None:
            hours = hours_of(settings, area, now)
            case.resolve_due_at = resumed(hours, case.resolve_due_at, case.paused_at, now)
        case.paused_at = None


def next_update_by(settings: Settings, area: Territory, now: datetime) -> datetime:
    """When somebody who just wrote hears more at the latest: in business hours, so that it can be kept."""
    return after_work(hours_of(settings, area, now), now, NEXT_WITHIN)


def require_to_come(by: datetime, now: datetime) -> None:
    """Refuse a next update that nobody can give any more.

    Raises:
        NotUnderstood: it lies in the past.
    """
    if by <= now:
        raise NotUnderstood(
            "The next update lies in the past. Name a moment to come.",
            [Problem("next_update_at", "it lies in the past")],
        )


def update_after_answer(settings: Settings, area: Territory, now: datetime) -> datetime:
    """When somebody whom we just answered hears more, unless another moment was named."""
    return after_work(hours_of(settings, area, now), now, AFTER_ANSWER)


def update_after_slip(settings: Settings, area: Territory, now: datetime) -> datetime:
    """When somebody hears more who was told that it takes longer."""
    return after_work(hours_of(settings, area, now), now, AFTER_SLIP)


@lru_cache(maxsize=256)
def _hours(
    zone: str,
    country: str,
    region: str | None,
    year: int,
    week: tuple[tuple[Weekday, tuple[tuple[time, time], ...]], ...],
) -> BusinessHours:
    spans: Mapping[Weekday, tuple[tuple[time, time], ...]] = dict(week)
    years = range(year - 1, year + YEARS_AHEAD)
    return BusinessHours(
        zone=zone,
        week=tuple(
            tuple(OpenSpan(opens, closes) for opens, closes in spans.get(day, ()))
            for day in Weekday
        ),
        holidays=frozenset(public_holidays(country, region, years)),
    )
