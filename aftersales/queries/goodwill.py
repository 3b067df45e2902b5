"""What was granted, what is left of a budget, how were cases like this one decided, and how good a customer is it?"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select

from aftersales.queries.chunks import chunks
from aftersales.queries.claims import OVER
from aftersales.records import (
    Appointment,
    Case,
    Claim,
    Cover,
    Customer,
    GoodwillGrant,
    GoodwillPurpose,
    GoodwillState,
    Order,
    OrderLine,
    ProductModel,
    Promise,
    PromiseState,
    Unit,
    WorkOrder,
)
from warranty import ClaimState

BROKEN = (PromiseState.BROKEN_TOLD, PromiseState.BROKEN_UNTOLD)

LIVE = (GoodwillState.ASKED, GoodwillState.GRANTED)
"""States in which a grant stands in the way of another one about the same subject."""

ANEW = tuple(
    state.value
    for state in (
        ClaimState.REOPENED,
        ClaimState.IN_REVIEW,
        ClaimState.NEEDS_INFO,
        ClaimState.APPROVED,
        ClaimState.PARTLY_APPROVED,
        ClaimState.REJECTED,
    )
)
"""States of a claim that is looked at again, or was: an older offer does not stand any more."""


def grant_for_change(session: Session, grant_id: UUID) -> GoodwillGrant | None:
    """The grant as it is at this moment, changed by nobody else until the transaction ends."""
    return session.exec(
        select(GoodwillGrant)
        .where(GoodwillGrant.id == grant_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def grants_about(session: Session, subject_id: UUID) -> Sequence[GoodwillGrant]:
    """Everything granted or asked for about a subject, the first first."""
    return session.exec(
        select(GoodwillGrant)
        .where(GoodwillGrant.subject_id == subject_id)
        .order_by(col(GoodwillGrant.id))
    ).all()


def live_grant_about(
    session: Session, subject_id: UUID, purpose: GoodwillPurpose
) -> GoodwillGrant | None:
    """The grant about a subject that stands or waits for approval."""
    return session.exec(
        select(GoodwillGrant)
        .where(
            GoodwillGrant.subject_id == subject_id,
            GoodwillGrant.purpose == purpose,
            col(GoodwillGrant.state).in_(LIVE),
        )
        .order_by(col(GoodwillGrant.id).desc())
        .limit(1)
    ).one_or_none()


def granted_before(session: Session, grant: GoodwillGrant) -> int:
    """What was granted about the subject of a grant besides it, in cents."""
    return session.exec(
        select(func.coalesce(func.sum(GoodwillGrant.amount_cents), 0)).where(
            GoodwillGrant.subject_id == grant.subject_id,
            GoodwillGrant.purpose == grant.purpose,
            GoodwillGrant.state == GoodwillState.GRANTED,
            GoodwillGrant.id != grant.id,
        )
    ).one()


def grants_to_customer(session: Session, customer_id: UUID, since: datetime) -> int:
    """How often goodwill was granted to a customer; what made up for our own mistakes does not count."""
    return session.exec(
        select(func.count())
        .select_from(GoodwillGrant)
        .where(
            GoodwillGrant.customer_id == customer_id,
            GoodwillGrant.purpose == GoodwillPurpose.GOODWILL,
            GoodwillGrant.state == GoodwillState.GRANTED,
            col(GoodwillGrant.granted_at) >= since,
        )
    ).one()


def broken_promises_of_case(session: Session, case_id: UUID) -> int:
    """How many promises about a case and its visits were broken."""
    visits = (
        select(Appointment.id)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .where(WorkOrder.case_id == case_id)
    )
    return session.exec(
        select(func.count())
        .select_from(Promise)
        .where(
            or_(Promise.case_id == case_id, col(Promise.appointment_id).in_(visits)),
            col(Promise.state).in_(BROKEN),
        )
    ).one()


def customer_since(session: Session, customer_id: UUID) -> date | None:
    """The day of the first thing that a customer bought, as far as is known."""
    firsts = (
        select(func.min(Order.ordered_on)).where(Order.customer_id == customer_id),
        select(func.min(Unit.purchased_on)).where(Unit.customer_id == customer_id),
    )
    days: list[date | None] = [session.exec(first).one() for first in firsts]
    return min((day for day in days if day is not None), default=None)


def spent_by_customer(session: Session, customer_id: UUID, currency: str) -> int:
    """What a customer has spent with us in a currency, in cents."""
    total = session.exec(
        select(func.sum(OrderLine.quantity * OrderLine.unit_price_cents))
        .join(Order, col(Order.id) == OrderLine.order_id)
        .where(Order.customer_id == customer_id, OrderLine.currency == currency)
    ).one()
    return int(total or 0)


def claims_beyond_cover(
    session: Session, *, product_type: str | None = None, component: str | None = None
) -> Sequence[tuple[Claim, Unit, ProductModel, Case]]:
    """Claims that no cover paid for, with or without goodwill, the newest first."""
    granted = select(GoodwillGrant.subject_id).where(
        GoodwillGrant.subject_kind == "claim", GoodwillGrant.state == GoodwillState.GRANTED
    )
    wanted = (
        select(Claim, Unit, ProductModel, Case)
        .join(Unit, col(Unit.id) == Claim.unit_id)
        .join(ProductModel, col(ProductModel.id) == Unit.product_model_id)
        .join(Case, col(Case.id) == Claim.case_id)
        .where(
            or_(
                col(Claim.decision)["outcome"].as_string() == "reject",
                col(Claim.id).in_(granted),
            )
        )
        .order_by(col(Claim.id).desc())
    )
    if product_type is not None:
        wanted = wanted.where(ProductModel.product_type == product_type)
    if component is not None:
        wanted = wanted.where(Claim.component == component)
    return session.exec(wanted).all()


def grants_of_claims(session: Session, claim_ids: Collection[UUID]) -> dict[UUID, GoodwillGrant]:
    """The goodwill that was granted on each of these claims."""
    found: dict[UUID, GoodwillGrant] = {}
    for chunk in chunks(claim_ids):
        rows = session.exec(
            select(GoodwillGrant).where(
                col(GoodwillGrant.subject_id).in_(chunk),
                GoodwillGrant.purpose == GoodwillPurpose.GOODWILL,
                GoodwillGrant.state == GoodwillState.GRANTED,
            )
        )
        found |= {row.subject_id: row for row in rows}
    return found


def covers_of_units(session: Session, unit_ids: Collection[UUID]) -> dict[UUID, list[Cover]]:
    """The covers of each of these units."""
    found: dict[UUID, list[Cover]] = {unit_id: [] for unit_id in unit_ids}
    for chunk in chunks(unit_ids):
        rows = session.exec(
            select(Cover).where(col(Cover.unit_id).in_(chunk)).order_by(col(Cover.id))
        )
        for row in rows:
            found[row.unit_id].append(row)
    return found


def untaken_grants(session: Session) -> Sequence[GoodwillGrant]:
    """Grants on claims that ended, or were decided anew, before the customer took what was offered."""
    return session.exec(
        select(GoodwillGrant)
        .join(Claim, col(Claim.id) == GoodwillGrant.subject_id)
        .where(
            GoodwillGrant.subject_kind == "claim",
            GoodwillGrant.state == GoodwillState.GRANTED,
            or_(
                and_(col(Claim.state).in_(OVER), col(Claim.remedy).is_(None)),
                col(Claim.state).in_(ANEW),
            ),
        )
        .order_by(col(GoodwillGrant.id))
    ).all()


def grants_waiting(session: Session) -> Sequence[tuple[GoodwillGrant, Customer]]:
    """What waits for somebody's approval, the longest first."""
    return session.exec(
        select(GoodwillGrant, Customer)
        .join(Customer, col(Customer.id) == GoodwillGrant.customer_id)
        .where(GoodwillGrant.state == GoodwillState.ASKED)
        .order_by(col(GoodwillGrant.id))
    ).all()


def grants_between(
    session: Session, from_at: datetime, to_at: datetime
) -> Sequence[tuple[GoodwillGrant, Customer]]:
    """What was granted in a span, whatever became of it, the newest first."""
    return session.exec(
        select(GoodwillGrant, Customer)
        .join(Customer, col(Customer.id) == GoodwillGrant.customer_id)
        .where(
            col(GoodwillGrant.granted_at) >= from_at,
            col(GoodwillGrant.granted_at) < to_at,
        )
        .order_by(col(GoodwillGrant.granted_at).desc(), col(GoodwillGrant.id).desc())
    ).all()


def granted_since(session: Session, purpose: GoodwillPurpose, since: datetime) -> tuple[int, int]:
    """How often and how much, in cents, was granted for a purpose since then."""
    number, cents = session.exec(
        select(func.count(), func.sum(GoodwillGrant.amount_cents)).where(
            GoodwillGrant.purpose == purpose,
            GoodwillGrant.state == GoodwillState.GRANTED,
            col(GoodwillGrant.granted_at) >= since,
        )
    ).one()
    return number, int(cents or 0)
