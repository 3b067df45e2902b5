"""A claim begins: under a case with an owner and a next update, with whatever is known; more may be told later."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from aftersales.cases import open_case
from aftersales.claims.moving import step
from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.moments import wall_of
from aftersales.records import Case, CaseKind, Claim, Customer, ProductModel, Territory, Unit
from warranty import ClaimState, normalised_serial
from warranty.claims.inspections import Finding
from warranty.claims.recovery import RecoveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimNews:
    """What somebody tells about a claim; None for what they do not speak of.

    Attributes:
        symptom: what the unit does, or no longer does.
        component: the faulty part, as terms name it.
        serial_read: the serial as read on the unit.
        has_proof_of_purchase: an invoice was seen.
        is_dangerous: fire, shock, gas, water near current, an injury.
        evidence: photographs, films and reports seen so far, in all.
        finding: what an inspection found.
        estimate_cents: what making it good will cost.
    """

    symptom: str | None = None
    component: str | None = None
    serial_read: str | None = None
    has_proof_of_purchase: bool | None = None
    is_dangerous: bool | None = None
    evidence: int | None = None
    finding: Finding | None = None
    estimate_cents: int | None = None


def open_claim(
    deed: Deed,
    unit: Unit,
    territory: Territory,
    *,
    channel: str,
    fault_on: date,
    news: ClaimNews,
    next_update_at: datetime,
    case: Case | None = None,
) -> Claim:
    """Open a claim about a unit, under a case that is there or a new one; its customer is told who looks after it.

    Raises:
        NotUnderstood: the fault lies in the future, or before the unit was sold.
    """
    if fault_on > wall_of(deed.now, territory.zone).date():
        raise NotUnderstood(
            "The fault lies in the future. Enter the day it was first seen.",
            [Problem("fault_on", "it lies in the future")],
        )
    if fault_on < unit.purchased_on:
        raise NotUnderstood(
            "The fault was there before the unit was sold. Check the two days.",
            [Problem("fault_on", "it lies before the purchase")],
        )
    model = deed.session.get_one(ProductModel, unit.product_model_id)
    person = deed.session.get_one(Customer, unit.customer_id)
    reference = deed.ids.reference("K")
    if case is None:
        case = open_case(
            deed,
            territory,
            person,
            kind=CaseKind.SUPPORT,
            channel=channel,
            subject=f"{model.brand} {model.name}",
            description=news.symptom or "",
            next_update_at=next_update_at,
            unit_id=unit.id,
            location_id=unit.location_id,
            claim_reference=reference,
        )
        deed.session.flush()
    claim = Claim(
        id=deed.new_id(),
        reference=reference,
        case_id=case.id,
        unit_id=unit.id,
        state=ClaimState.SUBMITTED.value,
        component="",
        symptom="",
        fault_on=fault_on,
        currency=deed.settings.currency,
        supplier_recovery=RecoveryState.NONE.value,
        opened_at=deed.now,
    )
    _write(claim, news)
    deed.add(claim)
    deed.note("claim_opened", claim)
    return claim


def tell_claim(deed: Deed, claim: Claim, news: ClaimNews) -> None:
    """More is known about a claim; what was waiting for it can be decided again."""
    _write(claim, news)
    claim.revision += 1
    deed.add(claim)
    deed.note("claim_told", claim)
    if claim.state == ClaimState.NEEDS_INFO:
        step(deed, claim, ClaimState.IN_REVIEW)


def _write(claim: Claim, news: ClaimNews) -> None:
    for each in fields(news):
        value = getattr(news, each.name)
        if value is not None:
            setattr(claim, each.name, value)
    if news.serial_read is not None:
        claim.serial_read = normalised_serial(news.serial_read) or None
