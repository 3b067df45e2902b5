"""What a buyer is told when they are asked to choose a time, frozen when they were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aftersales.records import PriceReason


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFacts:
    """What is to be done, and for what was sold with its installation: of which order, and what that costs its buyer.

    `order_number` is empty for work that was not sold; then `work_kind` and `product_type` say what it is.
    `price_cents` is 0 where it is free, and None where nobody said; `price_reason` says why, and is empty where nothing is said.
    `is_reminder` if they were asked before and have not chosen.
    """

    reference: str
    order_number: str
    product: str
    quantity: int
    price_cents: int | None
    currency: str
    zone: str
    answers_name: str
    answers_phone: str
    link_id: UUID
    price_reason: str = PriceReason.ORDER.value
    work_kind: str = ""
    product_type: str = ""
    is_reminder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsedFacts:
    """A time that was kept for a customer who did not confirm it; `has_visit` says that another one of theirs stands."""

    reference: str
    work_kind: str
    product_type: str
    zone: str
    window_from_at: datetime
    window_to_at: datetime
    has_visit: bool
    answers_name: str
    answers_phone: str
    link_id: UUID
