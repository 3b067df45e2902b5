"""What a case leads to: the unit that it is about, a claim under it, the steps of a playbook."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response, status
from fastapi.responses import RedirectResponse

from aftersales.case_owners import territory_of_case
from aftersales.case_steps import finish_step
from aftersales.claims import ClaimNews, decide_claim, open_claim
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.records import Case, Claim, Unit
from aftersales.sla import next_update_by
from web.pages.case_desk import DeskIn
from web.pages.case_page import TypedCase

router = APIRouter(prefix="/cases")

Field = Annotated[str, Form(max_length=320)]
Long = Annotated[str, Form(max_length=8000)]


@router.post("/{case_id}/unit")
def linked(desk: DeskIn, unit: Field = "") -> Response:
    """The case is about this unit of its customer."""

    def act(deed: Deed, row: Case) -> None:
        known = [
            each
            for each in (deed.session.get(Unit, identifier) for identifier in _identifiers(unit))
            if each is not None and each.customer_id == row.customer_id
        ]
        if not known:
            raise NotUnderstood(
                "Choose one of the customer's units.", [Problem("unit", "choose one")]
            )
        row.unit_id, row.location_id = known[0].id, row.location_id or known[0].location_id
        row.revision += 1
        deed.add(row)
        deed.note("case_unit_linked", row)

    return desk.acted(act, "unit")


@router.post("/{case_id}/claim")
def claimed(desk: DeskIn, symptom: Long = "", fault_on: Field = "") -> Response:
    """Open a claim under this case and let the rules decide it."""
    _ = desk.words
    typed = TypedCase(symptom=symptom, fault_on=fault_on)
    on = _day(fault_on)
    if on is None or not symptom.strip():
        problem = _("Write a day between the purchase and today, such as 2026-11-23.")
        return desk.refused("fault_on", problem, typed)
    opened: list[Claim] = []

    def act(deed: Deed, row: Case) -> None:
        if row.unit_id is None:
            raise NotUnderstood(
                "Say first which unit it is about.", [Problem("unit", "choose one")]
            )
        area = territory_of_case(deed, row)
        claim = open_claim(
            deed,
            deed.session.get_one(Unit, row.unit_id),
            area,
            channel=row.channel,
            fault_on=on,
            news=ClaimNews(symptom=symptom.strip()),
            next_update_at=next_update_by(deed.settings, area, deed.now),
            case=row,
        )
        deed.session.flush()
        decide_claim(deed, claim)
        opened.append(claim)

    answer = desk.acted(act, "fault_on", typed)
    is_kept = answer.status_code == status.HTTP_303_SEE_OTHER
    return RedirectResponse(f"/claims/{opened[0].id}", status_code=303) if is_kept else answer


@router.post("/{case_id}/steps/{step_id}")
def step_done(desk: DeskIn, step_id: UUID) -> Response:
    """A step of a playbook was done."""
    return desk.acted(
        lambda deed, row: finish_step(deed, row, step_id, desk.me.user_id), "playbook-steps"
    )


def _identifiers(text: str) -> list[UUID]:
    try:
        return [UUID(text)]
    except ValueError:
        return []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
