"""How a complaint moves: its graph, and the case above it that goes along."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aftersales.case_states import CASE_MOVES
from aftersales.cases import advance_case
from aftersales.deed import Deed
from aftersales.records import Case, CaseState, Complaint, ComplaintState
from aftersales.states import moved, shortest_way

_S = ComplaintState

COMPLAINT_MOVES: Final = MappingProxyType(
    {
        _S.RECEIVED: frozenset({_S.ACKNOWLEDGED, _S.ESCALATED}),
        # Some complaints are settled by an explanation, without any offer.
        _S.ACKNOWLEDGED: frozenset({_S.INVESTIGATING, _S.OFFER_MADE, _S.RESOLVED, _S.ESCALATED}),
        _S.INVESTIGATING: frozenset({_S.OFFER_MADE, _S.RESOLVED, _S.ESCALATED}),
        # A better offer takes the place of the one before.
        _S.OFFER_MADE: frozenset(
            {_S.OFFER_MADE, _S.ACCEPTED, _S.DECLINED, _S.RESOLVED, _S.ESCALATED}
        ),
        _S.ACCEPTED: frozenset({_S.RESOLVED, _S.ESCALATED}),
        _S.DECLINED: frozenset({_S.OFFER_MADE, _S.ESCALATED}),
        # One level up, and perhaps one more.
        _S.ESCALATED: frozenset(
            {_S.ACKNOWLEDGED, _S.INVESTIGATING, _S.OFFER_MADE, _S.RESOLVED, _S.ESCALATED}
        ),
        # It is settled when the customer says so, and not before.
        _S.RESOLVED: frozenset({_S.FOLLOWED_UP, _S.ESCALATED}),
        _S.FOLLOWED_UP: frozenset({_S.ESCALATED}),
    }
)
"""From each state, the states that a complaint may come to."""

UNANSWERED: Final = frozenset({_S.INVESTIGATING, _S.ESCALATED})
"""Steps with which nothing is answered yet that the customer wrote."""

_CASES: Final = MappingProxyType(
    {
        _S.ACKNOWLEDGED: CaseState.TRIAGED,
        _S.INVESTIGATING: CaseState.IN_PROGRESS,
        _S.OFFER_MADE: CaseState.WAITING_CUSTOMER,
        _S.ACCEPTED: CaseState.IN_PROGRESS,
        _S.DECLINED: CaseState.IN_PROGRESS,
        _S.ESCALATED: CaseState.IN_PROGRESS,
        _S.RESOLVED: CaseState.RESOLVED,
        _S.FOLLOWED_UP: CaseState.CLOSED,
    }
)
"""Where the case stands while its complaint stands there."""


def step(deed: Deed, complaint: Complaint, state: ComplaintState, *, why: str = "") -> None:
    """Move a complaint one step, and its case along, whose clock is its own.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    complaint.state = moved(COMPLAINT_MOVES, complaint.state, state, "complaint")
    complaint.revision += 1
    complaint.asked = 0
    if state not in UNANSWERED:
        complaint.wrote_at = None
    deed.add(complaint)
    deed.note(f"complaint_{state}", complaint, why=why, facts={"level": complaint.level})
    case = deed.session.get_one(Case, complaint.case_id)
    for each in way_between(case.state, _CASES.get(state, case.state)):
        advance_case(deed, case, each)
    complaint.answer_by_at = case.resolve_due_at or complaint.answer_by_at


def way_between(origin: CaseState, target: CaseState) -> tuple[CaseState, ...]:
    """The shortest way along the graph of cases, without its origin; a case is acknowledged once, so never back to that."""
    if target is CaseState.TRIAGED and origin is not CaseState.NEW:
        return ()
    way = shortest_way(CASE_MOVES, origin, target)
    if way is None:
        raise ValueError(f"A case cannot come from {origin} to {target}.")
    return way
