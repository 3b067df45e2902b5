"""What is known of a customer: handed out, or erased."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.access import actor_of
from aftersales.deed import Deed
from aftersales.privacy.erasing import erase_customer
from aftersales.privacy.exporting import export_customer
from aftersales.records import Customer
from web.api.fields import Sent, Shown, example
from web.api.listed import found
from web.api.once import Acted, OnceIn
from web.parts import PartsIn
from web.who import Who

router = APIRouter(prefix="/customers/{customer_id}", tags=["customers"])


class ErasureSent(Sent):
    """Whether what is still open with the customer may be ended."""

    model_config = example(is_open_ended=True)

    is_open_ended: bool = Field(
        default=False,
        description="Call off visits, withdraw claims and settle cases; without it, open ones refuse.",
    )


class ErasureShown(Shown):
    """What was erased: rows by table, and when the rest goes by itself."""

    id: UUID
    customer_id: UUID
    counts: dict[str, int]
    erased_at: datetime
    rest_due_on: date | None = Field(
        description="The first day on which no claim can be made; null if nothing was kept for one."
    )
    finished_at: datetime | None


class ExportShown(Shown):
    """Everything that is known of a customer, by table."""

    tables: dict[str, list[dict[str, Any]]]


@router.post("/exports", summary="Hand out everything known")
def exported(parts: PartsIn, principal: Who, customer_id: UUID) -> ExportShown:
    """Every row about a customer; hashes of secrets are left out, and that it was handed out is noted."""
    with parts.doing(actor_of(principal)) as deed:
        person = found(deed.session, Customer, customer_id, "customer")
        return ExportShown(tables=export_customer(deed, person))


@router.post(
    "/erasure", status_code=201, summary="Erase a customer's data", response_model=ErasureShown
)
def erased(once: OnceIn, customer_id: UUID, sent: ErasureSent) -> Response:
    """Erase names, addresses, texts and facts; what claims need goes by itself when none can be made."""

    def act(deed: Deed) -> Acted:
        person = found(deed.session, Customer, customer_id, "customer")
        erasure = erase_customer(deed, person, is_open_ended=sent.is_open_ended)
        return ErasureShown.model_validate(erasure), None

    return once.answer(act)
