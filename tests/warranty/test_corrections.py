"""What corrected days change about the covers of a unit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import (
    Cover,
    CoverKind,
    CoverTerm,
    Repair,
    RepairTerms,
    StartBasis,
    UnitFacts,
    WarrantyTerms,
    covers_after_correction,
    covers_after_repair,
    covers_of,
    legal_guarantee_of,
)

TERMS = WarrantyTerms(
    "DW-9",
    tuple(
        CoverTerm(
            kind=CoverKind.MAKERS_WARRANTY,
            provider="Alpina",
            starts=starts,
            months=months,
            source="Booklet",
        )
        for starts, months in ((StartBasis.PURCHASE, 36), (StartBasis.INSTALLATION, 60))
    ),
)
UNIT = UnitFacts(
    model="DW-9",
    serial="AB1234",
    country="PT",
    purchased_on=date(2024, 2, 1),
    delivered_on=date(2024, 2, 5),
)
SOLD = covers_of(UNIT, TERMS)
days = st.integers(-400, 400).map(timedelta)
law = settings(derandomize=True, deadline=None)


def corrected(covers: tuple[Cover, ...], unit: UnitFacts) -> tuple[Cover, ...]:
    return covers_after_correction(covers, SOLD, covers_of(unit, TERMS))


def test_every_cover_counts_from_its_right_day() -> None:
    right = replace(UNIT, purchased_on=date(2024, 1, 31), installed_on=date(2024, 2, 29))

    assert corrected(SOLD, right) == covers_of(right, TERMS)


def test_guarantee_that_a_repair_lengthened_stays_lengthened_and_the_repair_answers_on() -> None:
    repair = Repair(finished_on=date(2026, 8, 15), is_under_legal_guarantee=True)
    terms = RepairTerms(provider="Alpina", months=6, source="Repair order")
    repaired = covers_after_repair(SOLD, repair, legal_guarantee_of("PT"), terms)
    right = replace(UNIT, delivered_on=date(2024, 3, 9))

    legal, *others = corrected(repaired, right)

    assert (legal.starts_on, legal.ends_on) == (date(2024, 3, 9), date(2028, 3, 9))
    assert legal.is_extended
    assert legal.burden_of_proof_turns_on == date(2026, 3, 10)
    assert others[-1] == repaired[-1]


def test_burden_of_proof_of_a_guarantee_that_ended_before_it_turned_never_turns() -> None:
    legal = SOLD[0]
    assert legal.burden_of_proof_turns_on == date(2026, 2, 6)
    ended = replace(legal, ends_on=date(2024, 6, 1), burden_of_proof_turns_on=None)

    [after, *_others] = corrected((ended, *SOLD[1:]), replace(UNIT, delivered_on=date(2024, 2, 9)))

    assert (after.starts_on, after.ends_on) == (date(2024, 2, 9), date(2024, 6, 1))
    assert after.burden_of_proof_turns_on is None


def test_cover_that_is_longer_by_days_and_not_by_months_stays_as_many_days_long() -> None:
    legal = SOLD[0]
    lengthened = replace(legal, ends_on=legal.ends_on + timedelta(11), is_extended=True)
    right = replace(UNIT, delivered_on=date(2024, 2, 9))

    [after, *_others] = corrected((lengthened, *SOLD[1:]), right)

    assert after.starts_on - legal.starts_on == after.ends_on - lengthened.ends_on == timedelta(4)


def test_cover_that_ended_early_stays_ended() -> None:
    given_back = tuple(
        replace(each, ends_on=date(2024, 6, 1), burden_of_proof_turns_on=None) for each in SOLD
    )
    right = replace(UNIT, delivered_on=date(2024, 3, 9))

    assert {each.ends_on for each in corrected(given_back, right)} == {date(2024, 6, 1)}


def test_two_terms_alike_but_for_their_length_are_not_mixed_up() -> None:
    terms = WarrantyTerms("DW-9", (TERMS.terms[0], replace(TERMS.terms[0], months=60)))
    right = replace(UNIT, purchased_on=date(2024, 2, 3))
    sold = covers_of(UNIT, terms)[::-1]

    moved = covers_after_correction(sold, covers_of(UNIT, terms), covers_of(right, terms))

    assert moved == covers_of(right, terms)[::-1]


def test_other_promises_than_those_of_the_sale_are_refused() -> None:
    with pytest.raises(ValueError, match="Days were corrected"):
        covers_after_correction(SOLD, SOLD, SOLD[1:])


@given(bought=days, delivered=days)
@law
def test_correcting_there_and_back_changes_nothing(bought: timedelta, delivered: timedelta) -> None:
    other = replace(
        UNIT, purchased_on=UNIT.purchased_on + bought, delivered_on=date(2024, 2, 5) + delivered
    )
    there = covers_after_correction(SOLD, SOLD, covers_of(other, TERMS))

    assert covers_after_correction(there, covers_of(other, TERMS), SOLD) == SOLD
