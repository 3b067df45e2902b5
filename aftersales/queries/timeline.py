"""When did what happen with some customers? Each question answers the newest rows before a mark, the newest first.

A page of a timeline takes a few rows of each, so that a customer with thousands of rows costs no more than one
with ten.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from aftersales.records import (
    Appointment,
    CampaignResponse,
    Case,
    Claim,
    Complaint,
    Consent,
    Event,
    GoodwillGrant,
    Notice,
    Order,
    Promise,
    RecipientKind,
    Registration,
    Survey,
    ThreadMessage,
    WorkOrder,
    WorkOrderState,
)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place on a timeline: a moment, and among rows of the same moment an identifier."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Which piece of whose timeline is asked for: at most `limit` rows that lie before a mark."""

    customer_ids: Collection[UUID]
    before: Mark | None
    limit: int


Found = list[tuple[Mark, Any]]
"""Rows, each with its place."""


def orders_in(session: Session, stretch: Stretch) -> Found:
    """What they bought; a day stands at its first moment in UTC."""
    wanted = select(Order).where(col(Order.customer_id).in_(stretch.customer_ids))
    if stretch.before is not None:
        wanted = wanted.where(_before_day(col(Order.ordered_on), col(Order.id), stretch.before))
    rows = session.exec(
        wanted.order_by(col(Order.ordered_on).desc(), col(Order.id).desc()).limit(stretch.limit)
    ).all()
    return [(Mark(moment_of(row.ordered_on), row.id), row) for row in rows]


def registrations_in(session: Session, stretch: Stretch) -> Found:
    """When they made a unit known."""
    return _newest(
        session,
        stretch,
        select(Registration).where(col(Registration.customer_id).in_(stretch.customer_ids)),
        Registration.submitted_at,
    )


def cases_in(session: Session, stretch: Stretch) -> Found:
    """What they asked for or complained about."""
    return _newest(
        session,
        stretch,
        select(Case).where(col(Case.customer_id).in_(stretch.customer_ids)),
        Case.opened_at,
    )


def claims_in(session: Session, stretch: Stretch) -> Found:
    """What they demanded under a cover."""
    return _newest(
        session,
        stretch,
        select(Claim)
        .join(Case, col(Case.id) == Claim.case_id)
        .where(col(Case.customer_id).in_(stretch.customer_ids)),
        Claim.opened_at,
    )


def complaints_in(session: Session, stretch: Stretch) -> Found:
    """What they were not content with."""
    return _newest(
        session,
        stretch,
        select(Complaint)
        .join(Case, col(Case.id) == Complaint.case_id)
        .where(col(Case.customer_id).in_(stretch.customer_ids)),
        Complaint.opened_at,
    )


def grants_in(session: Session, stretch: Stretch) -> Found:
    """What was granted them beyond every cover, or asked for."""
    return _newest(
        session,
        stretch,
        select(GoodwillGrant).where(col(GoodwillGrant.customer_id).in_(stretch.customer_ids)),
        GoodwillGrant.asked_at,
    )


def surveys_in(session: Session, stretch: Stretch) -> Found:
    """What they said when they were asked how it went."""
    return _newest(
        session,
        stretch,
        select(Survey).where(
            col(Survey.customer_id).in_(stretch.customer_ids), col(Survey.answered_at).is_not(None)
        ),
        Survey.answered_at,
    )


def recalls_in(session: Session, stretch: Stretch) -> Found:
    """Recalls and campaigns that mean a unit of theirs."""
    return _newest(
        session,
        stretch,
        select(CampaignResponse).where(col(CampaignResponse.customer_id).in_(stretch.customer_ids)),
        CampaignResponse.created_at,
    )


def messages_in(session: Session, stretch: Stretch) -> Found:
    """What was written in their cases, notes of the house included."""
    return _newest(
        session,
        stretch,
        select(ThreadMessage)
        .join(Case, col(Case.id) == ThreadMessage.case_id)
        .where(col(Case.customer_id).in_(stretch.customer_ids)),
        ThreadMessage.at,
    )


def visits_in(session: Session, stretch: Stretch) -> Found:
    """When somebody comes or came, by the beginning of the window that they were told."""
    return _newest(
        session,
        stretch,
        select(Appointment)
        .join(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id)
        .where(col(WorkOrder.customer_id).in_(stretch.customer_ids)),
        Appointment.window_from_at,
    )


def unplanned_in(session: Session, stretch: Stretch) -> Found:
    """Work that waits for a time, by when it was asked for."""
    return _newest(
        session,
        stretch,
        select(WorkOrder).where(
            col(WorkOrder.customer_id).in_(stretch.customer_ids),
            WorkOrder.state == WorkOrderState.OPEN,
        ),
        WorkOrder.created_at,
    )


def notices_in(session: Session, stretch: Stretch) -> Found:
    """What they were told."""
    return _newest(
        session,
        stretch,
        select(Notice).where(
            Notice.recipient_kind == RecipientKind.CUSTOMER,
            col(Notice.recipient_id).in_(stretch.customer_ids),
        ),
        Notice.created_at,
    )


def promises_in(session: Session, stretch: Stretch) -> Found:
    """What they were promised, by when it was said."""
    return _newest(
        session,
        stretch,
        select(Promise).where(col(Promise.customer_id).in_(stretch.customer_ids)),
        Promise.made_at,
    )


def consents_in(session: Session, stretch: Stretch) -> Found:
    """What they agreed to or took back."""
    return _newest(
        session,
        stretch,
        select(Consent).where(col(Consent.customer_id).in_(stretch.customer_ids)),
        Consent.at,
    )


def changes_in(session: Session, stretch: Stretch) -> Found:
    """What was changed about the customers themselves."""
    return _newest(
        session,
        stretch,
        select(Event).where(
            Event.subject_kind == "customer", col(Event.subject_id).in_(stretch.customer_ids)
        ),
        Event.at,
    )


def moment_of(on: date) -> datetime:
    """Where a day stands among moments."""
    return datetime.combine(on, time(), UTC)


def _newest(session: Session, stretch: Stretch, wanted: Any, moment: Any) -> Found:
    """The newest rows of a statement before the mark."""
    table = wanted.column_descriptions[0]["entity"]
    at, identifier = col(moment), col(table.id)
    if stretch.before is not None:
        wanted = wanted.where(_before(at, identifier, stretch.before))
    rows: Sequence[Any] = session.exec(
        wanted.order_by(at.desc(), identifier.desc()).limit(stretch.limit)
    ).all()
    return [(Mark(getattr(row, moment.key), row.id), row) for row in rows]


def _before(at: Any, identifier: Any, mark: Mark) -> ColumnElement[bool]:
    return or_(at < mark.at, and_(at == mark.at, identifier < mark.id))


def _before_day(on: Any, identifier: Any, mark: Mark) -> ColumnElement[bool]:
    """The same for a column of days, each of which stands at its first moment."""
    day = mark.at.astimezone(UTC).date()
    if mark.at > moment_of(day):
        return on <= day  # type: ignore[no-any-return] # a column compared is a condition
    return or_(on < day, and_(on == day, identifier < mark.id))
