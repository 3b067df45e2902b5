"""Which units are there, and what stands behind them?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from aftersales.queries.asked import customer_meant
from aftersales.records import (
    Cover,
    Customer,
    Order,
    OrderLine,
    ProductModel,
    Unit,
)
from warranty import normalised_serial


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit with its model and owner."""

    unit: Unit
    model: ProductModel
    owner: Customer


def unit_by_serial(session: Session, product_model_id: UUID, serial: str) -> Unit | None:
    """The unit of that model with that normalised serial."""
    return session.exec(
        select(Unit).where(Unit.product_model_id == product_model_id, Unit.serial == serial)
    ).one_or_none()


def covers_of_unit(session: Session, unit_id: UUID) -> Sequence[Cover]:
    """The covers of a unit in the order they were computed: the law first."""
    return session.exec(select(Cover).where(Cover.unit_id == unit_id).order_by(col(Cover.id))).all()


def units_found(session: Session, asked: str, limit: int) -> Sequence[FoundUnit]:
    """Units by serial, name, customer number, phone, e-mail or order number, however it is spaced or written.

    A name may be a part of it, a phone number its last digits; of the others all must be there.
    """
    text = " ".join(asked.split())
    conditions = [
        *customer_meant(text),
        func.lower(Order.number) == text.casefold(),
        Unit.serial == normalised_serial(text),
    ]
    rows = session.exec(
        select(Unit, ProductModel, Customer)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .join(OrderLine, col(OrderLine.id) == Unit.order_line_id, isouter=True)
        .join(Order, col(Order.id) == OrderLine.order_id, isouter=True)
        .where(or_(*conditions))
        .order_by(col(Customer.name), col(Unit.id))
        .limit(limit)
    ).all()
    return [FoundUnit(unit, model, owner) for unit, model, owner in rows]
