"""Cases: requests for help, each with an owner and a moment of the next update."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.case_owners import owner_called
from aftersales.cases import advance_case, hand_over_case, open_case, promise_next_update
from aftersales.complaints import refuse_settling
from aftersales.conversations import begin_thread
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.customers import customer_by_number
from aftersales.queries.pages import page_of
from aftersales.queries.places import locations_of_customer, territory_by_code
from aftersales.records import Case, CaseKind, CaseState, Customer, Territory, Unit
from aftersales.sla import next_update_by, require_to_come
from aftersales.store import Session
from web.api.fields import (
    Code,
    CodeAsked,
    Edited,
    Line,
    LongText,
    Moment,
    Sent,
    Shown,
    example,
)
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/cases", tags=["cases"])


class CaseSent(Sent):
    """What somebody asks for."""

    model_config = example(
        customer="C-0001",
        subject="The machine stops while spinning",
        description="It began yesterday; the display shows E21.",
    )

    customer: Code = Field(description="The customer's number.", examples=["C-1001"])
    kind: CaseKind = CaseKind.SUPPORT
    subject: Line = Field(examples=["The machine stops while spinning"])
    description: LongText = ""
    unit_id: UUID | None = None
    territory: Code | None = Field(
        default=None, description="Who answers; that of the customer's first location without one."
    )
    next_update_at: Moment | None = Field(
        default=None,
        description="When the customer hears more at the latest; in two business hours without one.",
    )


class CaseEdited(Edited):
    """How a case goes on; a state comes first, then who looks after it, then the next update."""

    model_config = example(state="triaged", owner_name="Inga Frick")

    state: CaseState | None = None
    why: Line | None = Field(default=None, description="Of the new state, for the audit trail.")
    owner_name: Line | None = Field(
        default=None,
        description="Who looks after it from now on: somebody of the office, by the name or e-mail address of their account.",
    )
    next_update_at: Moment | None = Field(
        default=None,
        description="When they hear more at the latest, as you have just told them; it is kept as a promise.",
    )


class CaseShown(Shown):
    """A case as it stands."""

    id: UUID
    reference: str
    kind: CaseKind
    state: CaseState
    channel: str
    customer_id: UUID
    unit_id: UUID | None
    location_id: UUID | None
    subject: str
    description: str
    owner_name: str
    next_update_at: datetime | None
    opened_at: datetime
    resolved_at: datetime | None


@router.get("", summary="List cases")
def cases(
    parts: PartsIn,
    paged: PagedIn,
    reference: CodeAsked = None,
    kind: CaseKind | None = None,
    state: CaseState | None = None,
    customer_id: UUID | None = None,
    unit_id: UUID | None = None,
) -> Listed[CaseShown]:
    """All cases, the first opened first, or those of a kind, in a state, or of a customer or unit."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Case,
            after=paged.after,
            limit=paged.limit,
            reference=reference,
            kind=kind,
            state=state,
            customer_id=customer_id,
            unit_id=unit_id,
        )
        return paged.listed(page, CaseShown.model_validate)


@router.get("/{case_id}", summary="One case", response_model=CaseShown)
def case(parts: PartsIn, held: HeldIn, case_id: UUID) -> Response:
    """A case with its owner and the moment of the next update."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, found(session, Case, case_id, "case")))


@router.post("", status_code=201, summary="Open a case", response_model=CaseShown)
def opened(once: OnceIn, sent: CaseSent) -> Response:
    """Open a case; its customer is told who looks after it and when they hear more.

    What is described stands first in the thread of the case.
    """

    def act(deed: Deed) -> Acted:
        person = known(customer_by_number(deed.session, sent.customer), "customer", sent.customer)
        if sent.unit_id is not None:
            _require_owner(found(deed.session, Unit, sent.unit_id, "unit"), person)
        area = _territory(deed, person, sent.territory)
        row = open_case(
            deed,
            area,
            person,
            kind=sent.kind,
            channel="api",
            subject=sent.subject,
            description=sent.description,
            next_update_at=_next_update(deed, area, sent.next_update_at),
            unit_id=sent.unit_id,
        )
        if sent.description.strip():
            begin_thread(deed, row, person, sent.description)
        return _shown(deed.session, row), f"/api/v1/cases/{row.id}"

    return once.answer(act)


@router.patch("/{case_id}", summary="Move a case on", response_model=CaseShown)
def edited(edit: EditIn, case_id: UUID, sent: CaseEdited) -> Response:
    """Move a case along its states, hand it over, or say when its customer hears more."""

    def change(deed: Deed, row: Case) -> None:
        if sent.state is not None and sent.state is not row.state:
            refuse_settling(deed.session, row, sent.state)
            advance_case(deed, row, sent.state, why=sent.why or "")
        if sent.owner_name is not None and sent.owner_name != row.owner_name:
            hand_over_case(deed, row, owner_called(deed.session, sent.owner_name))
        if sent.next_update_at is not None and sent.next_update_at != row.next_update_at:
            promise_next_update(deed, row, sent.next_update_at)

    return edit.answer(
        lambda session: found(session, Case, case_id, "case"), shown=_shown, change=change
    )


def _shown(_session: Session, row: Case) -> CaseShown:
    return CaseShown.model_validate(row)


def _next_update(deed: Deed, area: Territory, asked: datetime | None) -> datetime:
    by = asked or next_update_by(deed.settings, area, deed.now)
    require_to_come(by, deed.now)
    return by


def _require_owner(unit: Unit, person: Customer) -> None:
    if unit.customer_id != person.id:
        raise NotUnderstood(
            "This unit belongs to another customer. Check the unit and the customer's number.",
            [Problem("unit_id", "it belongs to another customer")],
        )


def _territory(deed: Deed, person: Customer, code: str | None) -> Territory:
    """Who answers for the case."""
    if code is not None:
        return known(territory_by_code(deed.session, code), "territory", code)
    places = locations_of_customer(deed.session, person.id)
    if not places:
        raise NotUnderstood(
            "It is not known where this customer lives. Name the territory that answers.",
            [Problem("territory", "name its code")],
        )
    return found(deed.session, Territory, places[0].territory_id, "territory")
