"""A claim with everything around it, as its document needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from aftersales.moments import wall_of
from aftersales.queries.access import users
from aftersales.queries.goodwill import grants_about
from aftersales.queries.pages import events_about
from aftersales.queries.promises import zone_of_case
from aftersales.queries.returns import returns_of_claim
from aftersales.records import (
    Case,
    Claim,
    Customer,
    Event,
    ProductModel,
    Unit,
)
from aftersales.store import Session
from aftersales.words import Words
from web.pages.claim_words import (
    remedy_words,
    state_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A claim with everything around it; `decided_on` is the day of its decision, today before one."""

    claim: Claim
    case: Case
    unit: Unit
    model: ProductModel
    owner: Customer
    zone: str
    decided_on: date
    events: Sequence[Event]
    names: dict[str, str]


def whole_claim(session: Session, claim: Claim, now: datetime) -> Whole:
    """A claim as its document needs it."""
    case = session.get_one(Case, claim.case_id)
    unit = session.get_one(Unit, claim.unit_id)
    zone = zone_of_case(session, case.id)
    about = {claim.id, case.id, *beside(session, claim)}
    return Whole(
        claim=claim,
        case=case,
        unit=unit,
        model=session.get_one(ProductModel, unit.product_model_id),
        owner=session.get_one(Customer, unit.customer_id),
        zone=zone,
        decided_on=wall_of(claim.decided_at or now, zone).date(),
        events=events_about(session, about),
        names={str(user.id): user.name for user in users(session)},
    )


def standing_of(_: Words, found: Whole) -> str:
    """Where it stands, in one line."""
    state = state_words(_, found.claim.state)
    if not found.claim.remedy:
        return _("Stands: {state}", state=state)
    remedy = remedy_words(_, found.claim.remedy)
    return _("Stands: {state}. Remedy: {remedy}.", state=state, remedy=remedy)


def beside(session: Session, claim: Claim) -> set[UUID]:
    """What hangs on a claim and has messages and events of its own."""
    return {
        *(each.id for each in grants_about(session, claim.id)),
        *(each.id for each in returns_of_claim(session, claim.id)),
    }


def moment_said(_: Words, at: datetime | None, zone: str) -> str:
    """A moment with its year, as a stranger needs it."""
    return "" if at is None else f"{_.date(wall_of(at, zone).date())}, {_.time_at(at, zone)}"
