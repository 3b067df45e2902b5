"""Registrations: a sold unit becomes known with its owner, and its covers are computed.

Registration never punishes: proof of purchase is enough, and no claim asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from aftersales.covers import cover_row, term_fact
from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.registration_wording import PROOF_WANTED
from aftersales.queries.catalogue import terms_of
from aftersales.queries.units import unit_by_serial
from aftersales.records import (
    Customer,
    CustomerKind,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
from aftersales.registrations.known import tell_what_is_known
from aftersales.registrations.telling import tell_owner
from warranty import (
    Cover,
    UnitFacts,
    WarrantyTerms,
    covers_of,
    normalised_serial,
)

REGISTRATION_MOVES: Final = MappingProxyType(
    {
        RegistrationState.SUBMITTED: frozenset(
            {
                RegistrationState.VERIFIED,
                RegistrationState.NEEDS_INFO,
                RegistrationState.REJECTED,
                RegistrationState.ERASED,
            }
        ),
        RegistrationState.NEEDS_INFO: frozenset(
            {
                RegistrationState.VERIFIED,
                RegistrationState.REJECTED,
                RegistrationState.ERASED,
            }
        ),
        RegistrationState.VERIFIED: frozenset({RegistrationState.ACTIVE, RegistrationState.ERASED}),
        RegistrationState.REJECTED: frozenset(
            {RegistrationState.SUBMITTED, RegistrationState.ERASED}
        ),
        RegistrationState.ACTIVE: frozenset(
            {
                RegistrationState.TRANSFERRED,
                RegistrationState.SUPERSEDED,
                RegistrationState.ERASED,
            }
        ),
        RegistrationState.TRANSFERRED: frozenset({RegistrationState.ERASED}),
        RegistrationState.SUPERSEDED: frozenset({RegistrationState.ERASED}),
        RegistrationState.ERASED: frozenset[RegistrationState](),
    }
)


def add_unit(
    deed: Deed,
    model: ProductModel,
    owner: Customer,
    *,
    serial: str | None,
    country: str,
    purchased_on: date,
    delivered_on: date | None = None,
    installed_on: date | None = None,
    manufactured_on: date | None = None,
    order_line_id: UUID | None = None,
    location_id: UUID | None = None,
    covers: Sequence[Cover] | None = None,
) -> Unit:
    """Keep a sold item with its covers: those that it was sold with, unless others are given.

    Raises:
        Collision: that serial of that model is already known.
        NotUnderstood: the days contradict each other.
    """
    plain = normalised_serial(serial or "") or None
    if plain and unit_by_serial(deed.session, model.id, plain) is not None:
        raise Collision(
            f"The serial {plain} of {model.name} is already registered. "
            "Check the serial; if it is right, send us your proof of purchase."
        )
    unit = Unit(
        id=deed.new_id(),
        product_model_id=model.id,
        serial=plain,
        order_line_id=order_line_id,
        customer_id=owner.id,
        location_id=location_id,
        country=country,
        purchased_on=purchased_on,
        delivered_on=delivered_on,
        installed_on=installed_on,
        manufactured_on=manufactured_on,
        created_at=deed.now,
    )
    facts = unit_facts(unit, model, owner)
    if covers is None:
        terms = WarrantyTerms(model.sku, tuple(map(term_fact, terms_of(deed.session, model.id))))
        covers = covers_of(facts, terms)
    deed.add(unit, *(cover_row(deed, unit, fact) for fact in covers))
    deed.note("unit_added", unit)
    tell_what_is_known(deed, unit, model, owner)
    return unit


def register_unit(
    deed: Deed,
    unit: Unit,
    model: ProductModel,
    owner: Customer,
    *,
    channel: str,
    zone: str,
    told: dict[str, object] | None = None,
    is_doubted: bool = False,
    is_confirmed: bool = False,
) -> Registration:
    """Register a unit to its owner: an unknown serial asks a question, it never refuses.

    `told` is what the owner typed where it is not in the unit; `is_doubted` says that the unit may be another's,
    `is_confirmed` that nothing is to be asked, even without a serial.
    """
    is_asked = not is_confirmed and (is_doubted or not unit.serial)
    registration = Registration(
        id=deed.new_id(),
        reference=deed.ids.reference("R"),
        unit_id=unit.id,
        customer_id=owner.id,
        state=RegistrationState.NEEDS_INFO if is_asked else RegistrationState.ACTIVE,
        channel=channel,
        question=PROOF_WANTED if is_asked else "",
        told=told or {},
        submitted_at=deed.now,
    )
    deed.add(registration)
    deed.session.flush()
    notice = tell_owner(deed, NoticeKind.REGISTRATION_RECEIVED, registration, model, zone=zone)
    deed.note("unit_registered", registration, notice_id=notice.id)
    return registration


def unit_facts(unit: Unit, model: ProductModel, owner: Customer) -> UnitFacts:
    """A unit as the rules know it.

    Raises:
        NotUnderstood: its days contradict each other.
    """
    try:
        return UnitFacts(
            model=model.sku,
            serial=unit.serial,
            country=unit.country,
            purchased_on=unit.purchased_on,
            delivered_on=unit.delivered_on,
            installed_on=unit.installed_on,
            manufactured_on=unit.manufactured_on,
            is_consumer=owner.kind is CustomerKind.PERSON,
        )
    except ValueError as error:
        raise NotUnderstood(f"{error} Correct the days.", [Problem("unit", str(error))]) from error
