"""Which claims are there, and what did they cost?"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.queries.chunks import chunks
from aftersales.records import Case, Claim, ClaimCost, Customer, OrderLine, ProductModel, Unit
from warranty import ClaimState
from warranty.claims.remedies import RemedyKind

OVER = (ClaimState.CLOSED.value, ClaimState.WITHDRAWN.value)
"""States in which nothing more happens by itself."""


def claims_of_unit(session: Session, unit_id: UUID) -> Sequence[Claim]:
    """The claims about a unit, the first first."""
    return session.exec(select(Claim).where(Claim.unit_id == unit_id).order_by(col(Claim.id))).all()


def claimant_of(session: Session, claim: Claim) -> UUID:
    """Whose claim it is: whoever owned the unit when it was opened, though it may have changed hands since."""
    return session.get_one(Case, claim.case_id).customer_id


def is_given_back(session: Session, unit_id: UUID) -> bool:
    """Whether a unit went back for its money."""
    return unit_id in given_back(session, [unit_id])


def given_back(session: Session, unit_ids: Collection[UUID]) -> set[UUID]:
    """Those of these units that went back for their money."""
    found: set[UUID] = set()
    for chunk in chunks(unit_ids):
        rows = session.exec(
            select(Claim.unit_id).where(
                col(Claim.unit_id).in_(chunk),
                Claim.remedy == RemedyKind.REFUND.value,
                col(Claim.state).in_((ClaimState.FULFILLED.value, ClaimState.CLOSED.value)),
            )
        )
        found |= set(rows)
    return found


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
