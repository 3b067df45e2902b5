"""The watch: see the delay coming, move what follows, tell the buyer before the window ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.appointments import Placement, place, take_turn
from aftersales.day_watch.mending import mend
from aftersales.day_watch.routes import RouteToday, is_unfinished, planned_start, routes_today
from aftersales.day_watch.telling import News, delay_policy, news_on, tell, waits
from aftersales.deed import SYSTEM, Deed
from aftersales.errors import Collision, NotThere
from aftersales.moments import CELL, day_bounds, grid_length, grid_up, wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.parts import Parts
from aftersales.promises import judge_run_out, put_at_risk
from aftersales.queries.places import territory_by_code
from aftersales.queries.promises import promises_run_out, updates_due, window_promises
from aftersales.queries.visits import Visit
from aftersales.records import Promise, PromiseState, Territory
from aftersales.settings import Settings
from aftersales.store import Session

AT_RISK: Final = 0.3
"""Probability of being late from which on staff see a promise as one at risk; its customer is told of more only."""

FELT: Final = timedelta(minutes=1)
"""What is expected is written down again when it has changed by more than this."""

UPDATE_AHEAD: Final = timedelta(minutes=5)
"""So long before its time an update is sent that was promised with a delay, if there is no other news."""

MOST_MENDS: Final = 5
"""Changes that one look makes to a day at most; the next look goes on."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look at the day found and did."""

    visits_ahead: int
    delayed: int
    judged: int
    recovered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One look at the day.

    Attributes:
        routes: as they stand.
        ahead: how many visits are not over.
        expected: what is to be written down of visits whose start is expected at another time than before.
        risky: promises that have come to be at risk.
        news: what is to be told, by route.
        endangered: visits whose promises have come to be at risk, or of whose delay there is news.
        is_judging: whether promises have run out.
    """

    routes: Sequence[RouteToday]
    ahead: int
    expected: Sequence[tuple[Visit, datetime]]
    risky: Sequence[Promise]
    news: Sequence[tuple[RouteToday, list[News]]]
    endangered: frozenset[UUID]
    is_judging: bool

    @property
    def is_calm(self) -> bool:
        """Whether there is nothing to be written down."""
        return not (self.expected or self.risky or self.news or self.is_judging)


def watch_territory(parts: Parts, territory_code: str) -> Watched:
    """Look at the day once: expect every arrival anew, mend what can be mended, and tell whoever is let down.

    Nothing is locked or written where nothing has changed, so that it may be repeated every minute.

    Raises:
        NotThere: there is no such territory.
    """
    now = parts.clock.now()
    with parts.store.reading() as session:
        territory = _territory(session, territory_code)
        seen = _look(session, territory, parts.settings, now)
    endangered = seen.endangered
    for _try in range(MOST_MENDS if parts.settings.delay_mending else 0):
        if not endangered or not mend(parts, territory_code, endangered):
            break
        with parts.store.reading() as session:
            seen = _look(session, _territory(session, territory_code), parts.settings, now)
            endangered = seen.endangered
    if seen.is_calm:
        return Watched(seen.ahead, 0, 0)
    with parts.doing(SYSTEM) as deed:
        territory = _territory(deed.session, territory_code)
        take_turn(deed, territory.id)
        seen = _look(deed.session, territory, deed.settings, deed.now)
        for visit, expected_at in seen.expected:
            visit.appointment.expected_start_at = expected_at
            deed.add(visit.appointment)
        for promise in seen.risky:
            put_at_risk(deed, promise)
        for route, news in seen.news:
            for each in news:
                tell(deed, route, each)
        told = [each.kind for _route, news in seen.news for each in news]
        judged = judge_run_out(deed)
    if NoticeKind.DELAYED in told:
        _push_back_all(parts, territory_code, {route.lead_id for route, _news in seen.news})
    return Watched(
        seen.ahead, told.count(NoticeKind.DELAYED), judged, told.count(NoticeKind.RECOVERED)
    )


def _territory(session: Session, code: str) -> Territory:
    territory = territory_by_code(session, code)
    if territory is None:
        raise NotThere(f"There is no territory “{code}”. Check its code.")
    return territory


def _look(session: Session, territory: Territory, settings: Settings, now: datetime) -> _Seen:
    """The day as it stands, and what follows from it."""
    routes = routes_today(session, territory, now, delay_policy(settings).shares)
    ahead = [visit for route in routes for visit in route.visits if is_unfinished(visit)]
    promises = window_promises(session, [visit.appointment.id for visit in ahead])
    due = updates_due(session, [visit.appointment.id for visit in ahead], now + UPDATE_AHEAD)
    news = news_on(settings, routes, promises, now, due)
    risky = [each for route in routes for each in _risky(route, promises)]
    delayed = (each for _route, of in news for each in of if each.kind is NoticeKind.DELAYED)
    return _Seen(
        routes=routes,
        ahead=len(ahead),
        expected=[each for route in routes for each in _changed(route)],
        risky=risky,
        endangered=frozenset(each.visit.appointment.id for each in delayed)
        | {each.appointment_id for each in risky if each.appointment_id is not None},
        news=[each for each in news if each[1]] if settings.delay_notices else [],
        is_judging=bool(promises_run_out(session, now)),
    )


def _changed(route: RouteToday) -> list[tuple[Visit, datetime]]:
    """Visits that are expected at another time than was written down; this alone moves nothing and tells nobody."""
    changed = []
    for visit in route.visits:
        key, was = visit.appointment.id, visit.appointment.expected_start_at
        if key in route.expected and visit.appointment.arrived_at is None:
            expected_at = route.likely_start(key)
            if was is None or abs(expected_at - was) > FELT:
                changed.append((visit, expected_at))
    return changed


def _risky(route: RouteToday, promises: Mapping[UUID, Sequence[Promise]]) -> list[Promise]:
    """The windows told last that may not be kept, and are not known for it yet."""
    risky = []
    for visit in route.visits:
        chances, told = route.chances.get(visit.appointment.id), promises.get(visit.appointment.id)
        if chances is not None and told and waits(visit) and chances.late >= AT_RISK:
            risky += [each for each in told[-1:] if each.state is PromiseState.MADE]
    return risky


def _push_back_all(parts: Parts, territory_code: str, leads: set[UUID]) -> None:
    """Make the calendars of these technicians true, unless something stands in the way; customers know already."""
    try:
        with parts.doing(SYSTEM) as deed:
            territory = _territory(deed.session, territory_code)
            take_turn(deed, territory.id)
            for route in routes_today(deed.session, territory, deed.now):
                if route.lead_id in leads:
                    _push_back(deed, route)
    except Collision:
        return  # a time that is kept for somebody else: what is expected says the rest


def _push_back(deed: Deed, route: RouteToday) -> None:
    """Move the planned times of the rest of the route to what is expected, so that calendars are true.

    What lies before the last report is over, though nobody said so, and stays where it is.
    What would not end before midnight stays where it is: nobody goes there any more on this day.
    """
    unfinished = [visit for visit in route.visits if visit.appointment.id in route.chances]
    over = [visit for visit in route.visits if visit not in unfinished]
    placements = []
    zone = route.visits[0].appointment.zone
    free_from = max((visit.appointment.planned_end_at for visit in over), default=None)
    for visit in unfinished:
        expected = route.expected[visit.appointment.id]
        has_begun = visit.appointment.arrived_at is not None
        start_at = (
            visit.appointment.planned_start_at
            if has_begun
            else grid_up(route.likely_start(visit.appointment.id))
        )
        if free_from is not None:
            start_at = max(start_at, free_from)
        end_at = max(grid_up(route.moment(expected.end)), start_at + CELL)
        if not has_begun:
            end_at = max(end_at, start_at + grid_length(visit.work_order.duration_minutes))
        free_from = end_at
        placements.append(
            Placement(
                appointment=visit.appointment,
                crew=tuple(member.id for member in visit.crew),
                start_at=start_at,
                end_at=end_at,
                drive_seconds=visit.appointment.drive_seconds,
                drive_metres=visit.appointment.drive_metres,
                pushed_from_at=planned_start(visit),
            )
        )
    midnight = day_bounds(wall_of(deed.now, zone).date(), zone)[1]
    if free_from is not None and free_from <= midnight:
        place(deed, placements)
