"""What the rules propose for a claim that no cover pays for, from facts that do not name its channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.claims.judging import facts_of, today_of
from aftersales.prevention.issues import issues_for
from aftersales.queries.goodwill import (
    broken_promises_of_case,
    claims_beyond_cover,
    covers_of_units,
    customer_since,
    grants_of_claims,
    grants_to_customer,
    spent_by_customer,
)
from aftersales.queries.units import covers_of_unit
from aftersales.records import Claim, Cover, ProductModel, Unit
from aftersales.settings import Settings
from aftersales.settings.care import ANY_TYPE
from aftersales.store import Session
from warranty import AnswerState, Benefit, CoverKind, Money
from warranty.claims.inspections import Finding
from warranty.goodwill.precedents import GoodwillCase, PastCase, Precedents, precedents
from warranty.goodwill.proposals import GoodwillFacts, GoodwillPolicy, Proposal
from warranty.goodwill.proposals import proposal_for as rules_propose

REMEMBERED: Final = timedelta(days=730)
"""Earlier grants count for so long."""

PAID: Final = (Benefit.PARTS, Benefit.LABOUR, Benefit.TRAVEL)
"""What goodwill can pay for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How long somebody has been a customer, and what they have spent; None and 0 if nobody knows."""

    since: date | None
    years: int
    value: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimProposal:
    """A proposal with everything that it was made from.

    Attributes:
        case: what makes other cases similar.
        facts: what the points were counted from.
        proposal: percent, points and benefits.
        amount: what the percent comes to; None while nobody knows what making it good will cost.
        standing: of the customer.
        precedents: how similar cases ended.
        similar: those cases with their percents, the newest first.
    """

    case: GoodwillCase
    facts: GoodwillFacts
    proposal: Proposal
    amount: Money | None
    standing: Standing
    precedents: Precedents
    similar: tuple[tuple[Claim, int], ...]

    def to_json(self) -> dict[str, object]:
        """As a grant keeps it."""
        return {
            "percent": self.proposal.percent,
            "points": {ground.value: points for ground, points in self.proposal.points},
            "facts": asdict(self.facts),
            "case": asdict(self.case),
            "precedents": asdict(self.precedents),
        }


def proposal_for(
    session: Session, settings: Settings, claim: Claim, now: datetime
) -> ClaimProposal:
    """What the rules propose for a claim as it stands now; nothing is remembered."""
    unit = session.get_one(Unit, claim.unit_id)
    model = session.get_one(ProductModel, unit.product_model_id)
    today = today_of(session, claim, now)
    standing = standing_of(session, settings, unit.customer_id, today)
    ended = _ended(claim, covers_of_unit(session, unit.id))
    case = _case(claim, unit, model, ended)
    facts = GoodwillFacts(
        days_past_expiry=case.days_past_expiry,
        cover_days=0 if ended is None else (ended.ends_on - ended.starts_on).days,
        age_months=case.age_months,
        expected_life_months=expected_life(settings, model),
        is_known_issue=is_known_issue(session, claim, model),
        broken_promises=broken_promises_of_case(session, claim.case_id),
        tenure_years=standing.years,
        value_minor=standing.value.minor,
        grants_before=grants_to_customer(session, unit.customer_id, now - REMEMBERED),
        is_customers_fault=claim.finding == Finding.CUSTOMER_CAUSED.value,
    )
    proposal = rules_propose(
        facts, GoodwillPolicy(**settings.goodwill_points), _unpaid(session, claim)
    )
    similar = similar_claims(session, claim, case)
    return ClaimProposal(
        case=case,
        facts=facts,
        proposal=proposal,
        amount=None
        if claim.estimate_cents is None
        else Money(claim.currency, claim.estimate_cents).percent(proposal.percent),
        standing=standing,
        precedents=precedents(case, [past for _claim, past in similar]),
        similar=tuple((row, past.percent) for row, past in similar),
    )


def standing_of(session: Session, settings: Settings, customer_id: UUID, today: date) -> Standing:
    """How long somebody has been a customer, and what they have spent in the shop's currency."""
    since = customer_since(session, customer_id)
    return Standing(
        since=since,
        years=0 if since is None else months_between(since, today) // 12,
        value=Money(settings.currency, spent_by_customer(session, customer_id, settings.currency)),
    )


def expected_life(settings: Settings, model: ProductModel) -> int:
    """For how many months such a unit is expected to last: what its model says, else its type, else any."""
    lives = settings.expected_life_months
    return model.expected_life_months or lives.get(model.product_type) or lives[ANY_TYPE]


def is_known_issue(session: Session, claim: Claim, model: ProductModel) -> bool:
    """Whether a published known issue meets the model of a claim, and its faulty part or what is told of the fault."""
    if not claim.component and not claim.symptom.strip():
        return False  # an issue that fits any fault of the model explains none
    return bool(issues_for(session, model, component=claim.component, words=claim.symptom))


def similar_claims(
    session: Session, claim: Claim, case: GoodwillCase
) -> list[tuple[Claim, PastCase]]:
    """Other claims like this one that no cover paid for, and how each ended."""
    return [
        (row, past)
        for row, past, _channel in past_cases(
            session, product_type=case.product_type, component=case.component
        )
        if row.id != claim.id and case.is_like(past.case)
    ]


def past_cases(
    session: Session, *, product_type: str | None = None, component: str | None = None
) -> list[tuple[Claim, PastCase, str]]:
    """Claims that no cover paid for with what each was granted, and the channel that it came by."""
    rows = claims_beyond_cover(session, product_type=product_type, component=component)
    granted = grants_of_claims(session, {claim.id for claim, *_ in rows})
    covers = covers_of_units(session, {unit.id for _claim, unit, *_ in rows})
    found = []
    for claim, unit, model, case in rows:
        grant = granted.get(claim.id)
        percent = 0 if grant is None else grant.percent or 0
        past = _case(claim, unit, model, _ended(claim, covers[unit.id]))
        found.append((claim, PastCase(past, percent), case.channel.value))
    return found


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another, never less than none."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (last.day < first.day))


def _case(claim: Claim, unit: Unit, model: ProductModel, ended: Cover | None) -> GoodwillCase:
    return GoodwillCase(
        product_type=model.product_type,
        component=claim.component,
        age_months=months_between(unit.delivered_on or unit.purchased_on, claim.fault_on),
        days_past_expiry=None if ended is None else (claim.fault_on - ended.ends_on).days,
    )


def _ended(claim: Claim, covers: Sequence[Cover]) -> Cover | None:
    """The last cover of the fault that ended before it; None if one still ran, so that time was not what refused it."""
    about = [
        each
        for each in covers
        if each.kind != CoverKind.GOODWILL
        and (each.parts_percent or each.labour_percent)
        and (not each.components or claim.component in each.components)
    ]
    if any(each.starts_on <= claim.fault_on <= each.ends_on for each in about):
        return None
    past = [each for each in about if each.ends_on < claim.fault_on]
    return max(past, key=lambda each: each.ends_on, default=None)


def _unpaid(session: Session, claim: Claim) -> tuple[Benefit, ...]:
    """What no cover pays for; all of it if nobody knows."""
    answers = facts_of(session, claim).entitlement.answers
    open_ = tuple(
        each.benefit
        for each in answers
        if each.benefit in PAID and each.state is not AnswerState.COVERED
    )
    return open_ or PAID
