"""What a rule would do now, before anybody makes it: whom it fits, what that costs, and what speaks against the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from aftersales.goodwill.budgets import budgets_on
from aftersales.goodwill.surprises.knowing import today_of
from aftersales.goodwill.surprises.rounds import decided_after
from aftersales.queries.places import territories
from aftersales.records import GoodwillPurpose
from aftersales.settings import Settings
from aftersales.store import Session
from warranty import Money, Reason, ReasonCode
from warranty.goodwill.surprises import Given, SurpriseTerms


@dataclass(slots=True)
class SurprisePreview:
    """What a rule would do now.

    Attributes:
        left: what all budgets of the month still hold.
        fits: customers whom it fits.
        given: those of them whom it would surprise today, within its own limits.
        cost: what that costs.
        against: for how many customers with an occasion each reason speaks against it.
    """

    left: Money
    cost: Money
    fits: int = 0
    given: int = 0
    against: Counter[Reason] = field(default_factory=Counter)


def preview_rule(
    session: Session, settings: Settings, terms: SurpriseTerms, now: datetime
) -> SurprisePreview:
    """Look at everybody who has the occasion now, batch by batch; nothing is kept."""
    today, currency = today_of(session, now), settings.currency
    preview = SurprisePreview(_left(session, settings, now), Money(currency, 0))
    most_worth = Money(currency, settings.surprise_most_cents)
    after: UUID | None = None
    is_last = False
    while not is_last:
        found = decided_after(session, terms, Given(), most_worth, today, after)
        for _customer_id, decision in found.decisions:
            preview.fits += decision.is_given
            codes = {each.code for each in decision.reasons}
            if not decision.is_given and ReasonCode.SURPRISE_NO_OCCASION not in codes:
                preview.against.update(decision.reasons)
        after, is_last = found.last, found.is_last
    preview.given = min(preview.fits, terms.most_a_day, terms.most)
    preview.cost = Money(currency, preview.given * terms.worth.minor)
    return preview


def _left(session: Session, settings: Settings, now: datetime) -> Money:
    areas = territories(session)
    budgets = budgets_on(session, settings, areas, today_of(session, now).day)
    left = sum(budgets[area.id, GoodwillPurpose.SURPRISE].left.minor for area in areas)
    return Money(settings.currency, left)
