"""Households: customers who live together are linked by staff, who say why; each belongs to one at most."""

from __future__ import annotations

from aftersales.customers import require_known
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.queries.customers import members_of, membership_of
from aftersales.records import Customer, Household, HouseholdMember
from aftersales.store import lock_rows


def join_household(deed: Deed, person: Customer, other: Customer, reason: str) -> Household:
    """Put a customer into the household of another one, which begins with them if there is none.

    Raises:
        NotUnderstood: it is the same customer, or nobody says why.
        NotAllowed: they are together already, belong to another household, or were erased.
    """
    if person.id == other.id:
        raise NotUnderstood(
            "This is the same customer. Choose somebody who lives with them.",
            [Problem("number", "it is the same customer")],
        )
    _check_reason(reason)
    lock_rows(deed.session, "customer", sorted({person.id, other.id}))
    for each in (person, other):
        require_known(each)
    own, theirs = (membership_of(deed.session, each.id) for each in (person, other))
    if own is not None and own is not theirs and _is_alone(deed, own):
        deed.remove([own, deed.session.get_one(Household, own.household_id)])
        own = None
    if own is not None:
        raise NotAllowed(
            "They are linked already."
            if theirs is not None and own.household_id == theirs.household_id
            else "This customer belongs to another household. Take them out of it first."
        )
    if theirs is None:
        household = Household(id=deed.new_id(), created_at=deed.now)
        deed.add(household, _member(deed, household, other, reason))
        deed.note("household_joined", other)
    else:
        household = deed.session.get_one(Household, theirs.household_id)
    deed.add(_member(deed, household, person, reason))
    deed.note("household_joined", person)
    return household


def leave_household(deed: Deed, person: Customer, reason: str) -> None:
    """Take a customer out of their household; whoever would be left alone in it leaves it, too.

    Raises:
        NotUnderstood: nobody says why.
        NotAllowed: they belong to none.
    """
    _check_reason(reason)
    own = membership_of(deed.session, person.id)
    if own is None:
        raise NotAllowed("This customer belongs to no household, so there is nothing to undo.")
    left = [each for each in members_of(deed.session, own.household_id) if each is not own]
    gone = [own, *(left if len(left) == 1 else ())]
    deed.remove(gone)
    if len(left) <= 1:
        deed.remove([deed.session.get_one(Household, own.household_id)])
    for each in gone:
        member = deed.session.get_one(Customer, each.customer_id)
        deed.note("household_left", member, why=reason.strip())


def _is_alone(deed: Deed, member: HouseholdMember) -> bool:
    """Whether nobody else is left in a household, as after two of its members became one customer."""
    return len(members_of(deed.session, member.household_id)) == 1


def _member(deed: Deed, household: Household, person: Customer, reason: str) -> HouseholdMember:
    return HouseholdMember(
        customer_id=person.id,
        household_id=household.id,
        reason=reason.strip(),
        joined_at=deed.now,
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise NotUnderstood(
            "Say in a sentence why, so that a colleague understands it.",
            [Problem("reason", "it is missing")],
        )
