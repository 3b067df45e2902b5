"""Claims: what was demanded under a cover, how it was decided, and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response

from aftersales.queries.pages import page_of
from aftersales.records import Claim
from warranty import ClaimState
from web.api.fields import CodeAsked, Shown
from web.api.listed import Listed, PagedIn, found
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/claims", tags=["claims"])


class ClaimShown(Shown):
    """A claim as it stands; `decision` holds its remedy and its reasons."""

    id: UUID
    reference: str
    state: str
    case_id: UUID
    unit_id: UUID
    cover_id: UUID | None
    replacement_unit_id: UUID | None
    component: str
    symptom: str
    decision: dict[str, object]
    supplier_recovery: str
    opened_at: datetime
    decided_at: datetime | None


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
        return paged.listed(page, ClaimShown.model_validate)


@router.get("/{claim_id}", summary="One claim", response_model=ClaimShown)
def claim(parts: PartsIn, held: HeldIn, claim_id: UUID) -> Response:
    """A claim with its decision."""
    with parts.store.reading() as session:
        return held.answer(ClaimShown.model_validate(found(session, Claim, claim_id, "claim")))
