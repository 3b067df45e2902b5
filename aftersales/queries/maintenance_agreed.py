"""What was agreed about maintenance, and how much of it lies ahead?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.queries.maintenance import LIVE
from aftersales.records import (
    Customer,
    Maintenance,
    MaintenanceSchedule,
    MaintenanceState,
    ProductModel,
    ServiceContract,
    Unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracted:
    """One contract with its schedule, the unit that it is about, and who owns that now."""

    contract: ServiceContract
    schedule: MaintenanceSchedule
    unit: Unit
    model: ProductModel
    owner: Customer


def schedules_of_models(
    session: Session, limit: int
) -> Sequence[tuple[MaintenanceSchedule, ProductModel]]:
    """Schedules with their models: those that run first, then by brand, name and code."""
    return session.exec(
        select(MaintenanceSchedule, ProductModel)
        .join(ProductModel, col(ProductModel.id) == MaintenanceSchedule.product_model_id)
        .order_by(
            col(MaintenanceSchedule.ended_at).is_not(None),
            col(ProductModel.brand),
            col(ProductModel.name),
            col(MaintenanceSchedule.code),
        )
        .limit(limit)
    ).all()


def contracts_listed(
    session: Session,
    limit: int,
    *,
    unit_id: UUID | None = None,
    contract_id: UUID | None = None,
) -> list[Contracted]:
    """Contracts, perhaps about one unit or the one that is asked for: those that run first, then by number."""
    rows = session.exec(
        select(ServiceContract, MaintenanceSchedule, Unit, ProductModel, Customer)  # type: ignore[call-overload] # SQLModel's signatures end with four tables
        .join(
            MaintenanceSchedule, col(MaintenanceSchedule.service_contract_id) == ServiceContract.id
        )
        .join(Unit, col(Unit.id) == ServiceContract.unit_id)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .where(
            unit_id is None or col(ServiceContract.unit_id) == unit_id,
            contract_id is None or col(ServiceContract.id) == contract_id,
        )
        .order_by(col(MaintenanceSchedule.ended_at).is_not(None), col(ServiceContract.number))
        .limit(limit)
    ).all()
    return [
        Contracted(contract=contract, schedule=schedule, unit=unit, model=model, owner=owner)
        for contract, schedule, unit, model, owner in rows
    ]


def ahead_by_state(session: Session, schedule_id: UUID) -> dict[MaintenanceState, int]:
    """How much of a schedule lies ahead, by how far it is."""
    rows = session.exec(
        select(Maintenance.state, func.count())
        .where(Maintenance.maintenance_schedule_id == schedule_id, col(Maintenance.state).in_(LIVE))
        .group_by(col(Maintenance.state))
    ).all()
    return {MaintenanceState(state): number for state, number in rows}


def catalogue_listed(session: Session) -> Sequence[ProductModel]:
    """Every product model by brand, name and SKU."""
    return session.exec(
        select(ProductModel).order_by(
            col(ProductModel.brand), col(ProductModel.name), col(ProductModel.sku)
        )
    ).all()
