"""Cases: requests for help, each with an owner and a moment of the next update."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AwareDatetime, Field

from aftersales.cases import open_case
from aftersales.choices import CALL_WITHIN
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.customers import customer_by_number
from aftersales.queries.pages import page_of
from aftersales.queries.places import locations_of_customer, territory_by_code
from aftersales.records import Case, CaseKind, CaseState, Customer, Territory, Unit
from web.api.fields import After, Code, Limit, Line, LongText, Sent, Shown
from web.api.listed import Listed, found, known, listed
from web.parts import SHOP, PartsIn

router = APIRouter(prefix="/cases", tags=["cases"])


class CaseSent(Sent):
    """What somebody asks for."""

    customer: Code = Field(description="The customer's number.", examples=["C-1001"])
    kind: CaseKind = CaseKind.SUPPORT
    subject: Line = Field(examples=["The machine stops while spinning"])
    description: LongText = ""
    unit_id: UUID | None = None
    territory: Code | None = Field(
        default=None, description="Who answers; that of the customer's first location without one."
    )
    next_update_at: AwareDatetime | None = Field(
        default=None,
        description="When the customer hears more at the latest; in two hours without one.",
        examples=["2026-11-23T16:00:00+01:00"],
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
    state: CaseState | None = None,
    customer_id: UUID | None = None,
    limit: Limit = 50,
    after: After = None,
) -> Listed[CaseShown]:
    """All cases, the first opened first, or those of a customer or in a state."""
    with parts.store.reading() as session:
        page = page_of(
            session, Case, after=after, limit=limit, state=state, customer_id=customer_id
        )
        return listed(page, CaseShown.model_validate)


@router.get("/{case_id}", summary="One case")
def case(parts: PartsIn, case_id: UUID) -> CaseShown:
    """A case with its owner and the moment of the next update."""
    with parts.store.reading() as session:
        return CaseShown.model_validate(found(session, Case, case_id, "case"))


@router.post("", status_code=201, summary="Open a case")
def open_(parts: PartsIn, sent: CaseSent, answer: Response) -> CaseShown:
    """Open a case; its customer is told who looks after it and when they hear more."""
    with parts.doing(SHOP) as deed:
        person = known(customer_by_number(deed.session, sent.customer), "customer", sent.customer)
        if sent.unit_id is not None:
            found(deed.session, Unit, sent.unit_id, "unit")
        by = sent.next_update_at or deed.now + CALL_WITHIN
        if by <= deed.now:
            raise NotUnderstood(
                "The next update lies in the past. Name a moment to come.",
                [Problem("next_update_at", "it lies in the past")],
            )
        row = open_case(
            deed,
            _territory(deed, person, sent.territory),
            person,
            kind=sent.kind,
            channel="api",
            subject=sent.subject,
            description=sent.description,
            next_update_at=by,
            unit_id=sent.unit_id,
        )
        shown = CaseShown.model_validate(row)
    answer.headers["Location"] = f"/api/v1/cases/{shown.id}"
    return shown


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
