"""How long have units been in use, which of them failed, and which alarms are there?"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from aftersales.moments import wall_of
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
    """A unit as failures are counted: of which model and batch, since when it is in use, and until when if it was replaced."""

    id: UUID
    sku: str
    product_type: str
    serial: str | None
    manufactured_on: date | None
    used_from_on: date
    used_until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A claim that counts: which part of which unit failed, and on which day."""

    unit_id: UUID
    component: str
    on: date


@dataclass(frozen=True, slots=True)
class Installation:
    """Who led an installation that was done, and on which day at its place."""

    installer: str
    on: date


def units_in_use(session: Session, size: int) -> Iterator[list[UnitInUse]]:
    """Every unit ever sold, in batches; what was replaced was in use until its replacement came."""
    after: UUID | None = None
    newer = aliased(Unit)
    while True:
        wanted = (
            select(Unit, ProductModel, newer)
            .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
            .join(newer, col(newer.id) == Unit.superseded_by_unit_id, isouter=True)
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
                used_until_on=None
                if replacement is None  # type: ignore[redundant-expr] # of an outer join
                else replacement.delivered_on or replacement.created_at.date(),
            )
            for unit, model, replacement in rows
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


def installations_of(
    session: Session, unit_ids: Collection[UUID]
) -> dict[UUID, list[Installation]]:
    """Every installation of these units that was done by one of our technicians, the first first."""
    found: dict[UUID, list[Installation]] = defaultdict(list)
    for chunk in chunks(unit_ids):
        rows = session.exec(
            select(Unit.id, Technician.code, Appointment.done_at, Appointment.zone)
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
            .order_by(col(Appointment.done_at), col(Appointment.id))
        ).all()
        for unit_id, code, done_at, zone in rows:
            if done_at is not None:
                found[unit_id].append(Installation(code, wall_of(done_at, zone).date()))
    return found


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
