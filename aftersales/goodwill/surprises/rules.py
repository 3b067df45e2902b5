"""The rules of surprises: made by a manager, never changed under those who rely on them, paused and ended.

active ⇄ paused
active, paused → ended
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.queries.surprises import rule_by_code
from aftersales.records import SurpriseRule, SurpriseRuleState
from aftersales.settings import Settings
from aftersales.states import moved
from aftersales.store import lock_rows
from warranty import Money
from warranty.goodwill.surprises import (
    MOST_MONTHS,
    MOST_NUMBER,
    Occasion,
    SurpriseKind,
    SurpriseTerms,
)

MOST_CUSTOMERS: Final = 100_000
"""A rule surprises no more customers than this in all its time."""

MOST_VALID_DAYS: Final = 730
"""What was given can be taken for so many days at most."""

_S = SurpriseRuleState

RULE_MOVES: Final = MappingProxyType(
    {
        _S.ACTIVE: frozenset({_S.PAUSED, _S.ENDED}),
        _S.PAUSED: frozenset({_S.ACTIVE, _S.ENDED}),
        _S.ENDED: frozenset[SurpriseRuleState](),
    }
)
"""From each state, the states that a rule may move to; it begins active."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurpriseWanted:
    """A rule as somebody asks for it, before anybody has looked whether it makes sense.

    Attributes:
        kind: what is given.
        worth_cents: what it costs us.
        gift: what an upgrade is, as the customer reads it.
        occasion: what it is given for.
        number: years, or which registration.
        every_months: whoever had any surprise within so many months gets none.
        starts_on: first day.
        ends_on: last day.
        most_a_day: customers in one day.
        most: customers in all.
        valid_days: for so long it can be taken.
    """

    kind: SurpriseKind
    worth_cents: int
    gift: str = ""
    occasion: Occasion
    number: int = 1
    every_months: int = 12
    starts_on: date
    ends_on: date
    most_a_day: int
    most: int
    valid_days: int = 180


def checked_terms(settings: Settings, wanted: SurpriseWanted, today: date) -> SurpriseTerms:
    """The rule as the rules of warranty take it.

    Raises:
        NotUnderstood: something does not fit; each place is named.
    """
    most_worth = Money(settings.currency, settings.surprise_most_cents)
    is_about_a_number = wanted.occasion is not Occasion.AFTER_DELAY
    fits = (
        (
            "worth_cents",
            1 <= wanted.worth_cents <= most_worth.minor,
            f"more than 0, and at most {most_worth.text}",
        ),
        ("gift", wanted.gift.strip() or wanted.kind is not SurpriseKind.UPGRADE, "say what it is"),
        (
            "number",
            1 <= wanted.number <= MOST_NUMBER or not is_about_a_number,
            _up_to(MOST_NUMBER),
        ),
        ("every_months", 1 <= wanted.every_months <= MOST_MONTHS, _up_to(MOST_MONTHS)),
        ("ends_on", wanted.ends_on >= wanted.starts_on, "it lies before the first day"),
        ("ends_on", wanted.ends_on >= today, "it is over already"),
        ("most", 1 <= wanted.most <= MOST_CUSTOMERS, _up_to(MOST_CUSTOMERS)),
        (
            "most_a_day",
            1 <= wanted.most_a_day <= wanted.most,
            "at least 1, and no more than in all",
        ),
        ("valid_days", 1 <= wanted.valid_days <= MOST_VALID_DAYS, _up_to(MOST_VALID_DAYS)),
    )
    problems = {where: Problem(where, what) for where, is_right, what in fits if not is_right}
    if problems:
        raise NotUnderstood(
            "This makes no rule of small surprises yet. Correct what is named.",
            list(problems.values()),
        )
    return SurpriseTerms(
        kind=wanted.kind,
        worth=Money(settings.currency, wanted.worth_cents),
        occasion=wanted.occasion,
        number=wanted.number if is_about_a_number else 1,
        every_months=wanted.every_months,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        most_a_day=wanted.most_a_day,
        most=wanted.most,
    )


def add_rule(deed: Deed, code: str, wanted: SurpriseWanted, today: date) -> SurpriseRule:
    """Let customers be surprised from now on; the next round looks for them.

    Raises:
        NotUnderstood: something does not fit.
        Collision: there is a rule with this code.
    """
    terms = checked_terms(deed.settings, wanted, today)
    if rule_by_code(deed.session, code) is not None:
        raise Collision(f"There is a rule {code} already. Choose another code.")
    row = SurpriseRule(
        id=deed.new_id(),
        code=code,
        state=SurpriseRuleState.ACTIVE,
        kind=terms.kind.value,
        worth_cents=terms.worth.minor,
        currency=terms.worth.currency,
        gift=wanted.gift.strip(),
        occasion=terms.occasion.value,
        number=terms.number,
        every_months=terms.every_months,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        most_a_day=terms.most_a_day,
        most=terms.most,
        valid_days=wanted.valid_days,
        created_at=deed.now,
        created_by=deed.actor.code,
    )
    deed.add(row)
    deed.note("surprise_rule_added", row, facts={"code": code, "worth_cents": row.worth_cents})
    return row


def move_rule(deed: Deed, row: SurpriseRule, state: SurpriseRuleState) -> None:
    """Pause a rule, let it go on, or end it; what it gave stays given.

    Raises:
        IllegalMove: it is there already, or has ended.
    """
    lock_rows(deed.session, "surprise_rule", [row.id])
    deed.session.refresh(row)
    row.state = moved(RULE_MOVES, row.state, state, "rule")
    row.revision += 1
    deed.add(row)
    deed.note(f"surprise_rule_{state}", row, facts={"code": row.code})


def terms_of(row: SurpriseRule) -> SurpriseTerms:
    """A rule as the rules of warranty know it."""
    return SurpriseTerms(
        kind=SurpriseKind(row.kind),
        worth=Money(row.currency, row.worth_cents),
        occasion=Occasion(row.occasion),
        number=row.number,
        every_months=row.every_months,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        most_a_day=row.most_a_day,
        most=row.most,
    )


def _up_to(most: int) -> str:
    return f"it must be 1 to {most:,}"
