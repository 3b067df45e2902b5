"""Requests for help and complaints."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words
from aftersales.records.work import Priority


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


CASE_OVER: Final = (CaseState.RESOLVED, CaseState.CLOSED)
"""States of a case in which nothing is promised any more."""


class CaseChannel(StrEnum):
    """Where a request came from; the first nine are ways in which people write to us."""

    WEB_FORM = "web_form"
    CHAT = "chat"
    EMAIL = "email"
    PHONE = "phone"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    X = "x"
    MESSENGER = "messenger"
    OTHER = "other"
    API = "api"
    VISIT_PAGE = "visit_page"
    RECALL_PAGE = "recall_page"
    PLANNING = "planning"


class Case(Record, table=True):
    """A request or complaint: it always has an owner and a moment of the next update.

    Its clock runs in business hours (`aftersales.sla`): what is due until when, since when it stands still, and
    of which of these moments its owner was warned.

    `customer_here_at` is when the customer last had their page of it open. `owner_user_id` is the owner's account, if they have one; `is_sender_unsure` stands until somebody said
    which of several customers with the same address wrote it.
    """

    __tablename__ = "service_case"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    kind: CaseKind = chosen(CaseKind)
    state: CaseState = chosen(CaseState, index=True)
    channel: CaseChannel = chosen(CaseChannel)
    customer_id: UUID = link("customer.id")
    unit_id: UUID | None = link("unit.id", nullable=True)
    location_id: UUID | None = link("location.id", nullable=True)
    subject: str = words()
    description: str = words(8000)
    owner_name: str = words()
    owner_user_id: UUID | None = link("user_account.id", nullable=True)
    is_sender_unsure: bool = False
    next_update_at: datetime | None = moment(nullable=True, index=True)
    opened_at: datetime = moment()
    first_answered_at: datetime | None = moment(nullable=True)
    priority: Priority = chosen(Priority)
    first_answer_due_at: datetime | None = moment(nullable=True)
    resolve_due_at: datetime | None = moment(nullable=True)
    paused_at: datetime | None = moment(nullable=True)
    first_answer_warned_of: datetime | None = moment(nullable=True)
    resolve_warned_of: datetime | None = moment(nullable=True)
    update_warned_of: datetime | None = moment(nullable=True)
    resolved_at: datetime | None = moment(nullable=True)
    customer_here_at: datetime | None = moment(nullable=True)
    revision: int = 1
