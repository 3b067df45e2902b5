"""A visit for a case: its time is chosen, and with it the work order is made, the visit booked and the customer told."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response

from aftersales.access import SignedIn
from aftersales.parts import Parts
from aftersales.prevention.triage import Triage, ask_for_visit, triage_of, work_of_case
from aftersales.records import Case, Customer, WorkType
from aftersales.store import Session
from aftersales.words import Words, words_in
from web.pages.arranging import Choosing, Kind, KindAsked, Note, When
from web.pages.case_page import case_in
from web.pages.errands import Errand
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/cases/{case_id}/triage/visit")


@router.get("")
def times(
    request: Request, parts: PartsIn, me: Me, case_id: UUID, kind: KindAsked = ""
) -> Response:
    """When somebody could come for one kind of work, the likeliest if none is named, and why not on the other days."""
    return _choosing(request, parts, me, case_id, kind, is_asked=True).shown()


@router.post("")
def arranged(
    request: Request,
    parts: PartsIn,
    me: Me,
    case_id: UUID,
    kind: Kind = "",
    when: When = "",
    note: Note = "",
) -> Response:
    """Somebody comes: the work order and its visit are there in the same step."""
    choosing = _choosing(request, parts, me, case_id, kind, when=when, note=note)
    return choosing.arranged(when, note=note)


def parts_said(_: Words, found: Triage, component: str = "") -> str:
    """What is taken along: as the best playbook says, else the faulty part."""
    parts = found.playbooks[0].parts if found.playbooks else []
    taken = parts or ([component.replace("_", " ")] if component else [])
    return _("Parts: {parts}", parts=", ".join(taken)) if taken else ""


def skills_said(found: Triage, work_type: WorkType) -> str:
    """The skills that a kind of visit needs, by their codes."""
    return ", ".join(sorted(next(skills for each, skills in found.visits if each is work_type)))


def likely_kind(found: Triage) -> str:
    """The kind of visit that the best playbook leads to, else the first there is."""
    kinds = [each.kind.value for each, _skills in found.visits]
    named = found.playbooks[0].work_kind if found.playbooks else ""
    return named if named in kinds else next(iter(kinds), "")


def _choosing(
    request: Request,
    parts: Parts,
    me: SignedIn,
    case_id: UUID,
    kind: str,
    *,
    when: str = "",
    note: str = "",
    is_asked: bool = False,
) -> Choosing:
    _ = words_in(me.language)

    def find(session: Session) -> Errand:
        case = case_in(session, case_id)
        found = triage_of(session, case)
        known = {each.kind.value for each, _skills in found.visits}
        chosen = likely_kind(found) if is_asked and kind not in known else kind
        return _errand(_, session, case, found, chosen, when, note)

    return Choosing(request=request, parts=parts, me=me, find=find)


def _errand(
    _: Words, session: Session, case: Case, found: Triage, kind: str, when: str, note: str
) -> Errand:
    place, work_type = found.to_visit(kind)
    return Errand(
        root=f"/cases/{case.id}/triage/visit",
        back=(f"/cases/{case.id}/triage", case.reference),
        customer=session.get_one(Customer, case.customer_id),
        place=place,
        work_type=work_type,
        product_type=work_type.product_type,
        make=lambda deed: ask_for_visit(
            deed, case_in(deed.session, case.id), work_type.kind, note=note, at=when
        ),
        kinds=[each for each, _skills in found.visits],
        order=work_of_case(session, case, work_type, when),
        note=parts_said(_, found),
    )
