"""What a case leads to: the unit that it is about, a claim under it, a visit for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response, status
from fastapi.responses import RedirectResponse

from aftersales.bookings import Wish, request_visit
from aftersales.case_owners import territory_of_case
from aftersales.case_states import CASE_MOVES
from aftersales.case_steps import finish_step
from aftersales.cases import advance_case
from aftersales.choices import HALF_DAYS
from aftersales.claims import ClaimNews, decide_claim, open_claim
from aftersales.conversations.replying import states_with_reply
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.queries.places import locations_of_customer
from aftersales.records import Case, CaseState, Claim, Customer, Location, Unit, WorkType
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


@router.post("/{case_id}/visit")
def visited(
    desk: DeskIn, work_type: Field = "", visit_on: Field = "", half: Field = "0"
) -> Response:
    """Ask for a visit: what is to be done, and a half day on which somebody is at home; the next plan finds the time."""
    _ = desk.words
    typed = TypedCase(visit_on=visit_on)
    on = _day(visit_on)
    if on is None or half not in {str(number) for number in range(len(HALF_DAYS))}:
        return desk.refused("visit_on", _("Write a day to come, such as 2026-11-24."), typed)
    first, last = HALF_DAYS[int(half)]

    def act(deed: Deed, row: Case) -> None:
        chosen = [deed.session.get(WorkType, identifier) for identifier in _identifiers(work_type)]
        place = _place(deed, row)
        if not chosen or chosen[0] is None or place is None:
            raise NotUnderstood("Choose the work, and add the customer's place.", [])
        if row.state is not CaseState.VISIT_NEEDED:
            _to_visit(deed, row)
        request_visit(
            deed,
            deed.session.get_one(Customer, row.customer_id),
            place,
            chosen[0],
            [Wish(datetime.combine(on, first), datetime.combine(on, last))],
            priority=row.priority,
            unit_id=row.unit_id,
            case_id=row.id,
            note=f"{row.reference}: {row.subject}",
        )

    return desk.acted(act, "visit_on", typed)


@router.post("/{case_id}/steps/{step_id}")
def step_done(desk: DeskIn, step_id: UUID) -> Response:
    """A step of a playbook was done."""
    return desk.acted(
        lambda deed, row: finish_step(deed, row, step_id, desk.me.user_id), "playbook-steps"
    )


def _to_visit(deed: Deed, row: Case) -> None:
    """Bring a case to where it needs a visit, over the step between if there is one."""
    if CaseState.VISIT_NEEDED not in states_with_reply(row.state):
        raise NotAllowed("This case is settled. Reopen it before you plan a visit.")
    if CaseState.VISIT_NEEDED not in CASE_MOVES[row.state]:
        between = CaseState.TRIAGED if row.state is CaseState.NEW else CaseState.IN_PROGRESS
        advance_case(deed, row, between)
    advance_case(deed, row, CaseState.VISIT_NEEDED)


def _place(deed: Deed, row: Case) -> Location | None:
    """Where the visit is: the place of the case, else the customer's only one."""
    if row.location_id is not None:
        return deed.session.get_one(Location, row.location_id)
    places = locations_of_customer(deed.session, row.customer_id)
    return places[0] if len(places) == 1 else None


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
