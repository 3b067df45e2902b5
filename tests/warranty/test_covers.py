"""The covers that a unit is sold with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import (
    Benefit,
    Cover,
    CoverKind,
    CoverTerm,
    LegalGuarantee,
    StartBasis,
    UnitFacts,
    WarrantyTerms,
    covers_of,
    last_day_of_term,
    legal_cover,
)

UNIT = UnitFacts(
    model="FR-9",
    serial=None,
    country="PT",
    purchased_on=date(2024, 3, 1),
    delivered_on=date(2024, 3, 9),
)
PARTS_AND_LABOUR = CoverTerm(
    kind=CoverKind.MAKERS_WARRANTY,
    provider="Acme",
    starts=StartBasis.INSTALLATION,
    months=36,
    source="Warranty booklet, 2nd edition",
    travel_percent=0,
    exclusions=frozenset({"lamp"}),
    is_transferable=False,
)
PARTS = replace(PARTS_AND_LABOUR, starts=StartBasis.PURCHASE, months=60, labour_percent=0)
SEALED_SYSTEM = replace(PARTS, months=144, components=frozenset({"sealed_system"}))
LEGAL = Cover(
    kind=CoverKind.LEGAL_GUARANTEE,
    provider="seller",
    starts_on=date(2024, 3, 9),
    ends_on=date(2027, 3, 9),
    counted_from=StartBasis.DELIVERY,
    source="PT: Decreto-Lei 84/2021; law-firm summary",
    is_transferable=None,
    burden_of_proof_turns_on=date(2026, 3, 10),
)
FRANCE = LegalGuarantee(
    country="FR",
    term_months=24,
    burden_of_proof_months=24,
    starts=StartBasis.DELIVERY,
    repair_extension_months=12,
    note="",
    source="Code de la consommation L217-3, L217-7",
    is_verified=True,
)

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
units = st.builds(
    lambda purchased_on, country, made_before, delivered_after, installed_after, is_consumer: (
        UnitFacts(
            model="FR-9",
            serial=None,
            country=country,
            purchased_on=purchased_on,
            manufactured_on=None if made_before is None else purchased_on - made_before,
            delivered_on=None if delivered_after is None else purchased_on + delivered_after,
            installed_on=None
            if installed_after is None
            else purchased_on + (delivered_after or timedelta(0)) + installed_after,
            is_consumer=is_consumer,
        )
    ),
    days,
    st.sampled_from(["PT", "DE", "LI", "JP"]),
    *[st.none() | st.timedeltas(timedelta(0), timedelta(400))] * 3,
    st.booleans(),
)
terms_of_sale = st.builds(
    CoverTerm,
    kind=st.sampled_from([CoverKind.MAKERS_WARRANTY, CoverKind.EXTENDED_CONTRACT]),
    provider=st.just("Acme"),
    starts=st.sampled_from(StartBasis),
    months=st.integers(1, 240),
    source=st.just("Warranty booklet"),
)


@settings(derandomize=True, deadline=None)
@given(units, st.lists(terms_of_sale, max_size=4))
def test_covers_of_never_end_before_they_start_and_stand_once_for_each_term(
    unit: UnitFacts, terms: list[CoverTerm]
) -> None:
    covers = covers_of(unit, WarrantyTerms("FR-9", tuple(terms)))

    assert all(cover.starts_on <= cover.ends_on for cover in covers)
    commercial = [cover for cover in covers if cover.kind is not CoverKind.LEGAL_GUARANTEE]
    assert [cover.ends_on for cover in commercial] == [
        last_day_of_term(unit.start_on(term.starts)[0], term.months) for term in terms
    ]
    assert (len(covers) > len(commercial)) is (unit.country == "PT" and unit.is_consumer)


@settings(derandomize=True, deadline=None)
@given(units, st.sampled_from(StartBasis))
def test_covers_of_never_lose_a_day_when_the_day_of_manufacture_is_missing(
    unit: UnitFacts, basis: StartBasis
) -> None:
    terms = WarrantyTerms("FR-9", (replace(PARTS, starts=basis),))

    known, missing = (
        covers_of(facts, terms)[-1] for facts in (unit, replace(unit, manufactured_on=None))
    )

    assert missing.ends_on >= known.ends_on


def test_covers_of_are_the_legal_guarantee_and_then_the_layers_of_the_terms() -> None:
    terms = WarrantyTerms("FR-9", (PARTS_AND_LABOUR, PARTS, SEALED_SYSTEM))

    covers = covers_of(UNIT, terms)

    layer = Cover(
        kind=CoverKind.MAKERS_WARRANTY,
        provider="Acme",
        starts_on=date(2024, 3, 9),
        ends_on=date(2027, 3, 9),
        counted_from=StartBasis.DELIVERY,
        source="Warranty booklet, 2nd edition",
        travel_percent=0,
        exclusions=frozenset({"lamp"}),
        is_transferable=False,
    )
    parts = replace(
        layer,
        starts_on=date(2024, 3, 1),
        ends_on=date(2029, 3, 1),
        counted_from=StartBasis.PURCHASE,
        labour_percent=0,
    )
    sealed = replace(parts, ends_on=date(2036, 3, 1), components=frozenset({"sealed_system"}))
    assert covers == (LEGAL, layer, parts, sealed)


@pytest.mark.parametrize("country", ["DE", "LI", "EU", "JP"])
def test_covers_of_hold_no_legal_guarantee_when_the_law_is_not_known(country: str) -> None:
    assert covers_of(replace(UNIT, country=country), WarrantyTerms("FR-9")) == ()


def test_covers_of_hold_no_legal_guarantee_when_the_buyer_is_a_business() -> None:
    assert covers_of(replace(UNIT, is_consumer=False), WarrantyTerms("FR-9")) == ()


def test_covers_of_refuse_the_terms_of_another_model() -> None:
    with pytest.raises(ValueError, match="do not apply to a unit of FR-9"):
        covers_of(UNIT, WarrantyTerms("WM-1"))


def test_legal_cover_turns_the_burden_of_proof_after_the_end_when_it_never_turns() -> None:
    expected = replace(
        LEGAL,
        ends_on=date(2026, 3, 9),
        source="FR: Code de la consommation L217-3, L217-7",
        burden_of_proof_turns_on=date(2026, 3, 10),
    )

    assert legal_cover(UNIT, FRANCE) == expected


def test_legal_cover_names_no_turn_of_the_burden_when_the_law_is_silent() -> None:
    silent = legal_cover(UNIT, replace(FRANCE, burden_of_proof_months=None))

    assert silent is not None
    assert silent.burden_of_proof_turns_on is None


@pytest.mark.parametrize(
    "guarantee",
    [
        replace(FRANCE, is_verified=False),
        replace(FRANCE, term_months=None, burden_of_proof_months=None),
    ],
)
def test_legal_cover_is_none_when_the_guarantee_is_not_sure(guarantee: LegalGuarantee) -> None:
    assert legal_cover(UNIT, guarantee) is None


def test_cover_pays_each_benefit_its_own_share() -> None:
    cover = replace(LEGAL, parts_percent=90, labour_percent=50, travel_percent=0, has_loaner=True)

    assert [cover.percent_of(benefit) for benefit in Benefit] == [90, 50, 0, 100]
    assert LEGAL.percent_of(Benefit.LOANER) == 0


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda cover: replace(cover, ends_on=date(2024, 3, 8)), "end before it starts"),
        (lambda cover: replace(cover, provider=""), "who pays"),
        (lambda cover: replace(cover, labour_percent=120), "from 0 to 100"),
        (
            lambda cover: replace(cover, burden_of_proof_turns_on=cover.starts_on),
            "while the cover runs",
        ),
        (
            lambda cover: replace(cover, burden_of_proof_turns_on=date(2027, 3, 11)),
            "while the cover runs",
        ),
    ],
)
def test_cover_refuses_what_cannot_be(spoil: Callable[[Cover], Cover], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        spoil(LEGAL)
