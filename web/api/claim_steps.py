"""What is done about a claim: decided, ruled on, made good, paid for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.claims import (
    add_claim_cost,
    bill_of_claim,
    choose_remedy,
    decide_claim,
    fulfil_claim,
    move_claim,
    move_recovery,
    rule_on_claim,
)
from aftersales.deed import Deed
from aftersales.records import Claim
from aftersales.store import Session, lock_rows
from warranty import ClaimState
from warranty.claims.adjudication import Outcome
from warranty.claims.costs import CostKind
from warranty.claims.recovery import RecoveryState
from warranty.claims.remedies import RemedyKind
from web.api.claims import Cents, ClaimShown, shown
from web.api.fields import Code, Day, Line, Sent, Shown, Text, example
from web.api.listed import found
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/claims", tags=["claims"])


class RulingSent(Sent):
    """What a person decides, within their authority."""

    model_config = example(outcome="approve", why="The pump blocked by itself.")

    outcome: Outcome = Field(description="approve, partly or reject.")
    why: Text = Field(description="As the customer reads it.")


class RemedySent(Sent):
    """One of the remedies that were offered."""

    model_config = example(remedy="repair")

    remedy: RemedyKind


class StepSent(Sent):
    """The next step; decisions and fulfilments have their own addresses."""

    model_config = example(state="return_awaited")

    state: ClaimState
    why: Line | None = None


class FulfilmentSent(Sent):
    """The remedy was carried out; a replacement has a serial of its own."""

    model_config = example(done_on="2026-11-23")

    done_on: Day
    replacement_serial: Code | None = None


class CostSent(Sent):
    """One thing that was spent on a claim."""

    model_config = example(kind="parts", amount_cents=4000, note="pump")

    kind: CostKind
    amount_cents: Cents
    note: Line | None = None


class RecoverySent(Sent):
    """The next step with the maker."""

    model_config = example(state="filed")

    state: RecoveryState


class CostShown(Shown):
    """One thing that was spent on a claim."""

    id: UUID
    kind: CostKind
    amount_cents: int
    currency: str
    note: str
    added_at: datetime


class CostsShown(Shown):
    """What a claim cost, by kind and by who pays it, and what the maker can be asked for; in cents."""

    currency: str
    total_cents: int
    by_kind: dict[str, int]
    by_payer: dict[str, int]
    recoverable_cents: int
    lines: list[CostShown]


@router.post("/{claim_id}/decision", summary="Let the rules decide", response_model=ClaimShown)
def decided(once: OnceIn, claim_id: UUID) -> Response:
    """Decide a claim by the rules; what they leave to a person stays in review."""
    return _acted(once, claim_id, decide_claim)


@router.post("/{claim_id}/ruling", summary="Rule on a claim", response_model=ClaimShown)
def ruled(once: OnceIn, me: Me, claim_id: UUID, sent: RulingSent) -> Response:
    """Decide a claim that is in review; if it is more than you may approve, the refusal names who can."""
    return _acted(
        once, claim_id, lambda deed, row: rule_on_claim(deed, row, me.role, sent.outcome, sent.why)
    )


@router.post("/{claim_id}/remedy", summary="Choose a remedy", response_model=ClaimShown)
def chosen(once: OnceIn, claim_id: UUID, sent: RemedySent) -> Response:
    """Choose one of the remedies that were offered."""
    return _acted(once, claim_id, lambda deed, row: choose_remedy(deed, row, sent.remedy))


@router.post("/{claim_id}/steps", summary="Take the next step", response_model=ClaimShown)
def stepped(once: OnceIn, claim_id: UUID, sent: StepSent) -> Response:
    """Await a return, plan a visit, order parts, inspect, withdraw, close, or reopen."""
    return _acted(
        once, claim_id, lambda deed, row: move_claim(deed, row, sent.state, why=sent.why or "")
    )


@router.post("/{claim_id}/fulfilment", summary="Fulfil a claim", response_model=ClaimShown)
def fulfilled(once: OnceIn, claim_id: UUID, sent: FulfilmentSent) -> Response:
    """Say that the remedy was carried out; the unit's covers are computed anew."""
    return _acted(
        once,
        claim_id,
        lambda deed, row: fulfil_claim(
            deed, row, done_on=sent.done_on, replacement_serial=sent.replacement_serial
        ),
    )


@router.post("/{claim_id}/recovery", summary="Go on with the maker", response_model=ClaimShown)
def recovered(once: OnceIn, claim_id: UUID, sent: RecoverySent) -> Response:
    """File the claim against the maker, or say how it ended."""
    return _acted(once, claim_id, lambda deed, row: move_recovery(deed, row, sent.state))


@router.get("/{claim_id}/costs", summary="What a claim cost", response_model=CostsShown)
def costs(parts: PartsIn, held: HeldIn, claim_id: UUID) -> Response:
    """Everything spent on a claim, divided among those who pay."""
    with parts.store.reading() as session:
        return held.answer(_costs(session, found(session, Claim, claim_id, "claim")))


@router.post("/{claim_id}/costs", status_code=201, summary="Add a cost", response_model=CostsShown)
def spent(once: OnceIn, claim_id: UUID, sent: CostSent) -> Response:
    """Keep one thing that was spent on a claim."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, Claim, claim_id, "claim")
        add_claim_cost(deed, row, sent.kind, sent.amount_cents, sent.note or "")
        deed.session.flush()
        return _costs(deed.session, row), f"/api/v1/claims/{row.id}/costs"

    return once.answer(act)


def _acted(once: OnceIn, claim_id: UUID, change: Callable[[Deed, Claim], object]) -> Response:
    """One step of a claim, one at a time."""

    def act(deed: Deed) -> Acted:
        row = found(deed.session, Claim, claim_id, "claim")
        lock_rows(deed.session, "claim", [row.id])
        deed.session.refresh(row)
        change(deed, row)
        deed.session.flush()
        return shown(row), None

    return once.answer(act, status=200)


def _costs(session: Session, row: Claim) -> CostsShown:
    bill = bill_of_claim(session, row)
    return CostsShown(
        currency=row.currency,
        total_cents=bill.cost.total.minor,
        by_kind={kind.value: amount.minor for kind, amount in bill.cost.by_kind.items()},
        by_payer={payer.value: amount.minor for payer, amount in bill.cost.by_payer.items()},
        recoverable_cents=bill.owed.minor,
        lines=[CostShown.model_validate(each) for each in bill.rows],
    )
