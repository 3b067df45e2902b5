"""Which visits are there, for whom, where, by whom, and how do they stand?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from aftersales.queries.chunks import chunks
from aftersales.records import (
    Appointment,
    AppointmentState,
    Assignment,
    Customer,
    Location,
    OccupiedTime,
    ProductModel,
    Technician,
    Territory,
    Unit,
    WorkOrder,
    WorkOrderState,
    WorkType,
)

UNDER_WAY: Final = (
    AppointmentState.EN_ROUTE,
    AppointmentState.ARRIVED,
    AppointmentState.IN_PROGRESS,
)
"""The technician is on this visit now."""

AHEAD: Final = (
    AppointmentState.BOOKED,
    AppointmentState.CONFIRMED,
    AppointmentState.DISPATCHED,
)
"""The visit is still to come, and its customer and its technician know of it."""

TO_DO: Final = (WorkOrderState.OPEN, WorkOrderState.PLANNED)
"""States of work that is still to be done."""

TAKING_TIME: Final = (AppointmentState.HELD, *AHEAD)
"""Somebody's time is taken for it: by a visit that is still to come, or by one that a customer is about to book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One appointment with everything that is said about it.

    `crew` has the lead first; `product_type` is that of the unit, or of the work type without one.
    """

    appointment: Appointment
    work_order: WorkOrder
    work_type: WorkType
    customer: Customer
    location: Location
    territory: Territory
    crew: tuple[Technician, ...]
    product_type: str

    @property
    def lead(self) -> Technician:
        """Whoever answers at the door."""
        return self.crew[0]


def visits_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Visit]:
    """The visits with these appointments."""
    return {
        visit.appointment.id: visit
        for chunk in chunks(ids)
        for visit in _visits(session, col(Appointment.id).in_(chunk))
    }


def visits_between(
    session: Session,
    territory_id: UUID,
    from_at: datetime,
    to_at: datetime,
    states: Collection[AppointmentState] | None = None,
) -> list[Visit]:
    """The visits planned to start in a span, by planned start.

    If no states are given all but cancelled ones, and those that are only held.
    """
    allowed = states or [
        state
        for state in AppointmentState
        if state not in {AppointmentState.CANCELLED, AppointmentState.HELD}
    ]
    return _visits(
        session,
        Appointment.territory_id == territory_id,
        col(Appointment.planned_start_at) >= from_at,
        col(Appointment.planned_start_at) < to_at,
        col(Appointment.state).in_(allowed),
    )


def visits_of_technician(
    session: Session, technician_id: UUID, from_at: datetime, to_at: datetime
) -> list[Visit]:
    """Every visit of a technician in a span, cancelled ones included and held ones not, by planned start."""
    return visits_of_technicians(session, [technician_id], from_at, to_at)


def visits_of_technicians(
    session: Session, technicians: Collection[UUID], from_at: datetime, to_at: datetime
) -> list[Visit]:
    """The same of several, each visit once."""
    mine = select(Assignment.appointment_id).where(col(Assignment.technician_id).in_(technicians))
    return _visits(
        session,
        col(Appointment.id).in_(mine),
        col(Appointment.planned_start_at) >= from_at,
        col(Appointment.planned_start_at) < to_at,
        Appointment.state != AppointmentState.HELD,
    )


def appointment_of_order(session: Session, work_order_id: UUID) -> Appointment | None:
    """The newest appointment of a work order, but for times that are only held."""
    return session.exec(
        select(Appointment)
        .where(
            Appointment.work_order_id == work_order_id,
            Appointment.state != AppointmentState.HELD,
        )
        .order_by(col(Appointment.id).desc())
        .limit(1)
    ).one_or_none()


def visits_of_claim(
    session: Session, claim_id: UUID
) -> Sequence[tuple[WorkOrder, WorkType, Appointment | None]]:
    """The work orders of a claim with their newest appointments, the first first."""
    orders = session.exec(
        select(WorkOrder, WorkType)
        .join(WorkType, col(WorkType.id) == WorkOrder.work_type_id)
        .where(WorkOrder.claim_id == claim_id)
        .order_by(col(WorkOrder.id))
    ).all()
    newest = {
        each.work_order_id: each
        for each in session.exec(
            select(Appointment)
            .where(
                col(Appointment.work_order_id).in_([order.id for order, _kind in orders]),
                Appointment.state != AppointmentState.HELD,
            )
            .order_by(col(Appointment.id))
        )
    }
    return [(order, kind, newest.get(order.id)) for order, kind in orders]


def assignments_of(session: Session, appointment_ids: Collection[UUID]) -> Sequence[Assignment]:
    """Who goes to these appointments."""
    return [
        assignment
        for chunk in chunks(appointment_ids)
        for assignment in session.exec(
            select(Assignment).where(col(Assignment.appointment_id).in_(chunk))
        ).all()
    ]


def cells_of(session: Session, appointment_ids: Collection[UUID]) -> Sequence[OccupiedTime]:
    """The cells that these appointments take up."""
    return [
        cell
        for chunk in chunks(appointment_ids)
        for cell in session.exec(
            select(OccupiedTime).where(col(OccupiedTime.appointment_id).in_(chunk))
        ).all()
    ]


def taken_cells(
    session: Session, technician_ids: Collection[UUID], first: int, last: int
) -> dict[tuple[UUID, int], UUID]:
    """Who holds which cell of these technicians between two cells, both included."""
    rows = session.exec(
        select(OccupiedTime).where(
            col(OccupiedTime.technician_id).in_(technician_ids),
            col(OccupiedTime.cell) >= first,
            col(OccupiedTime.cell) <= last,
        )
    ).all()
    return {(row.technician_id, row.cell): row.appointment_id for row in rows}


def _visits(session: Session, *conditions: ColumnElement[bool] | bool) -> list[Visit]:
    rows = session.exec(
        select(Appointment, WorkOrder, WorkType, Customer)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .join(WorkType, col(WorkType.id) == WorkOrder.work_type_id)
        .join(Customer, col(Customer.id) == WorkOrder.customer_id)
        .where(*conditions)
        .order_by(col(Appointment.planned_start_at), col(Appointment.id))
    ).all()
    crews = _crews(session, [row[0].id for row in rows])
    places = _locations(session, {row[1].location_id for row in rows})
    products = _product_types(session, {row[1].unit_id for row in rows if row[1].unit_id})
    areas = {area.id: area for area in session.exec(select(Territory)).all()}
    return [
        Visit(
            appointment=appointment,
            work_order=work_order,
            work_type=work_type,
            customer=customer,
            location=places[work_order.location_id],
            territory=areas[appointment.territory_id],
            crew=tuple(crews[appointment.id]),
            product_type=products.get(work_order.unit_id, work_type.product_type),
        )
        for appointment, work_order, work_type, customer in rows
    ]


def _product_types(session: Session, unit_ids: Collection[UUID]) -> dict[UUID | None, str]:
    """What kind of product each unit is: a repair is of that, whatever its work type is for."""
    rows = [
        row
        for chunk in chunks(unit_ids)
        for row in session.exec(
            select(Unit.id, ProductModel.product_type)
            .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
            .where(col(Unit.id).in_(chunk))
        ).all()
    ]
    return dict(rows)


def _locations(session: Session, ids: Collection[UUID]) -> dict[UUID, Location]:
    return {
        place.id: place
        for chunk in chunks(ids)
        for place in session.exec(select(Location).where(col(Location.id).in_(chunk))).all()
    }


def _crews(session: Session, appointment_ids: Collection[UUID]) -> dict[UUID, list[Technician]]:
    crews: dict[UUID, list[Technician]] = defaultdict(list)
    for chunk in chunks(appointment_ids):
        rows = session.exec(
            select(Assignment.appointment_id, Technician)
            .join(Technician, col(Technician.id) == Assignment.technician_id)
            .where(col(Assignment.appointment_id).in_(chunk))
            .order_by(col(Assignment.is_lead).desc(), col(Technician.code))
        ).all()
        for appointment_id, technician in rows:
            crews[appointment_id].append(technician)
    return crews
