"""What is still open with a customer, and how all of it is brought to an end at their wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from aftersales.case_states import CASE_MOVES
from aftersales.cases import advance_case
from aftersales.claims import move_claim
from aftersales.deed import Deed
from aftersales.queries.privacy import open_cases, open_claims, open_complaints, open_orders
from aftersales.records import CASE_OVER, Case, CaseState, Claim, WorkOrder
from aftersales.states import shortest_way
from aftersales.store import Session
from aftersales.work_orders import CancelledBy, cancel_work_order
from warranty import CLAIM_MOVES, ClaimState


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """What somebody still waits for; a complaint is settled by its owner and by nobody else."""

    orders: Sequence[WorkOrder]
    claims: Sequence[Claim]
    cases: Sequence[Case]
    complaints: Sequence[Case]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.orders or self.claims or self.cases or self.complaints)


def open_matters(session: Session, customer_ids: Sequence[UUID]) -> OpenMatters:
    """Work to come, claims under way and unsettled cases of some customers."""
    return OpenMatters(
        orders=open_orders(session, customer_ids),
        claims=open_claims(session, customer_ids),
        cases=open_cases(session, customer_ids),
        complaints=open_complaints(session, customer_ids),
    )


def end_matters(deed: Deed, matters: OpenMatters) -> None:
    """Call off the work, withdraw the claims and settle the cases, each along its graph.

    Raises:
        IllegalMove: somebody is on the way or at work there.
    """
    why = "at the wish of the customer"
    for order in matters.orders:
        cancel_work_order(deed, order, by=CancelledBy.CUSTOMER, reason=why)
        deed.session.flush()
    for claim in matters.claims:
        present = ClaimState(claim.state)
        way = shortest_way(CLAIM_MOVES, present, ClaimState.WITHDRAWN, most=1)
        if way is None:
            way = shortest_way(CLAIM_MOVES, present, ClaimState.CLOSED, most=1)
        for following in way or ():
            move_claim(deed, claim, following, why=why)
    for case in matters.cases:
        deed.session.refresh(case)
        if case.state in CASE_OVER:
            continue
        for state in shortest_way(CASE_MOVES, case.state, CaseState.RESOLVED, most=2) or ():
            advance_case(deed, case, state, why=why)
