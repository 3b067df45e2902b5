"""Customers from a file, each with the address where visits go."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.customers import add_customer
from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.imports.areas import place_told, territories_by_code, territory_of
from aftersales.imports.judging import Line
from aftersales.imports.rows import CustomerRow
from aftersales.imports.tally import Tally, Told, check_same
from aftersales.places import add_location
from aftersales.queries.imports import (
    contacts_of_customers,
    customers_by_number,
    locations_of_customers,
)
from aftersales.queries.privacy import suppressed
from aftersales.records import Channel, Contact, Customer, CustomerKind
from aftersales.suppression import digest_of_address


def import_customers(deed: Deed, lines: Sequence[Line[CustomerRow]], tally: Tally) -> None:
    """Add the customers that are not there; what is wrong stands in the tally.

    Raises:
        NotReady: there is no territory.
    """
    areas = territories_by_code(deed.session)
    known = customers_by_number(deed.session, [line.row.number for line in lines])
    ids = [customer.id for customer in known.values()]
    contacts = contacts_of_customers(deed.session, ids)
    places = locations_of_customers(deed.session, ids)
    before = tally.added
    reachable = 0
    erased = suppressed(
        deed.session, [each for line in lines for each in _digests(deed.secret, line.row)]
    )
    returned: list[str] = []

    def judge(group: Sequence[Line[CustomerRow]]) -> None:
        nonlocal reachable
        row = group[0].row
        area = territory_of(row, areas)
        present = known.get(row.number)
        if present is not None:
            _check_not_erased(present)
            if present.number != row.number:  # merged: what is known of them since holds
                tally.unchanged += 1
                return
            told = _told(row, present, contacts[present.id])
            told += place_told(row, areas, places[present.id])
            check_same(f"Customer {row.number}", told)
            tally.unchanged += 1
            return
        customer = add_customer(
            deed,
            number=row.number,
            name=row.name,
            language=row.language,
            email=row.email,
            phone=row.phone,
            kind=CustomerKind(row.kind),
        )
        home = add_location(deed, area, row.address, customer_id=customer.id)
        tally.placed.append((group[0].number, home.id))
        tally.added += 1
        if erased.intersection(_digests(deed.secret, row)):
            returned.append(row.number)
        reachable += bool(row.email or row.phone)

    tally.go_through(deed, tally.unique(lines, "number"), judge)
    if returned:
        tally.notes.append(
            f"Somebody at an address of {', '.join(returned)} had their data erased at their request. "
            "Make sure that they know they are kept again."
        )
    silent = tally.added - before - reachable
    if silent:
        tally.notes.append(
            f"{silent} new customers have neither e-mail nor phone, so nobody can tell them anything."
        )


def _digests(secret: str, row: CustomerRow) -> list[str]:
    """What a line is recognised by, if it is somebody whose data were erased."""
    told = ((Channel.EMAIL, row.email), (Channel.PHONE, row.phone))
    return [digest_of_address(secret, channel, each) for channel, each in told if each]


def _check_not_erased(customer: Customer) -> None:
    if customer.erased_at is not None:
        raise NotAllowed(
            f"The data of customer {customer.number} were erased on {customer.erased_at:%Y-%m-%d}. "
            "Take the line out."
        )


def _told(row: CustomerRow, customer: Customer, contacts: Sequence[Contact]) -> Told:
    told: Told = [("name", row.name, customer.name)]
    told += [
        (column, getattr(row, column), getattr(customer, column))
        for column in ("kind", "language")
        if column in row.model_fields_set
    ]
    for column, channel, given in (
        ("email", Channel.EMAIL, row.email),
        ("phone", Channel.PHONE, row.phone),
    ):
        here = [contact.address for contact in contacts if contact.channel is channel]
        if given is not None and given not in here:
            told.append((column, given, here))
    return told
