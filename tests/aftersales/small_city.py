"""A small city for tests: one depot, a few technicians, customers at real coordinates of Liechtenstein."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlmodel import SQLModel, col, select

from aftersales.bookings import Wish, request_visit
from aftersales.catalogue import work_type_of
from aftersales.clock import SetClock
from aftersales.customers import add_customer
from aftersales.moments import cells_between, utc_of
from aftersales.parts import Parts
from aftersales.places import Address, add_location
from aftersales.planning import EffortName, PlanOutcome, PlanRequest, plan_territory
from aftersales.queries.places import depots_of, territory_by_code
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import Visit, visits_by_id
from aftersales.records import (
    AbsenceKind,
    Appointment,
    AppointmentState,
    Assignment,
    Crew,
    CrewMember,
    Notice,
    OccupiedTime,
    Priority,
    Promise,
    Record,
    Technician,
    Territory,
    WorkKind,
    WorkOrder,
)
from aftersales.roads import ModelRoads, Place, Roads
from aftersales.technicians import DayPlan, add_absence, add_shift, add_technician
from aftersales.territories import add_standard_work_types, add_territory
from scheduling import Effort, Plan, Problem, Progress, Travel, solve
from tests.conftest import STAFF

MONDAY: Final = date(2026, 11, 23)
TUESDAY: Final = date(2026, 11, 24)
WEDNESDAY: Final = date(2026, 11, 25)

ZONE: Final = "Europe/Vaduz"
SCHAAN: Final = (47.165352, 9.508729)
PLACES: Final = (
    (47.143091, 9.522272),
    (47.064174, 9.499332),
    (47.213748, 9.522217),
    (47.231598, 9.519086),
    (47.220835, 9.535953),
    (47.177878, 9.545204),
    (47.242702, 9.527239),
    (47.167266, 9.508),
    (47.231373, 9.54684),
    (47.114594, 9.522504),
    (47.10808, 9.54544),
)
"""Homes in Vaduz, Balzers, Eschen, Gamprin, Mauren, Planken, Ruggell, Schaan, Schellenberg, Triesen, Triesenberg."""

MORNING: Final = (time(8), time(12))
NOON: Final = (time(10), time(14))
AFTERNOON: Final = (time(12), time(16))
SHIFT: Final = DayPlan(
    from_time=time(7, 30),
    to_time=time(16, 30),
    break_from=time(11, 30),
    break_to=time(13, 30),
    break_minutes=30,
)
ALL_SKILLS: Final = ("plumbing", "electrical", "repair", "refrigerant", "gas", "delivery", "survey")


@dataclass(frozen=True, slots=True)
class PlannerHere:
    """Solves in the caller's thread; before it answers it does what it is told and may spoil the plan.

    It says of so many `functions` that they are compiled first.
    """

    meanwhile: Callable[[], None] = lambda: None
    functions: int = 0
    spoil: Callable[[Plan], Plan] = lambda plan: plan

    def solve(
        self,
        problem: Problem,
        *,
        effort: Effort,
        seed: int,
        threads: int = 0,
        start: Mapping[str, Sequence[str]] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        on_compile: Callable[[], None] | None = None,
    ) -> Plan:
        for _ in range(self.functions):
            (on_compile or self.meanwhile)()
        plan = solve(
            problem,
            effort=effort,
            seed=seed,
            threads=threads or 1,
            start=start,
            on_progress=on_progress,
        )
        self.meanwhile()
        return self.spoil(plan)


class RoadsWhile(ModelRoads):
    """Known roads; whoever asks for them gives somebody else the time to do something first."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self._meanwhile = meanwhile

    def between(self, places: Sequence[Place], *, scale: float, table: str | None) -> Travel:
        self._meanwhile()
        return super().between(places, scale=scale, table=table)


@dataclass(slots=True)
class City:
    """An installation with one territory, and short words for what tests do in it."""

    parts: Parts
    clock: SetClock
    zone: str = ZONE
    people: int = 0

    def at(self, on: date, hour: int, minute: int = 0) -> datetime:
        """The moment at which the wall clock in the city shows this."""
        return utc_of(datetime.combine(on, time(hour, minute)), self.zone)

    def hire(
        self,
        code: str,
        *days: date,
        skills: Collection[str] | Mapping[str, date | None] = ALL_SKILLS,
        plan: DayPlan = SHIFT,
        home: tuple[float, float] | None = None,
    ) -> UUID:
        """A technician of the depot, or with a home, who works on these days."""
        with self.parts.doing(STAFF) as deed:
            territory = self._territory()
            depot = depots_of(deed.session, territory.id)[0][0]
            place = None if home is None else add_location(deed, territory, address_of(home))
            held = skills if isinstance(skills, Mapping) else dict.fromkeys(skills)
            worker = add_technician(
                deed,
                territory,
                code=code,
                name=f"{code} Muster",
                email=f"{code.lower()}@technicians.example",
                phone="+423 555 80 00",
                language="en",
                skills=held,
                cost_per_hour_cents=4_000,
                depot_id=depot.id,
                home_location_id=None if place is None else place.id,
            )
            for on in days:
                add_shift(deed, worker, self.zone, on, plan)
            return worker.id

    def away(self, code: str, from_at: datetime, to_at: datetime) -> None:
        """Keep an absence without planning anew."""
        with self.parts.doing(STAFF) as deed:
            worker = technician_by_code(deed.session, code)
            assert worker is not None
            add_absence(deed, worker, AbsenceKind.TRAINING, from_at, to_at)

    def team_up(self, lead: str, *others: str) -> None:
        """Let technicians drive and work together."""
        with self.parts.doing(STAFF) as deed:
            crew = Crew(
                id=deed.new_id(),
                territory_id=self._territory().id,
                code=f"crew-{lead}",
                name="Two-person crew",
            )
            deed.add(crew)
            for code in (lead, *others):
                member = technician_by_code(deed.session, code)
                assert member is not None
                deed.add(CrewMember(crew_id=crew.id, technician_id=member.id, is_lead=code == lead))

    def asks(
        self,
        *wishes: tuple[date, tuple[time, time]],
        product: str = "washing_machine",
        kind: WorkKind = WorkKind.INSTALL,
        place: tuple[float, float] | None = None,
        priority: Priority = Priority.NORMAL,
        minutes: int | None = None,
        has_email: bool = True,
    ) -> str:
        """A new customer asks for a visit; answers the reference of the work order."""
        self.people += 1
        with self.parts.doing(STAFF) as deed:
            buyer = add_customer(
                deed,
                number=f"K{self.people}",
                name=f"Anna Ritter {self.people}",
                language="en",
                email=f"buyer{self.people}@example.com" if has_email else None,
                phone="+423 555 10 00",
            )
            where = place or PLACES[self.people % len(PLACES)]
            home = add_location(deed, self._territory(), address_of(where), customer_id=buyer.id)
            order = request_visit(
                deed,
                buyer,
                home,
                work_type_of(deed.session, product, kind),
                [
                    Wish(datetime.combine(on, first), datetime.combine(on, last))
                    for on, (first, last) in wishes
                ],
                priority=priority,
            )
            if minutes is not None:
                order.duration_minutes = minutes
            return order.reference

    def plan(
        self,
        from_on: date = MONDAY,
        days: int = 3,
        *,
        planner: PlannerHere | None = None,
        roads: Roads | None = None,
        is_frozen: bool = False,
        seed: int = 0,
    ) -> PlanOutcome:
        """Plan the city's open visits in this thread."""
        return plan_territory(
            replace(
                self.parts, planner=planner or self.parts.planner, roads=roads or self.parts.roads
            ),
            STAFF,
            PlanRequest(
                territory="li",
                from_on=from_on,
                days=days,
                effort=EffortName.QUICK,
                is_frozen=is_frozen,
                seed=seed,
            ),
        )

    def visit(self, reference: str) -> Visit:
        """The newest visit of a work order."""
        with self.parts.store.reading() as session:
            appointment_id = session.exec(
                select(Appointment.id)
                .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
                .where(WorkOrder.reference == reference)
                .order_by(col(Appointment.id).desc())
            ).first()
            assert appointment_id is not None, f"{reference} has no appointment"
            return visits_by_id(session, [appointment_id])[appointment_id]

    def order(self, reference: str) -> WorkOrder:
        """A work order."""
        with self.parts.store.reading() as session:
            return session.exec(select(WorkOrder).where(WorkOrder.reference == reference)).one()

    def notices(self, *subject_ids: UUID) -> list[tuple[str, str]]:
        """Kind and recipient of what was written about these subjects, or about everything, in order."""
        with self.parts.store.reading() as session:
            rows = session.exec(select(Notice).order_by(col(Notice.id))).all()
        return [
            (row.kind, row.recipient_kind.value)
            for row in rows
            if not subject_ids or row.subject_id in subject_ids
        ]

    def promises(self, subject_id: UUID) -> list[Promise]:
        """Every promise about an appointment or a case, the oldest first."""
        with self.parts.store.reading() as session:
            rows = session.exec(select(Promise).order_by(col(Promise.id))).all()
        return [row for row in rows if subject_id in (row.appointment_id, row.case_id)]

    def rows(self, kind: type[Record]) -> Sequence[Record]:
        """Every row of a table."""
        with self.parts.store.reading() as session:
            return session.exec(select(kind)).all()

    def revision_of(self, code: str) -> int:
        """How often a technician's calendar changed."""
        with self.parts.store.reading() as session:
            return session.exec(
                select(Technician.calendar_revision).where(Technician.code == code)
            ).one()

    def _territory(self) -> Territory:
        with self.parts.store.reading() as session:
            territory = territory_by_code(session, "li")
        assert territory is not None
        return territory


def found_city(
    parts: Parts,
    clock: SetClock,
    *,
    depot: tuple[float, float] = SCHAAN,
    zone: str = ZONE,
    country: str = "LI",
) -> City:
    """Standard work types and a territory `li` with its depot; the planner runs in this thread."""
    parts = replace(parts, planner=PlannerHere())
    with parts.doing(STAFF) as deed:
        add_standard_work_types(deed)
        add_territory(
            deed,
            code="li",
            name="Liechtenstein",
            country=country,
            depot_code="schaan",
            depot_name="Shop",
            depot=address_of(depot),
            answers=("Maria Vogt", "+423 555 00 00", "dispatch@aftersales.example"),
        )
    return City(parts, clock, zone)


def address_of(place: tuple[float, float]) -> Address:
    """An address that stands at a place."""
    return Address(
        street="Landstrasse",
        house_number="1",
        postcode="9490",
        town="Vaduz",
        country="LI",
        latitude=place[0],
        longitude=place[1],
    )


def cells_taken(parts: Parts) -> set[tuple[UUID, int, UUID]]:
    """Every occupied cell: technician, cell, appointment."""
    with parts.store.reading() as session:
        rows = session.exec(select(OccupiedTime)).all()
    return {(row.technician_id, row.cell, row.appointment_id) for row in rows}


def cells_due(parts: Parts) -> list[tuple[UUID, int, UUID]]:
    """The cells that appointments not called off must take up, one for each of the crew."""
    with parts.store.reading() as session:
        rows = session.exec(
            select(Appointment, Assignment)
            .join(Assignment, col(Assignment.appointment_id) == Appointment.id)
            .where(Appointment.state != AppointmentState.CANCELLED)
        ).all()
    return [
        (assignment.technician_id, cell, appointment.id)
        for appointment, assignment in rows
        for cell in cells_between(appointment.planned_start_at, appointment.planned_end_at)
    ]


def assert_nothing_is_double_booked(parts: Parts) -> None:
    """Occupied time is what the appointments need, cell by cell, and nobody is in two places."""
    due = cells_due(parts)
    assert cells_taken(parts) == set(due)
    assert len({(technician, cell) for technician, cell, _ in due}) == len(due)


def remembered(parts: Parts, *but: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the named ones, for comparing before and after."""
    with parts.store.reading() as session:
        return {
            table.name: sorted(
                (tuple(map(repr, row)) for row in session.connection().execute(table.select())),
            )
            for table in SQLModel.metadata.sorted_tables
            if table.name not in but
        }


def minutes(number: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)
