"""Which claims are there, and what did they cost?"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.records import Case, Claim, ClaimCost, Customer, OrderLine, ProductModel, Unit
from warranty import ClaimState

OVER = (ClaimState.CLOSED.value, ClaimState.WITHDRAWN.value)
"""States in which nothing more happens by itself."""


def claims_of_unit(session: Session, unit_id: UUID) -> Sequence[Claim]:
    """The claims about a unit, the first first."""
    return session.exec(select(Claim).where(Claim.unit_id == unit_id).order_by(col(Claim.id))).all()


def open_claims(
    session: Session, limit: int
) -> Sequence[tuple[Claim, Case, ProductModel, Customer]]:
    """Claims that are not over, whoever hears next first."""
    return session.exec(
        select(Claim, Case, ProductModel, Customer)
        .join(Case, col(Case.id) == Claim.case_id)
        .join(Unit, col(Unit.id) == Claim.unit_id)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .where(col(Claim.state).not_in(OVER))
        .order_by(col(Case.next_update_at).is_(None), col(Case.next_update_at), col(Claim.id))
        .limit(limit)
    ).all()


def is_serial_claimed_elsewhere(session: Session, serial: str, customer_id: UUID) -> bool:
    """Whether somebody else has an open claim in which the same serial was read."""
    return (
        session.exec(
            select(func.count())
            .select_from(Claim)
            .join(Case, col(Case.id) == Claim.case_id)
            .where(
                Claim.serial_read == serial,
                Case.customer_id != customer_id,
                col(Claim.state).not_in(OVER),
            )
        ).one()
        > 0
    )


def costs_of_claim(session: Session, claim_id: UUID) -> Sequence[ClaimCost]:
    """What was spent on a claim, the first first."""
    return session.exec(
        select(ClaimCost).where(ClaimCost.claim_id == claim_id).order_by(col(ClaimCost.id))
    ).all()


def price_of_unit(session: Session, unit: Unit) -> tuple[int, str] | None:
    """What was paid for a unit, in cents and currency, if its sale is known."""
    if unit.order_line_id is None:
        return None
    line = session.get_one(OrderLine, unit.order_line_id)
    return line.unit_price_cents, line.currency


def claim_with_owner(session: Session, claim_id: UUID) -> tuple[Claim, Customer]:
    """A claim and the customer whose unit it is about."""
    return session.exec(
        select(Claim, Customer)
        .join(Unit, col(Unit.id) == Claim.unit_id)
        .join(Customer, col(Customer.id) == Unit.customer_id)
        .where(Claim.id == claim_id)
    ).one()
