"""Households: linked and unlinked with a reason, one for each customer, seen from every side."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from aftersales.customers import add_customer
from aftersales.errors import AftersalesError, NotAllowed, NotUnderstood
from aftersales.households import join_household, leave_household
from aftersales.queries.customers import housemates_of
from aftersales.records import Customer, Event, Household, HouseholdMember
from tests.aftersales.conftest import Village


@pytest.fixture
def others(village: Village) -> list[Customer]:
    with village.doing() as deed:
        return [
            add_customer(deed, number=f"C-{number}", name=name, language="en")
            for number, name in ((2, "Ben Beck"), (3, "Cleo Marxer"), (4, "Dora Ospelt"))
        ]


def join(village: Village, person: Customer, other: Customer, reason: str = "One flat.") -> None:
    with village.doing() as deed:
        join_household(
            deed,
            deed.session.get_one(Customer, person.id),
            deed.session.get_one(Customer, other.id),
            reason,
        )


def leave(village: Village, person: Customer) -> None:
    with village.doing() as deed:
        leave_household(deed, deed.session.get_one(Customer, person.id), "They moved.")


def mates(village: Village, person: Customer) -> list[str]:
    with village.parts.store.reading() as session:
        return [mate.name for _member, mate in housemates_of(session, person.id)]


def test_household_is_seen_from_both_sides(village: Village, others: list[Customer]) -> None:
    ben, cleo, _dora = others

    join(village, village.customer, ben)
    join(village, cleo, village.customer, "Their daughter.")

    assert mates(village, village.customer) == ["Ben Beck", "Cleo Marxer"]
    assert mates(village, cleo) == ["Anna Beck", "Ben Beck"]
    assert {row.reason for row in village.all_of(HouseholdMember)} == {
        "One flat.",
        "Their daughter.",
    }


def test_last_two_part_together(village: Village, others: list[Customer]) -> None:
    join(village, village.customer, others[0])

    leave(village, others[0])

    assert village.all_of(HouseholdMember) == []
    assert village.all_of(Household) == []
    with village.parts.store.reading() as session:
        left = session.exec(select(Event).where(Event.what == "household_left")).all()
    assert {(each.subject_id, each.why) for each in left} == {
        (village.customer.id, "They moved."),
        (others[0].id, "They moved."),
    }


def test_third_who_leaves_leaves_the_others_together(
    village: Village, others: list[Customer]
) -> None:
    ben, cleo, _dora = others
    join(village, village.customer, ben)
    join(village, cleo, ben)

    leave(village, village.customer)

    assert mates(village, ben) == ["Cleo Marxer"]
    assert mates(village, village.customer) == []


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_is_linked_without_a_reason(
    village: Village, others: list[Customer], reason: str
) -> None:
    with pytest.raises(NotUnderstood):
        join(village, village.customer, others[0], reason)


def test_nobody_is_linked_to_themselves(village: Village) -> None:
    with pytest.raises(NotUnderstood):
        join(village, village.customer, village.customer)


def test_nobody_leaves_a_household_that_they_have_not(village: Village) -> None:
    with pytest.raises(NotAllowed):
        leave(village, village.customer)


def test_two_households_are_not_joined_by_one_link(
    village: Village, others: list[Customer]
) -> None:
    ben, cleo, dora = others
    join(village, village.customer, ben)
    join(village, cleo, dora)

    with pytest.raises(NotAllowed):
        join(village, cleo, ben)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    acts=st.lists(
        st.one_of(
            st.tuples(st.just("join"), st.integers(0, 3), st.integers(0, 3)),
            st.tuples(st.just("leave"), st.integers(0, 3), st.just(0)),
        ),
        max_size=12,
    )
)
def test_households_never_have_a_single_member(
    village: Village, others: list[Customer], acts: list[tuple[str, int, int]]
) -> None:
    people = [village.customer, *others]
    for act, one, other in acts:
        try:
            if act == "join":
                join(village, people[one], people[other])
            else:
                leave(village, people[one])
        except AftersalesError:
            continue

    houses: dict[UUID, int] = {row.id: 0 for row in village.all_of(Household)}
    for member in village.all_of(HouseholdMember):
        houses[member.household_id] += 1
    assert all(number > 1 for number in houses.values())
