"""Who is there when, and what is on their routes? In short rows, because a search for times reads thousands of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from aftersales.queries.chunks import chunks
from aftersales.queries.visits import TAKING_TIME, UNDER_WAY
from aftersales.records import (
    Absence,
    Appointment,
    AppointmentState,
    Assignment,
    CrewMember,
    Location,
    Shift,
    SlotQuota,
    Technician,
    TechnicianSkill,
    WorkOrder,
    WorkType,
)
from aftersales.roads import Place

STANDING = (*TAKING_TIME, *UNDER_WAY)


@dataclass(frozen=True, slots=True)
class StandingStop:
    """A visit on somebody's route, in the few columns that a search for times looks at.

    `people` are needed for it. `held_until_at` is when its time is free again unless its customer confirms; of
    others it is empty.
    """

    technician_id: UUID
    appointment_id: UUID
    start_at: datetime
    end_at: datetime
    expected_at: datetime | None
    window_from_at: datetime
    window_to_at: datetime
    latitude: float
    longitude: float
    road_row: int | None
    held_until_at: datetime | None
    people: int

    @property
    def place(self) -> Place:
        """Where it is, as the roads see it."""
        return Place(self.latitude, self.longitude, self.road_row)


def standing_stops(
    session: Session,
    technician_ids: Collection[UUID],
    from_at: datetime,
    to_at: datetime,
    now: datetime,
) -> dict[UUID, list[StandingStop]]:
    """What stands on the routes of these technicians in a span, by technician and in order of time.

    Holds that ran out are not there any more, though nobody has given their time back yet.
    """
    stops: dict[UUID, list[StandingStop]] = defaultdict(list)
    for chunk in chunks(technician_ids):
        rows = session.exec(
            select(  # type: ignore[call-overload] # more columns than the overloads know
                Assignment.technician_id,
                Appointment.id,
                Appointment.planned_start_at,
                Appointment.planned_end_at,
                Appointment.expected_start_at,
                Appointment.window_from_at,
                Appointment.window_to_at,
                Location.latitude,
                Location.longitude,
                Location.road_row,
                Appointment.held_until_at,
                WorkType.crew_size,
            )
            .join(Appointment, col(Appointment.id) == Assignment.appointment_id)
            .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
            .join(WorkType, col(WorkType.id) == WorkOrder.work_type_id)
            .join(Location, col(Location.id) == WorkOrder.location_id)
            .where(
                col(Assignment.technician_id).in_(chunk),
                col(Appointment.planned_start_at) >= from_at,
                col(Appointment.planned_start_at) < to_at,
                col(Appointment.state).in_(STANDING),
                or_(
                    Appointment.state != AppointmentState.HELD,
                    col(Appointment.held_until_at) > now,
                ),
            )
            .order_by(col(Appointment.planned_start_at), col(Appointment.id))
        ).all()
        for row in rows:
            stops[row[0]].append(StandingStop(*row))
    return stops


def calendar_revisions(session: Session, territory_id: UUID) -> dict[UUID, int]:
    """How often the routes of each technician of a territory have changed."""
    return dict(
        session.exec(
            select(Technician.id, Technician.calendar_revision).where(
                Technician.territory_id == territory_id, col(Technician.is_active).is_(True)
            )
        ).all()
    )


def roster_mark(
    session: Session, territory_id: UUID, horizon: tuple[datetime, datetime]
) -> tuple[object, ...]:
    """Something that changes whenever anybody's shifts, absences, skills, crew or starting place change."""
    theirs = select(Technician.id).where(Technician.territory_id == territory_id)
    on_duty = (
        col(Shift.technician_id).in_(theirs),
        col(Shift.from_at) >= horizon[0],
        col(Shift.from_at) < horizon[1],
    )
    shifts = session.exec(select(func.count()).select_from(Shift).where(*on_duty)).one()
    newest = session.exec(
        select(Shift.id).where(*on_duty).order_by(col(Shift.id).desc()).limit(1)
    ).one_or_none()
    people = session.exec(
        select(
            Technician.id,
            Technician.starts_from,
            Technician.home_location_id,
            Technician.depot_id,
        )
        .where(Technician.territory_id == territory_id, col(Technician.is_active).is_(True))
        .order_by(col(Technician.id))
    ).all()
    absences = session.exec(
        select(Absence.id, Absence.from_at, Absence.to_at)
        .where(col(Absence.from_at) < horizon[1], col(Absence.to_at) > horizon[0])
        .order_by(col(Absence.id))
    ).all()
    skills = session.exec(
        select(
            TechnicianSkill.technician_id,
            TechnicianSkill.skill_id,
            col(TechnicianSkill.valid_from_on),
            col(TechnicianSkill.valid_until_on),
        )
        .where(col(TechnicianSkill.technician_id).in_(theirs))
        .order_by(col(TechnicianSkill.technician_id), col(TechnicianSkill.skill_id))
    ).all()
    crews = session.exec(
        select(CrewMember.crew_id, CrewMember.technician_id)
        .where(col(CrewMember.technician_id).in_(theirs))
        .order_by(col(CrewMember.technician_id))
    ).all()
    return (
        (shifts, newest),
        hash((tuple(map(tuple, people)), tuple(map(tuple, absences)))),
        hash((tuple(map(tuple, skills)), tuple(map(tuple, crews)))),
    )


def days_with_shifts(
    session: Session, territory_id: UUID, from_at: datetime, to_at: datetime
) -> frozenset[date]:
    """The local days of a span on which anybody of a territory was to work, whether they are there or not."""
    rows = session.exec(
        select(Shift.local_from)
        .join(Technician, col(Technician.id) == Shift.technician_id)
        .where(
            Technician.territory_id == territory_id,
            col(Technician.is_active).is_(True),
            col(Shift.from_at) >= from_at,
            col(Shift.from_at) < to_at,
        )
    ).all()
    return frozenset(local_from.date() for local_from in rows)


def quotas_of(session: Session, territory_id: UUID) -> Sequence[SlotQuota]:
    """The rules on how many visits a day of a territory may have."""
    return session.exec(
        select(SlotQuota).where(SlotQuota.territory_id == territory_id).order_by(col(SlotQuota.id))
    ).all()


def all_quotas(session: Session) -> Sequence[SlotQuota]:
    """The rules of every territory, the oldest first."""
    return session.exec(select(SlotQuota).order_by(col(SlotQuota.id))).all()


def booked_by_day(
    session: Session,
    territory_id: UUID,
    from_at: datetime,
    to_at: datetime,
    now: datetime,
    but: Collection[UUID],
) -> dict[tuple[date, UUID], int]:
    """How many visits of each kind of work stand on each local day of a span, but for some appointments."""
    rows = session.exec(
        select(Appointment.window_local_from, WorkOrder.work_type_id)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .where(
            Appointment.territory_id == territory_id,
            col(Appointment.window_from_at) >= from_at,
            col(Appointment.window_from_at) < to_at,
            Appointment.state != AppointmentState.CANCELLED,
            or_(
                Appointment.state != AppointmentState.HELD,
                col(Appointment.held_until_at) > now,
            ),
            col(Appointment.id).not_in(but),
        )
    ).all()
    counted: dict[tuple[date, UUID], int] = defaultdict(int)
    for local_from, work_type_id in rows:
        counted[local_from.date(), work_type_id] += 1
    return counted
