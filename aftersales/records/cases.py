"""Requests for help and complaints, and the claims that grow out of them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from aftersales.records.columns import SHORT, Record, chosen, facts, key, link, moment, words


class CaseKind(StrEnum):
    """Why somebody wrote to us."""

    SUPPORT = "support"
    COMPLAINT = "complaint"


class CaseState(StrEnum):
    """How far a case has come (FIELD, Case); complaints use the last seven as well."""

    NEW = "new"
    TRIAGED = "triaged"
    WAITING_CUSTOMER = "waiting_customer"
    IN_PROGRESS = "in_progress"
    REMOTE_FIX_TRIED = "remote_fix_tried"
    VISIT_NEEDED = "visit_needed"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REOPENED = "reopened"


class Case(Record, table=True):
    """A request or complaint: it always has an owner and a moment of the next update."""

    __tablename__ = "service_case"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    kind: CaseKind = chosen(CaseKind)
    state: CaseState = chosen(CaseState, index=True)
    channel: str = words(SHORT)
    customer_id: UUID = link("customer.id")
    unit_id: UUID | None = link("unit.id", nullable=True)
    location_id: UUID | None = link("location.id", nullable=True)
    subject: str = words()
    description: str = words(8000)
    owner_name: str = words()
    next_update_at: datetime | None = moment(nullable=True, index=True)
    opened_at: datetime = moment()
    resolved_at: datetime | None = moment(nullable=True)
    revision: int = 1


class Claim(Record, table=True):
    """A demand under a cover; its states and rules are those of `warranty.claims`."""

    __tablename__ = "claim"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    case_id: UUID = link("service_case.id")
    unit_id: UUID = link("unit.id")
    cover_id: UUID | None = link("cover.id", nullable=True)
    replacement_unit_id: UUID | None = link("unit.id", nullable=True)
    state: str = words(SHORT, index=True)
    component: str = words(SHORT)
    symptom: str = words(8000)
    decision: dict[str, object] = facts()
    supplier_recovery: str = words(SHORT)
    opened_at: datetime = moment()
    decided_at: datetime | None = moment(nullable=True)
    revision: int = 1
