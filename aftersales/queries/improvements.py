"""Which improvements are there, which are to be measured, and what is counted for their closing checks?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, or_, select

from aftersales.queries.surveys import FROM_VISIT, OWN
from aftersales.records import (
    Alarm,
    Appointment,
    AppointmentState,
    Assignment,
    Case,
    CaseChannel,
    CaseKind,
    Complaint,
    Improvement,
    ImprovementScope,
    ImprovementState,
    ProductModel,
    ServicePartner,
    Technician,
    Unit,
    User,
)

LIVE = (ImprovementState.OPEN, ImprovementState.MISSED)


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to before another."""

    from_at: datetime
    to_at: datetime


def improvements_listed(
    session: Session, limit: int, *, is_over: bool = False
) -> Sequence[tuple[Improvement, User]]:
    """Improvements with their owners: those at work by the day they are due, or the ended ones, the newest first."""
    wanted = select(Improvement, User).join(User, col(User.id) == Improvement.owner_id)
    if is_over:
        wanted = wanted.where(col(Improvement.state).not_in(LIVE))
        wanted = wanted.order_by(col(Improvement.closed_at).desc(), col(Improvement.id).desc())
    else:
        wanted = wanted.where(col(Improvement.state).in_(LIVE))
        wanted = wanted.order_by(col(Improvement.due_on), col(Improvement.id))
    return session.exec(wanted.limit(limit)).all()


def improvements_about(session: Session, source_id: UUID) -> Sequence[Improvement]:
    """What was begun because of a complaint or an alarm, the first first."""
    return session.exec(
        select(Improvement).where(Improvement.source_id == source_id).order_by(col(Improvement.id))
    ).all()


def live_improvements(session: Session) -> Sequence[Improvement]:
    """Every improvement at work."""
    return session.exec(
        select(Improvement).where(col(Improvement.state).in_(LIVE)).order_by(col(Improvement.id))
    ).all()


def improvements_to_measure(session: Session, since: datetime) -> Sequence[UUID]:
    """Improvements at work that were not measured since a moment, the first due first."""
    measured = col(Improvement.measured_at)
    return session.exec(
        select(Improvement.id)
        .where(
            col(Improvement.state).in_(LIVE),
            or_(measured.is_(None), measured < since),
        )
        .order_by(col(Improvement.due_on), col(Improvement.id))
    ).all()


def complaints_and_base(
    session: Session, scope: ImprovementScope, key: str, span: Span
) -> tuple[int, int]:
    """How many complaints came in a span about something, and of how many visits, units or cases."""
    match scope:
        case ImprovementScope.TECHNICIAN | ImprovementScope.PARTNER:
            return _of_visits(session, _whose(scope, key), span)
        case ImprovementScope.MODEL:
            return _of_model(session, UUID(key), span)
        case ImprovementScope.CHANNEL:
            return _of_channel(session, CaseChannel(key), span)
        case ImprovementScope.ALARM:
            raise ValueError("Complaints are not counted by alarm.")


def scope_names(
    session: Session, wanted: Iterable[tuple[ImprovementScope, str]]
) -> dict[tuple[ImprovementScope, str], str]:
    """The names of what improvements are about, a channel and our own people by their word; what is gone is left out."""
    keys: dict[ImprovementScope, set[str]] = defaultdict(set)
    for scope, key in wanted:
        keys[scope].add(key)
    found: dict[tuple[ImprovementScope, str], str] = {}
    for scope, names in keys.items():
        found |= {(scope, key): name for key, name in _names(session, scope, names).items()}
    return found


def _names(session: Session, scope: ImprovementScope, keys: set[str]) -> dict[str, str]:
    match scope:
        case ImprovementScope.TECHNICIAN:
            people = select(Technician.code, Technician.name).where(col(Technician.code).in_(keys))
            return dict(session.exec(people).all())
        case ImprovementScope.PARTNER:
            partners = select(ServicePartner.code, ServicePartner.name).where(
                col(ServicePartner.code).in_(keys)
            )
            own = {OWN: OWN} if OWN in keys else {}
            return own | dict(session.exec(partners).all())
        case ImprovementScope.MODEL:
            models = session.exec(select(ProductModel).where(col(ProductModel.id).in_(_ids(keys))))
            return {str(each.id): f"{each.brand} {each.name}" for each in models}
        case ImprovementScope.CHANNEL:
            return {key: key for key in keys & {*CaseChannel, FROM_VISIT}}
        case ImprovementScope.ALARM:
            alarms = session.exec(select(Alarm).where(col(Alarm.id).in_(_ids(keys))))
            return {str(each.id): _group_of(each) for each in alarms}


def _group_of(alarm: Alarm) -> str:
    part, group = alarm.component.replace("_", " "), alarm.group_key.rpartition("/")[2]
    return f"{group}, {part}" if part else group


def measurable(session: Session) -> list[tuple[ImprovementScope, str, str]]:
    """Everything that an improvement can be about, with the key and the name of each."""
    technicians = session.exec(
        select(Technician.code, Technician.name).order_by(col(Technician.name))
    ).all()
    partners = session.exec(
        select(ServicePartner.code, ServicePartner.name).order_by(col(ServicePartner.name))
    ).all()
    models = session.exec(
        select(ProductModel.id, ProductModel.brand, ProductModel.name).order_by(
            col(ProductModel.brand), col(ProductModel.name), col(ProductModel.id)
        )
    ).all()
    return [
        *((ImprovementScope.PARTNER, code, name) for code, name in partners),
        (ImprovementScope.PARTNER, OWN, OWN),
        *((ImprovementScope.TECHNICIAN, code, name) for code, name in technicians),
        (ImprovementScope.CHANNEL, FROM_VISIT, FROM_VISIT),
        *((ImprovementScope.CHANNEL, each.value, each.value) for each in CaseChannel),
        *((ImprovementScope.MODEL, str(key), f"{brand} {name}") for key, brand, name in models),
    ]


def visit_of_complaint(
    session: Session, complaint: Complaint
) -> tuple[Technician, ServicePartner | None] | None:
    """Who led the visit that a complaint is about, and for whom they work."""
    return session.exec(
        select(Technician, ServicePartner)
        .join(Assignment, col(Assignment.technician_id) == Technician.id)
        .join(ServicePartner, col(ServicePartner.id) == Technician.service_partner_id, isouter=True)
        .where(
            Assignment.appointment_id == complaint.appointment_id,
            col(Assignment.is_lead).is_(True),
        )
    ).first()


def _whose(scope: ImprovementScope, key: str) -> ColumnElement[bool]:
    """Whose visits are counted."""
    if scope is ImprovementScope.TECHNICIAN:
        return col(Technician.code) == key
    if key == OWN:
        return col(Technician.service_partner_id).is_(None)
    partner = select(ServicePartner.id).where(ServicePartner.code == key)
    return col(Technician.service_partner_id).in_(partner)


def _of_visits(session: Session, whose: ColumnElement[bool], span: Span) -> tuple[int, int]:
    led = (
        select(Assignment.appointment_id)
        .join(Technician, col(Technician.id) == Assignment.technician_id)
        .where(col(Assignment.is_lead).is_(True), whose)
    )
    complaints = session.exec(
        select(func.count())
        .select_from(Complaint)
        .where(col(Complaint.appointment_id).in_(led), *_within(col(Complaint.opened_at), span))
    ).one()
    visits = session.exec(
        select(func.count())
        .select_from(Appointment)
        .where(
            Appointment.state == AppointmentState.DONE,
            col(Appointment.id).in_(led),
            *_within(col(Appointment.done_at), span),
        )
    ).one()
    return complaints, visits


def _of_model(session: Session, model_id: UUID, span: Span) -> tuple[int, int]:
    units = select(Unit.id).where(Unit.product_model_id == model_id)
    complaints = session.exec(
        select(func.count())
        .select_from(Complaint)
        .join(Case, col(Case.id) == Complaint.case_id)
        .where(
            func.coalesce(Complaint.unit_id, Case.unit_id).in_(units),
            *_within(col(Complaint.opened_at), span),
        )
    ).one()
    sold = session.exec(
        select(func.count())
        .select_from(Unit)
        .where(
            Unit.product_model_id == model_id,
            col(Unit.purchased_on) <= span.to_at.date(),
            col(Unit.superseded_by_unit_id).is_(None),
        )
    ).one()
    return complaints, sold


def _of_channel(session: Session, channel: CaseChannel, span: Span) -> tuple[int, int]:
    """Complaints about cases of a channel; one that is about no case counts where it came in."""
    about = select(Case.id).where(Case.channel == channel)
    complaints = session.exec(
        select(func.count())
        .select_from(Complaint)
        .where(
            func.coalesce(Complaint.about_case_id, Complaint.case_id).in_(about),
            *_within(col(Complaint.opened_at), span),
        )
    ).one()
    cases = session.exec(
        select(func.count())
        .select_from(Case)
        .where(
            Case.channel == channel,
            Case.kind != CaseKind.COMPLAINT,
            *_within(col(Case.opened_at), span),
        )
    ).one()
    return complaints, cases


def _within(column: Mapped[Any], span: Span) -> list[ColumnElement[bool]]:
    return [column >= span.from_at, column < span.to_at]


def _ids(keys: Iterable[str]) -> list[UUID]:
    """Those of the keys that are identifiers."""
    found = []
    for key in keys:
        with suppress(ValueError):
            found.append(UUID(key))
    return found
