"""Staff register for a customer: told as always, by whom stands in the trail, doubt still asks."""

from dataclasses import replace
from datetime import date

import pytest

from aftersales.errors import Collision, NotAllowed, NotUnderstood
from aftersales.records import (
    Customer,
    Event,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
from aftersales.registrations import (
    StaffNews,
    UnitDays,
    add_unit,
    register_for_customer,
)
from tests.aftersales.conftest import Village
from tests.aftersales.registrations.conftest import Registering

NEWS = StaffNews(
    serial="ab 12 34",
    days=UnitDays(purchased_on=date(2026, 11, 2), delivered_on=date(2026, 11, 5)),
    country="PT",
)
ACTIVE, NEEDS_INFO = RegistrationState.ACTIVE, RegistrationState.NEEDS_INFO


def registered(village: Village, model: ProductModel, news: StaffNews = NEWS) -> Registration:
    """By somebody of the house, for the customer of the village."""
    with village.doing() as deed:
        owner = deed.session.get_one(Customer, village.customer.id)
        return register_for_customer(deed, model, owner, news)


def test_customer_is_told_and_the_trail_says_who_did_it(
    village: Village, model: ProductModel
) -> None:
    row = registered(village, model)

    (notice,) = village.notices("registration_received")
    (event,) = [each for each in village.all_of(Event) if each.what == "unit_registered"]
    (unit,) = village.all_of(Unit)
    assert (row.state, row.channel, row.customer_id) == (ACTIVE, "phone", village.customer.id)
    assert (unit.serial, unit.purchased_on, unit.delivered_on) == (
        "AB1234",
        date(2026, 11, 2),
        date(2026, 11, 5),
    )
    assert notice.recipient_id == village.customer.id
    assert (event.actor_kind, event.actor) == ("staff", "test")


@pytest.mark.parametrize(
    ("serial", "has_proof", "state", "kept"),
    [
        ("", False, NEEDS_INFO, None),
        ("XX-1", False, NEEDS_INFO, None),
        ("", True, ACTIVE, None),
        ("XX-1", True, ACTIVE, "XX1"),
    ],
)
def test_doubt_asks_for_proof_unless_it_was_seen(
    village: Village,
    model: ProductModel,
    serial: str,
    has_proof: bool,  # noqa: FBT001 - a case
    state: RegistrationState,
    kept: str | None,
) -> None:
    row = registered(village, model, replace(NEWS, serial=serial, has_proof=has_proof))

    (unit,) = village.all_of(Unit)
    assert (row.state, unit.serial) == (state, kept)


def test_unit_of_an_order_is_the_one_that_is_registered_with_the_right_days(
    village: Village, model: ProductModel
) -> None:
    with village.doing() as deed:
        sold = add_unit(
            deed,
            model,
            village.customer,
            serial=None,
            country="PT",
            purchased_on=date(2026, 10, 1),
        )

    row = registered(village, model, replace(NEWS, serial="", has_proof=True, unit_id=sold.id))

    (unit,) = village.all_of(Unit)
    assert (row.unit_id, unit.id, unit.delivered_on) == (sold.id, sold.id, date(2026, 11, 5))


def test_unit_is_registered_once(village: Village, model: ProductModel) -> None:
    registered(village, model)

    with pytest.raises(Collision):
        registered(village, model)

    assert len(village.all_of(Registration)) == 1


def test_somebody_elses_unit_waits_for_proof_and_stays_theirs(
    village: Village, model: ProductModel, registering: Registering
) -> None:
    theirs = registering()

    row = registered(village, model, replace(NEWS, has_proof=True))

    (unit,) = village.all_of(Unit)
    assert (row.state, unit.customer_id) == (NEEDS_INFO, theirs.customer_id)


@pytest.mark.parametrize(
    "news",
    [
        replace(NEWS, country=""),
        replace(NEWS, days=UnitDays(purchased_on=date(2027, 1, 1))),
    ],
)
def test_what_cannot_be_is_refused_whole(
    village: Village, model: ProductModel, news: StaffNews
) -> None:
    with pytest.raises(NotUnderstood):
        registered(village, model, news)

    assert village.all_of(Unit) == []


def test_forgotten_customer_gets_nothing_more(village: Village, model: ProductModel) -> None:
    with village.doing() as deed:
        owner = deed.session.get_one(Customer, village.customer.id)
        owner.erased_at = deed.now
        deed.add(owner)

    with pytest.raises(NotAllowed):
        registered(village, model)
