"""What is maintained by which schedule; what is due, overdue, booked or missed?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, exists, func, or_, select

from aftersales.records import (
    Claim,
    Customer,
    Location,
    Maintenance,
    MaintenanceSchedule,
    MaintenanceState,
    ProductModel,
    ServiceContract,
    Unit,
)

LIVE = (MaintenanceState.PLANNED, MaintenanceState.DUE, MaintenanceState.BOOKED)
"""States of which a schedule has one for each unit at most."""

ASKED = (MaintenanceState.DUE, MaintenanceState.BOOKED)
"""States in which an owner was asked, and the work is not done."""

GIVEN_BACK = ("fulfilled", "closed")
"""States of a claim whose refund was paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintained:
    """A unit under a schedule: whose it is, what it is, where it stands, and the contract if it is one's."""

    schedule: MaintenanceSchedule
    unit: Unit
    model: ProductModel
    owner: Customer
    contract: ServiceContract | None
    place: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One maintenance with everything that it is about."""

    row: Maintenance
    about: Maintained


def maintenance_whole(session: Session, maintenance_id: UUID) -> Due | None:
    """One maintenance with everything that it is about."""
    found = _whole(session, 1, Maintenance.id == maintenance_id)
    return found[0] if found else None


def maintenance_of_unit(session: Session, unit_id: UUID, limit: int) -> list[Due]:
    """Every maintenance of a unit, the latest due first."""
    found = _whole(session, limit, Maintenance.unit_id == unit_id, is_latest_first=True)
    return [each for each in found if each.row.state is not MaintenanceState.VOID]


def maintenance_in(
    session: Session,
    states: Collection[MaintenanceState],
    limit: int,
    *,
    due_before: date | None = None,
    model_id: UUID | None = None,
) -> list[Due]:
    """Every maintenance in some states, perhaps of one model or due before a day; the first due first."""
    conditions: list[ColumnElement[bool] | bool] = [col(Maintenance.state).in_(states)]
    if due_before is not None:
        conditions.append(col(Maintenance.due_on) < due_before)
    if model_id is not None:
        conditions.append(ProductModel.id == model_id)
    return _whole(session, limit, *conditions)


def maintenance_counts(session: Session, today: date) -> dict[str, int]:
    """How many there are in each state, and how many of those asked or booked are overdue."""
    rows = session.exec(
        select(Maintenance.state, func.count()).group_by(col(Maintenance.state))
    ).all()
    overdue = session.exec(
        select(func.count())
        .select_from(Maintenance)
        .where(col(Maintenance.state).in_(ASKED), col(Maintenance.due_on) < today)
    ).one()
    return {str(state): number for state, number in rows} | {"overdue": overdue}


def maintained_models(session: Session) -> Sequence[ProductModel]:
    """Models of which some unit has maintenance, by brand and name."""
    ids = (
        select(Unit.product_model_id)
        .join(Maintenance, col(Maintenance.unit_id) == Unit.id)
        .where(Maintenance.state != MaintenanceState.VOID)
    )
    return session.exec(
        select(ProductModel)
        .where(col(ProductModel.id).in_(ids))
        .order_by(col(ProductModel.brand), col(ProductModel.name), col(ProductModel.id))
    ).all()


def required_maintenance(session: Session, unit_id: UUID) -> Sequence[Maintenance]:
    """What covers of a unit ask for, the earliest due first."""
    return session.exec(
        select(Maintenance)
        .join(
            MaintenanceSchedule, col(MaintenanceSchedule.id) == Maintenance.maintenance_schedule_id
        )
        .where(
            Maintenance.unit_id == unit_id,
            col(MaintenanceSchedule.is_required),
            Maintenance.state != MaintenanceState.VOID,
        )
        .order_by(col(Maintenance.due_on), col(Maintenance.id))
    ).all()


def schedule_by_code(session: Session, code: str) -> MaintenanceSchedule | None:
    """The schedule with this code."""
    return session.exec(
        select(MaintenanceSchedule).where(MaintenanceSchedule.code == code)
    ).one_or_none()


def schedule_of_contract(session: Session, contract_id: UUID) -> MaintenanceSchedule | None:
    """The schedule of a contract."""
    return session.exec(
        select(MaintenanceSchedule).where(MaintenanceSchedule.service_contract_id == contract_id)
    ).one_or_none()


def contract_by_number(session: Session, number: str) -> ServiceContract | None:
    """The contract with this number."""
    return session.exec(
        select(ServiceContract).where(ServiceContract.number == number)
    ).one_or_none()


def is_gone() -> ColumnElement[bool]:
    """A unit that another one replaced, that was given back or sold on without its contract, or whose owner was forgotten."""
    refunded = exists().where(
        col(Claim.unit_id) == Unit.id,
        col(Claim.remedy) == "refund",
        col(Claim.state).in_(GIVEN_BACK),
    )
    not_theirs = and_(
        col(ServiceContract.id).is_not(None),
        col(ServiceContract.is_transferable).is_(False),
        col(ServiceContract.customer_id) != Unit.customer_id,
    )
    return or_(
        col(Unit.superseded_by_unit_id).is_not(None),
        col(Customer.erased_at).is_not(None),
        refunded,
        not_theirs,
    )


def _whole(
    session: Session,
    limit: int,
    *conditions: ColumnElement[bool] | bool,
    is_latest_first: bool = False,
) -> list[Due]:
    due = col(Maintenance.due_on)
    rows = session.exec(
        select(  # type: ignore[call-overload] # SQLModel's signatures end with four tables
            Maintenance,
            MaintenanceSchedule,
            Unit,
            ProductModel,
            Customer,
            ServiceContract,
            Location,
        )
        .join(
            MaintenanceSchedule, col(MaintenanceSchedule.id) == Maintenance.maintenance_schedule_id
        )
        .join(Unit, col(Unit.id) == Maintenance.unit_id)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .outerjoin(
            ServiceContract, col(ServiceContract.id) == MaintenanceSchedule.service_contract_id
        )
        .outerjoin(Location, col(Location.id) == Unit.location_id)
        .where(*conditions)
        .order_by(due.desc() if is_latest_first else due, col(Maintenance.id))
        .limit(limit)
    ).all()
    return [Due(row=row, about=maintained(*rest)) for row, *rest in rows]


def maintained(
    schedule: MaintenanceSchedule,
    unit: Unit,
    model: ProductModel,
    owner: Customer,
    contract: ServiceContract | None,
    place: Location | None,
) -> Maintained:
    """The columns of one row as what they are."""
    return Maintained(
        schedule=schedule,
        unit=unit,
        model=model,
        owner=owner,
        contract=contract,
        place=place,
    )


def maintenance_of_order(session: Session, work_order_id: UUID) -> Sequence[Maintenance]:
    """The maintenance that a work order is for: one, or none."""
    return session.exec(
        select(Maintenance)
        .where(Maintenance.work_order_id == work_order_id)
        .order_by(col(Maintenance.id))
    ).all()
