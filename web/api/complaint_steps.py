"""What is done about a complaint: taken on, looked into, offered something, escalated, settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.complaints import (
    Terms,
    accept_offer,
    acknowledge,
    approve_offer,
    decline_offer,
    escalate,
    investigate,
    make_offer,
    resolve,
    settle,
)
from aftersales.deed import Deed
from aftersales.records import Complaint, User
from aftersales.store import lock_rows
from warranty.claims.remedies import RemedyKind
from web.api.complaints import ComplaintShown, shown
from web.api.fields import Sent, Text, example
from web.api.listed import found
from web.api.once import Acted, OnceIn
from web.who import Me

router = APIRouter(prefix="/complaints/{complaint_id}", tags=["complaints"])

Said = Annotated[Text, Field(min_length=1)]


class TakingSent(Sent):
    """Who takes it on; whoever asks, if nobody is named."""

    model_config = example(words="I am sorry. I look into it myself.")

    owner_id: UUID | None = None
    words: Text | None = Field(default=None, description="A personal word to the customer.")


class ComplaintOfferSent(Sent):
    """What is offered; above your authority it waits for whoever may approve it."""

    model_config = example(
        remedy="voucher", amount_cents=3000, said="For the morning that you lost."
    )

    remedy: RemedyKind
    amount_cents: int = Field(ge=0, le=100_000_000, description="What it costs, in cents.")
    said: Said = Field(description="As the customer reads it.")


class AnswerSent(Sent):
    """What the customer said to an offer."""

    model_config = example(is_accepted=True)

    is_accepted: bool
    why: Text | None = None


class EscalationSent(Sent):
    """Why somebody a level up is to look at it."""

    model_config = example(why="The customer asks for the manager.")

    why: Text | None = None


class ResolutionSent(Sent):
    """What was done."""

    model_config = example(outcome="The voucher was sent.")

    outcome: Said = Field(description="As the customer reads it.")


class SettlementSent(Sent):
    """Whether the customer calls it settled."""

    model_config = example(is_settled=True)

    is_settled: bool
    why: Text | None = None


@router.post("/acknowledgement", summary="Take a complaint on", response_model=ComplaintShown)
def taken(once: OnceIn, me: Me, complaint_id: UUID, sent: TakingSent) -> Response:
    """Name who looks after it; the customer is told, and by when they have an answer."""

    def change(deed: Deed, row: Complaint) -> None:
        owner = found(deed.session, User, sent.owner_id or me.user_id, "user")
        acknowledge(deed, row, owner, words=sent.words or "")

    return _acted(once, complaint_id, change)


@router.post("/investigation", summary="Look into a complaint", response_model=ComplaintShown)
def investigated(once: OnceIn, complaint_id: UUID) -> Response:
    """Say that somebody looks into it."""
    return _acted(once, complaint_id, investigate)


@router.post("/offers", summary="Make an offer", response_model=ComplaintShown)
def offered(once: OnceIn, me: Me, complaint_id: UUID, sent: ComplaintOfferSent) -> Response:
    """Offer something to the customer, or ask for approval of it if it is more than you may approve."""
    terms = Terms(remedy=sent.remedy, amount_cents=sent.amount_cents, said=sent.said)
    return _acted(
        once,
        complaint_id,
        lambda deed, row: make_offer(deed, row, deed.session.get_one(User, me.user_id), terms),
    )


@router.post(
    "/offers/{offer_id}/approval", summary="Approve an offer", response_model=ComplaintShown
)
def approved(once: OnceIn, me: Me, complaint_id: UUID, offer_id: UUID) -> Response:
    """Approve an offer that waits; if it is more than you may approve, the refusal names who can."""
    return _acted(
        once,
        complaint_id,
        lambda deed, row: approve_offer(
            deed, row, offer_id, deed.session.get_one(User, me.user_id)
        ),
    )


@router.post("/offers/{offer_id}/answer", summary="Answer an offer", response_model=ComplaintShown)
def answered(once: OnceIn, complaint_id: UUID, offer_id: UUID, sent: AnswerSent) -> Response:
    """Say what the customer said to it."""

    def change(deed: Deed, row: Complaint) -> None:
        if sent.is_accepted:
            accept_offer(deed, row, offer_id)
        else:
            decline_offer(deed, row, offer_id, why=sent.why or "")

    return _acted(once, complaint_id, change)


@router.post("/escalation", summary="Hand a complaint up", response_model=ComplaintShown)
def escalated(once: OnceIn, complaint_id: UUID, sent: EscalationSent) -> Response:
    """Hand it to the next level, whose people are told; the customer is told who it is."""
    return _acted(once, complaint_id, lambda deed, row: escalate(deed, row, why=sent.why or ""))


@router.post("/resolution", summary="Resolve a complaint", response_model=ComplaintShown)
def resolved(once: OnceIn, complaint_id: UUID, sent: ResolutionSent) -> Response:
    """Say what was done; the customer is asked some days later whether it is settled."""
    return _acted(once, complaint_id, lambda deed, row: resolve(deed, row, sent.outcome))


@router.post("/settlement", summary="Settle a complaint", response_model=ComplaintShown)
def settled(once: OnceIn, complaint_id: UUID, sent: SettlementSent) -> Response:
    """Say whether the customer calls it settled; if not, somebody a level up looks at it."""
    return _acted(
        once,
        complaint_id,
        lambda deed, row: settle(deed, row, is_settled=sent.is_settled, why=sent.why or ""),
    )


def _acted(
    once: OnceIn, complaint_id: UUID, change: Callable[[Deed, Complaint], object]
) -> Response:
    """One step of a complaint, one at a time."""

    def act(deed: Deed) -> Acted:
        lock_rows(deed.session, "complaint", [complaint_id])
        row = found(deed.session, Complaint, complaint_id, "complaint")
        change(deed, row)
        deed.session.flush()
        return shown(deed.session, row), None

    return once.answer(act, status=200)
