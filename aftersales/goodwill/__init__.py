"""Goodwill: proposed by rules, granted by people within their authority and a budget, told, and never overspent."""

from aftersales.goodwill.authority import ladder_of, level_of, may_grant, who_may_grant
from aftersales.goodwill.budgets import budget_on, budgets_on, set_budget
from aftersales.goodwill.granting import (
    approve_grant,
    ask_for_grant,
    decline_grant,
    grant,
    revoke_grant,
)
from aftersales.goodwill.lapsing import lapse_untaken
from aftersales.goodwill.previewing import Preview, preview_on_claim
from aftersales.goodwill.proposing import ClaimProposal, Standing, proposal_for, standing_of
from aftersales.goodwill.states import GRANT_MOVES

__all__ = [
    "GRANT_MOVES",
    "ClaimProposal",
    "Preview",
    "Standing",
    "approve_grant",
    "ask_for_grant",
    "budget_on",
    "budgets_on",
    "decline_grant",
    "grant",
    "ladder_of",
    "lapse_untaken",
    "level_of",
    "may_grant",
    "preview_on_claim",
    "proposal_for",
    "revoke_grant",
    "set_budget",
    "standing_of",
    "who_may_grant",
]
