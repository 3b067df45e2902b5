"""Amounts of money."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import Money

amounts = st.integers(0, 10**9)
law = settings(derandomize=True, deadline=None)


@law
@given(amounts, st.integers(0, 100))
def test_shares_of_an_amount_are_never_more_than_the_whole(minor: int, share: int) -> None:
    whole = Money("EUR", minor)

    part = whole.percent(share)

    assert part.is_at_most(whole)
    assert abs(part.minor * 100 - minor * share) <= 50


@law
@given(amounts, amounts)
def test_amounts_add_up_when_they_share_a_currency(one: int, other: int) -> None:
    assert Money("EUR", one) + Money("EUR", other) == Money("EUR", one + other)


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money("EUR", 12_050), "120.50 EUR"),
        (Money("EUR", 5), "0.05 EUR"),
        (Money("BDT", 123_456_789), "1,234,567.89 BDT"),
        (Money("JPY", 1_200), "1,200 JPY"),
        (Money("KWD", 1_005), "1.005 KWD"),
    ],
)
def test_amount_is_written_with_the_digits_of_its_currency(money: Money, text: str) -> None:
    assert money.text == text


def test_amounts_are_refused_when_they_make_no_sense() -> None:
    with pytest.raises(ValueError, match="three capital letters"):
        Money("eur", 1)
    with pytest.raises(ValueError, match="never negative"):
        Money("EUR", -1)
    with pytest.raises(ValueError, match="cannot be compared or added"):
        Money("EUR", 1).is_at_most(Money("USD", 2))
    with pytest.raises(ValueError, match="cannot be compared or added"):
        _ = Money("EUR", 1) + Money("USD", 2)
