"""Complaints, and what was offered to settle them."""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class ComplaintState(StrEnum):
    """How far a complaint has come (FIELD, Complaint)."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATING = "investigating"
    OFFER_MADE = "offer_made"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    FOLLOWED_UP = "followed_up"


COMPLAINT_OVER: Final = (ComplaintState.RESOLVED, ComplaintState.FOLLOWED_UP)
"""States in which it is the customer's turn to say whether it is settled."""


class OfferState(StrEnum):
    """What became of an offer; one that waits needs somebody with more authority."""

    WAITING = "waiting"
    MADE = "made"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Complaint(Record, table=True):
    """Somebody is not content: it stands under a case, whose customer, thread and reference it shares.

    `level` counts the rungs of the ladder that it has climbed; `due_at` is when something must happen next,
    whoever's turn it is; `asked` counts how often the customer was asked in the present state; `wrote_at` is when
    they wrote what nobody has answered yet. What is due counts in business hours and stands still with its case.
    """

    __tablename__ = "complaint"

    id: UUID = key()
    case_id: UUID = link("service_case.id")
    territory_id: UUID = link("territory.id")
    state: ComplaintState = chosen(ComplaintState, index=True)
    level: int = 0
    appointment_id: UUID | None = link("appointment.id", nullable=True)
    claim_id: UUID | None = link("claim.id", nullable=True)
    about_case_id: UUID | None = link("service_case.id", nullable=True)
    unit_id: UUID | None = link("unit.id", nullable=True)
    owner_id: UUID | None = link("user_account.id", nullable=True)
    wish: str = words(2000)
    outcome: str = words(2000)
    asked: int = 0
    opened_at: datetime = moment()
    acknowledge_by_at: datetime = moment()
    answer_by_at: datetime = moment()
    due_at: datetime | None = moment(nullable=True, index=True)
    acknowledged_at: datetime | None = moment(nullable=True)
    resolved_at: datetime | None = moment(nullable=True)
    follow_up_at: datetime | None = moment(nullable=True)
    settled_at: datetime | None = moment(nullable=True)
    wrote_at: datetime | None = moment(nullable=True)
    revision: int = 1


class ComplaintOffer(Record, table=True):
    """One remedy that was offered, in the smallest unit of its currency; `said` is what the customer reads."""

    __tablename__ = "complaint_offer"

    id: UUID = key()
    complaint_id: UUID = link("complaint.id")
    state: OfferState = chosen(OfferState)
    remedy: str = words(SHORT)
    amount_cents: int
    currency: str = words(3)
    said: str = words(2000)
    proposed_by_id: UUID | None = link("user_account.id", nullable=True)
    approved_by_id: UUID | None = link("user_account.id", nullable=True)
    proposed_at: datetime = moment()
    told_at: datetime | None = moment(nullable=True)
    answered_at: datetime | None = moment(nullable=True)
    answer: str = words(2000)
