"""Claims: opened with what is known, decided by rules or by a person, made good, and added up."""

from aftersales.claims.deciding import decide_claim, rule_on_claim
from aftersales.claims.fulfilling import choose_remedy, fulfil_claim, move_claim
from aftersales.claims.judging import may_approve, policy_of, who_may_approve
from aftersales.claims.opening import ClaimNews, open_claim, tell_claim
from aftersales.claims.spending import add_claim_cost, cost_of_claim, move_recovery, recoverable_of

__all__ = [
    "ClaimNews",
    "add_claim_cost",
    "choose_remedy",
    "cost_of_claim",
    "decide_claim",
    "fulfil_claim",
    "may_approve",
    "move_claim",
    "move_recovery",
    "open_claim",
    "policy_of",
    "recoverable_of",
    "rule_on_claim",
    "tell_claim",
    "who_may_approve",
]
