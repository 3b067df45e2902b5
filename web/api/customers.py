"""Customers: who they are, how they are reached, where they are visited."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field

from aftersales.customers import Reachable, add_customer, edit_customer, replace_contacts
from aftersales.deed import Deed
from aftersales.email_addresses import same_email
from aftersales.errors import Collision
from aftersales.queries.customers import customer_by_number
from aftersales.queries.filters import customers_page
from aftersales.queries.notices import contacts_of
from aftersales.queries.places import locations_of_customer
from aftersales.records import Channel, Customer, CustomerKind
from aftersales.store import Session
from web.api.fields import Code, CodeAsked, Edited, Language, Line, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found
from web.api.locations import LocationShown
from web.api.once import Acted, OnceIn
from web.api.versions import EditIn, HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/customers", tags=["customers"])

MOST_CONTACTS = 20


class ContactSent(Sent):
    """One address on one channel; a safety-only one is used for recalls and nothing else."""

    channel: Channel = Field(examples=["email"])
    address: Line = Field(examples=["anna@example.org"])
    is_preferred: bool = False
    is_safety_only: bool = False


class CustomerSent(Sent):
    """Somebody who bought something."""

    model_config = example(
        number="C-1001",
        name="Anna Beck",
        language="en",
        contacts=[{"channel": "email", "address": "anna@example.org", "is_preferred": True}],
    )

    number: Code = Field(description="Yours; it cannot be changed later.", examples=["C-1001"])
    kind: CustomerKind = CustomerKind.PERSON
    name: Line = Field(examples=["Anna Beck"])
    language: Language
    contacts: list[ContactSent] = Field(default=[], max_length=MOST_CONTACTS)


class CustomerEdited(Edited):
    """What is to be another way; `contacts` are all there are from then on."""

    model_config = example(
        language="lv", contacts=[{"channel": "phone", "address": "+423 555 01 02"}]
    )

    kind: CustomerKind | None = None
    name: Line | None = None
    language: Language | None = None
    contacts: list[ContactSent] | None = Field(default=None, max_length=MOST_CONTACTS)


class CustomerLine(Shown):
    """A customer in a list."""

    id: UUID
    number: str
    kind: CustomerKind
    name: str
    language: str
    created_at: datetime
    merged_into_id: UUID | None = Field(
        description="The customer whom this one turned out to be; everything is theirs now."
    )


class ContactShown(Shown):
    """One address on one channel."""

    channel: Channel
    address: str
    is_preferred: bool
    is_safety_only: bool


class CustomerShown(CustomerLine):
    """A customer with addresses and places."""

    contacts: list[ContactShown]
    locations: list[LocationShown]


@router.get("", summary="List customers")
def customers(
    parts: PartsIn,
    paged: PagedIn,
    number: CodeAsked = None,
    email: Annotated[Line | None, Query(description="However it is capitalised.")] = None,
) -> Listed[CustomerLine]:
    """All customers, the first known first, or those with a number or an e-mail address."""
    with parts.store.reading() as session:
        page = customers_page(
            session,
            after=paged.after,
            limit=paged.limit,
            email=None if email is None else same_email(email),
            number=number,
        )
        return paged.listed(page, CustomerLine.model_validate)


@router.get("/{customer_id}", summary="One customer", response_model=CustomerShown)
def customer(parts: PartsIn, held: HeldIn, customer_id: UUID) -> Response:
    """A customer with every contact and location."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, found(session, Customer, customer_id, "customer")))


@router.post("", status_code=201, summary="Add a customer", response_model=CustomerShown)
def add(once: OnceIn, sent: CustomerSent) -> Response:
    """Keep a customer with the addresses they gave."""

    def act(deed: Deed) -> Acted:
        if customer_by_number(deed.session, sent.number) is not None:
            raise Collision(
                f"There is already a customer with the number “{sent.number}”. Edit that one, or "
                "choose another number."
            )
        person = add_customer(
            deed, number=sent.number, name=sent.name, language=sent.language, kind=sent.kind
        )
        deed.session.flush()
        replace_contacts(deed, person, _reachable(sent.contacts))
        return _shown(deed.session, person), f"/api/v1/customers/{person.id}"

    return once.answer(act)


@router.patch("/{customer_id}", summary="Edit a customer", response_model=CustomerShown)
def edited(edit: EditIn, customer_id: UUID, sent: CustomerEdited) -> Response:
    """Change what a customer is called, how they read and how they are reached."""

    def change(deed: Deed, person: Customer) -> None:
        edit_customer(
            deed,
            person,
            name=sent.name,
            language=sent.language,
            kind=sent.kind,
            contacts=None if sent.contacts is None else _reachable(sent.contacts),
        )

    return edit.answer(
        lambda session: found(session, Customer, customer_id, "customer"),
        shown=_shown,
        change=change,
    )


def _reachable(contacts: list[ContactSent]) -> list[Reachable]:
    return [Reachable(**each.model_dump()) for each in contacts]


def _shown(session: Session, person: Customer) -> CustomerShown:
    return CustomerShown(
        **CustomerLine.model_validate(person).model_dump(),
        contacts=[ContactShown.model_validate(each) for each in contacts_of(session, person.id)],
        locations=[
            LocationShown.model_validate(each) for each in locations_of_customer(session, person.id)
        ],
    )
