"""What is done about an approved claim, and what it changes: the covers, the unit, the serial."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from aftersales.claims.judging import offered_remedies, today_of
from aftersales.claims.moving import step
from aftersales.claims.returning import await_return, exchange_of, follow_claim
from aftersales.covers import cover_facts, keep_covers
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.ownership import inherit_ownership
from aftersales.records import Claim, Cover, Customer, ProductModel, Unit
from aftersales.registrations import add_unit, supersede_registration, unit_facts
from warranty import (
    SELLER,
    ClaimState,
    CoverKind,
    Repair,
    RepairTerms,
    Replacement,
    covers_after_repair,
    covers_after_replacement,
    legal_guarantee_of,
    normalised_serial,
    unit_after_replacement,
)
from warranty.claims.remedies import REMEDIES, RemedyKind
from warranty.products import ExchangeType


def choose_remedy(deed: Deed, claim: Claim, remedy: RemedyKind) -> None:
    """The customer chooses one of the remedies that were offered.

    Raises:
        NotAllowed: it was not offered.
        IllegalMove: nothing was approved, or something is chosen already.
    """
    offered = offered_remedies(claim)
    if remedy not in offered:
        names = ", ".join(offered) or "none, the claim is not approved"
        raise NotAllowed(f"This remedy was not offered. Choose one of: {names}.")
    step(deed, claim, ClaimState.REMEDY_CHOSEN)
    claim.remedy = remedy.value


def move_claim(deed: Deed, claim: Claim, state: ClaimState, *, why: str = "") -> None:
    """Take the next step: a return, a visit, parts, an inspection, a withdrawal, a close, an appeal.

    Raises:
        NotAllowed: the chosen remedy does not go that way.
        IllegalMove: the claim cannot come there from where it is.
        NotUnderstood: the step is a decision, which `decide_claim` and `rule_on_claim` make.
    """
    if state is ClaimState.GOODWILL_OFFERED:
        raise NotUnderstood(
            "An offer needs a remedy and an amount. Grant goodwill on the claim.",
            [Problem("state", "it needs more than a step")],
        )
    if state in (ClaimState.APPROVED, ClaimState.PARTLY_APPROVED, ClaimState.REJECTED):
        raise NotUnderstood(
            "A decision is not a step. Let the claim be decided, or rule on it.",
            [Problem("state", "it is a decision")],
        )
    if state is ClaimState.FULFILLED:
        raise NotUnderstood(
            "Say what was done: fulfil the claim.", [Problem("state", "it needs more than a step")]
        )
    if claim.state == ClaimState.REMEDY_CHOSEN and claim.remedy is not None:
        ways = REMEDIES[RemedyKind(claim.remedy)].next_states | {ClaimState.WITHDRAWN}
        if state not in ways:
            raise NotAllowed(
                f"A {claim.remedy} does not go by {state}. Choose one of: {', '.join(sorted(ways))}."
            )
    step(deed, claim, state, why=why)
    if state is ClaimState.RETURN_AWAITED:
        await_return(deed, claim, exchange_of(deed.session, claim))
    else:
        follow_claim(deed, claim)


def fulfil_claim(
    deed: Deed, claim: Claim, *, done_on: date, replacement_serial: str | None = None
) -> Unit | None:
    """The remedy was carried out: covers are recomputed, and a replacement becomes a unit of its own.

    Where the cover sends the new unit first, the old one is asked back with it; so is what was lent.

    Args:
        deed: by whoever did it.
        claim: with a remedy.
        done_on: the day, in the place of the unit.
        replacement_serial: of the new unit, for a replacement; it may be unknown.

    Returns:
        The new unit, for a replacement.

    Raises:
        NotUnderstood: the day lies in the future or before the fault, or the serial is that of the old unit.
        Collision: the new serial is registered already.
        IllegalMove: the claim is not that far.
    """
    if done_on > today_of(deed.session, claim, deed.now) or done_on < claim.fault_on:
        raise NotUnderstood(
            "The remedy was carried out between the fault and today. Check the day.",
            [Problem("done_on", "it lies in the future or before the fault")],
        )
    comes_first = exchange_of(deed.session, claim) if claim.rma is None else None
    step(deed, claim, ClaimState.FULFILLED)
    if comes_first is ExchangeType.ADVANCE:
        await_return(deed, claim, comes_first)
    follow_claim(deed, claim)
    _used_up(deed, claim, done_on)
    unit = deed.session.get_one(Unit, claim.unit_id)
    match claim.remedy:
        case RemedyKind.REPAIR:
            _repaired(deed, claim, unit, done_on)
        case RemedyKind.REPLACE:
            return _replaced(deed, claim, unit, done_on, replacement_serial)
        case RemedyKind.REFUND:
            _given_back(deed, unit, done_on)
    return None


def _used_up(deed: Deed, claim: Claim, done_on: date) -> None:
    """Goodwill answers for one repair: the cover that it made ends with it."""
    cover = None if claim.cover_id is None else deed.session.get_one(Cover, claim.cover_id)
    if cover is not None and cover.kind == CoverKind.GOODWILL:
        cover.ends_on = max(cover.starts_on, min(cover.ends_on, done_on))
        deed.add(cover)
        deed.session.flush()


def _repaired(deed: Deed, claim: Claim, unit: Unit, done_on: date) -> None:
    cover = None if claim.cover_id is None else deed.session.get_one(Cover, claim.cover_id)
    months = deed.settings.repair_warranty_months
    repair = Repair(
        finished_on=done_on,
        components=frozenset({claim.component} if claim.component else ()),
        is_under_legal_guarantee=cover is not None and cover.kind == CoverKind.LEGAL_GUARANTEE,
    )
    terms = (
        None
        if months == 0
        else RepairTerms(provider=SELLER, months=months, source=f"Repair {claim.reference}")
    )
    before = cover_facts(deed.session, unit)
    keep_covers(
        deed, unit, covers_after_repair(before, repair, legal_guarantee_of(unit.country), terms)
    )


def _replaced(
    deed: Deed, claim: Claim, unit: Unit, done_on: date, replacement_serial: str | None
) -> Unit:
    model = deed.session.get_one(ProductModel, unit.product_model_id)
    owner = deed.session.get_one(Customer, unit.customer_id)
    replacement = Replacement(
        model=model.sku,
        serial=normalised_serial(replacement_serial or "") or None,
        handed_over_on=done_on,
    )
    try:
        facts = unit_after_replacement(unit_facts(unit, model, owner), replacement)
    except ValueError as error:
        raise NotUnderstood(
            "This is the serial of the old unit. Read it on the new one.",
            [Problem("replacement_serial", "it is that of the old unit")],
        ) from error
    new = add_unit(
        deed,
        model,
        owner,
        serial=facts.serial,
        country=facts.country,
        purchased_on=facts.purchased_on,
        delivered_on=facts.delivered_on,
        installed_on=facts.installed_on,
        order_line_id=unit.order_line_id,
        location_id=unit.location_id,
        covers=covers_after_replacement(cover_facts(deed.session, unit), replacement),
    )
    inherit_ownership(deed, unit, new, owner)
    unit.superseded_by_unit_id = new.id
    claim.replacement_unit_id = new.id
    deed.add(unit, claim)
    deed.note("unit_superseded", unit)
    supersede_registration(deed, unit, new, model, owner)
    return new


def _given_back(deed: Deed, unit: Unit, done_on: date) -> None:
    """Nothing answers for a unit that went back; what had answered until then stays to be seen."""
    kept = [
        replace(
            cover,
            ends_on=min(cover.ends_on, done_on),
            burden_of_proof_turns_on=None
            if cover.ends_on > done_on
            else cover.burden_of_proof_turns_on,
        )
        for cover in cover_facts(deed.session, unit)
        if cover.starts_on <= done_on
    ]
    keep_covers(deed, unit, kept)
