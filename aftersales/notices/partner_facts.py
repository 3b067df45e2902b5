"""What a service partner is told about work that is offered to it: nothing of who the customer is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedVisit:
    """One visit: what, roughly where, when, and until when an answer counts."""

    work_kind: str
    product_type: str
    place: str
    zone: str
    window_from_at: datetime
    window_to_at: datetime
    answer_by_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOfferedFacts:
    """Visits that wait for a partner's answer; `link_id` leads to its page."""

    visits: tuple[OfferedVisit, ...]
    answers_name: str
    answers_phone: str
    link_id: UUID
