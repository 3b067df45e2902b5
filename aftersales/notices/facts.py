"""What a notice is about, frozen when its cause happened; rendering adds nothing but words.

Each class is stored as JSON in the notice's row and comes back equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from scheduling.forecast import CauseKind

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """One appointment as its buyer is told of it; windows are moments, read in `zone`.

    `was_from` and `was_to` are the window told before; `late_minutes` says how long the cause delayed
    the technician; `link_id` is the buyer's link; `call_name` and `call_phone` tell staff whom to call.
    `is_by_customer` says that they changed it themselves; `wished_from_at` and `wished_to_at` are what they propose instead; `answer_by_at` until when an offered time is kept.
    `awaited` is what the work waits for, a part or a delivery, with its name, and `ready_on` the first day on which
    it can be done, if anybody knows. `may_choose` says that a new time can be chosen for work that is open again. What a visit costs, and why, is said when it is booked.
    `cause_at` and `cause_work` say at which planned time and what kind of work the cause began, if at another visit, and
    `cause_between` how many visits lie between that one and this. Nobody's name is among them.
    """

    appointment_id: UUID
    reference: str
    work_kind: str
    product_type: str
    technician_name: str
    place: str
    latitude: float
    longitude: float
    zone: str
    window_from_at: datetime
    window_to_at: datetime
    sequence: int
    link_id: UUID
    answers_name: str
    answers_phone: str
    was_from_at: datetime | None = None
    was_to_at: datetime | None = None
    expected_at: datetime | None = None
    next_update_at: datetime | None = None
    cause: CauseKind | None = None
    late_minutes: int = 0
    cause_at: datetime | None = None
    cause_work: str = ""
    cause_between: int = 0
    call_name: str = ""
    call_phone: str = ""
    is_by_customer: bool = False
    wished_from_at: datetime | None = None
    wished_to_at: datetime | None = None
    answer_by_at: datetime | None = None
    awaited: str = ""
    awaited_name: str = ""
    ready_on: date | None = None
    price_cents: int | None = None
    price_currency: str = ""
    price_reason: str = ""
    may_choose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverFacts:
    """One cover as an owner is told of it; `is_passed_on` says of a later owner's whether it came to them, if that is known."""

    kind: str
    provider: str
    ends_on: date
    is_passed_on: bool | None = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFacts:
    """A registered unit and what stands behind it; `unknown_country` if the law there was not read.

    `question` is what is still asked, or why it was rejected; `link_id` leads to the page of the registration.
    """

    reference: str
    product: str
    serial: str | None
    covers: tuple[CoverFacts, ...]
    unknown_country: str | None
    state: str = "active"
    question: str = ""
    link_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A case or an unplaced visit: who owns it and when its customer hears more; `link_id` opens their page of it.

    `guarantee_page` tells consumers in the European Union of the legal guarantee, with their claim. `ended` is how a
    visit ended that is still to be made good; empty where none has found a time.
    """

    reference: str
    subject: str
    owner_name: str
    owner_phone: str
    zone: str
    next_update_at: datetime
    link_id: UUID | None = None
    guarantee_page: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyFacts:
    """What somebody of us wrote in a case, word for word, and how the case stands with it.

    `answers` is the identifier of the message that it answers, so that mail programs show them together;
    `contact_id` the address that the customer wrote from, if it is one of theirs.
    """

    reference: str
    subject: str
    text: str
    state: str
    answers: str
    contact_id: UUID | None
    owner_name: str
    owner_phone: str
    zone: str
    next_update_at: datetime | None
    link_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipFacts:
    """News that comes later than promised: `was_at` was promised, `next_update_at` is now; `state` is the case's."""

    reference: str
    subject: str
    state: str
    owner_name: str
    owner_phone: str
    zone: str
    was_at: datetime
    next_update_at: datetime
    link_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaFacts:
    """What runs out in a case, for whoever owns it: `what` is first_answer, resolution or next_update."""

    reference: str
    subject: str
    what: str
    call_name: str
    zone: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LostFacts:
    """What did not reach a customer: in which case, of which `kind`, and how they are called."""

    reference: str
    subject: str
    kind: str
    call_name: str
    call_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindFacts:
    """A channel on which customers wait longer than on all others together; minutes are business time."""

    channel: str
    minutes: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """How a claim stands: `reasons` as `aftersales.reasons` writes them, `why` in the words of whoever decided.

    `link_id` opens the customer's page of its case.
    """

    reference: str
    product: str
    outcome: str
    reasons: tuple[dict[str, Any], ...]
    why: str
    owner_name: str
    owner_phone: str
    zone: str
    next_update_at: datetime | None
    guarantee_page: str = ""
    link_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFacts:
    """How a complaint stands: `why` in the words of whoever acted; `call_name` tells staff whose it is.

    `is_raised` says that somebody further up looks after it from now on; without `next_update_at` nothing
    more comes by itself.
    """

    reference: str
    subject: str
    why: str
    remedy: str
    amount_cents: int | None
    currency: str
    owner_name: str
    owner_phone: str
    zone: str
    next_update_at: datetime | None
    is_raised: bool = False
    link_id: UUID | None = None
    call_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFacts:
    """What a customer is asked about: a visit of `technician_name`, or a case without one; until when they can answer."""

    reference: str
    subject: str
    technician_name: str
    zone: str
    until_at: datetime
    link_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFacts:
    """A technician's changed day: how many visits it now holds and the next one."""

    on: date
    visits: int
    zone: str
    next_start_at: datetime | None
    next_place: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInCodeFacts:
    """A one-time code by its row, of which the digits are derived when it is sent; for how many minutes it holds."""

    code_id: UUID
    minutes: int


_ADAPTERS: Final[dict[type, TypeAdapter[Any]]] = {}


def _adapter(kind: type[Facts]) -> TypeAdapter[Facts]:
    """Building one takes milliseconds, so each is built once."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(facts: object) -> dict[str, object]:
    """The facts as a JSON object."""
    dumped = _adapter(type(facts)).dump_python(facts, mode="json")
    return dict(dumped)


def from_json(kind: type[Facts], stored: dict[str, object]) -> Facts:
    """The facts of that kind from their JSON object."""
    return _adapter(kind).validate_python(stored)
