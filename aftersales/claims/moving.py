"""One step of a claim along its graph, noted in the audit trail."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.records import Claim
from aftersales.states import moved
from warranty import CLAIM_MOVES, ClaimState


def step(deed: Deed, claim: Claim, state: ClaimState, *, why: str = "") -> None:
    """Move a claim one step.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    claim.state = moved(CLAIM_MOVES, ClaimState(claim.state), state, "claim").value
    claim.revision += 1
    deed.add(claim)
    deed.note(f"claim_{state}", claim, why=why)
