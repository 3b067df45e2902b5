"""Claims: what was demanded under a cover, how it was decided, and why."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.claims import (
    ClaimNews,
    decide_claim,
    open_claim,
    stored_reasons,
    tell_claim,
)
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.moments import wall_of
from aftersales.queries.pages import page_of
from aftersales.queries.places import territory_by_code, territory_of_unit
from aftersales.records import Case, Claim, Territory, Unit
from aftersales.sla import next_update_by
from warranty import ClaimState, sentence
from warranty.claims.inspections import Finding
from web.api.fields import Code, CodeAsked, Day, Edited, LongText, Moment, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/claims", tags=["claims"])

Cents = Annotated[int, Field(ge=0, le=100_000_000)]
"""An amount in the smallest unit of the shop's currency."""


class ClaimTold(Sent):
    """What is known of a claim; whatever is left out can be told later."""

    symptom: LongText | None = Field(default=None, examples=["It does not drain."])
    component: Code | None = Field(default=None, examples=["pump"])
    serial_read: Code | None = Field(
        default=None, description="As read on the faulty unit, however it is spaced."
    )
    has_proof_of_purchase: bool | None = Field(
        default=None, description="You have seen an invoice; a sale of yours is one already."
    )
    is_dangerous: bool | None = Field(
        default=None, description="Fire, shock, gas, water near current, or an injury."
    )
    evidence: int | None = Field(
        default=None, ge=0, le=1000, description="Photographs, films and reports, in all."
    )
    finding: Finding | None = Field(default=None, description="What an inspection found.")
    estimate_cents: Cents | None = Field(default=None, description="What making it good will cost.")

    def news(self) -> ClaimNews:
        """As the house takes it."""
        return ClaimNews(**self.model_dump(include={each.name for each in fields(ClaimNews)}))


class ClaimSent(ClaimTold):
    """A claim about a unit; with a case it stands under that, without one it opens its own."""

    model_config = example(
        unit_id="019b2b6e-0000-7000-8000-000000000001",
        symptom="It does not drain.",
        component="pump",
        estimate_cents=9000,
    )

    unit_id: UUID
    case_id: UUID | None = None
    fault_on: Day | None = Field(
        default=None, description="The day the fault was first seen; today without one."
    )
    territory: Code | None = Field(
        default=None, description="Who answers; that of the unit's place without one."
    )
    next_update_at: Moment | None = Field(
        default=None,
        description="When the customer hears more at the latest; in two business hours without one.",
    )
    is_decided: bool = Field(default=True, description="Let the rules decide it at once.")


class ClaimEdited(ClaimTold, Edited):
    """What is known now, and was not before."""

    model_config = example(finding="confirmed", estimate_cents=9000)


class ClaimShown(Shown):
    """A claim as it stands; `reasons` are the decision's, in English; `decision` has their codes."""

    id: UUID
    reference: str
    state: str
    case_id: UUID
    unit_id: UUID
    cover_id: UUID | None
    replacement_unit_id: UUID | None
    fault_on: date
    component: str
    symptom: str
    serial_read: str | None
    has_proof_of_purchase: bool
    is_dangerous: bool
    evidence: int
    finding: str | None
    estimate_cents: int | None
    currency: str
    decision: dict[str, object]
    reasons: list[str]
    remedy: str | None
    rma: str | None
    supplier_recovery: str
    opened_at: datetime
    decided_at: datetime | None
    appeal_until_on: date | None


@router.get("", summary="List claims")
def claims(
    parts: PartsIn,
    paged: PagedIn,
    reference: CodeAsked = None,
    state: ClaimState | None = None,
    case_id: UUID | None = None,
    unit_id: UUID | None = None,
) -> Listed[ClaimShown]:
    """All claims, the first made first, or those of a case or unit or in a state."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Claim,
            after=paged.after,
            limit=paged.limit,
            reference=reference,
            state=None if state is None else state.value,
            case_id=case_id,
            unit_id=unit_id,
        )
        return paged.listed(page, shown)


@router.get("/{claim_id}", summary="One claim", response_model=ClaimShown)
def claim(parts: PartsIn, held: HeldIn, claim_id: UUID) -> Response:
    """A claim with its decision."""
    with parts.store.reading() as session:
        return held.answer(shown(found(session, Claim, claim_id, "claim")))


@router.post("", status_code=201, summary="Open a claim", response_model=ClaimShown)
def opened(once: OnceIn, sent: ClaimSent) -> Response:
    """Open a claim; its customer is told who looks after it, and what is decided."""

    def act(deed: Deed) -> Acted:
        unit = found(deed.session, Unit, sent.unit_id, "unit")
        area = _territory(deed, unit, sent.territory)
        row = open_claim(
            deed,
            unit,
            area,
            channel="api",
            fault_on=sent.fault_on or wall_of(deed.now, area.zone).date(),
            news=sent.news(),
            next_update_at=sent.next_update_at or next_update_by(deed.settings, area, deed.now),
            case=_case(deed, unit, sent.case_id),
        )
        deed.session.flush()
        if sent.is_decided:
            decide_claim(deed, row)
            deed.session.flush()
        return shown(row), f"/api/v1/claims/{row.id}"

    return once.answer(act)


@router.patch("/{claim_id}", summary="Tell more of a claim", response_model=ClaimShown)
def told(edit: EditIn, claim_id: UUID, sent: ClaimEdited) -> Response:
    """Tell what is known now; a claim that waited for it is in review again."""
    return edit.answer(
        lambda session: found(session, Claim, claim_id, "claim"),
        shown=lambda _session, row: shown(row),
        change=lambda deed, row: tell_claim(deed, row, sent.news()),
    )


def shown(row: Claim) -> ClaimShown:
    """A claim as it is answered."""
    reasons = [sentence(reason) for reason in stored_reasons(row)]
    return ClaimShown.model_validate({**row.model_dump(), "reasons": reasons})


def _case(deed: Deed, unit: Unit, case_id: UUID | None) -> Case | None:
    if case_id is None:
        return None
    case = found(deed.session, Case, case_id, "case")
    if case.customer_id != unit.customer_id:
        raise NotUnderstood(
            "This case is another customer's. Check the case and the unit.",
            [Problem("case_id", "it is another customer's")],
        )
    return case


def _territory(deed: Deed, unit: Unit, code: str | None) -> Territory:
    """Who answers for the claim."""
    if code is not None:
        return known(territory_by_code(deed.session, code), "territory", code)
    area = territory_of_unit(deed.session, unit)
    if area is None:
        raise NotUnderstood(
            "It is not known where this unit stands. Name the territory that answers.",
            [Problem("territory", "name its code")],
        )
    return area
