"""Returns: what is expected back under a claim, and what was found when it came."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Response

from aftersales.queries.pages import page_of
from aftersales.records import Condition, GoodsReturn, ReturnedThing, ReturnState
from warranty.claims.inspections import Finding
from warranty.products import ExchangeType
from web.api.fields import CodeAsked, Shown
from web.api.listed import Listed, PagedIn, found
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/returns", tags=["claims"])


class ReturnShown(Shown):
    """A return as it stands; `reference` is the number on its label, `due_on` the day by which it should be here."""

    id: UUID
    reference: str
    claim_id: UUID
    depot_id: UUID | None
    state: ReturnState
    thing: ReturnedThing
    exchange: ExchangeType
    serial: str | None
    due_on: date | None
    received_at: datetime | None
    inspected_at: datetime | None
    condition: Condition | None
    serial_read: str | None
    finding: Finding | None
    checks: list[str]
    accessories: str
    created_at: datetime
    revision: int


@router.get("", summary="List returns")
def returns(
    parts: PartsIn,
    paged: PagedIn,
    reference: CodeAsked = None,
    claim_id: UUID | None = None,
    state: ReturnState | None = None,
    thing: ReturnedThing | None = None,
) -> Listed[ReturnShown]:
    """All returns, the first announced first, or those of a claim or in a state."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            GoodsReturn,
            after=paged.after,
            limit=paged.limit,
            reference=reference,
            claim_id=claim_id,
            state=state,
            thing=thing,
        )
        return paged.listed(page, ReturnShown.model_validate)


@router.get("/{return_id}", summary="One return", response_model=ReturnShown)
def one_return(parts: PartsIn, held: HeldIn, return_id: UUID) -> Response:
    """A return with what was found."""
    with parts.store.reading() as session:
        row = found(session, GoodsReturn, return_id, "return")
        return held.answer(ReturnShown.model_validate(row))
