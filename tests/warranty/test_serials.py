"""Serials: one form, and a verdict that never blocks."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import (
    SerialOutcome,
    SerialRule,
    SerialVerdict,
    normalised_serial,
    reads_like,
    sentence,
    serial_verdict,
)

RULE = SerialRule("[A-Z]{2}[0-9]{6}")
law = settings(derandomize=True, deadline=None)


@law
@given(st.text())
def test_normalised_serial_stays_as_it_is_when_normalised_again(text: str) -> None:
    once = normalised_serial(text)

    assert normalised_serial(once) == once


@law
@given(st.from_regex("[A-Z]{2}[0-9]{6}", fullmatch=True), st.data())
def test_serial_verdict_ends_the_same_when_gaps_and_small_letters_are_typed(
    serial: str, data: st.DataObject
) -> None:
    gaps = data.draw(
        st.lists(st.sampled_from(["", " ", "-", "–", "\u200b"]), min_size=8, max_size=8)
    )
    typed = "".join(gap + character for gap, character in zip(gaps, serial.lower(), strict=True))

    assert serial_verdict(typed, RULE) == SerialVerdict(SerialOutcome.OK, serial)


@law
@given(st.text(alphabet="OI0158BSLXA", max_size=9))
def test_serial_verdict_suggests_only_serials_that_fit(text: str) -> None:
    verdict = serial_verdict(text, RULE)

    assert all(re.fullmatch(RULE.pattern, suggestion) for suggestion in verdict.suggestions)
    assert all(len(suggestion) == len(verdict.serial) for suggestion in verdict.suggestions)
    assert verdict.asks_for_proof_of_purchase is (verdict.outcome is not SerialOutcome.OK)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (" wm-12 34\u00a056 ", "WM123456"),
        ("wm–123—456", "WM123456"),
        ("WM১২৩৪৫৬", "WM123456"),
        ("", ""),
    ],
)
def test_normalised_serial_is_capitals_and_plain_digits_when_typed_loosely(
    typed: str, expected: str
) -> None:
    assert normalised_serial(typed) == expected


@pytest.mark.parametrize(
    ("typed", "suggestions"),
    [
        ("WM12345O", ("WM123450",)),
        ("WMI2345S", ("WM123455",)),
        ("8MO2B4S6", ()),
        ("8M1234S6", ("BM123456",)),
        ("1M123456", ("IM123456", "LM123456")),
        ("11123456", ("II123456", "IL123456", "LI123456", "LL123456")),
    ],
)
def test_serial_verdict_suggests_the_fewest_changes_when_look_alikes_were_mistaken(
    typed: str, suggestions: tuple[str, ...]
) -> None:
    outcome = SerialOutcome.LOOK_ALIKE_FIXED if suggestions else SerialOutcome.UNKNOWN_PATTERN

    assert serial_verdict(typed, RULE) == SerialVerdict(outcome, typed, suggestions)


@pytest.mark.parametrize(
    ("length", "outcome"),
    [(40, SerialOutcome.LOOK_ALIKE_FIXED), (41, SerialOutcome.UNKNOWN_PATTERN)],
)
def test_serial_verdict_looks_for_misread_characters_only_in_a_serial_of_sane_length(
    length: int, outcome: SerialOutcome
) -> None:
    assert serial_verdict("O" + "0" * (length - 1), SerialRule("0+")).outcome is outcome


@pytest.mark.parametrize("typed", ["", "hello", "WM1234567", "WM" + "O" * 60])
def test_serial_verdict_asks_for_proof_of_purchase_when_nothing_fits(typed: str) -> None:
    verdict = serial_verdict(typed, RULE)

    assert verdict == SerialVerdict(SerialOutcome.UNKNOWN_PATTERN, typed.upper())
    assert verdict.asks_for_proof_of_purchase


def test_serial_verdict_uses_the_look_alikes_of_the_rule() -> None:
    rule = SerialRule("[0-9]{4}", ("Z2",))

    assert serial_verdict("1Z34", rule).suggestions == ("1234",)
    assert serial_verdict("1O34", rule).outcome is SerialOutcome.UNKNOWN_PATTERN


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("WM123456", "The serial WM123456 fits this model."),
        (
            "WM12345O",
            (
                "The serial WM12345O does not fit this model; did you mean WM123450?"
                " If not, your proof of purchase is enough."
            ),
        ),
        (
            "1M123456",
            (
                "The serial 1M123456 does not fit this model; did you mean IM123456 or LM123456?"
                " If not, your proof of purchase is enough."
            ),
        ),
        (
            "X",
            "We do not recognise this serial; please go on and show us your proof of purchase.",
        ),
    ],
)
def test_serial_reason_says_what_to_do_next(typed: str, expected: str) -> None:
    assert sentence(serial_verdict(typed, RULE).reason) == expected


def test_serial_rule_refuses_a_pattern_that_is_no_expression() -> None:
    with pytest.raises(ValueError, match="is wrong"):
        SerialRule("[A-Z")


def test_serial_rule_refuses_a_character_in_two_groups() -> None:
    with pytest.raises(ValueError, match="one group"):
        SerialRule("[A-Z]", ("O0", "QO"))


def test_serial_rule_refuses_look_alikes_that_no_normalised_serial_has() -> None:
    with pytest.raises(ValueError, match="normalised"):
        SerialRule("[A-Z]", ("l1",))


def test_serial_verdict_refuses_suggestions_without_look_alikes() -> None:
    with pytest.raises(ValueError, match="Suggestions"):
        SerialVerdict(SerialOutcome.OK, "WM123456", ("WM123455",))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("ab 12-34", "AB1234", True),
        ("ABI2O4", "AB1204", True),
        ("5B8", "S8B", True),
        ("AB1234", "AB1235", False),
        ("AB123", "AB1234", False),
    ],
)
def test_serials_read_alike_when_only_look_alikes_differ(
    one: str, other: str, *, is_same: bool
) -> None:
    assert reads_like(one, other) is is_same
    assert reads_like(other, one) is is_same
