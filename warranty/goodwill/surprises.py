"""Small surprises: gifts that nobody asked for, given by rules to customers with whom everything is well.

What a customer has spent, where they live and who they are is not among the facts: whoever has the occasion gets the same. A surprise
is small, so that it thanks and never buys; and it waits while anything is open, because a gift in the middle of a quarrel is an insult.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, assert_never

from warranty.calendar_months import MONTHS_IN_YEAR, months_after
from warranty.money import Money
from warranty.reason_codes import ReasonCode
from warranty.reasons import Reason

MOST_WORTH_MINOR: Final = 5_000
"""A surprise is worth no more than this, in the smallest unit of the shop's currency: more would be a rebate for the loyal."""

WITHIN_DAYS: Final = 7
"""A surprise comes within a week of its occasion, or not at all: later nobody sees what it is for."""

MOST_NUMBER: Final = 50
"""Years, or registrations, that an occasion can be about."""

MOST_MONTHS: Final = 120
"""Months for which a rule can leave a customer alone."""


class SurpriseKind(StrEnum):
    """What is given."""

    UPGRADE = "upgrade"
    EARLIER_SLOT = "earlier_slot"
    VOUCHER = "voucher"


class Occasion(StrEnum):
    """What it is given for."""

    ANNIVERSARY = "anniversary"
    REGISTRATION = "registration"
    AFTER_DELAY = "after_delay"
    CLAIM_FREE = "claim_free"


class Unrest(StrEnum):
    """What is open with a customer, so that a gift would come at the wrong time."""

    COMPLAINT = "complaint"
    RECALL = "recall"
    CASE = "case"
    CLAIM = "claim"


AGAINST: Final = MappingProxyType(
    {
        Unrest.COMPLAINT: ReasonCode.SURPRISE_COMPLAINT_OPEN,
        Unrest.RECALL: ReasonCode.SURPRISE_RECALL_OPEN,
        Unrest.CASE: ReasonCode.SURPRISE_CASE_OPEN,
        Unrest.CLAIM: ReasonCode.SURPRISE_CLAIM_OPEN,
    }
)
"""What each of them says against a surprise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurpriseTerms:
    """A rule: what is given for which occasion, how often, and from when until when.

    Attributes:
        kind: what is given.
        worth: what it costs us.
        occasion: what it is given for.
        number: years of an anniversary or without a claim, or which registration; a delay has none and takes 1.
        every_months: whoever had any surprise within so many months gets none.
        starts_on: first day of the rule.
        ends_on: its last day.
        most_a_day: customers whom the rule surprises in one day.
        most: customers whom it surprises in all its time.
    """

    kind: SurpriseKind
    worth: Money
    occasion: Occasion
    number: int = 1
    every_months: int = 12
    starts_on: date
    ends_on: date
    most_a_day: int
    most: int

    def __post_init__(self) -> None:
        if self.worth.minor < 1:
            raise ValueError("A surprise is worth something.")
        if not 1 <= self.number <= MOST_NUMBER:
            raise ValueError(f"An occasion is about 1 to {MOST_NUMBER}, not {self.number}.")
        if not 1 <= self.every_months <= MOST_MONTHS:
            raise ValueError(f"A customer is left alone for 1 to {MOST_MONTHS} months.")
        if self.ends_on < self.starts_on:
            raise ValueError("A rule does not end before it starts.")
        if min(self.most_a_day, self.most) < 1:
            raise ValueError("A rule surprises somebody.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurpriseFacts:
    """One customer, as far as surprises go.

    Attributes:
        first_bought_on: the first thing they bought; None if nobody knows.
        registered_on: when they registered each of their products, the first first.
        claimed_on: when they last had a claim; None for never.
        patient_on: the first visit after a delay of which they did not complain; None if there was none.
        surprised_on: the last surprise that they had, by whichever rule.
        unrest: what is open with them.
        has_open_work: a visit of theirs waits for a time, so that it can come earlier.
    """

    first_bought_on: date | None = None
    registered_on: tuple[date, ...] = ()
    claimed_on: date | None = None
    patient_on: date | None = None
    surprised_on: date | None = None
    unrest: frozenset[Unrest] = frozenset()
    has_open_work: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """How many customers a rule has surprised: today, and in all."""

    today: int = 0
    in_all: int = 0


@dataclass(frozen=True, slots=True)
class SurpriseDecision:
    """Whether a rule surprises a customer today: the one reason for it, or every reason against it."""

    occasion_on: date | None
    reasons: tuple[Reason, ...]

    @property
    def is_given(self) -> bool:
        """Whether it does."""
        return self.reasons[0].code is ReasonCode.SURPRISE_FITS


def surprise_for(
    terms: SurpriseTerms, facts: SurpriseFacts, given: Given, most_worth: Money, today: date
) -> SurpriseDecision:
    """Decide about one customer.

    Args:
        terms: the rule.
        facts: the customer.
        given: what the rule has given so far.
        most_worth: the bound of the shop, in the currency of the rule.
        today: the day of the decision.
    """
    on = occasion_on(terms, facts)
    against = (
        *_of_rule(terms, given, most_worth, today),
        *_of_customer(terms, facts, on, today),
    )
    if on is None or against:
        return SurpriseDecision(on, against)
    fits = Reason(ReasonCode.SURPRISE_FITS, (("since", on), ("amount", terms.worth)))
    return SurpriseDecision(on, (fits,))


def occasion_on(terms: SurpriseTerms, facts: SurpriseFacts) -> date | None:
    """The day of the occasion, past or to come; None if this customer has none."""
    match terms.occasion:
        case Occasion.ANNIVERSARY:
            return _years_after(facts.first_bought_on, terms.number)
        case Occasion.REGISTRATION:
            is_there = len(facts.registered_on) >= terms.number
            return facts.registered_on[terms.number - 1] if is_there else None
        case Occasion.AFTER_DELAY:
            return facts.patient_on
        case Occasion.CLAIM_FREE:
            since = facts.first_bought_on
            if since is not None and facts.claimed_on is not None:
                since = max(since, facts.claimed_on)
            return _years_after(since, terms.number)
        case _never:
            assert_never(_never)


def is_used_up(terms: SurpriseTerms, given: Given) -> bool:
    """Whether a rule gives nothing more today, to whomever."""
    return given.today >= terms.most_a_day or given.in_all >= terms.most


def _of_rule(
    terms: SurpriseTerms, given: Given, most_worth: Money, today: date
) -> tuple[Reason, ...]:
    """What speaks against the rule itself today."""
    found = []
    if not terms.starts_on <= today <= terms.ends_on:
        span = (("starts_on", terms.starts_on), ("until", terms.ends_on))
        found.append(Reason(ReasonCode.SURPRISE_OUT_OF_PERIOD, span))
    if not terms.worth.is_at_most(most_worth):
        amounts = (("amount", terms.worth), ("most", most_worth))
        found.append(Reason(ReasonCode.SURPRISE_TOO_DEAR, amounts))
    if given.today >= terms.most_a_day:
        found.append(Reason(ReasonCode.SURPRISE_DAY_FULL, (("count", terms.most_a_day),)))
    if given.in_all >= terms.most:
        found.append(Reason(ReasonCode.SURPRISE_PERIOD_FULL, (("count", terms.most),)))
    return tuple(found)


def _of_customer(
    terms: SurpriseTerms, facts: SurpriseFacts, on: date | None, today: date
) -> tuple[Reason, ...]:
    """What speaks against surprising this customer today."""
    found = []
    if on is None or not 0 <= (today - on).days < WITHIN_DAYS:
        found.append(Reason(ReasonCode.SURPRISE_NO_OCCASION, (("days", WITHIN_DAYS),)))
    last = facts.surprised_on
    if last is not None and today < months_after(last, terms.every_months):
        found.append(Reason(ReasonCode.SURPRISE_TOO_SOON, (("count", terms.every_months),)))
    found += [Reason(AGAINST[each]) for each in Unrest if each in facts.unrest]
    if terms.kind is SurpriseKind.EARLIER_SLOT and not facts.has_open_work:
        found.append(Reason(ReasonCode.SURPRISE_NO_WORK))
    return tuple(found)


def _years_after(day: date | None, years: int) -> date | None:
    return None if day is None else months_after(day, years * MONTHS_IN_YEAR)
