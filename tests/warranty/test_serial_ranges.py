"""Ranges of serials, those over the turn of a decade too."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import CheckMethod, SerialOutcome, SerialRange, SerialRule, serial_verdict

law = settings(derandomize=True, deadline=None)
OVER_THE_DECADE = SerialRange("1K90974428", "1K21374177")


@law
@given(st.lists(st.integers(0, 999_999), min_size=3, max_size=3).map(sorted))
def test_range_holds_exactly_what_lies_between_its_ends(numbers: list[int]) -> None:
    first, middle, last = (f"AB{number:06}" for number in numbers)
    span = SerialRange(first, last)

    assert first in span
    assert middle in span
    assert last in span
    assert (f"AB{numbers[2] + 1:06}" in span) is False


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        ("1K90974428", True),
        ("1K99999999", True),
        ("1K00000000", True),
        ("1K21374177", True),
        ("1K90974427", False),
        ("1K21374178", False),
        ("1K55555555", False),
        ("4A99999999", False),
        ("1K9097442", False),
        ("1K909744280", False),
        ("", False),
    ],
)
def test_range_over_the_turn_of_a_decade_holds_everything_but_what_lies_between(
    serial: str, *, expected: bool
) -> None:
    assert (serial in OVER_THE_DECADE) is expected


@pytest.mark.parametrize(("first", "last"), [("", ""), ("AB1", "AB10")])
def test_range_is_refused_when_its_ends_are_no_two_serials_of_one_length(
    first: str, last: str
) -> None:
    with pytest.raises(ValueError, match="two serials of one length"):
        SerialRange(first, last)


def test_serial_fits_only_when_pattern_check_digit_and_range_agree() -> None:
    rule = SerialRule(
        "[0-9]{11}", check=CheckMethod.LUHN, ranges=(SerialRange("79000000000", "79999999999"),)
    )

    assert serial_verdict("79927398713", rule).outcome is SerialOutcome.OK
    assert serial_verdict("79927398714", rule).outcome is SerialOutcome.UNKNOWN_PATTERN
    assert serial_verdict("49927398716", rule).outcome is SerialOutcome.UNKNOWN_PATTERN


def test_serial_suggestions_keep_only_readings_whose_check_digit_is_right() -> None:
    rule = SerialRule("[0-9B]{11}", check=CheckMethod.LUHN)

    verdict = serial_verdict("7992739B713", rule)

    assert verdict.suggestions == ("79927398713",)
