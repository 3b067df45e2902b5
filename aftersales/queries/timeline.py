"""When did what happen with some customers? The newest rows of each matter before a mark, the newest first.

A page of a timeline takes a few rows of each, so that a customer with thousands of rows costs no more than one
with ten. `SERIES` says of each matter which rows it is made of, when they happened, and whose they are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
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
    Cover,
    Event,
    GoodwillGrant,
    Maintenance,
    Notice,
    Order,
    Promise,
    RecipientKind,
    Record,
    Registration,
    Survey,
    ThreadMessage,
    Unit,
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


class Matter(StrEnum):
    """What a timeline tells of."""

    ORDERS = "orders"
    UNITS = "units"
    COVERS = "covers"
    REGISTRATIONS = "registrations"
    CASES = "cases"
    CLAIMS = "claims"
    COMPLAINTS = "complaints"
    GRANTS = "grants"
    SURVEYS = "surveys"
    RECALLS = "recalls"
    MAINTENANCE = "maintenance"
    VISITS = "visits"
    UNPLANNED = "unplanned"
    MESSAGES = "messages"
    NOTICES = "notices"
    PROMISES = "promises"
    CONSENTS = "consents"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Series:
    """Rows of one matter.

    Attributes:
        row: their table.
        at: the moment of each, or its day.
        whose: the column that names the customer.
        via: the table that has this column, if it is another one, and how the two are joined.
        only: which of the rows.
    """

    row: type[Record]
    at: Any
    whose: Any
    via: tuple[type[Record], Any] | None = None
    only: tuple[Any, ...] = ()

    @property
    def is_of_days(self) -> bool:
        """Whether it is known only on which day each happened."""
        return self.at.type.python_type is date


def _in_case(row: Any) -> tuple[type[Record], Any]:
    return Case, col(Case.id) == row.case_id


SERIES: Final[Mapping[Matter, Series]] = MappingProxyType(
    {
        Matter.ORDERS: Series(Order, Order.ordered_on, Order.customer_id),
        Matter.UNITS: Series(Unit, Unit.purchased_on, Unit.customer_id),
        Matter.COVERS: Series(
            Cover, Cover.starts_on, Unit.customer_id, via=(Unit, col(Unit.id) == Cover.unit_id)
        ),
        Matter.REGISTRATIONS: Series(
            Registration, Registration.submitted_at, Registration.customer_id
        ),
        Matter.CASES: Series(Case, Case.opened_at, Case.customer_id),
        Matter.CLAIMS: Series(Claim, Claim.opened_at, Case.customer_id, via=_in_case(Claim)),
        Matter.COMPLAINTS: Series(
            Complaint, Complaint.opened_at, Case.customer_id, via=_in_case(Complaint)
        ),
        Matter.GRANTS: Series(GoodwillGrant, GoodwillGrant.asked_at, GoodwillGrant.customer_id),
        Matter.SURVEYS: Series(
            Survey,
            Survey.answered_at,
            Survey.customer_id,
            only=(col(Survey.answered_at).is_not(None),),
        ),
        Matter.RECALLS: Series(
            CampaignResponse, CampaignResponse.created_at, CampaignResponse.customer_id
        ),
        Matter.MAINTENANCE: Series(Maintenance, Maintenance.changed_at, Maintenance.customer_id),
        Matter.VISITS: Series(
            Appointment,
            Appointment.window_from_at,
            WorkOrder.customer_id,
            via=(WorkOrder, col(WorkOrder.id) == Appointment.work_order_id),
        ),
        Matter.UNPLANNED: Series(
            WorkOrder,
            WorkOrder.created_at,
            WorkOrder.customer_id,
            only=(WorkOrder.state == WorkOrderState.OPEN,),
        ),
        Matter.MESSAGES: Series(
            ThreadMessage, ThreadMessage.at, Case.customer_id, via=_in_case(ThreadMessage)
        ),
        Matter.NOTICES: Series(
            Notice,
            Notice.created_at,
            Notice.recipient_id,
            only=(Notice.recipient_kind == RecipientKind.CUSTOMER,),
        ),
        Matter.PROMISES: Series(Promise, Promise.made_at, Promise.customer_id),
        Matter.CONSENTS: Series(Consent, Consent.at, Consent.customer_id),
        Matter.CHANGES: Series(
            Event, Event.at, Event.subject_id, only=(Event.subject_kind == "customer",)
        ),
    }
)
"""Everything that a timeline is made of: one line for each kind of row."""


def rows_in(session: Session, matter: Matter, stretch: Stretch) -> Found:
    """The newest rows of a matter before the mark; a day stands at its first moment in UTC."""
    series = SERIES[matter]
    row: Any = series.row
    at, identifier = col(series.at), col(row.id)
    wanted: Any = select(row)
    if series.via is not None:
        wanted = wanted.join(*series.via)
    wanted = wanted.where(col(series.whose).in_(stretch.customer_ids), *series.only)
    if stretch.before is not None:
        lies_before = _before_day if series.is_of_days else _before
        wanted = wanted.where(lies_before(at, identifier, stretch.before))
    found = session.exec(wanted.order_by(at.desc(), identifier.desc()).limit(stretch.limit)).all()
    places = [(each, getattr(each, series.at.key)) for each in found]
    return [
        (Mark(moment_of(at) if series.is_of_days else at, each.id), each) for each, at in places
    ]


def moment_of(on: date) -> datetime:
    """Where a day stands among moments."""
    return datetime.combine(on, time(), UTC)


def _before(at: Any, identifier: Any, mark: Mark) -> ColumnElement[bool]:
    return or_(at < mark.at, and_(at == mark.at, identifier < mark.id))


def _before_day(on: Any, identifier: Any, mark: Mark) -> ColumnElement[bool]:
    """The same for a column of days, each of which stands at its first moment."""
    day = mark.at.astimezone(UTC).date()
    if mark.at > moment_of(day):
        return on <= day  # type: ignore[no-any-return] # a column compared is a condition
    return or_(on < day, and_(on == day, identifier < mark.id))
