"""Customers: who they are, how they are reached, where they are visited."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter

from aftersales.queries.notices import contacts_of
from aftersales.queries.pages import page_of
from aftersales.queries.places import locations_of_customer
from aftersales.records import Channel, Customer, CustomerKind
from web.api.fields import After, CodeAsked, Limit, Shown
from web.api.listed import Listed, found, listed
from web.parts import PartsIn

router = APIRouter(prefix="/customers", tags=["customers"])


class CustomerLine(Shown):
    """A customer in a list."""

    id: UUID
    number: str
    kind: CustomerKind
    name: str
    language: str
    created_at: datetime


class ContactShown(Shown):
    """One address on one channel."""

    channel: Channel
    address: str
    is_preferred: bool
    is_safety_only: bool


class LocationShown(Shown):
    """A place that is visited; `zone` is that of its wall clock."""

    id: UUID
    street: str
    house_number: str
    postcode: str
    town: str
    country: str
    latitude: float
    longitude: float
    zone: str
    access_notes: str


class CustomerShown(CustomerLine):
    """A customer with addresses and places."""

    contacts: list[ContactShown]
    locations: list[LocationShown]


@router.get("", summary="List customers")
def customers(
    parts: PartsIn, number: CodeAsked = None, limit: Limit = 50, after: After = None
) -> Listed[CustomerLine]:
    """All customers, the first known first, or the one with a number."""
    with parts.store.reading() as session:
        page = page_of(session, Customer, after=after, limit=limit, number=number)
        return listed(page, CustomerLine.model_validate)


@router.get("/{customer_id}", summary="One customer")
def customer(parts: PartsIn, customer_id: UUID) -> CustomerShown:
    """A customer with every contact and location."""
    with parts.store.reading() as session:
        person = found(session, Customer, customer_id, "customer")
        return CustomerShown(
            **CustomerLine.model_validate(person).model_dump(),
            contacts=[
                ContactShown.model_validate(each) for each in contacts_of(session, person.id)
            ],
            locations=[
                LocationShown.model_validate(each)
                for each in locations_of_customer(session, person.id)
            ],
        )
