"""What is known of many customers at once, as far as surprises go?

Each question is asked once for all the customers that it is about, however many they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from aftersales.queries.campaigns import SPOKEN_OF
from aftersales.queries.chunks import chunks
from aftersales.queries.claims import OVER
from aftersales.queries.goodwill import BROKEN
from aftersales.records import (
    CASE_OVER,
    COMPLAINT_OVER,
    Appointment,
    AppointmentState,
    Campaign,
    CampaignResponse,
    Case,
    Claim,
    Complaint,
    Order,
    Promise,
    Registration,
    RegistrationState,
    Surprise,
    Unit,
    WorkOrder,
    WorkOrderState,
)
from warranty import ClaimState
from warranty.recalls.campaigns import Severity
from warranty.recalls.responses import SETTLED

REGISTERED: Final = (
    RegistrationState.VERIFIED,
    RegistrationState.ACTIVE,
    RegistrationState.TRANSFERRED,
    RegistrationState.SUPERSEDED,
)
"""States of a registration that was found to be right."""

ANSWERED: Final = (*OVER, ClaimState.FULFILLED.value)
"""States of a claim in which its customer waits for nothing."""

A_YEAR: Final = timedelta(days=365)
"""A delay that is longer ago is nobody's occasion."""


def first_bought_by(session: Session, ids: Collection[UUID]) -> dict[UUID, date]:
    """The day of the first thing that each of these customers bought, as far as is known."""
    bought = (Order.customer_id, Order.ordered_on), (Unit.customer_id, Unit.purchased_on)
    found: dict[UUID, date] = {}
    for owner, on in bought:
        asked = select(owner, func.min(on)).group_by(col(owner))
        for customer_id, day in _rows(session, ids, owner, asked):
            found[customer_id] = min(found.get(customer_id, day), day)
    return found


def registered_by(session: Session, ids: Collection[UUID]) -> dict[UUID, list[datetime]]:
    """When each of these customers registered something, the first first."""
    asked = select(Registration.customer_id, Registration.submitted_at).where(
        col(Registration.state).in_(REGISTERED)
    )
    found = _lists(_rows(session, ids, Registration.customer_id, asked))
    return {customer_id: sorted(moments) for customer_id, moments in found.items()}


def claimed_by(session: Session, ids: Collection[UUID]) -> dict[UUID, list[tuple[datetime, bool]]]:
    """When each of these customers opened a claim, and whether its answer is still owed."""
    asked = select(Case.customer_id, Claim.opened_at, Claim.state).join(
        Case, col(Case.id) == Claim.case_id
    )
    rows = _rows(session, ids, Case.customer_id, asked)
    return _lists((owner, (opened_at, state not in ANSWERED)) for owner, opened_at, state in rows)


def complained_by(
    session: Session, ids: Collection[UUID]
) -> dict[UUID, list[tuple[datetime, bool]]]:
    """When each of these customers complained, and whether that is still open."""
    asked = select(Case.customer_id, Complaint.opened_at, Complaint.state).join(
        Case, col(Case.id) == Complaint.case_id
    )
    rows = _rows(session, ids, Case.customer_id, asked)
    return _lists(
        (owner, (opened_at, state not in COMPLAINT_OVER)) for owner, opened_at, state in rows
    )


def with_open_case(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of these customers who have a case that is not settled."""
    asked = select(Case.customer_id).where(col(Case.state).not_in(CASE_OVER)).distinct()
    return {owner for (owner,) in _rows(session, ids, Case.customer_id, asked)}


def with_dangerous_recall(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of these customers who have a unit in a safety recall that is not settled."""
    owner = CampaignResponse.customer_id
    asked = (
        select(owner)
        .join(Campaign, col(Campaign.id) == CampaignResponse.campaign_id)
        .where(
            col(CampaignResponse.state).not_in(SETTLED),
            col(Campaign.state).in_(SPOKEN_OF),
            Campaign.severity != Severity.SERVICE,
        )
        .distinct()
    )
    return {each for (each,) in _rows(session, ids, owner, asked)}


def with_open_work(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of these customers who have work that waits for a time."""
    owner = WorkOrder.customer_id
    asked = select(owner).where(WorkOrder.state == WorkOrderState.OPEN).distinct()
    return {each for (each,) in _rows(session, ids, owner, asked)}


def surprised_by_day(session: Session, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these customers was last surprised."""
    owner = Surprise.customer_id
    asked = select(owner, func.max(Surprise.given_at)).group_by(col(owner))
    return dict(_rows(session, ids, owner, asked))


def delayed_visits(
    session: Session, ids: Collection[UUID], now: datetime
) -> dict[UUID, list[tuple[datetime, UUID]]]:
    """For each of these customers the ends of times that were promised for a visit and did not hold, with the visit."""
    owner = Promise.customer_id
    asked = select(owner, Promise.to_at, Promise.appointment_id).where(
        col(Promise.state).in_(BROKEN),
        col(Promise.appointment_id).is_not(None),
        col(Promise.to_at) >= now - A_YEAR,
    )
    return _lists(
        (each, (to_at, visit)) for each, to_at, visit in _rows(session, ids, owner, asked)
    )


def done_visits(
    session: Session, ids: Collection[UUID], now: datetime
) -> dict[UUID, list[tuple[datetime, UUID]]]:
    """When visits to each of these customers were done, with the visit."""
    owner = WorkOrder.customer_id
    asked = (
        select(owner, Appointment.done_at, Appointment.id)
        .join(Appointment, col(Appointment.work_order_id) == WorkOrder.id)
        .where(
            Appointment.state == AppointmentState.DONE,
            col(Appointment.done_at) >= now - A_YEAR,
        )
    )
    return _lists((each, (at, visit)) for each, at, visit in _rows(session, ids, owner, asked))


def _rows(session: Session, ids: Collection[UUID], owner: Any, asked: Any) -> list[Any]:
    """The answers about these customers, of whom `owner` is the column."""
    return [
        row
        for chunk in chunks(ids)
        for row in session.execute(asked.where(col(owner).in_(chunk))).all()
    ]


def _lists(rows: Iterable[Sequence[Any]]) -> dict[UUID, list[Any]]:
    """Pairs of a customer and something of theirs, by customer."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for owner, value in rows:
        found[owner].append(value)
    return found
