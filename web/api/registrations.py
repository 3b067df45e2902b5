"""Registrations: an owner makes a unit known; proof of purchase is enough, and nothing depends on it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.queries.catalogue import product_by_sku
from aftersales.queries.customers import customer_by_number
from aftersales.queries.pages import page_of, registrations_of_unit
from aftersales.queries.places import locations_of_customer, territories
from aftersales.queries.units import unit_by_serial
from aftersales.records import Customer, ProductModel, Registration, RegistrationState, Unit
from aftersales.registrations import add_unit, register_unit
from warranty import normalised_serial
from web.api.fields import Code, CodeAsked, Country, Day, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/registrations", tags=["registrations"])


class RegistrationSent(Sent):
    """What an owner tells; without a serial the registration asks for a photograph of the proof."""

    model_config = example(
        sku="WM-8000", serial="AB12 345 678", customer="C-0001", purchased_on="2026-11-02"
    )

    sku: Code = Field(examples=["WM-8000"])
    serial: Code | None = Field(default=None, examples=["AB12 345 678"])
    customer: Code = Field(description="The customer's number.", examples=["C-1001"])
    purchased_on: Day = Field(examples=["2026-11-02"])
    delivered_on: Day | None = Field(default=None, examples=["2026-11-05"])
    installed_on: Day | None = None
    country: Country | None = Field(
        default=None, description="That of the customer's first location without one."
    )


class RegistrationShown(Shown):
    """A registration; `question` says what is still needed, if anything is."""

    id: UUID
    reference: str
    unit_id: UUID
    customer_id: UUID
    state: RegistrationState
    channel: str
    question: str
    submitted_at: datetime


@router.get("", summary="List registrations")
def registrations(
    parts: PartsIn,
    paged: PagedIn,
    reference: CodeAsked = None,
    state: RegistrationState | None = None,
    unit_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Listed[RegistrationShown]:
    """All registrations, those of a unit or a customer, those in a state, or the one with a reference."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Registration,
            after=paged.after,
            limit=paged.limit,
            reference=reference,
            state=state,
            unit_id=unit_id,
            customer_id=customer_id,
        )
        return paged.listed(page, RegistrationShown.model_validate)


@router.get("/{registration_id}", summary="One registration", response_model=RegistrationShown)
def registration(parts: PartsIn, held: HeldIn, registration_id: UUID) -> Response:
    """A registration as it stands."""
    with parts.store.reading() as session:
        row = found(session, Registration, registration_id, "registration")
        return held.answer(RegistrationShown.model_validate(row))


@router.post("", status_code=201, summary="Register a unit", response_model=RegistrationShown)
def register(once: OnceIn, sent: RegistrationSent) -> Response:
    """Register a unit to its owner and compute its covers; a unit of an order is found by its serial."""

    def act(deed: Deed) -> Acted:
        model = known(product_by_sku(deed.session, sent.sku), "product model", sent.sku)
        owner = known(customer_by_number(deed.session, sent.customer), "customer", sent.customer)
        unit = _unit(deed, model, owner, sent)
        places = locations_of_customer(deed.session, owner.id) or territories(deed.session)
        zone = places[0].zone if places else "UTC"
        row = register_unit(deed, unit, model, owner, channel="api", zone=zone)
        return RegistrationShown.model_validate(row), f"/api/v1/registrations/{row.id}"

    return once.answer(act)


def _unit(deed: Deed, model: ProductModel, owner: Customer, sent: RegistrationSent) -> Unit:
    """The unit that an order already brought to this owner, else a new one."""
    present = None
    if sent.serial:
        present = unit_by_serial(deed.session, model.id, normalised_serial(sent.serial))
    if present is None or present.customer_id != owner.id:
        return add_unit(
            deed,
            model,
            owner,
            serial=sent.serial,
            country=_country(deed, owner, sent),
            purchased_on=sent.purchased_on,
            delivered_on=sent.delivered_on,
            installed_on=sent.installed_on,
        )
    if registrations_of_unit(deed.session, present.id):
        raise Collision("This unit is already registered to this customer. Nothing more is needed.")
    return present


def _country(deed: Deed, owner: Customer, sent: RegistrationSent) -> str:
    if sent.country is not None:
        return sent.country
    places = locations_of_customer(deed.session, owner.id)
    if not places:
        raise NotUnderstood(
            "It is not known where this customer lives, so the law that answers is not known either. "
            "Send the country.",
            [Problem("country", "name it, as an ISO 3166 code such as LI")],
        )
    return places[0].country
