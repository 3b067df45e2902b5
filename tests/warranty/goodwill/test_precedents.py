"""Precedents and fairness: like cases are found, and compared across channels."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from warranty.goodwill.fairness import ChannelFairness, Offer, fairness_of
from warranty.goodwill.precedents import GoodwillCase, PastCase, Precedents, precedents

CASE = GoodwillCase(
    product_type="washing_machine", component="pump", age_months=26, days_past_expiry=40
)
law = settings(derandomize=True, deadline=None)
cases = st.builds(
    GoodwillCase,
    product_type=st.sampled_from(["oven", "fridge"]),
    component=st.sampled_from(["", "pump"]),
    age_months=st.integers(0, 40),
    days_past_expiry=st.one_of(st.none(), st.integers(0, 120)),
)


def test_precedents_count_like_cases_and_what_was_granted_in_them() -> None:
    past = [
        PastCase(replace(CASE, age_months=38), 50),
        PastCase(replace(CASE, days_past_expiry=85), 30),
        PastCase(replace(CASE, age_months=14, days_past_expiry=0), 0),
        PastCase(replace(CASE, age_months=39), 100),
        PastCase(replace(CASE, days_past_expiry=86), 100),
        PastCase(replace(CASE, days_past_expiry=None), 100),
        PastCase(replace(CASE, component="motor"), 100),
        PastCase(replace(CASE, product_type="oven"), 100),
    ]

    assert precedents(CASE, past) == Precedents(similar=3, granted=2, median_percent=30)


def test_precedents_name_no_share_when_nothing_was_granted() -> None:
    assert precedents(CASE, [PastCase(CASE, 0)]) == Precedents(1, 0, None)


@law
@given(cases, cases)
def test_likeness_goes_both_ways(one: GoodwillCase, other: GoodwillCase) -> None:
    assert one.is_like(one)
    assert one.is_like(other) == other.is_like(one)


def test_fairness_compares_like_cases_of_different_channels_only() -> None:
    phone, mail = Offer(CASE, "phone", 80), Offer(CASE, "email", 40)
    near = Offer(replace(CASE, age_months=27), "email", 70)
    alone = Offer(replace(CASE, component="door"), "chat", 100)

    report = fairness_of([phone, mail, near, alone])

    assert report.channels == (
        ChannelFairness("chat", 0, 0.0),
        ChannelFairness("email", 2, -25.0),
        ChannelFairness("phone", 1, 25.0),
    )
    assert report.unequal == ((phone, mail),)


@law
@given(st.lists(st.tuples(cases, st.sampled_from(["phone", "email"])), max_size=12))
def test_fairness_finds_nothing_when_like_cases_get_the_same(
    given_cases: list[tuple[GoodwillCase, str]],
) -> None:
    report = fairness_of([Offer(case, channel, 50) for case, channel in given_cases])

    assert report.unequal == ()
    assert all(each.difference == 0 for each in report.channels)
