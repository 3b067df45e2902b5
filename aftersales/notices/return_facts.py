"""What a customer is told about something that is to come back: frozen facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFacts:
    """One return: its number, what is to come and which comes first, where to and by when.

    `depot` is our address, empty where there is none to send to; `finding` is what the inspection found, `remedy`
    what follows. Without `next_update_at` nothing more comes by itself. `carrier` brings what we send back, and finds
    it under `tracking`.
    """

    reference: str
    product: str
    thing: str
    exchange: str
    depot: str
    due_on: date | None
    finding: str
    remedy: str
    owner_name: str
    owner_phone: str
    zone: str
    next_update_at: datetime | None
    link_id: UUID
    carrier: str = ""
    tracking: str = ""
