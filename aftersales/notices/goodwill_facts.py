"""What a notice about goodwill says, frozen when it was granted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodwillFacts:
    """What a customer is given beyond every cover.

    `percent` of the cost for a repair or a replacement, else None; `promised_to_at` is the end of the time that was
    promised and did not hold, and `is_missed` says that nobody came, or wrote, at all.
    """

    reference: str
    product: str
    remedy: str
    amount_cents: int
    currency: str
    percent: int | None
    zone: str
    owner_name: str
    owner_phone: str
    next_update_at: datetime | None = None
    is_withdrawn: bool = False
    promise: str = ""
    promised_from_at: datetime | None = None
    promised_to_at: datetime | None = None
    is_missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SurpriseFacts:
    """A small surprise: what it is, what it is for, and until when it can be taken.

    `gift` is what an upgrade is; `work_reference` names the visit that may come earlier; the words of `kind` and `occasion`
    are those of `warranty.goodwill.surprises`.
    """

    reference: str
    kind: str
    gift: str
    amount_cents: int
    currency: str
    occasion: str
    number: int
    ends_on: date
    work_reference: str
    answers_name: str
    answers_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFacts:
    """What a colleague asks for, and the page on which it is decided."""

    reference: str
    product: str
    remedy: str
    amount_cents: int
    currency: str
    call_name: str
    why: str
    page: str
