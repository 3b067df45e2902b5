"""Check digits: one character that most misread or swapped characters of a serial do not survive.

The methods are those that makers use; each works on a normalised serial with its check characters last.
"""

from __future__ import annotations

from enum import StrEnum
from string import ascii_uppercase, digits
from typing import Final, assert_never

ALPHABET: Final = digits + ascii_uppercase
"""Characters of ISO/IEC 7064's alphanumeric systems, in the order of their values 0..35."""


class CheckMethod(StrEnum):
    """How the last characters of a serial follow from the others.

    LUHN: ISO/IEC 7812-1 Annex B, digits. GS1: GS1 General Specifications 7.9, digits, weights 3 and 1 from the
    right. MOD_11_2: ISO/IEC 7064, digits, the check character may be X. MOD_37_36: ISO/IEC 7064, digits and
    letters, one check character. MOD_97_10: ISO/IEC 7064, digits and letters, two check digits.
    """

    LUHN = "luhn"
    GS1 = "gs1"
    MOD_11_2 = "mod_11_2"
    MOD_37_36 = "mod_37_36"
    MOD_97_10 = "mod_97_10"


def has_right_check(serial: str, method: CheckMethod) -> bool:
    """Whether the check characters at the end of a normalised serial follow from the rest; False for other alphabets."""
    match method:
        case CheckMethod.LUHN:
            return _are_digits(serial) and _luhn(serial) == 0
        case CheckMethod.GS1:
            return _are_digits(serial) and _gs1(serial) == 0
        case CheckMethod.MOD_11_2:
            return _mod_11_2(serial)
        case CheckMethod.MOD_37_36:
            return _are_characters(serial) and _mod_37_36(serial)
        case CheckMethod.MOD_97_10:
            return _are_characters(serial) and serial[-2:].isdigit() and _mod_97(serial) == 1
        case _:
            assert_never(method)


def _are_digits(serial: str) -> bool:
    return len(serial) > 1 and set(serial) <= set(digits)


def _are_characters(serial: str) -> bool:
    return len(serial) > 1 and set(serial) <= set(ALPHABET)


def _luhn(serial: str) -> int:
    """The sum modulo 10, every second digit from the right doubled and its digits added."""
    total = 0
    for place, character in enumerate(reversed(serial)):
        value = int(character) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the digits of 10..18 add up to 9 less
    return total % 10


def _gs1(serial: str) -> int:
    return sum(int(at) * (1 + 2 * (place % 2)) for place, at in enumerate(reversed(serial))) % 10


def _mod_11_2(serial: str) -> bool:
    """ISO/IEC 7064, pure system, modulus 11, radix 2."""
    body, check = serial[:-1], serial[-1:]
    if not body or set(body) - set(digits) or check not in {*digits, "X"}:
        return False
    total = 0
    for character in body:
        total = (total + int(character)) * 2 % 11
    return (total + (10 if check == "X" else int(check))) % 11 == 1


def _mod_37_36(serial: str) -> bool:
    """ISO/IEC 7064, hybrid system, moduli 37 and 36."""
    product = 36
    for character in serial[:-1]:
        total = (product + ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return (product + ALPHABET.index(serial[-1])) % 36 == 1


def _mod_97(serial: str) -> int:
    """The serial as a number, letters written as 10..35, modulo 97."""
    return int("".join(str(ALPHABET.index(character)) for character in serial)) % 97
