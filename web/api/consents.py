"""The consent ledger: what a customer agreed to, line by line; the newest line of a kind holds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.customers import record_consent
from aftersales.deed import Deed
from aftersales.queries.pages import page_of
from aftersales.records import Channel, Consent, ConsentPurpose, Customer
from web.api.fields import Line, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found
from web.api.once import Acted, OnceIn
from web.parts import PartsIn

router = APIRouter(prefix="/customers/{customer_id}/consents", tags=["customers"])


class ConsentSent(Sent):
    """A line of the ledger: what was agreed to, or taken back, and where that was said."""

    model_config = example(
        channel="email", purpose="surveys", is_given=True, source="checkout, box 2"
    )

    channel: Channel
    purpose: ConsentPurpose
    is_given: bool = Field(description="False takes it back.")
    source: Line = Field(description="Where and how it was said.")


class ConsentShown(Shown):
    """A line of the ledger."""

    id: UUID
    channel: Channel
    purpose: ConsentPurpose
    is_given: bool
    source: str
    at: datetime


@router.get("", summary="List consents")
def consents(parts: PartsIn, paged: PagedIn, customer_id: UUID) -> Listed[ConsentShown]:
    """Everything that a customer agreed to or took back, the first first."""
    with parts.store.reading() as session:
        person = found(session, Customer, customer_id, "customer")
        page = page_of(
            session, Consent, after=paged.after, limit=paged.limit, customer_id=person.id
        )
        return paged.listed(page, ConsentShown.model_validate)


@router.post("", status_code=201, summary="Record a consent", response_model=ConsentShown)
def record(once: OnceIn, customer_id: UUID, sent: ConsentSent) -> Response:
    """Add a line; lines are never changed or taken out."""

    def act(deed: Deed) -> Acted:
        person = found(deed.session, Customer, customer_id, "customer")
        line = record_consent(
            deed,
            person.id,
            sent.channel,
            sent.purpose,
            is_given=sent.is_given,
            source=sent.source,
        )
        return ConsentShown.model_validate(line), None

    return once.answer(act)
