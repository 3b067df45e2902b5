"""Evidence of claims: photographs and documents, sent in JSON so that a repeated request is answered once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Base64Bytes, Field

from aftersales.claims import add_evidence
from aftersales.deed import Deed
from aftersales.queries.uploads import uploads_of
from aftersales.records import Claim, Upload, UploadKind, UploadState
from aftersales.store import lock_rows
from aftersales.uploads import clean_file
from web.api.fields import Line, Sent, Shown, example
from web.api.listed import Listed, found
from web.api.once import Acted, OnceIn
from web.parts import PartsIn

router = APIRouter(prefix="/claims", tags=["claims"])

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
"""The smallest picture, for the reference."""


class EvidenceSent(Sent):
    """One file: a JPEG, PNG, HEIC or PDF; what it is, its content says."""

    model_config = example(name="plate.png", content=PIXEL)

    name: Line
    content: Annotated[Base64Bytes, Field(description="The file in base64.")]


class UploadShown(Shown):
    """A file that is kept; while its state is `waiting`, no scanner has looked at it and nobody opens it."""

    id: UUID
    name: str
    kind: UploadKind
    size_bytes: int
    digest: str = Field(description="SHA-256 of what is kept, which was written anew.")
    state: UploadState
    added_at: datetime


@router.get("/{claim_id}/evidence", summary="List the evidence of a claim")
def evidence(parts: PartsIn, claim_id: UUID) -> Listed[UploadShown]:
    """Every file of a claim, the first first."""
    with parts.store.reading() as session:
        found(session, Claim, claim_id, "claim")
        rows = uploads_of(session, "claim", claim_id)
    return Listed(items=[UploadShown.model_validate(each) for each in rows], next=None)


@router.post(
    "/{claim_id}/evidence",
    status_code=201,
    summary="Add evidence to a claim",
    response_model=UploadShown,
)
def added(once: OnceIn, claim_id: UUID, sent: EvidenceSent) -> Response:
    """Keep a file with a claim; a claim that waited for evidence is decided again."""
    file = clean_file(once.parts.settings, sent.name, sent.content)

    def act(deed: Deed) -> Acted:
        row = found(deed.session, Claim, claim_id, "claim")
        lock_rows(deed.session, "claim", [row.id])
        deed.session.refresh(row)
        (kept,) = add_evidence(deed, row, [file])
        deed.session.flush()
        return _shown(kept), f"/api/v1/claims/{row.id}/evidence"

    return once.answer(act)


def _shown(row: Upload) -> UploadShown:
    return UploadShown.model_validate(row)
