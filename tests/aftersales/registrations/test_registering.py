"""Registrations: covers are those of the rules, and nobody is punished for a missing serial."""

from datetime import date

import pytest

from aftersales.catalogue import add_product_model
from aftersales.covers import cover_fact, entitlement_of
from aftersales.customers import add_customer
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.queries.units import covers_of_unit
from aftersales.records import (
    Cover,
    Customer,
    CustomerKind,
    ProductModel,
    Registration,
    RegistrationState,
    Unit,
)
from aftersales.registrations import add_unit, register_unit
from tests.aftersales.conftest import Village
from warranty import (
    CoverKind,
    CoverTerm,
    StartBasis,
    UnitFacts,
    WarrantyTerms,
    covers_of,
    entitlement_on,
)

BOUGHT = date(2026, 11, 2)
TERMS = WarrantyTerms(
    "DW-9",
    (
        CoverTerm(
            kind=CoverKind.MAKERS_WARRANTY,
            provider="Alpina",
            starts=StartBasis.PURCHASE,
            months=36,
            source="Booklet 2026",
            has_loaner=True,
        ),
        CoverTerm(
            kind=CoverKind.DURABILITY_GUARANTEE,
            provider="Alpina",
            starts=StartBasis.MANUFACTURE,
            months=120,
            source="Booklet 2026",
            parts_percent=80,
            labour_percent=0,
            travel_percent=0,
            components=frozenset({"motor", "drum"}),
            is_transferable=False,
        ),
        CoverTerm(
            kind=CoverKind.EXTENDED_CONTRACT,
            provider="Shop",
            starts=StartBasis.INSTALLATION,
            months=60,
            source="Contract",
            exclusions=frozenset({"glass", "belt"}),
            is_for_defects_only=False,
        ),
    ),
)


@pytest.fixture
def model(village: Village) -> ProductModel:
    with village.doing() as deed:
        return add_product_model(
            deed,
            sku="DW-9",
            name="Dish 9",
            brand="Alpina",
            product_type="dishwasher",
            terms=TERMS,
            serial_pattern="AB[0-9]{4}",
        )


def sold(
    village: Village,
    model: ProductModel,
    *,
    serial: str | None = "AB1234",
    country: str = "PT",
    owner: Customer | None = None,
    manufactured_on: date | None = None,
    delivered_on: date | None = None,
    installed_on: date | None = None,
) -> Unit:
    with village.doing() as deed:
        return add_unit(
            deed,
            model,
            owner or village.customer,
            serial=serial,
            country=country,
            purchased_on=BOUGHT,
            manufactured_on=manufactured_on,
            delivered_on=delivered_on,
            installed_on=installed_on,
        )


def kept_covers(village: Village, unit: Unit) -> list[Cover]:
    with village.parts.store.reading() as session:
        return list(covers_of_unit(session, unit.id))


@pytest.mark.parametrize("country", ["PT", "LV", "XX"])
@pytest.mark.parametrize(
    "days",
    [(None, None, None), (date(2026, 9, 1), date(2026, 11, 5), date(2026, 11, 9))],
    ids=["purchase only", "every day known"],
)
def test_covers_kept_are_those_of_the_rules_in_their_order(
    village: Village, model: ProductModel, country: str, days: tuple[date | None, ...]
) -> None:
    made_on, delivered_on, installed_on = days
    unit = sold(
        village,
        model,
        country=country,
        manufactured_on=made_on,
        delivered_on=delivered_on,
        installed_on=installed_on,
    )

    expected = covers_of(
        UnitFacts(
            model="DW-9",
            serial="AB1234",
            country=country,
            purchased_on=BOUGHT,
            manufactured_on=made_on,
            delivered_on=delivered_on,
            installed_on=installed_on,
        ),
        TERMS,
    )
    assert tuple(map(cover_fact, kept_covers(village, unit))) == expected
    assert len(expected) == (4 if country == "PT" else 3)


def test_company_has_no_legal_guarantee_of_consumers(village: Village, model: ProductModel) -> None:
    with village.doing() as deed:
        company = add_customer(
            deed, number="C-9", name="Hotel", language="en", kind=CustomerKind.COMPANY
        )

    unit = sold(village, model, owner=company)

    assert {cover.kind for cover in kept_covers(village, unit)} == {
        "makers_warranty",
        "durability_guarantee",
        "extended_contract",
    }


def test_unit_is_kept_with_its_serial_in_one_form(village: Village, model: ProductModel) -> None:
    unit = sold(village, model, serial=" ab-12 34 ")

    (row,) = village.all_of(Unit)
    assert row.id == unit.id
    assert (row.serial, row.customer_id, row.purchased_on) == (
        "AB1234",
        village.customer.id,
        BOUGHT,
    )


@pytest.mark.parametrize("serial", ["AB1234", "ab 12-34"])
def test_serial_that_is_known_collides_and_keeps_nothing(
    village: Village, model: ProductModel, serial: str
) -> None:
    sold(village, model)
    before = village.all_of(Cover)

    with pytest.raises(Collision) as collision:
        sold(village, model, serial=serial)

    assert str(collision.value) == (
        "The serial AB1234 of Dish 9 is already registered. "
        "Check the serial; if it is right, send us your proof of purchase."
    )
    assert village.all_of(Cover) == before


def test_same_serial_of_another_model_is_another_unit(
    village: Village, model: ProductModel
) -> None:
    sold(village, model)
    sold(village, village.model)

    assert len(village.all_of(Unit)) == 2


@pytest.mark.parametrize("serial", [None, "", " - ", "\u200b"])
def test_units_without_a_serial_never_collide(
    village: Village, model: ProductModel, serial: str | None
) -> None:
    sold(village, model, serial=serial)
    sold(village, model, serial=serial)

    assert [unit.serial for unit in village.all_of(Unit)] == [None, None]


def test_days_that_contradict_each_other_are_refused(village: Village, model: ProductModel) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        sold(village, model, delivered_on=date(2026, 11, 9), installed_on=date(2026, 11, 5))

    sentence = "A unit is made, then delivered, then installed, in this order."
    assert str(refusal.value) == f"{sentence} Correct the days."
    assert refusal.value.problems == (Problem("unit", sentence),)
    assert village.all_of(Unit) == []


@pytest.mark.parametrize(
    ("serial", "state", "question"),
    [
        ("AB1234", RegistrationState.ACTIVE, ""),
        (
            None,
            RegistrationState.NEEDS_INFO,
            "Please send a photograph of the proof of purchase.",
        ),
    ],
)
def test_registration_without_a_serial_asks_a_question_and_never_refuses(
    village: Village,
    model: ProductModel,
    serial: str | None,
    state: RegistrationState,
    question: str,
) -> None:
    unit = sold(village, model, serial=serial)

    with village.doing() as deed:
        registered = register_unit(
            deed, unit, model, village.customer, channel="web", zone="Europe/Vaduz"
        )

    (row,) = village.all_of(Registration)
    assert row.model_dump() == {
        "id": registered.id,
        "reference": registered.reference,
        "unit_id": unit.id,
        "customer_id": village.customer.id,
        "state": state,
        "channel": "web",
        "question": question,
        "told": {},
        "submitted_at": village.clock.now(),
        "revision": 1,
    }
    (notice,) = village.notices("registration_received")
    assert notice.facts["serial"] == serial
    assert notice.subject_id == row.id


def test_registration_tells_each_cover_and_what_is_not_known(
    village: Village, model: ProductModel
) -> None:
    unit = sold(village, model, country="XX")

    with village.doing() as deed:
        register_unit(deed, unit, model, village.customer, channel="web", zone="Europe/Vaduz")

    (notice,) = village.notices("registration_received")
    assert notice.facts["covers"] == [
        {
            "kind": cover.kind,
            "provider": cover.provider,
            "ends_on": cover.ends_on.isoformat(),
            "is_passed_on": True,
        }
        for cover in kept_covers(village, unit)
    ]
    assert (notice.facts["unknown_country"], notice.facts["product"]) == ("XX", "Alpina Dish 9")


def test_entitlement_is_the_one_of_the_rules(village: Village, model: ProductModel) -> None:
    unit = sold(village, model)
    facts = UnitFacts(model="DW-9", serial="AB1234", country="PT", purchased_on=BOUGHT)

    for day in (date(2026, 12, 1), date(2029, 6, 1), date(2040, 1, 1)):
        for component in (None, "motor", "glass"):
            with village.parts.store.reading() as session:
                answer = entitlement_of(session, unit, village.customer, day, component=component)

            assert answer == entitlement_on(
                day,
                covers_of(facts, TERMS),
                country="PT",
                component=component,
                is_consumer=True,
                is_first_owner=True,
            )


def test_unit_of_an_order_line_keeps_where_it_came_from(
    village: Village, model: ProductModel
) -> None:
    with village.doing() as deed:
        add_unit(
            deed,
            model,
            village.customer,
            serial=None,
            country="LI",
            purchased_on=BOUGHT,
            location_id=village.location.id,
        )

    (unit,) = village.all_of(Unit)
    assert (unit.location_id, unit.order_line_id) == (village.location.id, None)
