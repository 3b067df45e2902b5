"""Which returns are there, and what is still to come?"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.records import (
    Claim,
    Customer,
    Depot,
    GoodsReturn,
    Location,
    ProductModel,
    ReturnState,
    Unit,
)
from warranty.claims.inspections import Finding

ON_THE_WAY = (ReturnState.AWAITED, ReturnState.MISSING)
OPEN = (*ON_THE_WAY, ReturnState.RECEIVED, ReturnState.LENT)


def return_by_reference(session: Session, reference: str) -> GoodsReturn | None:
    """The return with this number."""
    return session.exec(select(GoodsReturn).where(GoodsReturn.reference == reference)).one_or_none()


def returns_of_claim(session: Session, claim_id: UUID) -> Sequence[GoodsReturn]:
    """Everything that was or is expected back under a claim, the first first."""
    return session.exec(
        select(GoodsReturn).where(GoodsReturn.claim_id == claim_id).order_by(col(GoodsReturn.id))
    ).all()


def open_returns(
    session: Session, limit: int
) -> Sequence[tuple[GoodsReturn, Claim, ProductModel, Customer]]:
    """What is still to come or to be looked at: what has arrived first, then by the day it is due."""
    return session.exec(
        select(GoodsReturn, Claim, ProductModel, Customer)
        .join(Claim, col(Claim.id) == GoodsReturn.claim_id)
        .join(Unit, col(Unit.id) == Claim.unit_id)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .where(col(GoodsReturn.state).in_(OPEN))
        .order_by(
            col(GoodsReturn.received_at).is_(None),
            col(GoodsReturn.due_on).is_(None),
            col(GoodsReturn.due_on),
            col(GoodsReturn.id),
        )
        .limit(limit)
    ).all()


def returns_awaited(session: Session) -> Sequence[UUID]:
    """Those on the way that may have to be reminded of, the oldest first."""
    return session.exec(
        select(GoodsReturn.id)
        .where(GoodsReturn.state == ReturnState.AWAITED)
        .order_by(col(GoodsReturn.id))
    ).all()


def inspections_without_a_fault(session: Session, claim_id: UUID) -> int:
    """How many inspections of a claim found nothing."""
    return session.exec(
        select(func.count())
        .select_from(GoodsReturn)
        .where(
            GoodsReturn.claim_id == claim_id,
            GoodsReturn.finding == Finding.NO_FAULT_FOUND.value,
        )
    ).one()


def address_of_depot(session: Session, depot_id: UUID) -> tuple[Depot, Location]:
    """Where a return is sent to."""
    return session.exec(
        select(Depot, Location)
        .join(Location, col(Location.id) == Depot.location_id)
        .where(Depot.id == depot_id)
    ).one()
