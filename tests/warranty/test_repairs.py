"""What a repair changes about the covers of a unit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import (
    Cover,
    CoverKind,
    LegalGuarantee,
    LifeEvent,
    Payer,
    Repair,
    RepairTerms,
    StartBasis,
    UnknownGuarantee,
    WhyUnknown,
    covers_after_repair,
    entitlement_on,
    legal_guarantee_of,
)

PORTUGAL = legal_guarantee_of("PT")
LEGAL = Cover(
    kind=CoverKind.LEGAL_GUARANTEE,
    provider="seller",
    starts_on=date(2024, 2, 29),
    ends_on=date(2027, 2, 28),
    counted_from=StartBasis.DELIVERY,
    source="PT: Decreto-Lei 84/2021",
    is_transferable=None,
    burden_of_proof_turns_on=date(2026, 3, 1),
)
MAKERS = Cover(
    kind=CoverKind.MAKERS_WARRANTY,
    provider="Acme",
    starts_on=date(2024, 2, 29),
    ends_on=date(2026, 2, 28),
    counted_from=StartBasis.PURCHASE,
    source="Booklet",
)
REPAIR = Repair(
    finished_on=date(2026, 8, 15),
    components=frozenset({"pump"}),
    is_under_legal_guarantee=True,
)
TERMS = RepairTerms(provider="Acme", months=6, source="Repair order", travel_percent=0)
law = settings(derandomize=True, deadline=None)


def test_repair_chosen_under_the_guarantee_lengthens_it_by_twelve_months() -> None:
    after = covers_after_repair((LEGAL, MAKERS), REPAIR, PORTUGAL)

    assert after == (replace(LEGAL, ends_on=date(2028, 2, 28), is_extended=True), MAKERS)


def test_repair_lengthens_the_guarantee_only_once() -> None:
    once = covers_after_repair((LEGAL,), REPAIR, PORTUGAL)
    again = replace(REPAIR, finished_on=date(2027, 12, 1))

    assert covers_after_repair(once, again, PORTUGAL) == once


@pytest.mark.parametrize(
    "repair",
    [
        replace(REPAIR, finished_on=date(2026, 7, 30)),
        replace(REPAIR, is_under_legal_guarantee=False),
    ],
    ids=["the day before the directive applies", "under the maker's warranty"],
)
def test_repair_lengthens_nothing_when_the_law_does_not_say_so(repair: Repair) -> None:
    assert covers_after_repair((LEGAL, MAKERS), repair, PORTUGAL) == (LEGAL, MAKERS)


@pytest.mark.parametrize("country", ["LV", "US", "XX"])
def test_repair_lengthens_nothing_when_the_law_of_the_country_is_not_known(country: str) -> None:
    guarantee = legal_guarantee_of(country)

    assert isinstance(guarantee, UnknownGuarantee)
    assert covers_after_repair((LEGAL,), REPAIR, guarantee) == (LEGAL,)


def test_repair_lengthens_nothing_when_the_country_adds_nothing() -> None:
    assert isinstance(PORTUGAL, LegalGuarantee)
    guarantee = replace(PORTUGAL, repair_extension_months=None)

    assert covers_after_repair((LEGAL,), REPAIR, guarantee) == (LEGAL,)


def test_repair_warranty_answers_for_the_repaired_part_from_the_day_it_was_finished() -> None:
    after = covers_after_repair((MAKERS,), REPAIR, PORTUGAL, TERMS)

    assert after[1] == Cover(
        kind=CoverKind.REPAIR_WARRANTY,
        provider="Acme",
        starts_on=date(2026, 8, 15),
        ends_on=date(2027, 2, 15),
        counted_from=LifeEvent.REPAIR,
        source="Repair order",
        travel_percent=0,
        components=frozenset({"pump"}),
    )


def test_entitlement_is_another_one_after_the_repair() -> None:
    unknown = UnknownGuarantee("PT", WhyUnknown.NOT_VERIFIED)
    after = covers_after_repair((MAKERS,), REPAIR, unknown, TERMS)

    pump = entitlement_on(date(2026, 12, 1), after, country="PT", component="pump")
    motor = entitlement_on(date(2026, 12, 1), after, country="PT", component="motor")

    assert pump.parts.shares == ((Payer.SELLER, 100),)
    assert pump.sentence == (
        "Parts and labour are covered until 15 February 2027; travel is not covered."
    )
    assert motor.parts.shares == ((Payer.CUSTOMER, 100),)


@law
@given(finished_on=st.dates(date(2024, 3, 1), date(2030, 1, 1)), is_legal=st.booleans())
def test_repair_never_shortens_a_cover(finished_on: date, *, is_legal: bool) -> None:
    repair = Repair(finished_on=finished_on, is_under_legal_guarantee=is_legal)

    after = covers_after_repair((LEGAL, MAKERS), repair, PORTUGAL, TERMS)

    assert len(after) == 3
    for before, later in zip((LEGAL, MAKERS), after, strict=False):
        assert later.ends_on >= before.ends_on
        assert later.starts_on == before.starts_on


def test_repair_terms_are_refused_when_they_last_less_than_a_month() -> None:
    with pytest.raises(ValueError, match="at least one month"):
        RepairTerms(provider="Acme", months=0, source="Repair order")
