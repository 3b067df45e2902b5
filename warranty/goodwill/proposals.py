"""A proposal of goodwill: how much of a repair is paid although no cover answers, and where each point comes from.

Points are hundredths of the cost. The channel, the name and the temper of the customer are not among the facts, so the same case
gets the same proposal wherever it comes from. Loyalty is bounded: it moves a proposal by `most_for_loyalty` at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from warranty.cover_kinds import Benefit
from warranty.products import FULL
from warranty.reason_codes import ReasonCode
from warranty.reasons import Reason

MOST_FOR_LOYALTY: Final = 20
"""Of 100 points: more would make a stranger's broken machine worth less than a regular customer's."""


class Ground(StrEnum):
    """Where points come from."""

    JUST_EXPIRED = "just_expired"
    EARLY_IN_LIFE = "early_in_life"
    KNOWN_ISSUE = "known_issue"
    BROKEN_PROMISES = "broken_promises"
    TENURE = "tenure"
    CUSTOMER_VALUE = "customer_value"
    EARLIER_GRANTS = "earlier_grants"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodwillPolicy:
    """What each ground is worth, in points; every figure is a setting of the shop.

    Attributes:
        just_expired: on the day after the last cover ended, falling in a straight line to 0 …
        grace_percent: … when so many hundredths of the cover's own length are over.
        early_in_life: for a unit that fails new, falling in a straight line to 0 at the end of its expected life.
        known_issue: when the maker or our own figures know the fault.
        broken_promise: for each promise of ours that was broken in this case.
        most_for_promises: at most for all of them.
        tenure_year: for each whole year as a customer.
        value_step: for each step of `value_minor_step` spent with us.
        value_minor_step: in the smallest unit of the shop's currency.
        most_for_loyalty: at most for tenure and value together.
        earlier_grant: taken away for each grant of the last two years.
        step: proposals are whole steps of so many hundredths, rounded down.
        least: what would be less is no proposal.
    """

    just_expired: int = 40
    grace_percent: int = 25
    early_in_life: int = 30
    known_issue: int = 30
    broken_promise: int = 10
    most_for_promises: int = 20
    tenure_year: int = 2
    value_step: int = 2
    value_minor_step: int = 100_000
    most_for_loyalty: int = MOST_FOR_LOYALTY
    earlier_grant: int = 15
    step: int = 10
    least: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodwillFacts:
    """One case, as far as goodwill goes.

    Attributes:
        days_past_expiry: since the last cover that answered for the fault ended; None if none ever did.
        cover_days: how long that cover was; 0 if there was none.
        age_months: of the unit.
        expected_life_months: of its product type.
        is_known_issue: the fault is known.
        broken_promises: of ours in this case.
        tenure_years: whole years as a customer.
        value_minor: spent with us so far, in the smallest unit of the shop's currency.
        grants_before: of the last two years.
        is_customers_fault: an accident or misuse; there is no goodwill for it.
    """

    days_past_expiry: int | None
    cover_days: int = 0
    age_months: int = 0
    expected_life_months: int = 120
    is_known_issue: bool = False
    broken_promises: int = 0
    tenure_years: int = 0
    value_minor: int = 0
    grants_before: int = 0
    is_customers_fault: bool = False

    def __post_init__(self) -> None:
        counts = (
            self.cover_days,
            self.age_months,
            self.broken_promises,
            self.tenure_years,
            self.value_minor,
            self.grants_before,
        )
        if min(counts) < 0 or self.expected_life_months < 1:
            raise ValueError("Facts of a goodwill case are counted forwards.")
        if self.days_past_expiry is not None and self.days_past_expiry < 0:
            raise ValueError("A cover that still runs needs no goodwill.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """How many hundredths of the cost to pay, 0 for none, and the points of each ground that gave or took some."""

    percent: int
    points: tuple[tuple[Ground, int], ...]
    benefits: tuple[Benefit, ...]

    @property
    def reason(self) -> Reason:
        """As it is said to the customer; the points are for staff."""
        if self.percent == 0:
            return Reason(ReasonCode.GOODWILL_NOT_OFFERED)
        benefits = ("benefits", tuple(benefit.value for benefit in self.benefits))
        return Reason(ReasonCode.GOODWILL_OFFERED, (("percent", self.percent), benefits))


def proposal_for(
    facts: GoodwillFacts,
    policy: GoodwillPolicy,
    benefits: tuple[Benefit, ...] = (Benefit.PARTS, Benefit.LABOUR),
) -> Proposal:
    """The proposal for a case; nothing for what the customer caused.

    Args:
        facts: the case.
        policy: of the shop.
        benefits: what no cover pays for.
    """
    if facts.is_customers_fault:
        return Proposal(0, (), benefits)
    points = tuple((ground, count) for ground, count in _points(facts, policy) if count)
    total = min(FULL, sum(count for _, count in points))
    percent = total // policy.step * policy.step
    return Proposal(percent if percent >= max(1, policy.least) else 0, points, benefits)


def _points(facts: GoodwillFacts, policy: GoodwillPolicy) -> tuple[tuple[Ground, int], ...]:
    tenure = facts.tenure_years * policy.tenure_year
    value = facts.value_minor // policy.value_minor_step * policy.value_step
    tenure = min(tenure, policy.most_for_loyalty)
    promises = facts.broken_promises * policy.broken_promise
    return (
        (Ground.JUST_EXPIRED, _just_expired(facts, policy)),
        (Ground.EARLY_IN_LIFE, _early_in_life(facts, policy)),
        (Ground.KNOWN_ISSUE, policy.known_issue if facts.is_known_issue else 0),
        (Ground.BROKEN_PROMISES, min(promises, policy.most_for_promises)),
        (Ground.TENURE, tenure),
        (Ground.CUSTOMER_VALUE, min(value, policy.most_for_loyalty - tenure)),
        (Ground.EARLIER_GRANTS, -facts.grants_before * policy.earlier_grant),
    )


def _just_expired(facts: GoodwillFacts, policy: GoodwillPolicy) -> int:
    """Falls with the days since the end, measured by the length of the cover itself."""
    grace = facts.cover_days * policy.grace_percent // FULL
    if facts.days_past_expiry is None or facts.days_past_expiry >= grace:
        return 0
    return policy.just_expired * (grace - facts.days_past_expiry) // grace


def _early_in_life(facts: GoodwillFacts, policy: GoodwillPolicy) -> int:
    """Falls with the age, measured by what such a unit is expected to last."""
    left = max(0, facts.expected_life_months - facts.age_months)
    return policy.early_in_life * left // facts.expected_life_months
