"""Claims: opened with what is known, decided by rules or by a person, made good, and added up."""

from aftersales.claims.deciding import decide_claim, rule_on_claim
from aftersales.claims.evidence import add_evidence
from aftersales.claims.fulfilling import choose_remedy, fulfil_claim, move_claim
from aftersales.claims.judging import (
    may_approve,
    names_of,
    offered_remedies,
    stored_reasons,
    who_may_approve,
    whoever_may,
)
from aftersales.claims.opening import ClaimNews, open_claim, tell_claim
from aftersales.claims.spending import add_claim_cost, bill_of_claim, move_recovery, recovery_of

__all__ = [
    "ClaimNews",
    "add_claim_cost",
    "add_evidence",
    "bill_of_claim",
    "choose_remedy",
    "decide_claim",
    "fulfil_claim",
    "may_approve",
    "move_claim",
    "move_recovery",
    "names_of",
    "offered_remedies",
    "open_claim",
    "recovery_of",
    "rule_on_claim",
    "stored_reasons",
    "tell_claim",
    "who_may_approve",
    "whoever_may",
]
