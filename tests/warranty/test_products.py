"""Facts about units and the terms of their models."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from warranty import (
    CoverKind,
    CoverStart,
    CoverTerm,
    ExchangeType,
    LifeEvent,
    StartBasis,
    UnitFacts,
    WarrantyTerms,
    cover_start,
)

UNIT = UnitFacts(
    model="WM-1",
    serial="WM123456",
    country="PT",
    purchased_on=date(2024, 3, 1),
    delivered_on=date(2024, 3, 9),
    installed_on=date(2024, 3, 12),
    manufactured_on=date(2024, 1, 15),
)
TERM = CoverTerm(
    kind=CoverKind.MAKERS_WARRANTY,
    provider="Acme",
    starts=StartBasis.PURCHASE,
    months=36,
    source="Warranty booklet, 2nd edition",
)


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (StartBasis.PURCHASE, date(2024, 3, 1)),
        (StartBasis.DELIVERY, date(2024, 3, 9)),
        (StartBasis.INSTALLATION, date(2024, 3, 12)),
        (StartBasis.MANUFACTURE, date(2024, 1, 15)),
    ],
)
def test_unit_starts_a_term_on_the_day_of_its_basis_when_it_is_known(
    basis: StartBasis, expected: date
) -> None:
    assert UNIT.start_on(basis) == (expected, basis)


@pytest.mark.parametrize("basis", StartBasis)
def test_unit_starts_every_term_on_the_day_of_purchase_when_no_other_is_known(
    basis: StartBasis,
) -> None:
    bare = UnitFacts(model="WM-1", serial=None, country="PT", purchased_on=date(2024, 3, 1))

    assert bare.start_on(basis) == (date(2024, 3, 1), StartBasis.PURCHASE)


def test_unit_starts_a_term_on_delivery_when_the_installation_is_not_known() -> None:
    unit = replace(UNIT, installed_on=None)

    assert unit.start_on(StartBasis.INSTALLATION) == (date(2024, 3, 9), StartBasis.DELIVERY)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda unit: replace(unit, model=" "), "SKU"),
        (lambda unit: replace(unit, country="pt"), "two capital letters"),
        (lambda unit: replace(unit, manufactured_on=date(2024, 3, 10)), "in this order"),
        (lambda unit: replace(unit, installed_on=date(2024, 3, 8)), "in this order"),
    ],
)
def test_unit_refuses_what_cannot_be(spoil: Callable[[UnitFacts], UnitFacts], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        spoil(UNIT)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda term: replace(term, kind=CoverKind.LEGAL_GUARANTEE), "legal_guarantee"),
        (lambda term: replace(term, kind=CoverKind.GOODWILL), "goodwill"),
        (lambda term: replace(term, months=0), "at least one month"),
        (lambda term: replace(term, provider=""), "who pays"),
        (lambda term: replace(term, source=" "), "where that is written"),
        (lambda term: replace(term, parts_percent=101), "from 0 to 100"),
        (lambda term: replace(term, travel_percent=-1), "from 0 to 100"),
        (
            lambda term: replace(term, parts_percent=0, labour_percent=0, travel_percent=0),
            "pays for something",
        ),
        (
            lambda term: replace(
                term, components=frozenset({"motor"}), exclusions=frozenset({"motor"})
            ),
            "and exclude it",
        ),
    ],
)
def test_cover_term_refuses_what_cannot_be(
    spoil: Callable[[CoverTerm], CoverTerm], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        spoil(TERM)


def test_cover_term_may_grant_nothing_but_a_loaner() -> None:
    term = replace(TERM, parts_percent=0, labour_percent=0, travel_percent=0, has_loaner=True)

    assert term.has_loaner


def test_warranty_terms_refuse_a_model_without_a_name() -> None:
    with pytest.raises(ValueError, match="SKU"):
        WarrantyTerms("")


@pytest.mark.parametrize("start", [*StartBasis, *LifeEvent])
def test_cover_start_gives_back_the_event_of_every_name(start: CoverStart) -> None:
    assert cover_start(start.value) is start


def test_cover_start_refuses_a_name_that_is_none() -> None:
    with pytest.raises(ValueError, match="is not a valid StartBasis"):
        cover_start("birthday")


def test_term_is_refused_when_it_exchanges_by_a_loaner_that_it_does_not_lend() -> None:
    with pytest.raises(ValueError, match="exchanges by loaner lends one"):
        CoverTerm(
            kind=CoverKind.MAKERS_WARRANTY,
            provider="Acme",
            starts=StartBasis.PURCHASE,
            months=24,
            source="Booklet",
            exchange=ExchangeType.LOANER,
        )
