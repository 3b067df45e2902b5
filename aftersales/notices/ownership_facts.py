"""What is told about a unit that changes hands, and about covers that end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFacts:
    """A unit on its way to another owner: `state` is the transfer's, `link_id` leads whoever it is offered to.

    `is_unreached` says that no message reached them.
    """

    reference: str
    product: str
    state: str
    until_at: datetime
    zone: str
    answers_name: str = ""
    answers_phone: str = ""
    link_id: UUID | None = None
    is_unreached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverEnd:
    """One cover and its last day; without components it is for the whole unit."""

    kind: str
    provider: str
    components: tuple[str, ...]
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverEndsFacts:
    """Covers of a unit that end soon, and those that go on; `page` is where a fault is reported.

    `link_id` leads to the page of the registration, if the unit is registered.
    """

    product: str
    serial: str | None
    ending: tuple[CoverEnd, ...]
    going_on: tuple[CoverEnd, ...]
    page: str
    answers_name: str = ""
    answers_phone: str = ""
    link_id: UUID | None = None
