"""What has to be done about maintenance now: units without a next one, owners to ask, work that has ended?"""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, exists, or_, select

from aftersales.queries.chunks import chunks
from aftersales.queries.maintenance import LIVE, Maintained, is_gone, maintained
from aftersales.records import (
    Customer,
    Location,
    Maintenance,
    MaintenanceSchedule,
    MaintenanceState,
    ProductModel,
    ServiceContract,
    Unit,
    WorkOrder,
    WorkOrderState,
)


def units_without_next(session: Session, after: UUID | None, limit: int) -> list[Maintained]:
    """Units under a schedule that runs of which no maintenance lies ahead, in the order of their identifiers."""
    ahead = exists().where(
        col(Maintenance.maintenance_schedule_id) == MaintenanceSchedule.id,
        col(Maintenance.unit_id) == Unit.id,
        col(Maintenance.state).in_(LIVE),
    )
    wanted = (
        select(  # type: ignore[call-overload] # SQLModel's signatures end with four tables
            MaintenanceSchedule, Unit, ProductModel, Customer, ServiceContract, Location
        )
        .outerjoin(
            ServiceContract, col(ServiceContract.id) == MaintenanceSchedule.service_contract_id
        )
        .join(
            Unit,
            or_(
                col(Unit.product_model_id) == MaintenanceSchedule.product_model_id,
                col(Unit.id) == ServiceContract.unit_id,
            ),
        )
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .outerjoin(Location, col(Location.id) == Unit.location_id)
        .where(col(MaintenanceSchedule.ended_at).is_(None), ~ahead, ~is_gone())
        .order_by(col(Unit.id), col(MaintenanceSchedule.id))
        .limit(limit)
    )
    rows = session.exec(wanted if after is None else wanted.where(col(Unit.id) > after)).all()
    return [maintained(*each) for each in rows]


def maintenance_to_ask_about(
    session: Session, until: date, after: UUID | None, limit: int
) -> Sequence[UUID]:
    """What may have to be asked by a day, in the order of identifiers."""
    return _ids(
        session,
        after,
        limit,
        col(Maintenance.asks_on) <= until,
        col(Maintenance.state).in_((MaintenanceState.PLANNED, MaintenanceState.DUE)),
    )


def maintenance_out_of_time(
    session: Session, before: date, after: UUID | None, limit: int
) -> Sequence[UUID]:
    """What its owner did not answer, and whose last day lies before a day."""
    return _ids(
        session,
        after,
        limit,
        col(Maintenance.last_on) < before,
        Maintenance.state == MaintenanceState.DUE,
    )


def maintenance_with_ended_work(session: Session, after: UUID | None, limit: int) -> Sequence[UUID]:
    """What is asked or booked and whose work is done, or was called off."""
    ended = select(WorkOrder.id).where(
        col(WorkOrder.state).in_((WorkOrderState.DONE, WorkOrderState.CANCELLED))
    )
    return _ids(
        session,
        after,
        limit,
        col(Maintenance.work_order_id).in_(ended),
        col(Maintenance.state).in_(LIVE),
    )


def maintenance_that_changed_hands(
    session: Session, after: UUID | None, limit: int
) -> Sequence[UUID]:
    """What somebody was asked who does not own the unit any more."""
    return _ids(
        session,
        after,
        limit,
        col(Maintenance.customer_id).is_not(None),
        col(Maintenance.customer_id) != Unit.customer_id,
        col(Maintenance.state).in_(LIVE),
    )


def maintenance_for_nothing(
    session: Session, after: UUID | None, limit: int, *, only: UUID | None = None
) -> Sequence[UUID]:
    """What lies ahead of units that are gone, of owners who were forgotten, or of schedules that have ended; `only` asks about one."""
    return _ids(
        session,
        after,
        limit,
        or_(
            is_gone(),
            col(MaintenanceSchedule.ended_at).is_not(None),
            col(ServiceContract.ends_on) < Maintenance.due_on,
        ),
        only is None or col(Maintenance.id) == only,
        col(Maintenance.state).in_(LIVE),
    )


def add_if_new(session: Session, row: Maintenance) -> bool:
    """Keep a maintenance unless there is one of that schedule, unit and day; answers whether it was new."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert(Maintenance) if is_sqlite else postgresql.insert(Maintenance)
    added = session.execute(
        insert.values(**row.model_dump())
        .on_conflict_do_nothing(index_elements=["maintenance_schedule_id", "unit_id", "due_on"])
        .returning(col(Maintenance.id))
    )
    return added.first() is not None


def histories(
    session: Session, unit_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], list[Maintenance]]:
    """Every maintenance of these units by schedule and unit, the earliest due first."""
    found: dict[tuple[UUID, UUID], list[Maintenance]] = {}
    for chunk in chunks(set(unit_ids)):
        rows = session.exec(
            select(Maintenance)
            .where(col(Maintenance.unit_id).in_(chunk))
            .order_by(col(Maintenance.due_on), col(Maintenance.id))
        )
        for row in rows:
            found.setdefault((row.maintenance_schedule_id, row.unit_id), []).append(row)
    return found


def _ids(
    session: Session, after: UUID | None, limit: int, *conditions: ColumnElement[bool] | bool
) -> Sequence[UUID]:
    wanted = (
        select(Maintenance.id)
        .join(
            MaintenanceSchedule, col(MaintenanceSchedule.id) == Maintenance.maintenance_schedule_id
        )
        .join(Unit, col(Unit.id) == Maintenance.unit_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .outerjoin(
            ServiceContract, col(ServiceContract.id) == MaintenanceSchedule.service_contract_id
        )
        .where(*conditions)
        .order_by(col(Maintenance.id))
        .limit(limit)
    )
    return session.exec(
        wanted if after is None else wanted.where(col(Maintenance.id) > after)
    ).all()
