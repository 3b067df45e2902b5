"""Claims: opened with what is known, decided by rules or by a person, made good, and added up."""

from aftersales.claims.deciding import decide_claim, rule_on_claim, told_of
from aftersales.claims.evidence import add_evidence, hear_evidence
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
from aftersales.claims.return_notices import depot_line, tell_return
from aftersales.claims.returning import (
    RETURN_MOVES,
    await_return,
    exchange_of,
    give_until,
    lend,
    step_return,
)
from aftersales.claims.spending import add_claim_cost, bill_of_claim, move_recovery, recovery_of
from aftersales.claims.visiting import (
    VisitWanted,
    ask_visit_for_claim,
    follow_done,
    follow_undone,
    may_ask_for_visit,
)

__all__ = [
    "RETURN_MOVES",
    "ClaimNews",
    "VisitWanted",
    "add_claim_cost",
    "add_evidence",
    "ask_visit_for_claim",
    "await_return",
    "bill_of_claim",
    "choose_remedy",
    "decide_claim",
    "depot_line",
    "exchange_of",
    "follow_done",
    "follow_undone",
    "fulfil_claim",
    "give_until",
    "hear_evidence",
    "lend",
    "may_approve",
    "may_ask_for_visit",
    "move_claim",
    "move_recovery",
    "names_of",
    "offered_remedies",
    "open_claim",
    "recovery_of",
    "rule_on_claim",
    "step_return",
    "stored_reasons",
    "tell_claim",
    "tell_return",
    "told_of",
    "who_may_approve",
    "whoever_may",
]
