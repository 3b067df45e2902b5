"""Offers that were not taken: their claim is over, so the budget gets back what nobody wanted."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.goodwill.budgets import give_back
from aftersales.goodwill.offering import forget_offer
from aftersales.goodwill.states import end_grant
from aftersales.queries.goodwill import grant_for_change, untaken_grants
from aftersales.records import Claim, GoodwillState


def lapse_untaken(deed: Deed) -> int:
    """Let every offer lapse whose claim was closed or withdrawn without it; answers how many that were."""
    lapsed = 0
    for row in untaken_grants(deed.session):
        locked = grant_for_change(deed.session, row.id)
        if locked is None or locked.state is not GoodwillState.GRANTED:
            continue
        end_grant(deed, locked, GoodwillState.LAPSED, "The claim ended without it.")
        forget_offer(deed, locked, deed.session.get_one(Claim, locked.subject_id))
        if locked.budget_id is not None:
            give_back(deed, locked.budget_id, locked.amount_cents)
        lapsed += 1
    return lapsed
