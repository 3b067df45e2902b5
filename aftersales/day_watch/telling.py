"""Telling: who hears of a delay now, or that one is over, with its cause, the new window and the next update."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from aftersales.appointments import set_window
from aftersales.day_watch.routes import RouteToday, late_for, planned_start
from aftersales.deed import Deed
from aftersales.moments import grid_up
from aftersales.notices.delay_policy import (
    DelayPolicy,
    Prospect,
    news_of,
    next_update_at,
    window_of,
)
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import end_of_quiet
from aftersales.queries.visits import AHEAD, Visit
from aftersales.records import AppointmentState, Promise
from aftersales.settings import Settings
from aftersales.visits import Origin, tell_new_window, tell_still_expected

NEWS = (NoticeKind.DELAYED.value, NoticeKind.RECOVERED.value)
"""Why a promise was made that is the news of a delay, or of its end."""


@dataclass(frozen=True, slots=True)
class News:
    """What one customer is told now, and of which window."""

    visit: Visit
    kind: NoticeKind
    window: tuple[datetime, datetime]


def delay_policy(settings: Settings) -> DelayPolicy:
    """The policy that the settings ask for."""
    return DelayPolicy(
        sure=settings.delay_sure,
        likely=settings.delay_likely,
        lead=timedelta(minutes=settings.delay_lead_minutes),
        most=settings.delay_most_notices,
        kept=settings.delay_window_kept,
        window=timedelta(minutes=settings.delay_window_minutes),
        next_update=timedelta(minutes=settings.next_update_minutes),
    )


def waits(visit: Visit) -> bool:
    """Whether somebody waits for the technician, who was not heard to have come."""
    states = {*AHEAD, AppointmentState.EN_ROUTE}
    return visit.appointment.state in states and visit.appointment.arrived_at is None


def news_on(
    settings: Settings,
    routes: Sequence[RouteToday],
    promises: Mapping[UUID, Sequence[Promise]],
    now: datetime,
    due: Collection[UUID] = (),
) -> list[tuple[RouteToday, list[News]]]:
    """What the customers of each route are to be told now; to those of `due` visits news was promised."""
    firsts = {
        visit.appointment.id: (first.from_at, first.to_at)
        for route in routes
        for visit in route.visits
        if waits(visit) and (first := _before_delay(promises.get(visit.appointment.id, ())))
    }
    late_at_first = late_for(routes, firsts, now)
    return [
        (route, list(_news_on(settings, route, promises, firsts, late_at_first, now, due)))
        for route in routes
    ]


def _news_on(
    settings: Settings,
    route: RouteToday,
    promises: Mapping[UUID, Sequence[Promise]],
    firsts: Mapping[UUID, tuple[datetime, datetime]],
    late_at_first: Mapping[UUID, float],
    now: datetime,
    due: Collection[UUID],
) -> Iterator[News]:
    """The news of one route; `firsts` are the windows before a delay."""
    policy = delay_policy(settings)
    for visit in route.visits:
        key = visit.appointment.id
        chances, told = route.chances.get(key), promises.get(key)
        if chances is None or not told or not waits(visit):
            continue
        early, middle, late = (route.moment(each) for each in chances.starts)
        prospect = Prospect(
            to_at=told[-1].to_at,
            late=chances.late,
            middle_at=middle,
            said=tuple(NoticeKind(each.reason) for each in told if each.reason in NEWS),
            first_to_at=firsts[key][1] if key in firsts else None,
            late_at_first=late_at_first.get(key, 1.0),
            quiet_until_at=end_of_quiet(
                now, visit.appointment.zone, settings.quiet_from, settings.quiet_until
            ),
            is_said=_is_said(route, key),
            is_update_due=key in due,
        )
        kind = news_of(policy, prospect, now)
        if kind is None and key in due and chances.late < policy.likely:
            window = visit.appointment.window_from_at, visit.appointment.window_to_at
            yield News(visit, NoticeKind.STILL_EXPECTED, window)
        elif kind is not None:
            window = firsts[key] if kind is NoticeKind.RECOVERED else window_of(policy, early, late)
            yield News(visit, kind, window)


def _is_said(route: RouteToday, appointment_id: UUID) -> bool:
    """Whether the delay of a visit comes of work of which its technician said how long it takes."""
    cause = route.expected[appointment_id].cause
    return any(
        visit.appointment.told_end_at is not None and visit.appointment.done_at is None
        for visit in route.visits
        if str(visit.appointment.id) == cause.stop
    )


def _before_delay(told: Sequence[Promise]) -> Promise | None:
    """The window that held before the delay that was told last; none if the last news is no delay."""
    if not told or told[-1].reason != NoticeKind.DELAYED:
        return None
    return next((each for each in reversed(told) if each.reason != NoticeKind.DELAYED), None)


def tell(deed: Deed, route: RouteToday, news: News) -> None:
    """Tell one customer: the window changes, the notice is written, and both are promised."""
    appointment = news.visit.appointment
    likely_at = grid_up(route.moment(route.chances[appointment.id].starts[1]))
    if news.kind is NoticeKind.STILL_EXPECTED:
        tell_still_expected(deed, news.visit, max(likely_at, appointment.window_from_at))
        return
    was = appointment.window_from_at, appointment.window_to_at
    set_window(deed, appointment, news.window)
    if news.kind is NoticeKind.RECOVERED:
        tell_new_window(deed, news.visit, news.kind, was=was, cause=None)
        return
    policy = delay_policy(deed.settings)
    tell_new_window(
        deed,
        news.visit,
        news.kind,
        was=was,
        cause=route.expected[appointment.id].cause,
        expected_at=likely_at,
        next_update_at=next_update_at(policy, news.window[1], deed.now),
        origin=_origin(route, appointment.id),
    )


def _origin(route: RouteToday, appointment_id: UUID) -> Origin | None:
    """Where the delay of a visit began, if at another visit of the route."""
    cause = route.expected[appointment_id].cause
    if cause.stop is None or cause.stop == str(appointment_id):
        return None
    visit = next(each for each in route.visits if str(each.appointment.id) == cause.stop)
    between = len(route.felt[appointment_id]) - 1
    return Origin(planned_start(visit), visit.work_type.kind.value, between)
