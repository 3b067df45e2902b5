"""Work that is offered to service partners, and what they answer."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, chosen, key, link, moment, words


class WorkOfferState(StrEnum):
    """How far an offer of work has come."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class WorkOffer(Record, table=True):
    """One visit offered to one service partner, who answers until a moment; the window is what they were asked about.

    While it is open or accepted, `live_key` keeps the same visit from being offered twice. `looked_at` is when
    somebody else was looked for last because the partner said no or nothing; it is empty until then.
    """

    __tablename__ = "work_offer"

    id: UUID = key()
    appointment_id: UUID = link("appointment.id")
    work_order_id: UUID = link("work_order.id")
    partner_id: UUID = link("service_partner.id")
    state: WorkOfferState = chosen(WorkOfferState, index=True)
    live_key: str | None = Field(default=None, max_length=SHORT, unique=True)
    window_from_at: datetime = moment()
    window_to_at: datetime = moment()
    offered_at: datetime = moment()
    answer_by_at: datetime = moment(index=True)
    answered_at: datetime | None = moment(nullable=True)
    looked_at: datetime | None = moment(nullable=True)
    reason: str = words(2000)
