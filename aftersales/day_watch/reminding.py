"""Reminders: the evening before, for those who heard no shorter window, and some hours before somebody comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from aftersales.appointments import take_turn
from aftersales.deed import SYSTEM
from aftersales.moments import day_bounds, utc_of, wall_of
from aftersales.notices.policy import end_of_quiet
from aftersales.parts import Parts
from aftersales.queries.notices import last_told_at
from aftersales.queries.places import territory_by_code
from aftersales.queries.visits import AHEAD, Visit, visits_between
from aftersales.records import Territory
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.visits import tell_reminder

AFTER_NARROWING: Final = timedelta(minutes=30)
"""The evening's shorter windows go out first: whoever hears one needs no reminder."""

QUIET_AFTER_NEWS: Final = timedelta(hours=4)
"""Whoever has just heard of their visit is not reminded of it."""

LAST_CALL: Final = timedelta(hours=1)
"""A reminder later than this before the window is none."""


class Turn(IntEnum):
    """Which reminder it is."""

    EVENING = 1
    DAY = 2


@dataclass(frozen=True, slots=True)
class _Due:
    """One customer who is to be reminded now."""

    visit: Visit
    turn: Turn


def remind(parts: Parts, territory_code: str) -> int:
    """Remind everybody whose time for it has come; answers how many. Repeating it reminds nobody twice."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        territory = territory_by_code(session, territory_code)
        if territory is None or not _due(session, parts.settings, territory, now):
            return 0
    with parts.doing(SYSTEM) as deed:
        take_turn(deed, territory.id)
        due = _due(deed.session, deed.settings, territory, deed.now)
        for each in due:
            tell_reminder(deed, each.visit, each.turn)
    return len(due)


def _due(
    session: Session, settings: Settings, territory: Territory, now: datetime
) -> Sequence[_Due]:
    """Whose turn it is: nobody in quiet hours, and nobody who has just heard of their visit."""
    zone = territory.zone
    is_quiet = end_of_quiet(now, zone, settings.quiet_from, settings.quiet_until) > now
    if not settings.reminder_hours or is_quiet:
        return []
    today = wall_of(now, zone).date()
    end_at = day_bounds(today + timedelta(days=1), zone)[1]
    ahead = [
        _Due(visit, turn)
        for visit in visits_between(session, territory.id, now - LAST_CALL, end_at)
        if visit.appointment.state in AHEAD and (turn := _turn(settings, visit, now)) is not None
    ]
    told = last_told_at(session, [each.visit.appointment.id for each in ahead])
    return [
        each
        for each in ahead
        if now - told.get(each.visit.appointment.id, each.visit.appointment.created_at)
        >= (timedelta(hours=20) if each.turn is Turn.EVENING else QUIET_AFTER_NEWS)
    ]


def _turn(settings: Settings, visit: Visit, now: datetime) -> Turn | None:
    """Which reminder of a visit is due, if any."""
    appointment = visit.appointment
    left = appointment.window_from_at - now
    if left < LAST_CALL:
        return None
    if left <= timedelta(hours=settings.reminder_hours):
        return Turn.DAY
    on = appointment.window_local_from.date()
    evening = datetime.combine(on - timedelta(days=1), settings.narrow_at)
    is_evening = utc_of(evening, appointment.zone) + AFTER_NARROWING <= now
    is_the_day_before = wall_of(now, appointment.zone).date() < on
    return Turn.EVENING if is_evening and is_the_day_before else None
