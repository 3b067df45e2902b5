"""Which units are there, and what stands behind them?"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from aftersales.records import Cover, Unit


def unit_by_serial(session: Session, product_model_id: UUID, serial: str) -> Unit | None:
    """The unit of that model with that normalised serial."""
    return session.exec(
        select(Unit).where(Unit.product_model_id == product_model_id, Unit.serial == serial)
    ).one_or_none()


def covers_of_unit(session: Session, unit_id: UUID) -> Sequence[Cover]:
    """The covers of a unit in the order they were computed: the law first."""
    return session.exec(select(Cover).where(Cover.unit_id == unit_id).order_by(col(Cover.id))).all()
