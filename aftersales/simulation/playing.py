"""One simulated day driven through the use cases: buttons become reports, troubles what is done about them.

What really happens is `scheduling.service_day.OpenDay`'s affair; the house hears of it only what is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never
from uuid import UUID

from aftersales.appointments import APPOINTMENT_MOVES
from aftersales.clock import SetClock
from aftersales.day_factors import factors_of
from aftersales.day_watch.absences import report_absence
from aftersales.day_watch.reports import report
from aftersales.day_watch.watch import watch_territory
from aftersales.deed import Actor
from aftersales.moments import day_bounds, utc_of
from aftersales.notices.delivery import send_due
from aftersales.parts import Parts
from aftersales.planning import EffortName, PlanRequest, plan_territory
from aftersales.queries.planning import routes_on
from aftersales.queries.road import StopAhead, stops_ahead
from aftersales.queries.staff import technician_by_code, technicians_of
from aftersales.queries.visits import AHEAD, visits_by_id
from aftersales.records import AbsenceKind, ActorKind, Appointment, AppointmentState, Report
from aftersales.simulation.city import SHIFT, STAFF, TERRITORY, ask_emergency, the_territory
from aftersales.technicians import add_absence
from aftersales.work_orders import CancelledBy, cancel_visit
from scheduling.service_day import (
    Button,
    Chances,
    Heard,
    HeardKind,
    NextStop,
    OpenDay,
    Outcome,
    Worker,
)

TECHNICIAN: Final = Actor(ActorKind.TECHNICIAN, "simulation")
WORLD: Final = 7
"""Seed of what stays the same over all days, such as the mean of a kind of work: never told to the forecast."""

OVERTIME: Final = timedelta(hours=2)
"""How long after the end of a shift somebody still sets out."""

LAST_LOOK: Final = timedelta(hours=21)
"""Local time at which the day is over."""


class Mode(StrEnum):
    """What is done about a day that goes wrong."""

    REACTIVE = "reactive"
    NOTICES = "notices"
    REPLANNING = "replanning"


@dataclass(slots=True, kw_only=True)
class Truth:
    """What really happened, by appointment: when works began, and the seconds driven on empty roads."""

    starts: dict[UUID, datetime] = field(default_factory=dict)
    drives: dict[UUID, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Play:
    """A day that is being played; the plan takes every drive to be `drive_factor` times as long as on an empty road."""

    parts: Parts
    clock: SetClock
    on: date
    seed: int
    mode: Mode
    day: tuple[datetime, datetime]
    territory_id: UUID
    routes: dict[str, list[StopAhead]] = field(default_factory=dict)
    stops: dict[str, StopAhead] = field(default_factory=dict)
    drive_factor: float = 1.0
    keys: dict[UUID, str] = field(default_factory=dict)
    emergencies: dict[UUID, str] = field(default_factory=dict)

    def second(self, moment: datetime) -> int:
        return int((moment - self.day[0]).total_seconds())

    def look(self) -> None:
        """Read the routes as they stand now."""
        with self.parts.store.reading() as session:
            ahead = stops_ahead(session, self.territory_id, *self.day)
        self.routes = defaultdict(list)
        for stop in ahead:
            self.routes[stop.technician].append(stop)
            if stop.appointment_id not in self.keys:
                self.keys[stop.appointment_id] = self._new_key(stop)
            self.stops[self.keys[stop.appointment_id]] = stop

    def _new_key(self, stop: StopAhead) -> str:
        """What a visit is called on the road: the same in every mode, though its identifiers are drawn anew."""
        order = self.emergencies.get(stop.work_order_id, str(stop.work_order_id))
        before = sum(each.work_order_id == stop.work_order_id for each in self.stops.values())
        return f"{order}/{before}"

    def next_stop(self, shift: str, taken: frozenset[str]) -> NextStop | None:
        """The next visit of a technician that nobody has set out for."""
        for stop in self.routes.get(shift, ()):
            key = self.keys[stop.appointment_id]
            if key not in taken:
                return NextStop(
                    key=key,
                    kind=stop.kind.value,
                    drive=round(stop.drive_seconds / self.drive_factor),
                    work=stop.minutes * 60,
                    earliest=self.second(stop.window_from_at),
                )
        return None


def play(
    parts: Parts,
    clock: SetClock,
    on: date,
    *,
    seed: int,
    chances: Chances,
    mode: Mode,
    look_every: timedelta,
) -> Truth:
    """Play a prepared day to its end, moving `clock`; the same seed meets every mode with the same luck."""
    with parts.store.reading() as session:
        territory = the_territory(session)
    day = day_bounds(on, territory.zone)
    playing = _Play(
        parts=parts,
        clock=clock,
        on=on,
        seed=seed,
        mode=mode,
        day=day,
        territory_id=territory.id,
        drive_factor=factors_of(territory).overall,
    )
    playing.look()
    workers = _workers(playing)
    road = OpenDay(
        workers,
        seed=seed,
        chances=chances,
        next_stop=playing.next_stop,
        world=WORLD,
    )
    for now in _looks(playing, workers, look_every):
        for heard in road.heard_until(playing.second(now)):
            clock.move_to(max(clock.now(), day[0] + timedelta(seconds=heard.at)))
            _hear(playing, heard)
        clock.move_to(now)
        if mode is not Mode.REACTIVE:
            watch_territory(parts, TERRITORY)
            send_due(parts)
        playing.look()
    ids = {key: stop.appointment_id for key, stop in playing.stops.items()}
    return Truth(
        starts={ids[key]: day[0] + timedelta(seconds=at) for key, at in road.starts.items()},
        drives={ids[key]: drive for key, drive in road.driven.items()},
    )


def _looks(playing: _Play, workers: Sequence[Worker], every: timedelta) -> Iterator[datetime]:
    """When the watch looks: until nobody sets out any more, and once at the end."""
    now, last = playing.day[0] + timedelta(hours=6), playing.day[0] + LAST_LOOK
    over = playing.day[0] + timedelta(seconds=max((each.end for each in workers), default=0))
    while now < min(over, last):
        now += every
        yield now
    yield max(now, last)


def _workers(playing: _Play) -> list[Worker]:
    """Everybody on duty, from the start of their shift or route on, with the pause as planned."""
    with playing.parts.store.reading() as session:
        planned = {
            technician.id: route
            for route, technician in routes_on(session, playing.territory_id, playing.on)
        }
        on_duty = technicians_of(session, playing.territory_id)
        zone = the_territory(session).zone
    opens, closes = (
        utc_of(datetime.combine(playing.on, at), zone) for at in (SHIFT.from_time, SHIFT.to_time)
    )
    workers = []
    for technician in on_duty:
        route = planned.get(technician.id)
        pause_from = None if route is None else route.pause_from_at
        workers.append(
            Worker(
                shift=technician.code,
                start=playing.second(opens if route is None else min(opens, route.start_at)),
                end=playing.second(closes + OVERTIME),
                pause_from=None if pause_from is None else playing.second(pause_from),
                pause=SHIFT.break_minutes * 60,
            )
        )
    return workers


def _hear(playing: _Play, heard: Heard) -> None:
    """What is heard is written down, and done about what the mode allows."""
    match heard.kind:
        case HeardKind.BUTTON:
            _press(playing, heard)
        case HeardKind.ILL:
            _fall_ill(playing, heard.shift)
        case HeardKind.EMERGENCY:
            _take_emergency(playing)
        case _never:
            assert_never(_never)


def _press(playing: _Play, heard: Heard) -> None:
    """A button is a report, if the visit is still where the technician believes it to be."""
    what = _REPORTS[heard.button or Button.FINISHED, heard.outcome]
    visit_id = playing.stops[heard.stop].appointment_id
    with playing.parts.doing(TECHNICIAN) as deed:
        state = deed.session.get_one(Appointment, visit_id).state
        for step in _steps(state, what):
            report(deed, step, visit_id, deed.now, minutes=heard.longer // 60)


_REPORTS: Final = {
    (Button.ON_THE_WAY, None): Report.ON_THE_WAY,
    (Button.ARRIVED, None): Report.ARRIVED,
    (Button.LONGER, None): Report.OVERRUN,
    (Button.FINISHED, Outcome.DONE): Report.DONE,
    (Button.FINISHED, Outcome.INCOMPLETE): Report.INCOMPLETE,
    (Button.FINISHED, Outcome.NOBODY_HOME): Report.CUSTOMER_NO_SHOW,
}
"""What each button says."""


def _steps(state: AppointmentState, what: Report) -> tuple[Report, ...]:
    """The reports that bring a visit there: whoever forgot to arrive does it when they finish."""
    if what is Report.OVERRUN:
        return (what,) if state in {AppointmentState.ARRIVED, AppointmentState.IN_PROGRESS} else ()
    if _leads_to(state, what):
        return (what,)
    return (Report.ARRIVED, what) if _leads_to(state, Report.ARRIVED) else ()


def _leads_to(state: AppointmentState, what: Report) -> bool:
    goal = AppointmentState.EN_ROUTE if what is Report.ON_THE_WAY else AppointmentState(what.value)
    return goal in APPOINTMENT_MOVES[state]


def _fall_ill(playing: _Play, code: str) -> None:
    """Planned anew, or called off and told, or only written down, as the mode has it."""
    parts, now, end = playing.parts, playing.clock.now(), playing.day[1]
    if playing.mode is Mode.REPLANNING:
        report_absence(parts, TECHNICIAN, code, AbsenceKind.SICK, now, end, seed=playing.seed)
    else:
        with parts.doing(TECHNICIAN) as deed:
            worker = technician_by_code(deed.session, code)
            if worker is not None:
                add_absence(deed, worker, AbsenceKind.SICK, now, end)
        if playing.mode is Mode.NOTICES:
            _call_off(playing, playing.routes.get(code, ()))
    playing.look()


def _call_off(playing: _Play, stops: Sequence[StopAhead]) -> None:
    """Customers hear at once that nobody comes."""
    for stop in stops:
        with playing.parts.doing(STAFF) as deed:
            visit = visits_by_id(deed.session, [stop.appointment_id])[stop.appointment_id]
            if visit.appointment.state in AHEAD:
                cancel_visit(deed, visit, by=CancelledBy.HOUSE, reason="The technician is ill.")


def _take_emergency(playing: _Play) -> None:
    """An emergency finds a place between the visits that stand, in every mode."""
    number = len(playing.emergencies)
    with playing.parts.doing(STAFF) as deed:
        order = ask_emergency(deed, the_territory(deed.session), playing.seed, number)
    playing.emergencies[order.id] = f"emergency-{number}"
    plan_territory(
        playing.parts,
        STAFF,
        PlanRequest(
            territory=TERRITORY,
            from_on=playing.on,
            days=1,
            effort=EffortName.QUICK,
            seed=playing.seed,
            is_frozen=True,
        ),
    )
    playing.look()
