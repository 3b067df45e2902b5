"""Small surprises: worked cases, and laws over all of them."""

from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import Money, ReasonCode, sentence
from warranty.calendar_months import months_after
from warranty.goodwill.surprises import (
    AGAINST,
    WITHIN_DAYS,
    Given,
    Occasion,
    SurpriseDecision,
    SurpriseFacts,
    SurpriseKind,
    SurpriseTerms,
    Unrest,
    is_used_up,
    occasion_on,
    surprise_for,
)

TODAY = date(2026, 11, 23)
MOST = Money("EUR", 5_000)
FIVE_YEARS = SurpriseTerms(
    kind=SurpriseKind.VOUCHER,
    worth=Money("EUR", 1_000),
    occasion=Occasion.ANNIVERSARY,
    number=5,
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    most_a_day=10,
    most=100,
)
LOYAL = SurpriseFacts(first_bought_on=date(2021, 11, 20))
law = settings(derandomize=True, deadline=None)
days = st.dates(date(2015, 1, 1), date(2027, 12, 31))
perhaps = st.one_of(st.none(), days)
terms = st.builds(
    SurpriseTerms,
    kind=st.sampled_from(SurpriseKind),
    worth=st.builds(Money, st.just("EUR"), st.integers(1, 10_000)),
    occasion=st.sampled_from(Occasion),
    number=st.integers(1, 6),
    every_months=st.integers(1, 24),
    starts_on=st.dates(date(2025, 1, 1), date(2026, 11, 30)),
    ends_on=st.dates(date(2026, 12, 1), date(2027, 12, 31)),
    most_a_day=st.integers(1, 3),
    most=st.integers(1, 9),
)
facts = st.builds(
    SurpriseFacts,
    first_bought_on=perhaps,
    registered_on=st.lists(days, max_size=6).map(lambda each: tuple(sorted(each))),
    claimed_on=perhaps,
    patient_on=perhaps,
    surprised_on=perhaps,
    unrest=st.frozensets(st.sampled_from(Unrest), max_size=2),
    has_open_work=st.booleans(),
)
gifts = st.builds(Given, st.integers(0, 4), st.integers(0, 10))


def decided(rule: SurpriseTerms = FIVE_YEARS, **changes: object) -> SurpriseDecision:
    """About the loyal customer, changed as named."""
    return surprise_for(rule, replace(LOYAL, **changes), Given(), MOST, TODAY)  # type: ignore[arg-type] # passed on


def test_fifth_anniversary_brings_a_voucher_within_a_week() -> None:
    decision = decided()

    assert (decision.is_given, decision.occasion_on) == (True, date(2026, 11, 20))
    assert [sentence(each) for each in decision.reasons] == [
        "The occasion came on 20 November 2026, and nothing speaks against 10.00 EUR."
    ]


@pytest.mark.parametrize(
    ("first_bought_on", "is_given"),
    [
        (date(2021, 11, 16), False),
        (date(2021, 11, 17), True),
        (date(2021, 11, 23), True),
        (date(2021, 11, 24), False),
        (date(2020, 11, 23), False),
        (None, False),
    ],
)
def test_surprise_comes_on_the_day_or_within_a_week(
    first_bought_on: date | None, *, is_given: bool
) -> None:
    assert decided(first_bought_on=first_bought_on).is_given is is_given


@pytest.mark.parametrize(
    ("occasion", "number", "on"),
    [
        (Occasion.ANNIVERSARY, 2, date(2022, 2, 28)),
        (Occasion.REGISTRATION, 2, date(2021, 6, 1)),
        (Occasion.REGISTRATION, 3, None),
        (Occasion.AFTER_DELAY, 1, date(2022, 1, 7)),
        (Occasion.CLAIM_FREE, 1, date(2022, 3, 1)),
    ],
)
def test_each_occasion_has_its_day(occasion: Occasion, number: int, on: date | None) -> None:
    known = SurpriseFacts(
        first_bought_on=date(2020, 2, 29),
        registered_on=(date(2020, 3, 1), date(2021, 6, 1)),
        claimed_on=date(2021, 3, 1),
        patient_on=date(2022, 1, 7),
    )

    assert occasion_on(replace(FIVE_YEARS, occasion=occasion, number=number), known) == on


def test_years_without_a_claim_count_from_the_purchase_when_there_was_none() -> None:
    rule = replace(FIVE_YEARS, occasion=Occasion.CLAIM_FREE)

    assert occasion_on(rule, LOYAL) == date(2026, 11, 20)
    assert occasion_on(rule, replace(LOYAL, claimed_on=date(2020, 1, 1))) == date(2026, 11, 20)
    assert occasion_on(rule, SurpriseFacts(claimed_on=date(2020, 1, 1))) is None


@pytest.mark.parametrize(
    ("rule", "changes", "said"),
    [
        ({}, {"first_bought_on": None}, "There was no occasion in the last 7 days."),
        (
            {"ends_on": date(2026, 11, 22)},
            {},
            "The rule holds from 1 January 2026 to 22 November 2026 only.",
        ),
        (
            {"starts_on": date(2026, 11, 24)},
            {},
            "The rule holds from 24 November 2026 to 31 December 2026 only.",
        ),
        (
            {"worth": Money("EUR", 5_001)},
            {},
            "50.01 EUR is more than a small surprise (50.00 EUR).",
        ),
        (
            {},
            {"surprised_on": date(2025, 11, 24)},
            "There was a surprise already, and the rule waits 12 months.",
        ),
        ({}, {"unrest": frozenset({Unrest.COMPLAINT})}, "A complaint is open: settle it first."),
        (
            {},
            {"unrest": frozenset({Unrest.RECALL})},
            "A dangerous recall is open: settle it first.",
        ),
        ({}, {"unrest": frozenset({Unrest.CASE})}, "A case is open, and its answer is owed first."),
        (
            {},
            {"unrest": frozenset({Unrest.CLAIM})},
            "A claim is open, and its answer is owed first.",
        ),
        (
            {"kind": SurpriseKind.EARLIER_SLOT},
            {},
            "No visit of theirs waits for a time, so none can come earlier.",
        ),
    ],
)
def test_reason_against_is_said(
    rule: dict[str, object], changes: dict[str, object], said: str
) -> None:
    decision = decided(replace(FIVE_YEARS, **rule), **changes)  # type: ignore[arg-type] # passed on

    assert [sentence(each) for each in decision.reasons] == [said]
    assert not decision.is_given


@pytest.mark.parametrize(
    ("so_far", "code"),
    [
        (Given(10, 50), ReasonCode.SURPRISE_DAY_FULL),
        (Given(0, 100), ReasonCode.SURPRISE_PERIOD_FULL),
    ],
)
def test_rule_stops_at_its_limits(so_far: Given, code: ReasonCode) -> None:
    decision = surprise_for(FIVE_YEARS, LOYAL, so_far, MOST, TODAY)

    assert [each.code for each in decision.reasons] == [code]
    assert is_used_up(FIVE_YEARS, so_far)
    assert not is_used_up(FIVE_YEARS, Given(9, 99))


def test_next_surprise_may_come_when_the_months_are_over() -> None:
    assert decided(surprised_on=date(2025, 11, 23)).is_given


def test_open_work_can_come_earlier() -> None:
    rule = replace(FIVE_YEARS, kind=SurpriseKind.EARLIER_SLOT)

    assert decided(rule, has_open_work=True).is_given


@pytest.mark.parametrize(
    "changes",
    [
        {"worth": Money("EUR", 0)},
        {"number": 0},
        {"number": 51},
        {"every_months": 0},
        {"every_months": 121},
        {"ends_on": date(2025, 12, 31)},
        {"most_a_day": 0},
        {"most": 0},
    ],
)
def test_rule_that_makes_no_sense_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        replace(FIVE_YEARS, **changes)  # type: ignore[arg-type] # passed on


def test_nothing_is_known_of_who_somebody_is_where_they_live_or_what_they_spent() -> None:
    assert {each.name for each in fields(SurpriseFacts)} == {
        "first_bought_on",
        "registered_on",
        "claimed_on",
        "patient_on",
        "surprised_on",
        "unrest",
        "has_open_work",
    }


@given(terms, facts, gifts)
@law
def test_there_is_one_reason_for_it_or_only_reasons_against(
    rule: SurpriseTerms, known: SurpriseFacts, so_far: Given
) -> None:
    decision = surprise_for(rule, known, so_far, MOST, TODAY)

    codes = [each.code for each in decision.reasons]
    assert codes
    assert (ReasonCode.SURPRISE_FITS in codes) is decision.is_given
    assert len(codes) == len(set(codes))
    if decision.is_given:
        assert codes == [ReasonCode.SURPRISE_FITS]
        assert rule.worth.is_at_most(MOST)
        assert decision.occasion_on is not None
        assert decision.occasion_on <= TODAY < decision.occasion_on + timedelta(WITHIN_DAYS)


@given(terms, facts, gifts, st.sampled_from(Unrest))
@law
def test_nobody_is_surprised_while_something_is_open(
    rule: SurpriseTerms, known: SurpriseFacts, so_far: Given, open_: Unrest
) -> None:
    troubled = replace(known, unrest=known.unrest | {open_})

    decision = surprise_for(rule, troubled, so_far, MOST, TODAY)

    assert AGAINST[open_] in [each.code for each in decision.reasons]


@given(terms, facts, gifts, gifts)
@law
def test_having_given_more_never_gives_more(
    rule: SurpriseTerms, known: SurpriseFacts, so_far: Given, more: Given
) -> None:
    later = Given(so_far.today + more.today, so_far.in_all + more.in_all)

    is_first = surprise_for(rule, known, so_far, MOST, TODAY).is_given

    assert is_first or not surprise_for(rule, known, later, MOST, TODAY).is_given


@given(terms, st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20))
@law
def test_customer_is_surprised_at_most_once_in_so_many_months(
    rule: SurpriseTerms, visits: list[date]
) -> None:
    rule = replace(rule, occasion=Occasion.AFTER_DELAY, worth=Money("EUR", 1))
    got: list[date] = []

    for today in sorted(visits):
        last = got[-1] if got else None
        known = SurpriseFacts(patient_on=today, surprised_on=last, has_open_work=True)
        if surprise_for(rule, known, Given(0, len(got)), MOST, today).is_given:
            got.append(today)

    assert len(got) <= rule.most
    assert all(
        later >= months_after(earlier, rule.every_months) for earlier, later in pairwise(got)
    )
