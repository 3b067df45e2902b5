"""Who works for us, what may they do, and when are they there?"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import (
    Absence,
    Crew,
    CrewMember,
    Shift,
    Skill,
    Technician,
    TechnicianSkill,
)


def technician_by_code(session: Session, code: str) -> Technician | None:
    """The technician with this code."""
    return session.exec(select(Technician).where(Technician.code == code)).one_or_none()


def technician_codes(session: Session) -> dict[UUID | None, str]:
    """The code of every technician, whether still with us or not."""
    return dict(session.exec(select(Technician.id, Technician.code)).all())


def technicians_of(session: Session, territory_id: UUID) -> Sequence[Technician]:
    """The active technicians of a territory by code."""
    return session.exec(
        select(Technician)
        .where(Technician.territory_id == territory_id, col(Technician.is_active).is_(True))
        .order_by(col(Technician.code))
    ).all()


def technicians_at_work(session: Session) -> Sequence[Technician]:
    """Everybody who goes to customers, of every territory, by code."""
    return session.exec(
        select(Technician).where(col(Technician.is_active).is_(True)).order_by(col(Technician.code))
    ).all()


def skills_held(session: Session) -> dict[UUID, list[tuple[str, date | None, date | None]]]:
    """For each technician the skills, with the first and last day on which each holds."""
    held: dict[UUID, list[tuple[str, date | None, date | None]]] = defaultdict(list)
    rows = session.exec(
        select(TechnicianSkill, Skill.code)
        .join(Skill, col(Skill.id) == TechnicianSkill.skill_id)
        .order_by(col(Skill.code))
    ).all()
    for row, code in rows:
        held[row.technician_id].append((code, row.valid_from_on, row.valid_until_on))
    return held


def crew_by_code(session: Session, code: str) -> Crew | None:
    """The crew with this code."""
    return session.exec(select(Crew).where(Crew.code == code)).one_or_none()


def all_crews(session: Session) -> Sequence[Crew]:
    """Every crew, by code."""
    return session.exec(select(Crew).order_by(col(Crew.code))).all()


def crews_of(session: Session, territory_id: UUID) -> dict[UUID, list[CrewMember]]:
    """The members of each crew of a territory, the lead first."""
    crews: dict[UUID, list[CrewMember]] = defaultdict(list)
    rows = session.exec(
        select(CrewMember)
        .join(Crew, col(Crew.id) == CrewMember.crew_id)
        .where(Crew.territory_id == territory_id)
        .order_by(col(CrewMember.is_lead).desc(), col(CrewMember.technician_id))
    ).all()
    for row in rows:
        crews[row.crew_id].append(row)
    return crews


def shifts_between(
    session: Session, territory_id: UUID, from_at: datetime, to_at: datetime
) -> Sequence[Shift]:
    """The shifts of a territory's technicians that start in a span, in order of time."""
    return session.exec(
        select(Shift)
        .join(Technician, col(Technician.id) == Shift.technician_id)
        .where(
            Technician.territory_id == territory_id,
            col(Technician.is_active).is_(True),
            col(Shift.from_at) >= from_at,
            col(Shift.from_at) < to_at,
        )
        .order_by(col(Shift.from_at), col(Technician.code))
    ).all()


def absences_between(
    session: Session, from_at: datetime, to_at: datetime
) -> dict[UUID, list[Absence]]:
    """The absences that touch a span, by technician."""
    absences: dict[UUID, list[Absence]] = defaultdict(list)
    rows = session.exec(
        select(Absence)
        .where(col(Absence.from_at) < to_at, col(Absence.to_at) > from_at)
        .order_by(col(Absence.from_at))
    ).all()
    for row in rows:
        absences[row.technician_id].append(row)
    return absences
