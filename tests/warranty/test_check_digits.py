"""Check digits: published examples, and every single misread character is seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warranty import CheckMethod, has_right_check
from warranty.check_digits import ALPHABET

law = settings(derandomize=True, deadline=None)

PUBLISHED = [
    ("79927398713", CheckMethod.LUHN),  # the example of the method's usual descriptions
    ("4006381333931", CheckMethod.GS1),  # a pencil's EAN-13
    ("96385074", CheckMethod.GS1),  # EAN-8
    ("079X", CheckMethod.MOD_11_2),  # ISO/IEC 7064, example
    ("0000000121032683", CheckMethod.MOD_11_2),  # an ISNI, which ends in this system
    ("A12425GABC1234002M", CheckMethod.MOD_37_36),  # GRid handbook, example
    ("79444", CheckMethod.MOD_97_10),  # ISO/IEC 7064, example
]
DIGITS_ONLY = {CheckMethod.LUHN, CheckMethod.GS1, CheckMethod.MOD_11_2}


def completed(body: str, method: CheckMethod) -> str:
    """The body with the check characters that the method wants, found by trying all of them."""
    one: list[str] = [*ALPHABET]
    ends = [first + second for first in one for second in one]
    ends = ends if method is CheckMethod.MOD_97_10 else one
    return next(body + end for end in ends if has_right_check(body + end, method))


@pytest.mark.parametrize(("serial", "method"), PUBLISHED)
def test_right_check_is_seen_when_the_serial_is_a_published_example(
    serial: str, method: CheckMethod
) -> None:
    assert has_right_check(serial, method)


@law
@given(st.data(), st.sampled_from(CheckMethod))
def test_right_check_is_missed_when_one_character_of_a_serial_is_misread(
    data: st.DataObject, method: CheckMethod
) -> None:
    alphabet = ALPHABET[:10] if method in DIGITS_ONLY else ALPHABET
    body = data.draw(st.text(alphabet, min_size=2, max_size=9))
    serial = completed(body, method)
    place = data.draw(st.integers(0, len(body) - 1))
    alike = [each for each in alphabet if each.isdigit() == serial[place].isdigit()]
    other = data.draw(st.sampled_from(sorted({*alike} - {serial[place]})))

    misread = serial[:place] + other + serial[place + 1 :]

    assert not has_right_check(misread, method)


@pytest.mark.parametrize("method", CheckMethod)
@pytest.mark.parametrize("serial", ["", "7", "79-927", "Ä1", "79927398713Ä"])
def test_right_check_is_missed_when_a_serial_is_too_short_or_of_another_alphabet(
    serial: str, method: CheckMethod
) -> None:
    assert not has_right_check(serial, method)


@pytest.mark.parametrize("method", sorted(DIGITS_ONLY))
def test_right_check_is_missed_when_a_method_for_digits_meets_letters(method: CheckMethod) -> None:
    assert not has_right_check("A2345", method)
