"""Gather: everything a run of the planner looks at, in one reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from aftersales.day_factors import factors_of
from aftersales.errors import NotThere
from aftersales.moments import CELL, day_bounds, grid_up, wall_of
from aftersales.planning.duties import duties_between
from aftersales.planning.facts import (
    PRIZE_HOURS,
    PROMISED_PRIZE_HOURS,
    Demand,
    Duty,
    Snapshot,
    Waiting,
)
from aftersales.planning.joint import parts_of
from aftersales.planning.windows import latest_start, standing_span
from aftersales.queries.bookings import wished_windows_of
from aftersales.queries.catalogue import skills_needed
from aftersales.queries.places import territory_by_code
from aftersales.queries.planning import open_orders
from aftersales.queries.staff import crews_of
from aftersales.queries.visits import TAKING_TIME, UNDER_WAY, Visit, visits_between
from aftersales.queries.work_offers import barred_technicians
from aftersales.readiness import Ready, ready_on
from aftersales.records import (
    AppointmentState,
    BuyerChoice,
    CrewMember,
    Location,
    WishedWindow,
)
from aftersales.roads import Place
from aftersales.store import Session


def snapshot_of(
    session: Session,
    territory_code: str,
    from_on: date,
    days: int,
    now: datetime,
    *,
    is_frozen: bool,
) -> Snapshot:
    """The demands and duties of a territory; `is_frozen` leaves every visit with its technician.

    Raises:
        NotThere: there is no such territory.
    """
    territory = territory_by_code(session, territory_code)
    if territory is None:
        raise NotThere(f"There is no territory “{territory_code}”. Check its code.")
    start_at = day_bounds(from_on, territory.zone)[0]
    end_at = day_bounds(from_on + timedelta(days=days - 1), territory.zone)[1]
    since = max(start_at, grid_up(now))
    today = visits_between(
        session, territory.id, start_at, end_at, (*TAKING_TIME, *UNDER_WAY, AppointmentState.DONE)
    )
    duties = duties_between(session, territory, (start_at, end_at), since, today)
    skills = skills_needed(session)
    on = wall_of(now, territory.zone).date()
    new, waiting = _new_demands(session, territory.id, since, end_at, skills, on)
    demands = [
        *new,
        *_standing_demands(
            session,
            today,
            since,
            skills,
            duties,
            crews_of(session, territory.id),
            on,
            is_frozen=is_frozen,
        ),
    ]
    return Snapshot(
        territory_id=territory.id,
        zone=territory.zone,
        travel_scale=territory.travel_scale,
        road_table=territory.road_table,
        drive_factor=factors_of(territory).overall,
        from_on=from_on,
        days=days,
        start_at=start_at,
        since=since,
        demands=tuple(demand for demand in demands if demand.windows),
        duties=tuple(duties),
        waiting=tuple(waiting),
    )


def place_of(location: Location) -> Place:
    """A location as the roads see it."""
    return Place(location.latitude, location.longitude, location.road_row)


def _new_demands(
    session: Session,
    territory_id: UUID,
    since: datetime,
    end_at: datetime,
    skills: dict[UUID, frozenset[str]],
    today: date,
) -> tuple[list[Demand], list[Waiting]]:
    """What is to be planned anew, and what cannot be because something is not there."""
    orders = open_orders(session, territory_id, since, end_at)
    order_ids = [order.id for order, _type, _place in orders]
    wishes = wished_windows_of(session, order_ids)
    ready = ready_on(session, order_ids, today)
    barred = barred_technicians(session, order_ids)
    demands = [
        Demand(
            work_order_id=order.id,
            revision=order.revision,
            appointment_id=None,
            appointment_revision=0,
            place=place_of(location),
            zone=location.zone,
            windows=_possible(
                map(_start_window, wishes[order.id]),
                ready[order.id],
                location.zone,
                (since, end_at),
            ),
            minutes=order.duration_minutes,
            skills=skills.get(work_type.id, frozenset()),
            crew_size=work_type.crew_size,
            prize_hours=PRIZE_HOURS[order.priority],
            barred=barred.get(order.id, frozenset()),
        )
        for order, work_type, location in orders
    ]
    waiting = [
        Waiting(
            work_order_id=demand.work_order_id,
            revision=demand.revision,
            reason=blocking.kind,
            sentence=ready[demand.work_order_id].sentence,
        )
        for demand in demands
        if not demand.windows and (blocking := ready[demand.work_order_id].blocking) is not None
    ]
    return demands, waiting


def _possible(
    windows: Iterable[tuple[datetime, datetime]],
    ready: Ready,
    zone: str,
    span: tuple[datetime, datetime | None],
) -> tuple[tuple[datetime, datetime], ...]:
    """What is left of some windows within a span from the day on which the work can be done."""
    since, end_at = span
    if not ready.is_known:
        return ()
    if ready.first_on is not None:
        since = max(since, day_bounds(ready.first_on, zone)[0])
    return _usable(windows, since, end_at)


def is_moving(visit: Visit) -> bool:
    """Whether the customer of a visit asked for another time."""
    return visit.appointment.customer_choice == BuyerChoice.MOVE


def is_held(visit: Visit) -> bool:
    """Whether the time of a visit is only kept for a customer who has not confirmed it yet."""
    return visit.appointment.state is AppointmentState.HELD


def _standing_demands(
    session: Session,
    visits: Sequence[Visit],
    since: datetime,
    skills: dict[UUID, frozenset[str]],
    duties: Sequence[Duty],
    crews: Mapping[UUID, Sequence[CrewMember]],
    today: date,
    *,
    is_frozen: bool,
) -> list[Demand]:
    duty_of = _duty_finder(duties)
    booked = [visit for visit in visits if not is_held(visit)]
    wished = _wished_starts(session, booked, since, today)
    standing = [visit for visit in visits if visit.appointment.state in TAKING_TIME]
    barred = barred_technicians(session, {visit.work_order.id for visit in standing})
    demands = [
        Demand(
            work_order_id=visit.work_order.id,
            revision=visit.work_order.revision,
            appointment_id=visit.appointment.id,
            appointment_revision=visit.appointment.revision,
            place=place_of(visit.location),
            zone=visit.appointment.zone,
            windows=_standing_windows(visit, since)
            if is_held(visit)
            else wished.get(visit.work_order.id) or _standing_windows(visit, since),
            minutes=visit.work_order.duration_minutes,
            skills=skills.get(visit.work_type.id, frozenset()),
            crew_size=visit.work_type.crew_size,
            prize_hours=PROMISED_PRIZE_HOURS,
            pinned_duty=duty_of(visit)
            if is_frozen and (is_held(visit) or visit.work_order.id not in wished)
            else None,
            standing_at=visit.appointment.planned_start_at,
            standing_lead=visit.lead.id,
            told=None
            if is_held(visit)
            else (visit.appointment.window_from_at, visit.appointment.window_to_at),
            is_moving=not is_held(visit) and visit.work_order.id in wished,
            standing_windows=_standing_windows(visit, since),
            standing_duty=duty_of(visit),
            is_held=is_held(visit),
        )
        for visit in standing
    ]
    return [
        part
        for demand, visit in zip(demands, standing, strict=True)
        for part in parts_of(_without_refused(demand, visit, barred), visit, duties, crews)
    ]


def _without_refused(
    demand: Demand, visit: Visit, barred: Mapping[UUID, frozenset[UUID]]
) -> Demand:
    """Nobody of a partner that refused the work is sent; where a visit stays with its people it stands until others are found."""
    refused = barred.get(demand.work_order_id, frozenset())
    if demand.pinned_duty is not None or len(visit.crew) > 1:
        refused -= {member.id for member in visit.crew}
    return replace(demand, barred=refused)


def _wished_starts(
    session: Session, visits: Sequence[Visit], since: datetime, today: date
) -> dict[UUID, tuple[tuple[datetime, datetime], ...]]:
    """For each work order whose customer wishes another time still to come, when the work may start."""
    zones = {visit.work_order.id: visit.appointment.zone for visit in visits if is_moving(visit)}
    ready = ready_on(session, zones, today)
    starts = {
        each: _possible(map(_start_window, wishes), ready[each], zones[each], (since, None))
        for each, wishes in wished_windows_of(session, zones).items()
    }
    return {work_order_id: windows for work_order_id, windows in starts.items() if windows}


def _duty_finder(duties: Sequence[Duty]) -> Callable[[Visit], str | None]:
    """Which duty a visit stays with; none if whoever was to come is not there that day."""
    by_lead_and_day = {(duty.members[0], duty.on): duty.key for duty in duties}

    def duty_of(visit: Visit) -> str | None:
        on = wall_of(visit.appointment.planned_start_at, visit.appointment.zone).date()
        return by_lead_and_day.get((visit.lead.id, on))

    return duty_of


def _start_window(wish: WishedWindow) -> tuple[datetime, datetime]:
    return wish.from_at, latest_start((wish.from_at, wish.to_at))


def _standing_windows(visit: Visit, since: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The promised window with its margin, but never too tight for where the visit stands now."""
    appointment = visit.appointment
    span = standing_span(
        (appointment.window_from_at, appointment.window_to_at),
        appointment.planned_start_at,
        appointment.expected_start_at,
        since,
    )
    return _usable([span], since, None)


def _usable(
    windows: Iterable[tuple[datetime, datetime]], since: datetime, end_at: datetime | None
) -> tuple[tuple[datetime, datetime], ...]:
    usable = []
    for from_at, to_at in windows:
        start = max(grid_up(from_at), since)
        end = to_at if end_at is None else min(to_at, end_at - CELL)
        if start <= end:
            usable.append((start, end))
    return tuple(usable)
