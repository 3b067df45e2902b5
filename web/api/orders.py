"""Orders: the sales that the shop handed over."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.installations import Invitation, booking_page, invite_buyer
from aftersales.orders import SoldItem, add_order
from aftersales.queries.catalogue import product_by_sku
from aftersales.queries.customers import customer_by_number
from aftersales.queries.orders import order_by_number
from aftersales.queries.pages import lines_of_order, page_of
from aftersales.queries.places import locations_of_customer
from aftersales.records import Customer, Location, Order, OrderLine, ProductModel, Unit
from aftersales.registrations import add_unit
from aftersales.store import Session
from web.api.fields import Code, CodeAsked, Currency, Day, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.shown_once import with_secret
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/orders", tags=["orders"])

MOST_ITEMS = 1000


class OrderLineSent(Sent):
    """One product of a sale; each serial becomes a unit with its covers."""

    sku: Code = Field(examples=["WM-8000"])
    quantity: int = Field(default=1, ge=1, le=MOST_ITEMS)
    unit_price_cents: int = Field(ge=0, le=10**9, description="Of one item.", examples=[89_900])
    currency: Currency
    delivered_on: Day | None = None
    wants_installation: bool = Field(
        default=False, description="Its buyer gets a link by which they choose a time."
    )
    installation_price_cents: int | None = Field(
        default=None,
        ge=0,
        le=10**9,
        description="What they paid for the installation: 0 where it came free with the product.",
        examples=[0],
    )
    serials: list[Code] = Field(default=[], max_length=MOST_ITEMS, examples=[["NW0001234"]])


class OrderSent(Sent):
    """A sale."""

    model_config = example(
        number="O-2026-4711",
        customer="C-0001",
        channel="web shop",
        ordered_on="2026-11-20",
        lines=[
            {
                "sku": "WM-8000",
                "quantity": 1,
                "unit_price_cents": 89_900,
                "currency": "CHF",
                "delivered_on": "2026-11-22",
                "wants_installation": True,
                "installation_price_cents": 0,
                "serials": ["NW0001234"],
            }
        ],
    )

    number: Code = Field(description="Yours; it cannot be changed later.")
    customer: Code = Field(description="The customer's number.")
    location_id: UUID | None = Field(
        default=None, description="Where it was delivered; the customer's first location without."
    )
    channel: Code = Field(description="Where it was sold.", examples=["web shop"])
    ordered_on: Day
    lines: list[OrderLineSent] = Field(min_length=1, max_length=200)


class OrderHead(Shown):
    """A sale in a list."""

    id: UUID
    number: str
    customer_id: UUID
    location_id: UUID | None
    channel: str
    ordered_on: date
    created_at: datetime


class OrderLineShown(Shown):
    """One product of a sale; the price is that of one item, in cents."""

    line_number: int
    product_model_id: UUID
    quantity: int
    unit_price_cents: int
    currency: str
    delivered_on: date | None
    wants_installation: bool
    installation_price_cents: int | None


class OrderShown(OrderHead):
    """A sale with its lines."""

    lines: list[OrderLineShown]


class BookingMade(Shown):
    """The work of one line that was sold with installation, or why there is none yet.

    `url` is the link by which the buyer chooses a time: only now, and null when the same request is answered
    again; `POST /work-orders/{id}/booking-link` shows it then.
    """

    line_number: int
    work_order_id: UUID | None
    work_order: str | None
    url: str | None
    why_not: str


class OrderTaken(OrderShown):
    """A sale that was just added, and what its buyer was asked to book."""

    bookings: list[BookingMade]


@router.get("", summary="List orders")
def orders(
    parts: PartsIn, paged: PagedIn, number: CodeAsked = None, customer_id: UUID | None = None
) -> Listed[OrderHead]:
    """All sales, those of a customer, or the one with a number."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            Order,
            after=paged.after,
            limit=paged.limit,
            number=number,
            customer_id=customer_id,
        )
        return paged.listed(page, OrderHead.model_validate)


@router.get("/{order_id}", summary="One order", response_model=OrderShown)
def order(parts: PartsIn, held: HeldIn, order_id: UUID) -> Response:
    """A sale with its lines."""
    with parts.store.reading() as session:
        return held.answer(_shown(session, found(session, Order, order_id, "order")))


@router.post("", status_code=201, summary="Add an order", response_model=OrderTaken)
def add(once: OnceIn, sent: OrderSent) -> Response:
    """Keep a sale with its lines, and the units whose serials are named; ask the buyer to book what is to be installed."""
    made: list[Invitation] = []

    def act(deed: Deed) -> Acted:
        if order_by_number(deed.session, sent.number) is not None:
            raise Collision(
                f"There is already an order with the number “{sent.number}”. Nothing more is needed "
                "if it is this one; else choose another number."
            )
        person = known(customer_by_number(deed.session, sent.customer), "customer", sent.customer)
        place = _place(deed, person, sent.location_id)
        models = [
            known(product_by_sku(deed.session, line.sku), "product model", line.sku)
            for line in sent.lines
        ]
        row, lines = add_order(
            deed,
            number=sent.number,
            customer_id=person.id,
            location_id=None if place is None else place.id,
            channel=sent.channel,
            ordered_on=sent.ordered_on,
            items=[_item(model, line) for model, line in zip(models, sent.lines, strict=True)],
        )
        for position, (model, line) in enumerate(zip(models, lines, strict=True)):
            units = _add_units(deed, sent, position, model, person, place, line)
            unit_id = units[0].id if units else None
            invited = invite_buyer(deed, row, line, model, person, place, unit_id=unit_id)
            made.extend([] if invited is None else [invited])
        deed.session.flush()
        shown = OrderTaken(
            **_shown(deed.session, row).model_dump(), bookings=[_booking(each) for each in made]
        )
        return shown, f"/api/v1/orders/{row.id}"

    answer = once.answer(act)
    links = [(_booking(each), each.link_id) for each in made]
    if not any(link_id for _shown_, link_id in links):
        return answer
    told = [
        booking.model_dump(mode="json")
        | {"url": None if link_id is None else booking_page(once.parts, link_id)}
        for booking, link_id in links
    ]
    return with_secret(answer, bookings=told)


def _booking(invited: Invitation) -> BookingMade:
    work = invited.work
    return BookingMade(
        line_number=invited.line.line_number,
        work_order_id=None if work is None else work.id,
        work_order=None if work is None else work.reference,
        url=None,
        why_not=invited.why_not,
    )


def _shown(session: Session, row: Order) -> OrderShown:
    return OrderShown(
        **OrderHead.model_validate(row).model_dump(),
        lines=[OrderLineShown.model_validate(each) for each in lines_of_order(session, row.id)],
    )


def _item(model: ProductModel, line: OrderLineSent) -> SoldItem:
    return SoldItem(product_model_id=model.id, **line.model_dump(exclude={"sku", "serials"}))


def _place(deed: Deed, person: Customer, location_id: UUID | None) -> Location | None:
    """Where it was delivered: the place named, else the first there is."""
    places = locations_of_customer(deed.session, person.id)
    if location_id is None:
        return next(iter(places), None)
    for place in places:
        if place.id == location_id:
            return place
    raise NotUnderstood(
        "This is no location of the customer. Name one of theirs.",
        [Problem("location_id", "choose one of the customer's locations")],
    )


def _add_units(
    deed: Deed,
    sent: OrderSent,
    position: int,
    model: ProductModel,
    person: Customer,
    place: Location | None,
    line: OrderLine,
) -> list[Unit]:
    serials = sent.lines[position].serials
    if len(serials) > line.quantity:
        raise NotUnderstood(
            f"Line {line.line_number} has more serials than items. Correct one of them.",
            [Problem(f"lines[{position}].serials", f"at most {line.quantity} fit")],
        )
    if not serials:
        return []
    if place is None:
        raise NotUnderstood(
            "It is not known where this customer lives, so the law that answers is not known either. "
            "Add a location of the customer first, or leave the serials out.",
            [Problem("location_id", "the customer has no location yet")],
        )
    return [
        add_unit(
            deed,
            model,
            person,
            serial=serial,
            country=place.country,
            purchased_on=sent.ordered_on,
            delivered_on=line.delivered_on,
            order_line_id=line.id,
            location_id=place.id,
        )
        for serial in serials
    ]
