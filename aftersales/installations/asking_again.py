"""Somebody who bought something with its installation has no link at hand: it goes to the mailbox of whoever ordered.

Whoever asks learns nothing: a known and an unknown order are answered the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from aftersales.access import Nobody, actor_of
from aftersales.deed import Deed
from aftersales.email_addresses import same_email
from aftersales.identifiers import blind_hash, is_same
from aftersales.installations.inviting import booking_link, tell_buyer
from aftersales.parts import Parts
from aftersales.queries.installations import sold_with, work_of_order
from aftersales.queries.notices import contacts_of
from aftersales.queries.orders import order_by_number
from aftersales.queries.places import locations_of_customer
from aftersales.records import Channel, Customer, Location, Order
from aftersales.throttle import Allowance, attempt

ASKED_BY_ORIGIN: Final = Allowance("ask for a booking link, by origin", 20, timedelta(minutes=15))
"""A till in a shop may ask for many buyers; who tries numbers comes to 80 an hour."""

ASKED_BY_ORDER: Final = Allowance("ask for a booking link, by order", 3, timedelta(minutes=15))
"""Nobody's mailbox is flooded by somebody else."""

FORM_OPEN: Final = timedelta(hours=12)
"""For so long a form that was opened can be sent."""


def send_link(parts: Parts, number: str, known_by: str, origin: str) -> None:
    """Send the links of an order to whoever ordered, if `known_by` is an e-mail address or a postcode of theirs.

    Raises:
        TooOften: links were asked for too often for this order or from this origin.
    """
    attempt(parts, ASKED_BY_ORIGIN, origin)
    attempt(parts, ASKED_BY_ORDER, number.casefold())
    with parts.doing(actor_of(Nobody())) as deed:
        order = order_by_number(deed.session, number)
        if order is None:
            return
        person = deed.session.get_one(Customer, order.customer_id)
        if person.erased_at is None and _knows(deed, order, person, known_by):
            _send(deed, order, person)


def form_mark(secret: str, now: datetime) -> str:
    """What a form carries instead of a cookie, which browsers keep from frames of other sites: when it was opened, signed."""
    opened = str(int(now.timestamp()))
    return f"{opened}.{_signed(secret, opened)}"


def is_form_mark(secret: str, now: datetime, shown: str) -> bool:
    """Whether a form is one of ours, and was opened not too long ago."""
    opened, _, signed = shown.partition(".")
    if not is_same(signed, _signed(secret, opened)):
        return False
    return timedelta(0) <= now - datetime.fromtimestamp(int(opened), now.tzinfo) <= FORM_OPEN


def _signed(secret: str, opened: str) -> str:
    return blind_hash(secret, "form of a booking", opened)


def _knows(deed: Deed, order: Order, person: Customer, known_by: str) -> bool:
    """Whether somebody named an e-mail address of the buyer, or a postcode where they or the order are."""
    if "@" in known_by:
        mail = same_email(known_by)
        contacts = contacts_of(deed.session, person.id)
        return any(
            each.channel is Channel.EMAIL and same_email(each.address) == mail for each in contacts
        )
    places = list(locations_of_customer(deed.session, person.id))
    if order.location_id is not None:
        places.append(deed.session.get_one(Location, order.location_id))
    return _plain(known_by) in {_plain(each.postcode) for each in places}


def _plain(postcode: str) -> str:
    """“LV-1001”, “lv 1001” and “1001” name the same place within one order."""
    return "".join(mark for mark in postcode if mark.isdecimal()) or postcode.strip().casefold()


def _send(deed: Deed, order: Order, person: Customer) -> None:
    """The link of each work of an order that can still be booked, each in a message of its own."""
    for work in work_of_order(deed.session, order.id):
        if work.order_line_id is None:
            continue
        link_id = booking_link(deed, work)
        place = deed.session.get_one(Location, work.location_id)
        sold = sold_with(deed.session, work.order_line_id)
        asked = int(deed.now.timestamp())
        tell_buyer(deed, sold, person, work, place, link_id, revision=asked)
