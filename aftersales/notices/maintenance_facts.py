"""What an owner is told about maintenance that is due, frozen when they were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aftersales.notices.facts import CoverFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceFacts:
    """What is to be done to which product until when, what it costs, and the covers that ask for it.

    `price_cents` is 0 where it costs nothing, and None where nobody knows; without a visit its owner does it.
    """

    product: str
    task: str
    due_on: date
    last_on: date
    needs_visit: bool
    price_cents: int | None
    currency: str
    covers: tuple[CoverFacts, ...]
    is_reminder: bool
    zone: str
    answers_name: str
    answers_phone: str
    link_id: UUID
