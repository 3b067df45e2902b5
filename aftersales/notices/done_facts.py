"""What a customer is told of work that is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFitted:
    """So many pieces of a part."""

    part: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneFacts:
    """A visit that is done: who was there when, and what the service report says; `text` is in the technician's words.

    `trial` is what the test showed. `signed_by` is who signed. What it costs was said when it was booked, with its reason.
    """

    reference: str
    work_kind: str
    product_type: str
    technician_name: str
    place: str
    zone: str
    began_at: datetime | None
    ended_at: datetime
    text: str
    trial: str
    serial: str
    parts: tuple[PartFitted, ...]
    checked: int
    signed_by: str
    claim_reference: str
    price_cents: int | None
    price_currency: str
    price_reason: str
    answers_name: str
    answers_phone: str
    link_id: UUID
