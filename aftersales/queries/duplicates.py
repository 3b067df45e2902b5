"""Which customers may be one and the same? Same e-mail address, same phone number, or same name at the same address.

Members of one household are known to be different people, so they are not asked about again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_
from sqlalchemy import select as sqlalchemy_select
from sqlmodel import Session, col, func, select

from aftersales.queries.numbers import DIALLED, plain_number
from aftersales.records import Channel, Contact, Customer, HouseholdMember, Location

LEAST_NUMBER: Final = 7
"""Characters of a phone number that is worth comparing; shorter ones are extensions or mistakes."""


class Ground(StrEnum):
    """Why two customers may be one."""

    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody who may be the same, and why."""

    customer: Customer
    grounds: tuple[Ground, ...]


def doubles_of(session: Session, person: Customer) -> list[Double]:
    """Everybody who may be the same as a customer, those with the most grounds first."""
    found: dict[UUID, set[Ground]] = defaultdict(set)
    for ground, ids in (
        (Ground.EMAIL, _sharing(session, person.id, Ground.EMAIL)),
        (Ground.PHONE, _sharing(session, person.id, Ground.PHONE)),
        (Ground.ADDRESS, _neighbours(session, person)),
    ):
        for each in ids:
            found[each].add(ground)
    rows = _present(session, found.keys() - _mates(session, person.id) - {person.id})
    doubles = [Double(row, tuple(sorted(found[row.id]))) for row in rows]
    return sorted(doubles, key=lambda each: (-len(each.grounds), each.customer.number))


def pairs_of_doubles(session: Session, limit: int) -> list[tuple[Customer, Double]]:
    """Pairs of customers who may be one, the first known of each pair first."""
    pairs: dict[tuple[UUID, UUID], set[Ground]] = defaultdict(set)
    for ground in (Ground.EMAIL, Ground.PHONE):
        for ids in _groups(session, ground, limit):
            _pair(pairs, ids, ground)
    for ids in _groups_at_addresses(session, limit):
        _pair(pairs, ids, Ground.ADDRESS)
    rows = {row.id: row for row in _present(session, {each for pair in pairs for each in pair})}
    houses = _houses(session, rows)
    found = [
        (rows[one], Double(rows[other], tuple(sorted(grounds))))
        for (one, other), grounds in pairs.items()
        if one in rows and other in rows
        if houses.get(one) is None or houses.get(one) != houses.get(other)
    ]
    found.sort(key=lambda each: (-len(each[1].grounds), each[0].number, each[1].customer.number))
    return found[:limit]


def _pair(pairs: dict[tuple[UUID, UUID], set[Ground]], ids: Sequence[UUID], ground: Ground) -> None:
    first, *others = sorted(ids)
    for other in others:
        pairs[first, other].add(ground)


def _plain(ground: Ground) -> tuple[tuple[Channel, ...], Any]:
    """The channels of a ground, and an address on them as it is compared."""
    if ground is Ground.EMAIL:
        return (Channel.EMAIL,), func.lower(Contact.address)
    return DIALLED, plain_number()


def _sharing(session: Session, customer_id: UUID, ground: Ground) -> Collection[UUID]:
    """Others with an address of this customer."""
    channels, plain = _plain(ground)
    own = [
        each
        for each in session.exec(
            select(plain).where(
                Contact.customer_id == customer_id, col(Contact.channel).in_(channels)
            )
        ).all()
        if _is_telling(each, ground)
    ]
    return session.exec(
        select(Contact.customer_id).where(col(Contact.channel).in_(channels), plain.in_(own))
    ).all()


def _is_telling(address: str, ground: Ground) -> bool:
    return ground is Ground.EMAIL or len(address) >= LEAST_NUMBER


def _neighbours(session: Session, person: Customer) -> Collection[UUID]:
    """Others of the same name at an address of this customer."""
    own = session.exec(
        select(func.lower(Location.street), Location.house_number, Location.postcode).where(
            Location.customer_id == person.id
        )
    ).all()
    found: set[UUID] = set()
    for street, house_number, postcode in own:
        found.update(
            session.exec(
                select(Customer.id)
                .join(Location, col(Location.customer_id) == Customer.id)
                .where(
                    func.lower(Customer.name) == func.lower(person.name),
                    func.lower(Location.street) == street,
                    Location.house_number == house_number,
                    Location.postcode == postcode,
                )
            ).all()
        )
    return found


def _groups(session: Session, ground: Ground, limit: int) -> list[list[UUID]]:
    """Customers who share an address on the channels of a ground."""
    channels, plain = _plain(ground)
    shared = session.exec(
        select(plain)
        .join(Customer, col(Customer.id) == Contact.customer_id)
        .where(col(Contact.channel).in_(channels), *_is_somebody())
        .group_by(plain)
        .having(func.count(func.distinct(Contact.customer_id)) > 1)
        .order_by(plain)
        .limit(limit)
    ).all()
    telling = [address for address in shared if _is_telling(address, ground)]
    rows = session.exec(
        select(plain, Contact.customer_id)
        .where(col(Contact.channel).in_(channels), plain.in_(telling))
        .distinct()
    ).all()
    return _together(rows)


def _groups_at_addresses(session: Session, limit: int) -> list[list[UUID]]:
    """Customers of one name at one address."""
    place = (
        func.lower(Customer.name),
        func.lower(Location.street),
        col(Location.house_number),
        col(Location.postcode),
    )
    shared = session.exec(
        select(*place)
        .join(Location, col(Location.customer_id) == Customer.id)
        .where(*_is_somebody())
        .group_by(*place)
        .having(func.count(func.distinct(Customer.id)) > 1)
        .order_by(*place)
        .limit(limit)
    ).all()
    rows = session.execute(
        sqlalchemy_select(*place, col(Customer.id))
        .join(Location, col(Location.customer_id) == Customer.id)
        .where(tuple_(*place).in_([tuple(values) for values in shared]))
        .distinct()
    ).all()
    return _together((tuple(values), customer_id) for *values, customer_id in rows)


def _together(rows: Iterable[tuple[object, UUID]]) -> list[list[UUID]]:
    """Whoever shares something, in the order of what they share."""
    found: dict[object, list[UUID]] = defaultdict(list)
    for shared, customer_id in rows:
        found[shared].append(customer_id)
    return [found[shared] for shared in sorted(found, key=repr)]


def _is_somebody() -> tuple[ColumnElement[bool], ...]:
    return col(Customer.erased_at).is_(None), col(Customer.merged_into_id).is_(None)


def _present(session: Session, ids: Collection[UUID]) -> Sequence[Customer]:
    """These customers, without those who were erased or merged."""
    return session.exec(select(Customer).where(col(Customer.id).in_(ids), *_is_somebody())).all()


def _mates(session: Session, customer_id: UUID) -> set[UUID]:
    own = select(HouseholdMember.household_id).where(HouseholdMember.customer_id == customer_id)
    return set(
        session.exec(
            select(HouseholdMember.customer_id).where(col(HouseholdMember.household_id).in_(own))
        ).all()
    )


def _houses(session: Session, ids: Collection[UUID]) -> dict[UUID, UUID]:
    rows = session.exec(
        select(HouseholdMember.customer_id, HouseholdMember.household_id).where(
            col(HouseholdMember.customer_id).in_(ids)
        )
    ).all()
    return dict(rows)
