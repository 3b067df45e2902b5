"""The decision about a claim: approve, approve in part, reject, ask, or leave it to a person, each with its reasons.

The rules stand in the order in which they are asked. What stops a decision (danger, doubt about the unit, missing facts)
comes before the covers; everything that is missing is asked for at once. Nothing here knows the channel a claim came by, so
equal facts get equal decisions. A person may always decide otherwise, within their authority.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from warranty.answers import LEGAL_BENEFITS, Answer, AnswerState
from warranty.claims.facts import ClaimFacts, ClaimPolicy
from warranty.claims.inspections import Finding
from warranty.claims.remedies import RemedyKind
from warranty.claims.states import ClaimState
from warranty.cover_kinds import Benefit, CoverKind
from warranty.covers import Cover
from warranty.payers import BurdenOfProof
from warranty.products import FULL, ExchangeType
from warranty.reason_codes import ReasonCode
from warranty.reasons import FactValue, Reason, sentence


class Outcome(StrEnum):
    """What is decided."""

    APPROVE = "approve"
    PARTLY = "partly"
    REJECT = "reject"
    NEEDS_INFO = "needs_info"
    ROUTE = "route"


STATES: Final = {
    Outcome.APPROVE: ClaimState.APPROVED,
    Outcome.PARTLY: ClaimState.PARTLY_APPROVED,
    Outcome.REJECT: ClaimState.REJECTED,
    Outcome.NEEDS_INFO: ClaimState.NEEDS_INFO,
    Outcome.ROUTE: ClaimState.IN_REVIEW,
}
"""Where each outcome moves a claim; routed to a person it stays in review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided about a claim, and why.

    Attributes:
        outcome: what is decided.
        recommended: what the rules would decide if no person had to: the outcome itself, unless that is `ROUTE`; None when
            they cannot tell.
        reasons: why, the weightiest first; each has its sentence.
        covered: benefits that are paid for, wholly or in part.
        remedies: what the customer may choose, in the order it is offered; empty unless something is recommended.
        still_applies: covers that answer for something, beside a rejection too.
        appeal_until: last day to appeal, for what is not approved in full.
    """

    outcome: Outcome
    recommended: Outcome | None
    reasons: tuple[Reason, ...]
    covered: tuple[Benefit, ...] = ()
    remedies: tuple[RemedyKind, ...] = ()
    still_applies: tuple[Cover, ...] = ()
    appeal_until: date | None = None

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("A decision carries its reasons.")

    @property
    def state(self) -> ClaimState:
        """Where the claim moves."""
        return STATES[self.outcome]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons as English sentences for the customer."""
        return tuple(sentence(reason) for reason in self.reasons)


def adjudicate(facts: ClaimFacts, policy: ClaimPolicy, *, today: date) -> Decision:
    """Decide a claim by its facts.

    Args:
        facts: the claim.
        policy: of the shop.
        today: day of the decision, in the place of the unit; the appeal is counted from it.
    """
    if facts.is_dangerous:
        # Danger waits for no proof of purchase and for no photograph.
        return _routed(_recommended(facts, policy, today), (Reason(ReasonCode.SAFETY_FIRST),))
    if facts.is_serial_claimed_elsewhere:
        return _routed(None, (Reason(ReasonCode.SERIAL_CLAIMED_ELSEWHERE),))
    if facts.is_another_unit:
        return _routed(None, (Reason(ReasonCode.SERIAL_OF_ANOTHER_UNIT),))
    missing = tuple(_missing(facts, policy))
    if missing:
        return Decision(outcome=Outcome.NEEDS_INFO, recommended=Outcome.NEEDS_INFO, reasons=missing)
    recommended = _recommended(facts, policy, today)
    stops = tuple(_stops(facts, policy, recommended))
    return _routed(recommended, stops) if stops else recommended


def _missing(facts: ClaimFacts, policy: ClaimPolicy) -> Iterator[Reason]:
    """Everything the customer is asked for, all at once."""
    if not facts.symptom.strip():
        yield Reason(ReasonCode.SYMPTOM_MISSING)
    if not facts.is_identified:
        yield Reason(ReasonCode.PROOF_MISSING)
    if facts.finding is not None:
        return
    short = policy.evidence_wanted - facts.evidence
    entitlement = facts.entitlement
    is_theirs = entitlement.burden_of_proof is BurdenOfProof.CUSTOMER
    if short > 0:
        yield Reason(ReasonCode.EVIDENCE_MISSING, (("count", short),))
    elif facts.evidence == 0 and is_theirs and _is_law_alone(entitlement.answering):
        turned = entitlement.burden_of_proof_turns_on
        yield Reason(ReasonCode.DEFECT_TO_BE_SHOWN, () if turned is None else (("since", turned),))


def _stops(facts: ClaimFacts, policy: ClaimPolicy, recommended: Decision) -> Iterator[Reason]:
    """Why a person must decide although nothing is missing."""
    if facts.finding is Finding.NO_FAULT_FOUND:
        found = facts.unfound_before + 1
        if found >= policy.most_unfound:
            yield Reason(ReasonCode.NO_FAULT_FOUND_AGAIN, (("count", found),))
        return
    unknown = [answer for answer in _repair_answers(facts) if answer.state is AnswerState.UNKNOWN]
    doubts: dict[ReasonCode, list[str]] = {}
    for answer in unknown:
        is_open = answer.reason.code is ReasonCode.DEPENDS_ON_COMPONENT
        code = ReasonCode.DIAGNOSIS_NEEDED if is_open else ReasonCode.LAW_TO_BE_ASKED
        doubts.setdefault(code, []).append(answer.benefit.value)
    for code, benefits in doubts.items():
        yield Reason(code, (("benefits", tuple(benefits)),))
    if recommended.outcome is Outcome.REJECT or policy.most_approved is None:
        return
    if facts.estimate is None:
        yield Reason(ReasonCode.ESTIMATE_MISSING)
    elif not facts.estimate.is_at_most(policy.most_approved):
        amounts: tuple[tuple[str, FactValue], ...] = (
            ("amount", facts.estimate),
            ("most", policy.most_approved),
        )
        yield Reason(ReasonCode.ABOVE_AUTHORITY, amounts)


def _recommended(facts: ClaimFacts, policy: ClaimPolicy, today: date) -> Decision:
    """What the covers say, whoever decides."""
    entitlement, answers = facts.entitlement, _repair_answers(facts)
    appeal = today + timedelta(policy.appeal_days)
    may_appeal = Reason(ReasonCode.APPEAL_UNTIL, (("until", appeal),))
    if facts.finding is Finding.NO_FAULT_FOUND:
        reasons = (Reason(ReasonCode.NO_FAULT_FOUND), may_appeal)
        return Decision(
            outcome=Outcome.REJECT,
            recommended=Outcome.REJECT,
            reasons=reasons,
            still_applies=entitlement.answering,
            appeal_until=appeal,
        )
    covered = tuple(each.benefit for each in answers if each.state is AnswerState.COVERED)
    is_open = any(answer.state is AnswerState.UNKNOWN for answer in answers)
    is_whole = all(answer.percent == FULL for answer in answers)
    outcome = Outcome.ROUTE if is_open else _outcome(is_whole=is_whole, is_any=bool(covered))
    remedies, why = _remedies(facts, policy) if covered else ((), ())
    recall = (Reason(ReasonCode.RECALLED),) if facts.is_recalled else ()
    reasons = (*recall, *why, *entitlement.reasons)
    return Decision(
        outcome=outcome,
        recommended=None if is_open else outcome,
        reasons=reasons if is_whole or is_open else (*reasons, may_appeal),
        covered=covered,
        remedies=remedies,
        still_applies=entitlement.answering,
        appeal_until=None if is_whole or is_open else appeal,
    )


def _outcome(*, is_whole: bool, is_any: bool) -> Outcome:
    """What follows from what is paid for: all of it, some of it, nothing."""
    if is_whole:
        return Outcome.APPROVE
    return Outcome.PARTLY if is_any else Outcome.REJECT


def _remedies(
    facts: ClaimFacts, policy: ClaimPolicy
) -> tuple[tuple[RemedyKind, ...], tuple[Reason, ...]]:
    """What the customer may choose, in order, and why (Directive (EU) 2019/771 Art. 13: repair or replacement first)."""
    percent = facts.repair_percent
    if facts.same_fault_repairs >= policy.most_repairs:
        count = ("count", facts.same_fault_repairs)
        return (
            RemedyKind.REPLACE,
            RemedyKind.REFUND,
            RemedyKind.PRICE_REDUCTION,
            RemedyKind.REPAIR,
        ), (Reason(ReasonCode.REPAIR_HAS_FAILED, (count,)),)
    if facts.is_dead_on_arrival(policy.doa_days):
        reason = Reason(ReasonCode.DEAD_ON_ARRIVAL, (("days", policy.doa_days),))
        return (RemedyKind.REPLACE, RemedyKind.REPAIR), (reason,)
    if percent is not None and percent >= policy.uneconomic_percent:
        reason = Reason(ReasonCode.REPAIR_UNECONOMIC, (("percent", percent),))
        return (RemedyKind.REPLACE, RemedyKind.REPAIR), (reason,)
    parts = facts.entitlement.parts.cover
    if parts is not None and parts.exchange is ExchangeType.ADVANCE:
        return (RemedyKind.REPLACE, RemedyKind.REPAIR), ()
    return (RemedyKind.REPAIR, RemedyKind.REPLACE), ()


def _routed(recommended: Decision | None, why: tuple[Reason, ...]) -> Decision:
    """To a person, with what the rules would decide."""
    if recommended is None:
        return Decision(outcome=Outcome.ROUTE, recommended=None, reasons=why)
    return replace(recommended, outcome=Outcome.ROUTE, reasons=(*why, *recommended.reasons))


def _repair_answers(facts: ClaimFacts) -> tuple[Answer, ...]:
    """The answers a repair needs; a loaner is a courtesy."""
    return tuple(each for each in facts.entitlement.answers if each.benefit in LEGAL_BENEFITS)


def _is_law_alone(answering: tuple[Cover, ...]) -> bool:
    return {cover.kind for cover in answering} == {CoverKind.LEGAL_GUARANTEE}
