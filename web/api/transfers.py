"""Transfers: a unit goes from its owner to the next, who says yes with their own details."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.queries.pages import page_of
from aftersales.records import TransferState, Unit, UnitTransfer
from aftersales.transfers import (
    Invited,
    NewOwner,
    accept_transfer,
    offer_transfer,
    withdraw_transfer,
)
from web.api.fields import Code, CodeAsked, Language, Line, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.api.registrations import RegistrationShown
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/transfers", tags=["transfers"])


class TransferSent(Sent):
    """Whom a unit is passed on to; they get a message with a link, and nothing changes before they say yes."""

    model_config = example(
        unit_id="01980000-0000-7000-8000-000000000001",
        name="Jānis Ozols",
        email="janis@example.org",
        language="lv",
    )

    unit_id: UUID
    name: Line = Field(examples=["Jānis Ozols"])
    email: Line = Field(examples=["janis@example.org"])
    language: Language = Field(default="en", examples=["lv"])


class AcceptanceSent(Sent):
    """The new owner's yes in their own words, told at the till or on the telephone."""

    model_config = example(name="Jānis Ozols", email="janis@example.org", wants_safety=True)

    name: Line = Field(examples=["Jānis Ozols"])
    email: Line = Field(examples=["janis@example.org"])
    phone: Code | None = Field(default=None, examples=["+371 20000000"])
    language: Language = Field(default="en", examples=["lv"])
    wants_safety: bool = Field(
        default=False, description="They agree to be warned about the safety of the product."
    )


class TransferShown(Shown):
    """How it stands; whom a unit is offered to is not shown, and forgotten when it ends."""

    id: UUID
    reference: str
    unit_id: UUID
    customer_id: UUID = Field(description="Whose the unit was when it was offered.")
    state: TransferState
    offered_at: datetime
    expires_at: datetime
    settled_at: datetime | None


@router.get("", summary="List transfers")
def transfers(
    parts: PartsIn,
    paged: PagedIn,
    reference: CodeAsked = None,
    state: TransferState | None = None,
    unit_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Listed[TransferShown]:
    """All transfers, those of a unit or of whoever passed on, those in a state, or the one with a reference."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            UnitTransfer,
            after=paged.after,
            limit=paged.limit,
            reference=reference,
            state=state,
            unit_id=unit_id,
            customer_id=customer_id,
        )
        return paged.listed(page, TransferShown.model_validate)


@router.get("/{transfer_id}", summary="One transfer", response_model=TransferShown)
def transfer(parts: PartsIn, held: HeldIn, transfer_id: UUID) -> Response:
    """A transfer as it stands."""
    with parts.store.reading() as session:
        row = found(session, UnitTransfer, transfer_id, "transfer")
        return held.answer(TransferShown.model_validate(row))


@router.post("", status_code=201, summary="Pass a unit on", response_model=TransferShown)
def offer(once: OnceIn, sent: TransferSent) -> Response:
    """Offer a unit to a new owner on its present owner's behalf; one at a time."""

    def act(deed: Deed) -> Acted:
        unit = found(deed.session, Unit, sent.unit_id, "unit")
        to = Invited(name=sent.name, email=sent.email, language=sent.language)
        row = offer_transfer(deed, unit, to)
        return TransferShown.model_validate(row), f"/api/v1/transfers/{row.id}"

    return once.answer(act)


@router.post(
    "/{transfer_id}/acceptance",
    status_code=201,
    summary="Say yes for the new owner",
    response_model=RegistrationShown,
)
def accept(once: OnceIn, transfer_id: UUID, sent: AcceptanceSent) -> Response:
    """Make the unit theirs; the answer is their registration, and the former owner's has ended."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, UnitTransfer, transfer_id, "transfer")
        new = NewOwner(
            name=sent.name,
            email=sent.email,
            phone=sent.phone or "",
            language=sent.language,
            wants_safety=sent.wants_safety,
        )
        made = accept_transfer(deed, row, new, channel="api")
        return RegistrationShown.model_validate(made), f"/api/v1/registrations/{made.id}"

    return once.answer(act)


@router.post(
    "/{transfer_id}/withdrawal", summary="Take a transfer back", response_model=TransferShown
)
def withdraw(once: OnceIn, transfer_id: UUID) -> Response:
    """The owner keeps the unit; the link that was sent opens nothing any more."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, UnitTransfer, transfer_id, "transfer")
        withdraw_transfer(deed, row)
        return TransferShown.model_validate(row), None

    return once.answer(act, status=200)
