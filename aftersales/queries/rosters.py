"""Who is in the roster, with which certificates, on which days, and which visits rely on it?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from aftersales.queries.pages import Page, page_where
from aftersales.queries.visits import AHEAD, UNDER_WAY
from aftersales.records import (
    Absence,
    Appointment,
    Assignment,
    Shift,
    Skill,
    Technician,
    TechnicianSkill,
)


def technicians_page(
    session: Session,
    *,
    after: UUID | None,
    limit: int,
    territory_id: UUID | None = None,
    service_partner_id: UUID | None = None,
    skill: str | None = None,
    is_active: bool | None = None,
) -> Page[Technician]:
    """The technicians who fulfil whatever is asked for; a skill counts with an expired certificate, too."""
    conditions: list[ColumnElement[bool] | bool] = []
    if territory_id is not None:
        conditions.append(Technician.territory_id == territory_id)
    if service_partner_id is not None:
        conditions.append(Technician.service_partner_id == service_partner_id)
    if is_active is not None:
        conditions.append(col(Technician.is_active).is_(is_active))
    if skill is not None:
        holders = (
            select(TechnicianSkill.technician_id)
            .join(Skill, col(Skill.id) == TechnicianSkill.skill_id)
            .where(Skill.code == skill)
        )
        conditions.append(col(Technician.id).in_(holders))
    return page_where(session, Technician, after, limit, *conditions)


def certificates_of(
    session: Session, technician_ids: Collection[UUID]
) -> dict[UUID, list[tuple[str, TechnicianSkill]]]:
    """For each of these technicians their skills with the certificates, by the skill's code."""
    held: dict[UUID, list[tuple[str, TechnicianSkill]]] = defaultdict(list)
    rows = session.exec(
        select(TechnicianSkill, Skill.code)
        .join(Skill, col(Skill.id) == TechnicianSkill.skill_id)
        .where(col(TechnicianSkill.technician_id).in_(technician_ids))
        .order_by(col(Skill.code))
    ).all()
    for row, code in rows:
        held[row.technician_id].append((code, row))
    return held


def shifts_page(
    session: Session,
    *,
    after: UUID | None,
    limit: int,
    technician_id: UUID | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> Page[Shift]:
    """The shifts of a technician that begin on one of these local days, both included."""
    conditions: list[ColumnElement[bool] | bool] = []
    if technician_id is not None:
        conditions.append(Shift.technician_id == technician_id)
    if from_on is not None:
        conditions.append(col(Shift.local_from) >= datetime.combine(from_on, time()))
    if until_on is not None:
        first_after = datetime.combine(until_on, time()) + timedelta(days=1)
        conditions.append(col(Shift.local_from) < first_after)
    return page_where(session, Shift, after, limit, *conditions)


def absences_ahead(session: Session, technician_id: UUID, now: datetime) -> Sequence[Absence]:
    """The absences of a technician that are not over, the first first."""
    return session.exec(
        select(Absence)
        .where(Absence.technician_id == technician_id, col(Absence.to_at) > now)
        .order_by(col(Absence.from_at), col(Absence.id))
    ).all()


def absences_page(
    session: Session,
    *,
    after: UUID | None,
    limit: int,
    technician_id: UUID | None = None,
    from_at: datetime | None = None,
    to_at: datetime | None = None,
) -> Page[Absence]:
    """The absences of a technician that touch a span."""
    conditions: list[ColumnElement[bool] | bool] = []
    if technician_id is not None:
        conditions.append(Absence.technician_id == technician_id)
    if from_at is not None:
        conditions.append(col(Absence.to_at) > from_at)
    if to_at is not None:
        conditions.append(col(Absence.from_at) < to_at)
    return page_where(session, Absence, after, limit, *conditions)


def shift_overlapping(
    session: Session, technician_id: UUID, from_at: datetime, to_at: datetime
) -> Shift | None:
    """The first shift of a technician that shares time with a span."""
    return session.exec(
        select(Shift)
        .where(
            Shift.technician_id == technician_id,
            col(Shift.from_at) < to_at,
            col(Shift.to_at) > from_at,
        )
        .order_by(col(Shift.from_at))
        .limit(1)
    ).one_or_none()


def standing_visits(
    session: Session, technician_id: UUID, from_at: datetime, to_at: datetime | None = None
) -> Sequence[Appointment]:
    """The visits that a technician still owes in a span, or from a moment on, by planned start."""
    wanted = (
        select(Appointment)
        .join(Assignment, col(Assignment.appointment_id) == Appointment.id)
        .where(
            Assignment.technician_id == technician_id,
            col(Appointment.state).in_((*AHEAD, *UNDER_WAY)),
            col(Appointment.planned_end_at) > from_at,
        )
        .order_by(col(Appointment.planned_start_at), col(Appointment.id))
    )
    if to_at is not None:
        wanted = wanted.where(col(Appointment.planned_start_at) < to_at)
    return session.exec(wanted).all()


def absence_for_change(session: Session, absence_id: UUID) -> Absence | None:
    """The absence as it is at this moment, changed by nobody else until the transaction ends."""
    return session.exec(
        select(Absence)
        .where(Absence.id == absence_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
