"""How long have units been in use, which of them failed, and which alarms are there?"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    Alarm,
    AlarmState,
    Appointment,
    AppointmentState,
    Assignment,
    Claim,
    ProductModel,
    Technician,
    Unit,
    WorkKind,
    WorkOrder,
    WorkType,
)

NO_FAILURES = ("no_fault_found", "customer_caused")
"""What an inspection found when the unit had not failed by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInUse:
    """A unit as failures are counted: of which model and batch, and since when it is in use."""

    id: UUID
    sku: str
    product_type: str
    serial: str | None
    manufactured_on: date | None
    used_from_on: date


@dataclass(frozen=True, slots=True)
class Failure:
    """A claim that counts: which part of which unit failed, and on which day."""

    unit_id: UUID
    component: str
    on: date


def units_in_use(session: Session, size: int) -> Iterator[list[UnitInUse]]:
    """Every unit ever sold, in batches; what was replaced was in use as well."""
    after: UUID | None = None
    while True:
        wanted = (
            select(Unit, ProductModel)
            .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
            .order_by(col(Unit.id))
            .limit(size)
        )
        rows = session.exec(wanted if after is None else wanted.where(col(Unit.id) > after)).all()
        if not rows:
            return
        yield [
            UnitInUse(
                id=unit.id,
                sku=model.sku,
                product_type=model.product_type,
                serial=unit.serial,
                manufactured_on=unit.manufactured_on,
                used_from_on=unit.delivered_on or unit.purchased_on,
            )
            for unit, model in rows
        ]
        after = rows[-1][0].id


def failures_of(session: Session, unit_ids: Collection[UUID]) -> list[Failure]:
    """Claims about these units that were not withdrawn and in which something had failed by itself."""
    found = []
    for chunk in chunks(unit_ids):
        rows = session.exec(
            select(Claim).where(
                col(Claim.unit_id).in_(chunk),
                Claim.state != "withdrawn",
                or_(col(Claim.finding).is_(None), col(Claim.finding).not_in(NO_FAILURES)),
            )
        ).all()
        found += [Failure(row.unit_id, row.component, row.fault_on) for row in rows]
    return sorted(found, key=lambda each: (each.on, each.unit_id, each.component))


def installers_of(session: Session, unit_ids: Collection[UUID]) -> dict[UUID, str]:
    """The code of the technician who led the installation of each of these units, if one of ours did."""
    installers: dict[UUID, str] = {}
    for chunk in chunks(unit_ids):
        rows = session.exec(
            select(Unit.id, Technician.code)
            .join(
                WorkOrder,
                or_(
                    col(WorkOrder.unit_id) == Unit.id,
                    col(WorkOrder.unit_id).is_(None)
                    & (col(WorkOrder.order_line_id) == Unit.order_line_id),
                ),
            )
            .join(WorkType, col(WorkType.id) == WorkOrder.work_type_id)
            .join(Appointment, col(Appointment.work_order_id) == WorkOrder.id)
            .join(Assignment, col(Assignment.appointment_id) == Appointment.id)
            .join(Technician, col(Technician.id) == Assignment.technician_id)
            .where(
                col(Unit.id).in_(chunk),
                WorkType.kind == WorkKind.INSTALL,
                Appointment.state == AppointmentState.DONE,
                col(Assignment.is_lead).is_(True),
            )
            .order_by(col(Appointment.id))
        ).all()
        installers |= dict(rows)
    return installers


def live_alarm(session: Session, live_key: str) -> Alarm | None:
    """The alarm about a group that is not closed."""
    return session.exec(select(Alarm).where(Alarm.live_key == live_key)).one_or_none()


def last_closed_alarm(session: Session, family: str, group_key: str) -> Alarm | None:
    """The newest alarm about a group that was closed."""
    return session.exec(
        select(Alarm)
        .where(
            Alarm.family == family,
            Alarm.group_key == group_key,
            Alarm.state == AlarmState.CLOSED,
        )
        .order_by(col(Alarm.id).desc())
        .limit(1)
    ).one_or_none()


def alarms_listed(session: Session, limit: int) -> Sequence[Alarm]:
    """All alarms: those that nobody has seen first, then those at work, then the closed ones, the newest first."""
    rows = session.exec(select(Alarm).order_by(col(Alarm.id).desc()).limit(limit)).all()
    turns = {state: turn for turn, state in enumerate(AlarmState)}
    return sorted(rows, key=lambda each: turns[each.state])
