"""Goodwill: what the rules propose, what was granted, by whom, and from which budget."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.goodwill import (
    approve_grant,
    ask_for_grant,
    budget_on,
    decline_grant,
    grant,
    proposal_for,
    revoke_grant,
)
from aftersales.moments import wall_of
from aftersales.queries.customers import customer_by_number
from aftersales.queries.pages import page_of
from aftersales.queries.places import territory_by_code
from aftersales.records import (
    Appointment,
    Case,
    Claim,
    GoodwillGrant,
    GoodwillPurpose,
    GoodwillState,
    Promise,
    Record,
)
from warranty.claims.remedies import RemedyKind
from web.api.claims import Cents
from web.api.fields import Code, DayAsked, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/goodwill-grants", tags=["goodwill"])
budgets = APIRouter(prefix="/goodwill-budgets", tags=["goodwill"])
proposals = APIRouter(prefix="/claims", tags=["goodwill"])

SUBJECTS: Final[dict[str, type[Record]]] = {
    "claim": Claim,
    "case": Case,
    "promise": Promise,
    "visit": Appointment,
}
"""What goodwill can be granted for, as the API names it."""


class GrantSent(Sent):
    """A remedy for a claim, a case or complaint, a promise or a visit."""

    model_config = example(
        customer="C-0001",
        subject="claim",
        subject_id="019b2b6e-0000-7000-8000-000000000001",
        remedy="repair",
        amount_cents=5400,
        reason="The pump failed ten days after the warranty.",
    )

    customer: Code = Field(description="The customer's number.", examples=["C-1001"])
    subject: str = Field(pattern="^(claim|case|promise|visit)$", description="What it is for.")
    subject_id: UUID
    remedy: RemedyKind
    amount_cents: Cents = Field(description="What it will cost us.")
    reason: Text = Field(description="For the file; the customer does not read it.")
    is_asked: bool = Field(
        default=False, description="Ask whoever may, instead of granting it yourself."
    )


class WhySent(Sent):
    """Why something is declined or taken back."""

    model_config = example(why="We paid for this machine in May.")

    why: Text


class GrantShown(Shown):
    """A grant as it stands, with what the rules proposed when it was asked for."""

    id: UUID
    reference: str
    purpose: GoodwillPurpose
    state: GoodwillState
    customer_id: UUID
    territory_id: UUID
    subject_kind: str
    subject_id: UUID
    remedy: RemedyKind
    amount_cents: int
    currency: str
    percent: int | None
    reason: str
    proposal: dict[str, object]
    asked_by: str
    asked_at: datetime
    granted_by: str
    authority: str
    granted_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    end_reason: str


class ProposalShown(Shown):
    """What the rules propose for a claim, and where each point comes from."""

    percent: int
    amount_cents: int | None
    currency: str
    points: dict[str, int]
    benefits: list[str]
    similar: int
    granted: int
    median_percent: int | None


class BudgetShown(Shown):
    """What a territory may grant in a month, and what is left of it; in cents."""

    territory: str
    purpose: GoodwillPurpose
    starts_on: date
    ends_on: date
    amount_cents: int
    spent_cents: int
    left_cents: int
    currency: str


@router.get("", summary="List grants of goodwill")
def grants(
    parts: PartsIn,
    paged: PagedIn,
    state: GoodwillState | None = None,
    purpose: GoodwillPurpose | None = None,
    customer_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> Listed[GrantShown]:
    """All grants, the first first, or those to a customer, about a subject, or in a state."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            GoodwillGrant,
            after=paged.after,
            limit=paged.limit,
            state=state,
            purpose=purpose,
            customer_id=customer_id,
            subject_id=subject_id,
        )
        return paged.listed(page, GrantShown.model_validate)


@router.get("/{grant_id}", summary="One grant of goodwill", response_model=GrantShown)
def one(parts: PartsIn, held: HeldIn, grant_id: UUID) -> Response:
    """A grant as it stands."""
    with parts.store.reading() as session:
        row = found(session, GoodwillGrant, grant_id, "grant")
        return held.answer(GrantShown.model_validate(row))


@router.post("", status_code=201, summary="Grant goodwill", response_model=GrantShown)
def granted(once: OnceIn, me: Me, sent: GrantSent) -> Response:
    """Grant within your authority and the budget, or ask whoever may; a refusal names who can."""

    def act(deed: Deed) -> Acted:
        person = known(customer_by_number(deed.session, sent.customer), "customer", sent.customer)
        subject = found(deed.session, SUBJECTS[sent.subject], sent.subject_id, sent.subject)
        do = ask_for_grant if sent.is_asked else grant
        row = do(
            deed,
            me.role,
            customer=person,
            subject=subject,
            remedy=sent.remedy,
            amount_cents=sent.amount_cents,
            reason=sent.reason,
        )
        deed.session.flush()
        return GrantShown.model_validate(row), f"/api/v1/goodwill-grants/{row.id}"

    return once.answer(act)


@router.post("/{grant_id}/approval", summary="Approve a grant", response_model=GrantShown)
def approved(once: OnceIn, me: Me, grant_id: UUID) -> Response:
    """Grant what a colleague asked for."""
    return _acted(once, grant_id, lambda deed, row: approve_grant(deed, me.role, row))


@router.post("/{grant_id}/refusal", summary="Decline a grant", response_model=GrantShown)
def declined(once: OnceIn, me: Me, grant_id: UUID, sent: WhySent) -> Response:
    """Decline what a colleague asked for; the customer was told nothing."""
    return _acted(once, grant_id, lambda deed, row: decline_grant(deed, me.role, row, sent.why))


@router.post("/{grant_id}/revocation", summary="Take a grant back", response_model=GrantShown)
def revoked(once: OnceIn, me: Me, grant_id: UUID, sent: WhySent) -> Response:
    """Take back an offer on a claim that its customer has not taken; they are told."""
    return _acted(once, grant_id, lambda deed, row: revoke_grant(deed, me.role, row, sent.why))


@budgets.get("/{territory}", summary="The budget of a territory", response_model=BudgetShown)
def budget(
    parts: PartsIn,
    held: HeldIn,
    territory: Code,
    purpose: GoodwillPurpose = GoodwillPurpose.GOODWILL,
    on: DayAsked = None,
) -> Response:
    """What may be granted in the month of a day, and what is left of it; of today without one."""
    with parts.store.reading() as session:
        area = known(territory_by_code(session, territory), "territory", territory)
        day = on or wall_of(parts.clock.now(), area.zone).date()
        fact = budget_on(session, parts.settings, area, purpose, day)
    return held.answer(
        BudgetShown(
            territory=area.code,
            purpose=purpose,
            starts_on=fact.starts_on,
            ends_on=fact.ends_on,
            amount_cents=fact.amount.minor,
            spent_cents=fact.spent.minor,
            left_cents=fact.left.minor,
            currency=fact.amount.currency,
        )
    )


@proposals.get(
    "/{claim_id}/goodwill", summary="What goodwill is proposed", response_model=ProposalShown
)
def proposed(parts: PartsIn, held: HeldIn, claim_id: UUID) -> Response:
    """What the rules propose for a claim now, with the points of each ground and the precedents."""
    with parts.store.reading() as session:
        row = found(session, Claim, claim_id, "claim")
        made = proposal_for(session, parts.settings, row, parts.clock.now())
    return held.answer(
        ProposalShown(
            percent=made.proposal.percent,
            amount_cents=None if made.amount is None else made.amount.minor,
            currency=row.currency,
            points={ground.value: points for ground, points in made.proposal.points},
            benefits=[benefit.value for benefit in made.proposal.benefits],
            similar=made.precedents.similar,
            granted=made.precedents.granted,
            median_percent=made.precedents.median_percent,
        )
    )


def _acted(
    once: OnceIn, grant_id: UUID, change: Callable[[Deed, GoodwillGrant], object]
) -> Response:
    """One decision about a grant."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, GoodwillGrant, grant_id, "grant")
        change(deed, row)
        deed.session.flush()
        return GrantShown.model_validate(row), None

    return once.answer(act, status=200)
