"""Rules of small surprises: what is given for which occasion, looked at before they are made, and ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field, JsonValue

from aftersales.deed import Deed
from aftersales.goodwill.surprises import (
    SurpriseWanted,
    add_rule,
    checked_terms,
    move_rule,
    preview_rule,
)
from aftersales.goodwill.surprises.knowing import today_of
from aftersales.queries.pages import page_of
from aftersales.records import SurpriseRule, SurpriseRuleState
from warranty import sentence
from warranty.goodwill.surprises import Occasion, SurpriseKind
from web.api.claims import Cents
from web.api.fields import CodeAsked, Day, NewCode, Sent, Shown, Text, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/surprise-rules", tags=["goodwill"])

Count = Annotated[int, Field(ge=0, le=1_000_000)]

EXAMPLE: Final[dict[str, JsonValue]] = {
    "kind": "voucher",
    "worth_cents": 1_000,
    "occasion": "anniversary",
    "number": 5,
    "starts_on": "2026-12-01",
    "ends_on": "2027-11-30",
    "most_a_day": 10,
    "most": 500,
}


class TermsSent(Sent):
    """What is given for which occasion, how often, and from when until when."""

    model_config = example(**EXAMPLE)

    kind: SurpriseKind
    worth_cents: Cents = Field(description="What it costs us: small, as the settings say.")
    gift: Text = Field(default="", description="What an upgrade is, as the customer reads it.")
    occasion: Occasion
    number: Count = Field(default=1, description="Years, or which registration.")
    every_months: Count = Field(
        default=12, description="Whoever had any surprise within so many months gets none."
    )
    starts_on: Day
    ends_on: Day
    most_a_day: Count = Field(description="Customers in one day.")
    most: Count = Field(description="Customers in all.")
    valid_days: Count = Field(default=180, description="For so long it can be taken.")

    def wanted(self) -> SurpriseWanted:
        """As the house takes it."""
        return SurpriseWanted(**self.model_dump(exclude={"code"}))


class RuleSent(TermsSent):
    """A rule; it gives something from its first day on."""

    model_config = example(code="five-years", **EXAMPLE)

    code: NewCode


class RuleShown(Shown):
    """A rule as it was made, and whether it gives anything now."""

    id: UUID
    code: str
    state: SurpriseRuleState
    kind: SurpriseKind
    worth_cents: int
    currency: str
    gift: str
    occasion: Occasion
    number: int
    every_months: int
    starts_on: date
    ends_on: date
    most_a_day: int
    most: int
    valid_days: int
    created_at: datetime


class AgainstShown(Shown):
    """What speaks against a rule, and for how many customers who have its occasion."""

    code: str
    sentence: str
    customers: int


class PreviewShown(Shown):
    """What a rule would do now: whom it fits, whom it would surprise today, and what that costs, in cents."""

    fits: int
    given_today: int
    cost_cents: int
    left_cents: int = Field(description="What all budgets of surprises still hold this month.")
    currency: str
    against: list[AgainstShown]


@router.get("", summary="List rules of surprises")
def rules(
    parts: PartsIn,
    paged: PagedIn,
    code: CodeAsked = None,
    state: SurpriseRuleState | None = None,
) -> Listed[RuleShown]:
    """All rules, the first first, or the one with a code, or those in a state."""
    with parts.store.reading() as session:
        page = page_of(
            session, SurpriseRule, after=paged.after, limit=paged.limit, code=code, state=state
        )
        return paged.listed(page, RuleShown.model_validate)


@router.get("/{rule_id}", summary="One rule of surprises", response_model=RuleShown)
def rule(parts: PartsIn, held: HeldIn, rule_id: UUID) -> Response:
    """A rule as it was made."""
    with parts.store.reading() as session:
        return held.answer(RuleShown.model_validate(found(session, SurpriseRule, rule_id, "rule")))


@router.post("", status_code=201, summary="Add a rule of surprises", response_model=RuleShown)
def added(once: OnceIn, sent: RuleSent) -> Response:
    """Surprise customers from its first day on; to change a rule, end it and add another."""

    def act(deed: Deed) -> Acted:
        row = add_rule(deed, sent.code, sent.wanted(), today_of(deed.session, deed.now).day)
        deed.session.flush()
        return RuleShown.model_validate(row), f"/api/v1/surprise-rules/{row.id}"

    return once.answer(act)


@router.post("/preview", summary="See what a rule would do", response_model=PreviewShown)
def previewed(parts: PartsIn, once: OnceIn, sent: TermsSent) -> Response:
    """How many customers it would meet now and what that would cost; nothing is kept."""
    now = parts.clock.now()
    with parts.store.reading() as session:
        today = today_of(session, now).day
        terms = checked_terms(parts.settings, sent.wanted(), today)
        made = preview_rule(session, parts.settings, terms, now)
    shown = PreviewShown(
        fits=made.fits,
        given_today=made.given,
        cost_cents=made.cost.minor,
        left_cents=made.left.minor,
        currency=made.cost.currency,
        against=[
            AgainstShown(code=reason.code.value, sentence=sentence(reason), customers=number)
            for reason, number in made.against.most_common()
        ],
    )
    return once.answer(lambda _deed: (shown, None), status=200)


@router.post("/{rule_id}/end", summary="End a rule of surprises", response_model=RuleShown)
def ended(once: OnceIn, rule_id: UUID) -> Response:
    """Nobody is surprised by it any more; what was given stays given."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, SurpriseRule, rule_id, "rule")
        move_rule(deed, row, SurpriseRuleState.ENDED)
        return RuleShown.model_validate(row), None

    return once.answer(act, status=200)
