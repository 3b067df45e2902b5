"""The catalogue: models with their terms, work types with their skills."""

import pytest

from aftersales.catalogue import add_product_model, add_work_type, work_type_of
from aftersales.covers import term_fact
from aftersales.errors import NotThere
from aftersales.queries.catalogue import (
    product_by_sku,
    skills_by_code,
    skills_needed,
    terms_of,
    work_types_for,
)
from aftersales.records import WorkKind, WorkType
from tests.aftersales.conftest import Village
from tests.aftersales.registrations.test_registering import TERMS


def add_type(village: Village, product: str, kind: WorkKind, *skills: str) -> WorkType:
    with village.doing() as deed:
        return add_work_type(
            deed,
            product_type=product,
            kind=kind,
            minutes=(30, 45, 75),
            crew_size=2,
            skills=skills,
            source="test",
        )


def test_product_model_keeps_its_terms_equal_and_in_order(village: Village) -> None:
    with village.doing() as deed:
        model = add_product_model(
            deed,
            sku="DW-9",
            name="Dish 9",
            brand="Alpina",
            product_type="dishwasher",
            terms=TERMS,
            serial_pattern="[A-Z]+",
            hazards="Hot steam.",
        )

    with village.parts.store.reading() as session:
        assert product_by_sku(session, "DW-9") == model
        assert tuple(map(term_fact, terms_of(session, model.id))) == TERMS.terms
        assert product_by_sku(session, "WM-1") is not None
    assert (model.serial_pattern, model.hazards) == ("[A-Z]+", "Hot steam.")


def test_work_type_brings_skills_that_are_new_and_shares_those_that_are_there(
    village: Village,
) -> None:
    added = add_type(village, "cooker", WorkKind.REPAIR, "gas_fitting", "plumbing")

    assert (added.code, added.crew_size, added.minutes_low, added.minutes_high) == (
        "cooker.repair",
        2,
        30,
        75,
    )
    with village.parts.store.reading() as session:
        assert {code: skill.name for code, skill in skills_by_code(session).items()} == {
            "gas_fitting": "gas fitting",
            "plumbing": "plumbing",
        }
        assert skills_needed(session) == {
            added.id: {"gas_fitting", "plumbing"},
            village.work_type.id: {"plumbing"},
        }


def test_work_type_of_is_the_products_own_else_the_general_ones(village: Village) -> None:
    def found(product: str, kind: WorkKind = WorkKind.REPAIR) -> str:
        with village.parts.store.reading() as session:
            return work_type_of(session, product, kind).code

    add_type(village, "any", WorkKind.REPAIR)
    assert found("cooker") == "any.repair"
    add_type(village, "any_appliance", WorkKind.REPAIR)
    assert found("cooker") == "any_appliance.repair"
    add_type(village, "cooker", WorkKind.REPAIR)
    assert found("cooker") == "cooker.repair"
    assert found("washing_machine", WorkKind.INSTALL) == "washing_machine.install"


def test_work_types_of_several_kinds_are_each_the_nearest_there_is(village: Village) -> None:
    kinds = [WorkKind.DIAGNOSIS, WorkKind.INSTALL, WorkKind.SURVEY, WorkKind.REPAIR]
    for product, kind in (
        *(("any", WorkKind.REPAIR), ("any_appliance", WorkKind.REPAIR)),
        *(("any", WorkKind.DIAGNOSIS), ("cooker", WorkKind.INSTALL), ("any", WorkKind.INSTALL)),
    ):
        add_type(village, product, kind)

    with village.parts.store.reading() as session:
        found = work_types_for(session, "cooker", kinds)

    assert [(each.product_type, each.kind) for each in found] == [
        ("any", WorkKind.DIAGNOSIS),
        ("cooker", WorkKind.INSTALL),
        ("any_appliance", WorkKind.REPAIR),
    ]


def test_work_type_of_work_that_nobody_has_described_is_not_there(village: Village) -> None:
    with (
        village.parts.store.reading() as session,
        pytest.raises(NotThere, match="no work type for survey_before_installation of cooker"),
    ):
        work_type_of(session, "cooker", WorkKind.SURVEY)
