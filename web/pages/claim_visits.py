"""A visit of a claim: arranged from its page in one step with the choice of the repair."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response

from aftersales.access import SignedIn
from aftersales.claims import VisitWanted, ask_visit_for_claim, may_ask_for_visit
from aftersales.errors import NotAllowed
from aftersales.parts import Parts
from aftersales.prevention.triage import Triage, triage_of
from aftersales.records import Case, Claim, Customer
from aftersales.store import Session
from aftersales.words import Words, words_in
from web.pages.arranging import Choosing, Kind, KindAsked, Note, When
from web.pages.case_visits import parts_said
from web.pages.claim_page import claim_in
from web.pages.claim_visits_shown import kinds_for_claim
from web.pages.errands import Errand
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/claims/{claim_id}/visit")


@router.get("")
def times(
    request: Request, parts: PartsIn, me: Me, claim_id: UUID, kind: KindAsked = ""
) -> Response:
    """When somebody could come for one kind of work, the likeliest if none is named, and why not on the other days."""
    return _choosing(request, parts, me, claim_id, kind, is_asked=True).shown()


@router.post("")
def arranged(
    request: Request,
    parts: PartsIn,
    me: Me,
    claim_id: UUID,
    kind: Kind = "",
    when: When = "",
    note: Note = "",
) -> Response:
    """Somebody comes: the work order and its visit are there, and the claim says so."""
    return _choosing(request, parts, me, claim_id, kind, note=note).arranged(when, note=note)


def _choosing(
    request: Request,
    parts: Parts,
    me: SignedIn,
    claim_id: UUID,
    kind: str,
    *,
    note: str = "",
    is_asked: bool = False,
) -> Choosing:
    _ = words_in(me.language)

    def find(session: Session) -> Errand:
        claim = claim_in(session, claim_id)
        case = session.get_one(Case, claim.case_id)
        found = triage_of(session, case)
        known = [each.kind.value for each in kinds_for_claim(found)]
        chosen = next(iter(known), "") if is_asked and kind not in known else kind
        return _errand(_, session, claim, found, chosen, note)

    return Choosing(request=request, parts=parts, me=me, find=find)


def _errand(
    _: Words, session: Session, claim: Claim, found: Triage, kind: str, note: str
) -> Errand:
    """What a claim leads to.

    Raises:
        NotAllowed: a visit is not its next step, or it is not known where the unit stands.
        NotUnderstood: nobody makes visits of this kind.
    """
    if not may_ask_for_visit(claim):
        raise NotAllowed(
            "A visit is not the next step of this claim. Its page says what is, and who comes."
        )
    place, work_type = found.to_visit(kind)
    wanted = VisitWanted(kind=work_type.kind, note=note)
    return Errand(
        root=f"/claims/{claim.id}/visit",
        back=(f"/claims/{claim.id}", claim.reference),
        customer=session.get_one(Customer, found.case.customer_id),
        place=place,
        work_type=work_type,
        product_type=work_type.product_type,
        make=lambda deed: ask_visit_for_claim(deed, claim_in(deed.session, claim.id), wanted),
        kinds=kinds_for_claim(found),
        note=parts_said(_, found, claim.component or ""),
    )
