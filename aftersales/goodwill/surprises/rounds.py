"""The house's round of surprises: whom does a rule fit today?

Each customer is one transaction, and its grant says that it was given: a round that is broken off, repeated, or done by
two at once surprises nobody twice. Rules rest until a manager has made one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import Final
from uuid import UUID

import structlog

from aftersales.deed import SYSTEM
from aftersales.errors import AftersalesError
from aftersales.goodwill.budgets import budgets_on
from aftersales.goodwill.surprises.giving import give_surprise
from aftersales.goodwill.surprises.knowing import Today, facts_of, today_of
from aftersales.goodwill.surprises.rules import terms_of
from aftersales.parts import Parts
from aftersales.queries.places import territories
from aftersales.queries.surprise_occasions import customers_with_occasion
from aftersales.queries.surprises import active_rules, given_by
from aftersales.records import GoodwillPurpose
from aftersales.settings import Settings
from aftersales.store import Session
from warranty import Money
from warranty.goodwill.surprises import (
    Given,
    SurpriseDecision,
    SurpriseTerms,
    is_used_up,
    surprise_for,
)

BATCH: Final = 200
"""Customers looked at with one set of questions."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Some customers, and what a rule says of each; `is_last` when no others are left."""

    decisions: tuple[tuple[UUID, SurpriseDecision], ...]
    is_last: bool

    @property
    def last(self) -> UUID | None:
        """The last of them, after whom the next ones come."""
        return self.decisions[-1][0] if self.decisions else None


def surprise_customers(parts: Parts, stopping: Event | None = None) -> int:
    """Give everything that the rules give today; answers how much that was. Repeating it gives nothing twice."""
    stop, made = stopping or Event(), 0
    with parts.store.reading() as session:
        today = today_of(session, parts.clock.now())
        left = most_left(session, parts.settings, today.day)
        rules = [
            (row.id, terms_of(row), given_by(session, row.id, today.began_at))
            for row in active_rules(session, parts.settings.currency)
            if row.worth_cents <= left
        ]
    for rule_id, terms, given in rules:
        for customer_id in _fitting(parts, terms, given, today):
            if stop.is_set():
                return made
            made += _one(parts, rule_id, customer_id, today)
    return made


def most_left(session: Session, settings: Settings, day: date) -> int:
    """What the fullest of the budgets still holds, in cents: where none is left nobody need be looked for."""
    areas = territories(session)
    budgets = budgets_on(session, settings, areas, day)
    return max((budgets[each.id, GoodwillPurpose.SURPRISE].left.minor for each in areas), default=0)


def decided_after(
    session: Session,
    terms: SurpriseTerms,
    given: Given,
    most_worth: Money,
    today: Today,
    after: UUID | None,
) -> Decided:
    """What a rule says of the customers after one who may have its occasion."""
    ids = customers_with_occasion(session, terms.occasion, terms.number, today.days, after, BATCH)
    facts = facts_of(session, ids, today) if ids else {}
    return Decided(
        tuple(
            (each, surprise_for(terms, facts[each], given, most_worth, today.day)) for each in ids
        ),
        is_last=len(ids) < BATCH,
    )


def _fitting(parts: Parts, terms: SurpriseTerms, given: Given, today: Today) -> Iterator[UUID]:
    """The customers whom a rule fits, batch by batch, until it gives no more."""
    most_worth = Money(terms.worth.currency, parts.settings.surprise_most_cents)
    if is_used_up(terms, given) or not terms.starts_on <= today.day <= terms.ends_on:
        return
    after, is_last = None, False
    while not is_last:
        with parts.store.reading() as session:
            found = decided_after(session, terms, given, most_worth, today, after)
        for customer_id, decision in found.decisions:
            if decision.is_given:
                yield customer_id
        after, is_last = found.last, found.is_last


def _one(parts: Parts, rule_id: UUID, customer_id: UUID, today: Today) -> bool:
    """One customer in a transaction of its own; one that fails keeps no other from theirs."""
    try:
        with parts.doing(SYSTEM) as deed:
            return give_surprise(deed, rule_id, customer_id, today)
    except AftersalesError as error:
        structlog.get_logger().error(
            "surprise_failed", rule=str(rule_id), error=type(error).__name__
        )
        return False
