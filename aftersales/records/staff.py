"""Technicians, what they may do, when they work, and the crews and partners they belong to."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import UniqueConstraint

from aftersales.records.columns import (
    SHORT,
    Record,
    chosen,
    key,
    link,
    moment,
    paired,
    wall,
    words,
)


class StartsFrom(StrEnum):
    """Where a technician's route begins and ends."""

    HOME = "home"
    DEPOT = "depot"


class AbsenceKind(StrEnum):
    """Why a technician is not there; busy, because a calendar of their own says so."""

    SICK = "sick"
    HOLIDAY = "holiday"
    TRAINING = "training"
    OTHER = "other"
    BUSY = "busy"


class ServicePartner(Record, table=True):
    """A subcontractor, held to the same standard as our own people.

    With `answer_hours` its office has so long to accept or decline work; without, what is planned is theirs at once.
    """

    __tablename__ = "service_partner"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    name: str = words()
    email: str = words()
    phone: str = words(SHORT)
    answer_hours: int | None = None


class Crew(Record, table=True):
    """Technicians who drive and work together on one route."""

    __tablename__ = "crew"

    id: UUID = key()
    territory_id: UUID = link("territory.id")
    code: str = words(SHORT, unique=True)
    name: str = words()


class Technician(Record, table=True):
    """Somebody who goes to customers; `calendar_revision` grows with every visit that comes, goes or changes its time.

    Where they are is told and kept only since `positions_since_at`, when they agreed to it.
    """

    __tablename__ = "technician"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    name: str = words()
    email: str = words()
    phone: str = words(SHORT)
    language: str = words(16)
    territory_id: UUID = link("territory.id")
    service_partner_id: UUID | None = link("service_partner.id", nullable=True)
    starts_from: StartsFrom = chosen(StartsFrom)
    home_location_id: UUID | None = link("location.id", nullable=True)
    depot_id: UUID | None = link("depot.id", nullable=True)
    cost_per_hour_cents: int
    is_active: bool = True
    calendar_revision: int = 1
    calendar_changed_at: datetime = moment()
    positions_since_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()


class CrewMember(Record, table=True):
    """A technician in a crew; the lead's home or depot is where the crew starts."""

    __tablename__ = "crew_member"

    crew_id: UUID = paired("crew.id")
    technician_id: UUID = paired("technician.id", index=True)
    is_lead: bool = False


class Skill(Record, table=True):
    """Something one must have learned, sometimes with a certificate, to do a kind of work."""

    __tablename__ = "skill"

    id: UUID = key()
    code: str = words(SHORT, unique=True)
    name: str = words()


class TechnicianSkill(Record, table=True):
    """A skill of a technician, with its certificate; without an end it does not expire."""

    __tablename__ = "technician_skill"

    technician_id: UUID = paired("technician.id")
    skill_id: UUID = paired("skill.id", index=True)
    level: int = 1
    certificate_number: str | None = words(SHORT)
    valid_from_on: date | None = None
    valid_until_on: date | None = None


class Shift(Record, table=True):
    """One working day of one technician in wall time, with the pause that is due in it."""

    __tablename__ = "shift"
    __table_args__ = (UniqueConstraint("technician_id", "from_at"),)

    id: UUID = key()
    technician_id: UUID = link("technician.id")
    local_from: datetime = wall()
    local_to: datetime = wall()
    zone: str = words(SHORT)
    from_at: datetime = moment(index=True)
    to_at: datetime = moment()
    break_local_from: datetime | None = wall(nullable=True)
    break_local_to: datetime | None = wall(nullable=True)
    break_minutes: int = 0


class Absence(Record, table=True):
    """A span in which a technician cannot work."""

    __tablename__ = "absence"

    id: UUID = key()
    technician_id: UUID = link("technician.id")
    kind: AbsenceKind = chosen(AbsenceKind)
    from_at: datetime = moment(index=True)
    to_at: datetime = moment()
    reported_at: datetime = moment()
    note: str = words(2000)
