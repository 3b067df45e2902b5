"""A claim is decided: by the rules if they may, otherwise by a person within their authority."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.case_links import case_link
from aftersales.case_owners import phone_of_owner, territory_of_case
from aftersales.cases import advance_case, heard, promise_next_update
from aftersales.claims.judging import (
    facts_of,
    may_approve,
    names_of,
    policy_of,
    stored_reasons,
    today_of,
    who_may_approve,
)
from aftersales.claims.moving import step
from aftersales.covers import cover_fact
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.guarantee_notice import guarantee_page
from aftersales.notices.facts import ClaimFacts as ToldClaim
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.queries.places import territory_of_unit
from aftersales.queries.promises import zone_of_case
from aftersales.queries.units import covers_of_unit
from aftersales.reasons import reason_to_json
from aftersales.records import (
    CASE_OVER,
    Case,
    CaseState,
    Claim,
    Customer,
    ProductModel,
    Role,
    Unit,
)
from aftersales.sla import update_after_answer
from warranty import ClaimState, Reason, ReasonCode
from warranty.claims.adjudication import Decision, Outcome, adjudicate
from warranty.claims.remedies import RemedyKind

OURS_TO_DO: Final = frozenset({Outcome.ROUTE, Outcome.APPROVE, Outcome.PARTLY})
"""After these it is for us to go on; a claim that is not approved waits for nothing but an appeal."""

ASKED_AGAIN_WITHIN: Final = timedelta(days=7)
"""A customer who was asked something hears again by then."""

RULINGS: Final = frozenset({Outcome.APPROVE, Outcome.PARTLY, Outcome.REJECT})
"""What a person may decide."""

WAITING: Final = frozenset(
    {
        ReasonCode.SAFETY_FIRST,
        ReasonCode.LAW_TO_BE_ASKED,
        ReasonCode.DIAGNOSIS_NEEDED,
        ReasonCode.NO_FAULT_FOUND_AGAIN,
    }
)
"""Reasons for which a person decides that a customer reads; limits of authority and other customers are not theirs to know."""

LOOKED_AT: Final = frozenset(
    {ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.IN_REVIEW, ClaimState.REOPENED}
)
"""States in which a claim waits for a decision, perhaps for the second time."""


def decide_claim(deed: Deed, claim: Claim) -> Decision:
    """Let the rules decide; what they leave to a person stays in review, and the customer is told either way.

    Raises:
        IllegalMove: the claim is decided already.
    """
    if claim.state != ClaimState.IN_REVIEW:
        step(deed, claim, ClaimState.IN_REVIEW)
    decision = decision_now(deed, claim)
    _keep(deed, claim, decision, by="rules")
    return decision


def decision_now(deed: Deed, claim: Claim) -> Decision:
    """What the rules would decide with what is known now; nothing is kept."""
    today = today_of(deed.session, claim, deed.now)
    return adjudicate(facts_of(deed.session, claim), policy_of(deed.settings), today=today)


def rule_on_claim(deed: Deed, claim: Claim, role: Role, outcome: Outcome, why: str) -> Decision:
    """A person decides a claim that is in review.

    Args:
        deed: by the person.
        claim: in review.
        role: of the person, whose authority the estimate must not exceed unless they reject.
        outcome: one of `RULINGS`.
        why: in their words, which the customer reads.

    Raises:
        NotUnderstood: they give no reason, or decide something that is no ruling.
        NotAllowed: it is more than they may approve; the sentence names who can.
        IllegalMove: the claim is not in review.
    """
    if outcome not in RULINGS:
        raise NotUnderstood(
            "A person approves, approves in part, or rejects. Choose one of them.",
            [Problem("outcome", "it is none of these")],
        )
    if not why.strip():
        raise NotUnderstood(
            "Say why in a sentence that the customer can read.", [Problem("why", "it is missing")]
        )
    if outcome is not Outcome.REJECT:
        _check_authority(deed, claim, role)
    today = today_of(deed.session, claim, deed.now)
    found = decision_now(deed, claim)
    appeal = today + timedelta(deed.settings.claim_appeal_days)
    is_whole = outcome is Outcome.APPROVE
    closing = () if is_whole else (Reason(ReasonCode.APPEAL_UNTIL, (("until", appeal),)),)
    decision = Decision(
        outcome=outcome,
        recommended=found.recommended,
        reasons=closing or (Reason(ReasonCode.DECIDED_BY_A_PERSON),),
        covered=() if outcome is Outcome.REJECT else found.covered,
        remedies=()
        if outcome is Outcome.REJECT
        else found.remedies or (RemedyKind.REPAIR, RemedyKind.REPLACE),
        still_applies=found.still_applies,
        appeal_until=None if is_whole else appeal,
    )
    _keep(deed, claim, decision, by="person", why=why.strip())
    return decision


def _check_authority(deed: Deed, claim: Claim, role: Role) -> None:
    if claim.estimate_cents is None:
        raise NotUnderstood(
            "Enter what making it good will cost before you approve it.",
            [Problem("estimate_cents", "it is missing")],
        )
    if may_approve(deed.settings, role, claim.estimate_cents):
        return
    names = names_of(who_may_approve(deed.session, deed.settings, claim.estimate_cents))
    raise NotAllowed(
        f"This is more than you may approve. Ask {names}."
        if names
        else "This is more than anybody here may approve. Ask your management to settle who may."
    )


def _keep(deed: Deed, claim: Claim, decision: Decision, *, by: str, why: str = "") -> None:
    """Write the decision down, move the claim, and tell the customer."""
    claim.decision = {
        "outcome": decision.outcome.value,
        "recommended": None if decision.recommended is None else decision.recommended.value,
        "reasons": [reason_to_json(reason) for reason in decision.reasons],
        "covered": [benefit.value for benefit in decision.covered],
        "remedies": [remedy.value for remedy in decision.remedies],
        "by": by,
        "why": why,
    }
    claim.appeal_until_on = decision.appeal_until
    claim.cover_id = _answering(deed, claim, decision)
    if decision.state is not ClaimState.IN_REVIEW:
        claim.decided_at = deed.now
        step(deed, claim, decision.state, why=why)
    else:
        claim.revision += 1
        deed.add(claim)
        deed.note("claim_routed", claim)
    _tell(deed, claim, decision, why)


def _answering(deed: Deed, claim: Claim, decision: Decision) -> UUID | None:
    """The row of the first cover that answers, if one does."""
    if not decision.covered:
        return None
    for row in covers_of_unit(deed.session, claim.unit_id):
        if cover_fact(row) in decision.still_applies:
            return row.id
    return None


def _next_update(deed: Deed, case: Case, outcome: Outcome) -> datetime | None:
    """By when the customer hears more: what we have to do is promised for hours in which somebody is there."""
    if outcome in OURS_TO_DO:
        return update_after_answer(deed.settings, territory_of_case(deed, case), deed.now)
    return deed.now + ASKED_AGAIN_WITHIN if outcome is Outcome.NEEDS_INFO else None


def _tell(deed: Deed, claim: Claim, decision: Decision, why: str) -> None:
    """One notice for each decision; until the next one there is a moment by which the customer hears more."""
    case = deed.session.get_one(Case, claim.case_id)
    person = deed.session.get_one(Customer, case.customer_id)
    unit = deed.session.get_one(Unit, claim.unit_id)
    model = deed.session.get_one(ProductModel, unit.product_model_id)
    zone = zone_of_case(deed.session, case.id)
    area = territory_of_unit(deed.session, unit)
    if case.state in CASE_OVER:
        advance_case(deed, case, CaseState.REOPENED)
    next_update_at = _next_update(deed, case, decision.outcome)
    if next_update_at is not None:
        promise_next_update(deed, case, next_update_at)
    else:
        heard(deed, case)
        case.next_update_at = None
        deed.add(case)
    is_open = decision.outcome in (Outcome.ROUTE, Outcome.NEEDS_INFO)
    kind = NoticeKind.CLAIM_QUESTION if is_open else NoticeKind.CLAIM_DECIDED
    write_notice(
        deed,
        kind,
        customer(person),
        claim,
        revision=claim.revision,
        zone=zone,
        facts=ToldClaim(
            reference=claim.reference,
            product=f"{model.brand} {model.name}",
            outcome=decision.outcome.value,
            reasons=tuple(
                reason_to_json(reason)
                for reason in _told_reasons(decision.outcome, decision.reasons)
            ),
            why=why,
            owner_name=case.owner_name,
            owner_phone="" if area is None else phone_of_owner(deed.session, case, area),
            zone=zone,
            next_update_at=next_update_at,
            guarantee_page="" if is_open else guarantee_page(deed.settings, unit, person),
            link_id=case_link(deed, case),
        ),
    )


def told_of(claim: Claim) -> tuple[Sequence[Reason], str]:
    """The reasons of a decision that its customer reads, and what whoever decided wrote; nothing once it is looked at anew."""
    outcome = claim.decision.get("outcome")
    is_routed = outcome == Outcome.ROUTE
    if outcome is None or (ClaimState(claim.state) in LOOKED_AT and not is_routed):
        return (), ""
    return _told_reasons(Outcome(str(outcome)), stored_reasons(claim)), str(claim.decision["why"])


def _told_reasons(outcome: Outcome, reasons: Sequence[Reason]) -> Sequence[Reason]:
    """While a person decides, what the rules would say is not among them."""
    if outcome is Outcome.ROUTE:
        return [reason for reason in reasons if reason.code in WAITING]
    return reasons
