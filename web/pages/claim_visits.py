"""A visit asked for from the page of a claim, in one step with the choice of the repair."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response

from aftersales.choices import wished_half
from aftersales.claims import VisitWanted, ask_visit_for_claim
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood
from aftersales.prevention.triage import triage_of
from aftersales.records import Case, Claim, WorkKind
from web.pages.claims import DeskIn

router = APIRouter(prefix="/claims")

Short = Annotated[str, Form(max_length=40)]


@router.post("/{claim_id}/visit")
def asked(
    desk: DeskIn,
    kind: Short = "",
    when: Short = "",
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Somebody comes: the work order is there, and the claim says so."""

    def act(deed: Deed, row: Claim) -> None:
        if kind not in set(WorkKind):
            raise NotUnderstood("Choose what is to be done.")
        case = deed.session.get_one(Case, row.case_id)
        on, half = wished_half(when, triage_of(deed.session, case, deed.now).days)
        wanted = VisitWanted(kind=WorkKind(kind), on=on, half=half, note=note)
        ask_visit_for_claim(deed, row, wanted)

    return desk.acted(act, typed_note=note)
