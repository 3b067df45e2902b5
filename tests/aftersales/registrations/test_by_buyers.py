"""Buyers register by themselves: what fits is confirmed, what does not asks for proof, and nothing is told to strangers."""

from datetime import date

import pytest

from aftersales.catalogue import add_product_model
from aftersales.errors import NotUnderstood
from aftersales.records import (
    Consent,
    Contact,
    Cover,
    Customer,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
from aftersales.registrations import add_unit, models_meant
from tests.aftersales.conftest import Village
from tests.aftersales.registrations.conftest import Registering
from warranty import WarrantyTerms

NEEDS_INFO, ACTIVE = RegistrationState.NEEDS_INFO, RegistrationState.ACTIVE


def test_serial_that_fits_makes_unit_owner_and_covers_known_at_once(
    village: Village, registering: Registering
) -> None:
    row = registering()

    (unit,) = village.all_of(Unit)
    owner = village.all_of(Customer)[-1]
    assert (row.state, row.question, row.channel) == (ACTIVE, "", "web")
    assert row.told == {
        "serial": "AB1234",
        "purchased_on": "2026-11-02",
        "delivered_on": "2026-11-05",
        "country": "PT",
    }
    assert (unit.serial, unit.country, unit.customer_id) == ("AB1234", "PT", owner.id)
    assert (owner.name, owner.language) == ("Ruta Kalniņa", "lv")
    assert [each.kind for each in village.all_of(Cover)] == ["legal_guarantee", "makers_warranty"]
    (notice,) = village.notices("registration_received")
    assert (notice.recipient_id, notice.language) == (owner.id, "lv")
    assert notice.facts["link_id"]


@pytest.mark.parametrize("serial", ["", "ZZ99", "AB12345678", "Äß?"])
def test_serial_that_does_not_fit_blocks_nothing_and_asks_for_proof(
    village: Village, registering: Registering, serial: str
) -> None:
    row = registering(serial=serial)

    (unit,) = village.all_of(Unit)
    assert (row.state, unit.serial) == (NEEDS_INFO, None)
    assert row.question == "Please send a photograph of the proof of purchase."
    assert [each.kind for each in village.all_of(Cover)] == ["legal_guarantee", "makers_warranty"]


def test_serial_of_somebody_else_asks_the_same_and_tells_nothing_of_them(
    village: Village, model: ProductModel, registering: Registering
) -> None:
    with village.doing() as deed:
        sold = add_unit(
            deed,
            model,
            village.customer,
            serial="AB1234",
            country="PT",
            purchased_on=date(2026, 10, 1),
        )

    row = registering()
    unknown = registering(serial="", email="else@example.org", name="Else")

    (notice, other) = village.notices("registration_received")
    assert (row.state, row.question) == (unknown.state, unknown.question)
    assert (row.unit_id, row.customer_id) == (sold.id, village.all_of(Customer)[1].id)
    assert (notice.facts["serial"], notice.facts["covers"]) == (None, [])
    assert other.facts["covers"] != []  # their own covers are theirs to know
    assert village.all_of(Unit)[0].customer_id == village.customer.id


def test_owner_of_a_sold_unit_is_confirmed_under_their_own_name(
    village: Village, model: ProductModel, registering: Registering
) -> None:
    with village.doing() as deed:
        sold = add_unit(
            deed,
            model,
            village.customer,
            serial="AB1234",
            country="PT",
            purchased_on=date(2026, 10, 1),
        )

    row = registering(name=" anna  BECK", email="ANNA@example.org")

    assert (row.state, row.unit_id, row.customer_id) == (ACTIVE, sold.id, village.customer.id)
    assert len(village.all_of(Customer)) == 1


def test_same_unit_registered_twice_by_the_same_person_is_one_registration(
    village: Village, registering: Registering
) -> None:
    first, second = registering(), registering()

    assert second.id == first.id
    assert len(village.all_of(Registration)) == len(village.all_of(Unit)) == 1
    assert len(village.notices("registration_received")) == 2  # the message was lost, perhaps


def test_another_name_at_the_same_address_is_another_person(
    village: Village, registering: Registering
) -> None:
    registering()
    registering(serial="AB9999", name="Jānis Kalniņš")

    assert [each.name for each in village.all_of(Customer)[1:]] == ["Ruta Kalniņa", "Jānis Kalniņš"]


@pytest.mark.parametrize(
    ("wants", "email", "given", "addresses"),
    [
        (False, "", False, ["ruta@example.org"]),
        (True, "", True, ["ruta@example.org"]),
        (True, "RUTA@example.org", True, ["ruta@example.org"]),
        (False, "Safe@example.org", True, ["ruta@example.org", "safe@example.org"]),
    ],
)
def test_safety_has_its_own_consent_and_its_own_address(
    village: Village,
    registering: Registering,
    *,
    wants: bool,
    email: str,
    given: bool,
    addresses: list[str],
) -> None:
    row = registering(wants_safety=wants, safety_email=email)

    (line,) = village.all_of(Consent)
    contacts = [each for each in village.all_of(Contact) if each.customer_id == row.customer_id]
    assert (line.purpose, line.is_given) == ("safety_only", given)
    assert line.source == f"registration {row.reference}"
    assert [each.address for each in contacts] == addresses
    assert [each.is_safety_only for each in contacts] == [False, True][: len(contacts)]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"purchased_on": date(2026, 12, 1), "delivered_on": None}, "purchased_on"),
        ({"delivered_on": date(2026, 11, 1)}, "delivered_on"),
        ({"email": "ruta"}, "email"),
        ({"safety_email": "ruta"}, "safety_email"),
    ],
)
def test_what_cannot_be_is_refused_and_keeps_nothing(
    village: Village, registering: Registering, changes: dict[str, object], where: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        registering(**changes)

    assert [each.where for each in refused.value.problems] == [where]
    assert (village.all_of(Registration), village.all_of(Unit)) == ([], [])
    assert len(village.all_of(Customer)) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DW-9", ["DW-9"]),
        ("dw 9", ["DW-9"]),
        ("alpina dish", ["DW-9"]),
        ("DW-90", ["DW-90"]),
        ("dish", ["DW-9", "DW-90"]),
        ("toaster", []),
        ("  ", []),
    ],
)
def test_model_is_meant_by_its_sku_or_by_parts_of_its_name(
    village: Village, model: ProductModel, text: str, found: list[str]
) -> None:
    with village.doing() as deed:
        add_product_model(
            deed,
            sku="DW-90",
            name="Dish 90",
            brand="Nordwasch",
            product_type="dishwasher",
            terms=WarrantyTerms("DW-90"),
        )

    with village.parts.store.reading() as session:
        assert [each.sku for each in models_meant(session, text)] == found
