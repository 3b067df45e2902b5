"""What a claim costs, who pays it, and what the maker is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aftersales.claims.judging import facts_of
from aftersales.deed import Deed
from aftersales.queries.claims import costs_of_claim
from aftersales.records import Claim, ClaimCost
from aftersales.states import moved
from aftersales.store import Session
from warranty import Money, Payer
from warranty.claims.costs import ClaimCost as CostFact
from warranty.claims.costs import CostKind, CostLine, claim_cost, recoverable
from warranty.claims.recovery import RECOVERY_MOVES, RecoveryState


def add_claim_cost(
    deed: Deed, claim: Claim, kind: CostKind, amount_cents: int, note: str = ""
) -> ClaimCost:
    """Keep one thing that was spent on a claim."""
    row = ClaimCost(
        id=deed.new_id(),
        claim_id=claim.id,
        kind=kind.value,
        amount_cents=amount_cents,
        currency=claim.currency,
        note=note,
        added_at=deed.now,
    )
    deed.add(row)
    deed.note("claim_cost_added", claim)
    return row


@dataclass(frozen=True, slots=True)
class ClaimBill:
    """What a claim cost.

    Attributes:
        rows: everything spent, the first first.
        cost: the same by kind and by who pays it.
        owed: what the maker can be asked for.
    """

    rows: Sequence[ClaimCost]
    cost: CostFact
    owed: Money


def bill_of_claim(session: Session, claim: Claim) -> ClaimBill:
    """Everything spent on a claim, divided among those who pay."""
    rows = costs_of_claim(session, claim.id)
    lines = [CostLine(CostKind(row.kind), Money(row.currency, row.amount_cents)) for row in rows]
    facts = facts_of(session, claim)
    is_granted = claim.decision.get("by") == "person" and claim.decision.get("outcome") == "approve"
    rest = Payer.GOODWILL if is_granted else Payer.CUSTOMER
    offered = claim.decision.get("goodwill_percent")
    granted = offered if isinstance(offered, int) else 0
    return ClaimBill(
        rows,
        claim_cost(lines, facts.entitlement, claim.currency, rest=rest, granted=granted),
        recoverable(lines, facts.covers, facts.judged, claim.currency),
    )


def recovery_of(claim: Claim) -> RecoveryState:
    """How far the claim against the maker has come."""
    return RecoveryState(claim.supplier_recovery or RecoveryState.NONE)


def move_recovery(deed: Deed, claim: Claim, state: RecoveryState) -> None:
    """Take the next step with the maker.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    claim.supplier_recovery = moved(RECOVERY_MOVES, recovery_of(claim), state, "recovery").value
    claim.revision += 1
    deed.add(claim)
    deed.note(f"recovery_{state}", claim)
