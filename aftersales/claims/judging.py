"""What a claim is decided from: its facts as `warranty` asks for them, the policy of the shop, and who may approve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from aftersales.catalogue import serial_rule_of
from aftersales.covers import cover_facts, missed_maintenance_of
from aftersales.moments import wall_of
from aftersales.queries.access import users
from aftersales.queries.campaigns import is_recalled
from aftersales.queries.claims import (
    claimant_of,
    claims_of_unit,
    is_serial_claimed_elsewhere,
    price_of_unit,
)
from aftersales.queries.ownership import is_buyer
from aftersales.queries.promises import zone_of_case
from aftersales.queries.returns import inspections_without_a_fault
from aftersales.reasons import reason_from_json
from aftersales.records import (
    Claim,
    Customer,
    CustomerKind,
    ProductModel,
    Role,
    Unit,
    User,
)
from aftersales.settings import Settings
from aftersales.store import Session
from warranty import (
    ClaimState,
    Money,
    Question,
    Reason,
    SerialOutcome,
    reads_like,
    serial_verdict,
)
from warranty.claims.facts import ClaimFacts, ClaimPolicy
from warranty.claims.inspections import Finding
from warranty.claims.remedies import RemedyKind

MADE_GOOD: Final = (ClaimState.FULFILLED.value, ClaimState.CLOSED.value)
"""States of claims whose remedy was carried out."""


def policy_of(settings: Settings) -> ClaimPolicy:
    """How this shop decides claims."""
    return ClaimPolicy(
        most_approved=Money(settings.currency, settings.claim_most_cents),
        evidence_wanted=settings.claim_evidence,
        doa_days=settings.claim_doa_days,
        appeal_days=settings.claim_appeal_days,
    )


def facts_of(session: Session, claim: Claim) -> ClaimFacts:
    """A claim as the rules know it."""
    unit = session.get_one(Unit, claim.unit_id)
    model = session.get_one(ProductModel, unit.product_model_id)
    owner = session.get_one(Customer, unit.customer_id)
    before = [
        each
        for each in claims_of_unit(session, unit.id)
        if each.id != claim.id and each.component == claim.component and claim.component
    ]
    price = price_of_unit(session, unit)
    serial = claim.serial_read or unit.serial
    covers = cover_facts(session, unit)
    return ClaimFacts(
        covers=covers,
        question=Question(
            day=claim.fault_on,
            country=unit.country,
            component=claim.component or None,
            is_consumer=owner.kind is CustomerKind.PERSON,
            is_first_owner=is_buyer(session, unit.id, claimant_of(session, claim)),
            missed_maintenance_on=missed_maintenance_of(session, unit, covers, claim.fault_on),
        ),
        symptom=claim.symptom,
        has_proof_of_purchase=claim.has_proof_of_purchase or unit.order_line_id is not None,
        serial=None if not serial else _verdict(model, serial),
        is_another_unit=claim.finding is not None and _is_another(claim, unit),
        is_serial_claimed_elsewhere=bool(claim.serial_read)
        and is_serial_claimed_elsewhere(session, claim.serial_read or "", owner.id),
        evidence=claim.evidence,
        finding=None if claim.finding is None else Finding(claim.finding),
        is_dangerous=claim.is_dangerous,
        is_recalled=is_recalled(session, unit.id),
        delivered_on=unit.delivered_on,
        same_fault_repairs=sum(
            each.state in MADE_GOOD and each.remedy == RemedyKind.REPAIR.value for each in before
        ),
        unfound_before=sum(each.finding == Finding.NO_FAULT_FOUND.value for each in before)
        + _unfound_here(session, claim),
        estimate=None
        if claim.estimate_cents is None
        else Money(claim.currency, claim.estimate_cents),
        price=None if price is None else Money(price[1], price[0]),
    )


def _is_another(claim: Claim, unit: Unit) -> bool:
    """Whether the serial that was read is not the unit's, however generously it is read."""
    return bool(claim.serial_read and unit.serial) and not reads_like(
        claim.serial_read or "", unit.serial or ""
    )


def _unfound_here(session: Session, claim: Claim) -> int:
    """Earlier inspections under this very claim that found nothing; the last one is its finding."""
    found = inspections_without_a_fault(session, claim.id)
    is_last = claim.finding == Finding.NO_FAULT_FOUND.value
    return max(found - is_last, 0)


def _verdict(model: ProductModel, serial: str) -> SerialOutcome:
    """What the rule of a model says about a serial; without a rule any will do."""
    rule = serial_rule_of(model)
    return SerialOutcome.OK if rule is None else serial_verdict(serial, rule).outcome


def today_of(session: Session, claim: Claim, now: datetime) -> date:
    """The day it is where the customer of a claim is."""
    return wall_of(now, zone_of_case(session, claim.case_id)).date()


def stored_reasons(claim: Claim) -> list[Reason]:
    """The reasons of the decision about a claim; none before one."""
    stored: Any = claim.decision.get("reasons", [])
    return [reason_from_json(each) for each in stored]


def offered_remedies(claim: Claim) -> list[RemedyKind]:
    """What the customer may choose, in the order in which it is offered; nothing before a decision."""
    stored: Any = claim.decision.get("remedies", [])
    return [RemedyKind(each) for each in stored]


def may_approve(settings: Settings, role: Role, amount_cents: int) -> bool:
    """Whether somebody in a role may approve a claim that will cost so much."""
    return amount_cents <= settings.authority.get(role, 0)


def who_may_approve(session: Session, settings: Settings, amount_cents: int) -> Sequence[User]:
    """Everybody who may approve so much, whoever is on call first, then by the least authority that is enough."""
    return whoever_may(session, settings.authority, amount_cents)


def whoever_may(
    session: Session, authority: Mapping[Role, int], amount_cents: int
) -> Sequence[User]:
    """The manager directory: everybody whose authority reaches so far, on call first, then by the least of it."""
    able = [
        user
        for user in users(session)
        if user.is_active and amount_cents <= authority.get(user.role, 0)
    ]
    return sorted(
        able, key=lambda user: (not user.is_on_call, authority.get(user.role, 0), user.name)
    )


def names_of(people: Sequence[User]) -> str:
    """These people with their telephones, as a sentence lists them."""
    return ", ".join(f"{user.name} ({user.phone})" if user.phone else user.name for user in people)
