"""The watch: see the delay coming, move what follows, tell the buyer before the window ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from aftersales.appointments import Placement, place, set_window, take_turn
from aftersales.day_watch.routes import RouteToday, routes_today
from aftersales.deed import SYSTEM, Deed
from aftersales.errors import NotThere
from aftersales.moments import CELL, day_bounds, grid_length, grid_up, wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import DelayPolicy, delayed_window, is_delay_worth_telling
from aftersales.parts import Parts
from aftersales.promises import judge_run_out
from aftersales.queries.places import territory_by_code
from aftersales.queries.promises import last_window_promises
from aftersales.queries.visits import AHEAD, UNDER_WAY, Visit
from aftersales.records import Promise
from aftersales.settings import Settings
from aftersales.visits import tell_new_window
from scheduling.forecast import Expected


@dataclass(frozen=True, slots=True)
class Watched:
    """What one look at the day found and did."""

    visits_ahead: int
    delayed: int
    judged: int


def delay_policy(settings: Settings) -> DelayPolicy:
    """The policy that the settings ask for."""
    return DelayPolicy(
        margin=timedelta(minutes=settings.delay_margin_minutes),
        window=timedelta(minutes=settings.delay_window_minutes),
        next_update=timedelta(minutes=settings.next_update_minutes),
    )


def watch_territory(parts: Parts, territory_code: str) -> Watched:
    """Look at the day once: expect every arrival anew and tell whoever is let down by it.

    Raises:
        NotThere: there is no such territory.
    """
    policy = delay_policy(parts.settings)
    with parts.doing(SYSTEM) as deed:
        territory = territory_by_code(deed.session, territory_code)
        if territory is None:
            raise NotThere(f"There is no territory “{territory_code}”. Check its code.")
        take_turn(deed, territory.id)
        routes = routes_today(deed.session, territory, deed.now)
        ahead = [visit for route in routes for visit in route.visits if _is_unfinished(visit)]
        promises = last_window_promises(deed.session, [visit.appointment.id for visit in ahead])
        delayed = 0
        for route in routes:
            _remember_expected(deed, route)
            late = _let_down(policy, route, promises, deed.now)
            if late:
                _push_back(deed, route)
                delayed += _announce(deed, policy, route, late)
        judged = judge_run_out(deed)
        return Watched(visits_ahead=len(ahead), delayed=delayed, judged=judged)


def _is_unfinished(visit: Visit) -> bool:
    return visit.appointment.state in {*AHEAD, *UNDER_WAY}


def _remember_expected(deed: Deed, route: RouteToday) -> None:
    """Keep what is expected where everybody reads it; this alone moves nothing and tells nobody."""
    for visit in route.visits:
        expected = route.expected.get(visit.appointment.id)
        if expected is not None and visit.appointment.arrived_at is None:
            visit.appointment.expected_start_at = route.moment(expected.start)
            deed.add(visit.appointment)


def _let_down(
    policy: DelayPolicy, route: RouteToday, promises: dict[UUID, Promise], now: datetime
) -> list[tuple[Visit, Expected]]:
    """The visits whose expected arrival breaks their promise by more than the policy bears."""
    late = []
    for visit in route.visits:
        expected = route.expected.get(visit.appointment.id)
        promise = promises.get(visit.appointment.id)
        if expected is None or promise is None or visit.appointment.arrived_at is not None:
            continue
        if is_delay_worth_telling(policy, promise, route.moment(expected.arrival), now):
            late.append((visit, expected))
    return late


def _push_back(deed: Deed, route: RouteToday) -> None:
    """Move the planned times of the rest of the route to what is expected, so that calendars are true.

    What would not end before midnight stays where it is: nobody goes there any more on this day.
    """
    unfinished = [visit for visit in route.visits if visit.appointment.id in route.expected]
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
            else grid_up(route.moment(expected.start))
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
            )
        )
    midnight = day_bounds(wall_of(deed.now, zone).date(), zone)[1]
    if free_from is not None and free_from <= midnight:
        place(deed, placements)


def _announce(
    deed: Deed,
    policy: DelayPolicy,
    route: RouteToday,
    late: Iterable[tuple[Visit, Expected]],
) -> int:
    told = 0
    for visit, expected in late:
        was = visit.appointment.window_from_at, visit.appointment.window_to_at
        arrival_at = route.moment(expected.arrival)
        set_window(deed, visit.appointment, delayed_window(policy, arrival_at))
        tell_new_window(
            deed,
            visit,
            NoticeKind.DELAYED,
            was=was,
            cause=expected.cause,
            expected_at=grid_up(arrival_at),
        )
        told += 1
    return told
