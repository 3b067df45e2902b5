"""Visits of a claim: asked for in the same step, and the claim goes on when they are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aftersales.claims.fulfilling import choose_remedy, fulfil_claim, move_claim
from aftersales.claims.judging import offered_remedies, today_of
from aftersales.deed import Deed
from aftersales.prevention.triage import ask_for_visit, triage_of
from aftersales.queries.follow_ups import first_of_claim
from aftersales.records import Case, Claim, WorkKind, WorkOrder, WorkType
from aftersales.store import lock_rows
from warranty import CLAIM_MOVES, ClaimState
from warranty.claims.remedies import REMEDIES, RemedyKind

MENDING: Final = frozenset({WorkKind.REPAIR, WorkKind.MAINTENANCE})
"""Kinds of visits after which a repair is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitWanted:
    """What somebody is asked to come for."""

    kind: WorkKind
    note: str = ""


def may_ask_for_visit(claim: Claim) -> bool:
    """Whether a visit is the next step of a claim, perhaps with the choice of a repair before it."""
    state = ClaimState(claim.state)
    if state is ClaimState.REMEDY_CHOSEN and claim.remedy is not None:
        return ClaimState.VISIT_PLANNED in REMEDIES[RemedyKind(claim.remedy)].next_states
    is_offered = RemedyKind.REPAIR in offered_remedies(claim)
    is_next = ClaimState.REMEDY_CHOSEN in CLAIM_MOVES[state] and claim.remedy is None
    return (is_offered and is_next) or ClaimState.VISIT_PLANNED in CLAIM_MOVES[state]


def ask_visit_for_claim(deed: Deed, claim: Claim, wanted: VisitWanted) -> WorkOrder:
    """Choose the repair if nothing is chosen yet, and make the work order; its time is chosen next.

    Raises:
        NotUnderstood: nobody can come for that.
        NotAllowed: the remedy goes another way, or it is not known where the unit stands.
        IllegalMove: the claim or its case is past that.
    """
    case = deed.session.get_one(Case, claim.case_id)
    place, _work_type = triage_of(deed.session, case).to_visit(wanted.kind)
    lock_rows(deed.session, "territory", [place.territory_id])
    lock_rows(deed.session, "claim", [claim.id])
    deed.session.refresh(claim)
    if claim.remedy is None:
        choose_remedy(deed, claim, RemedyKind.REPAIR)
    order = ask_for_visit(deed, case, wanted.kind, note=wanted.note)
    order.claim_id = claim.id
    order.follows_id = order.follows_id or first_of_claim(deed.session, order)
    deed.add(order)
    move_claim(deed, claim, ClaimState.VISIT_PLANNED)
    return order


def follow_done(deed: Deed, order: WorkOrder) -> None:
    """The visit is done: a repair is made good by it, anything else is looked at again with what was found."""
    claim = _waiting(deed, order)
    if claim is None:
        return
    is_mended = deed.session.get_one(WorkType, order.work_type_id).kind in MENDING
    if is_mended and claim.remedy == RemedyKind.REPAIR:
        today = today_of(deed.session, claim, deed.now)
        fulfil_claim(deed, claim, done_on=max(today, claim.fault_on))
    elif claim.remedy == RemedyKind.REPLACE:
        # The serial of the new unit is still to be entered.
        deed.note("claim_visited", claim, why=order.reference)
    else:
        move_claim(deed, claim, ClaimState.IN_REVIEW, why=order.reference)


def follow_undone(deed: Deed, order: WorkOrder) -> None:
    """The visit was called off, or could not be finished: the claim waits for another way."""
    claim = _waiting(deed, order)
    if claim is not None:
        move_claim(deed, claim, ClaimState.REMEDY_CHOSEN, why=order.reference)


def _waiting(deed: Deed, order: WorkOrder) -> Claim | None:
    """The claim that waits for this visit, if one does."""
    if order.claim_id is None:
        return None
    lock_rows(deed.session, "claim", [order.claim_id])
    claim = deed.session.get_one(Claim, order.claim_id, populate_existing=True)
    return claim if claim.state == ClaimState.VISIT_PLANNED else None
