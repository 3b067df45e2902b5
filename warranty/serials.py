"""Serials: bringing what a customer typed into one form, and judging it against a model's rule.

A serial that fails blocks nothing: it asks for proof of purchase, which is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product
from typing import Final

from warranty.check_digits import CheckMethod, has_right_check
from warranty.reason_codes import ReasonCode
from warranty.reasons import Reason
from warranty.serial_ranges import SerialRange

LOOK_ALIKES: Final = ("O0", "I1L", "B8", "S5")
"""Groups of characters that people mistake for each other on a rating plate."""

MAX_MISREAD: Final = 3
"""Misread characters looked for; with more, a suggestion would be a guess."""

MAX_LENGTH: Final = 40
"""Longest serial searched for misread characters, so that the search stays below 100,000 trials."""

_GAPS: Final = re.compile(
    "[\\s\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufe58\ufe63\uff0d\ufeff-]+"
)
"""White space, dashes of all lengths, and characters without width that come along when copying."""


def normalised_serial(text: str) -> str:
    """The serial in capitals, without spaces and dashes, its digits (Bengali ones too) as 0-9; maybe empty."""
    digits = re.sub(r"\d", lambda digit: str(int(digit[0])), _GAPS.sub("", text))
    return digits.upper()


def reads_like(one: str, other: str, look_alikes: tuple[str, ...] = LOOK_ALIKES) -> bool:
    """Whether two serials are the same but for spaces, dashes, capitals and characters that people mistake."""
    first = {character: group[0] for group in look_alikes for character in group}
    alike = str.maketrans(first)
    return normalised_serial(one).translate(alike) == normalised_serial(other).translate(alike)


@dataclass(frozen=True, slots=True)
class SerialRule:
    """What serials of one product model look like.

    Attributes:
        pattern: regular expression that a whole normalised serial matches; staff write it, never a customer.
        look_alikes: groups of characters that may be mistaken for each other.
        check: how the last characters follow from the others, None where the maker has no check digit.
        ranges: serials lie in one of them; empty where the maker tells none.
    """

    pattern: str
    look_alikes: tuple[str, ...] = LOOK_ALIKES
    check: CheckMethod | None = None
    ranges: tuple[SerialRange, ...] = ()

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"The pattern {self.pattern!r} is wrong: {error}.") from error
        characters = "".join(self.look_alikes)
        if len(set(characters)) < len(characters):
            raise ValueError("A character belongs to one group of look-alikes only.")
        if characters != normalised_serial(characters):
            raise ValueError("Look-alikes are characters of normalised serials.")

    def fits(self, serial: str) -> bool:
        """Whether a normalised serial is one of this model."""
        return (
            re.fullmatch(self.pattern, serial) is not None
            and (self.check is None or has_right_check(serial, self.check))
            and (not self.ranges or any(serial in each for each in self.ranges))
        )


class SerialOutcome(StrEnum):
    """What came out of judging a serial."""

    OK = "ok"
    LOOK_ALIKE_FIXED = "look_alike_fixed"
    UNKNOWN_PATTERN = "unknown_pattern"


@dataclass(frozen=True, slots=True)
class SerialVerdict:
    """The verdict on a serial; none of them blocks a registration or a claim.

    Attributes:
        outcome: what came out.
        serial: the normalised serial.
        suggestions: for LOOK_ALIKE_FIXED, the serials that fit with the fewest changes, in alphabetical
            order, for the customer to choose from; otherwise empty.
    """

    outcome: SerialOutcome
    serial: str
    suggestions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.outcome is SerialOutcome.LOOK_ALIKE_FIXED) != bool(self.suggestions):
            raise ValueError("Suggestions come with a serial whose look-alikes can be mended.")

    @property
    def asks_for_proof_of_purchase(self) -> bool:
        """Whether the customer should show proof of purchase unless a suggestion is right."""
        return self.outcome is not SerialOutcome.OK

    @property
    def reason(self) -> Reason:
        """Why, as a reason with its sentence for the customer."""
        serial = ("serial", self.serial)
        if self.outcome is SerialOutcome.OK:
            return Reason(ReasonCode.SERIAL_FITS, (serial,))
        if self.outcome is SerialOutcome.UNKNOWN_PATTERN:
            return Reason(ReasonCode.SERIAL_UNKNOWN, (serial,))
        return Reason(ReasonCode.SERIAL_LOOK_ALIKE, (serial, ("suggestions", self.suggestions)))


def serial_verdict(text: str, rule: SerialRule) -> SerialVerdict:
    """Judge a serial as typed: it fits, fits with look-alike characters mended, or is not recognised."""
    serial = normalised_serial(text)
    if rule.fits(serial):
        return SerialVerdict(SerialOutcome.OK, serial)
    if len(serial) <= MAX_LENGTH:
        for misread in range(1, MAX_MISREAD + 1):
            readings = _readings(serial, rule.look_alikes, misread)
            fitting = {reading for reading in readings if rule.fits(reading)}
            if fitting:
                return SerialVerdict(SerialOutcome.LOOK_ALIKE_FIXED, serial, tuple(sorted(fitting)))
    return SerialVerdict(SerialOutcome.UNKNOWN_PATTERN, serial)


def _readings(serial: str, look_alikes: tuple[str, ...], misread: int) -> Iterator[str]:
    """Every reading of the serial with exactly so many characters replaced by look-alikes."""
    others = {
        character: group.replace(character, "") for group in look_alikes for character in group
    }
    doubtful = [place for place, character in enumerate(serial) if character in others]
    for places in combinations(doubtful, misread):
        for replacements in product(*(others[serial[place]] for place in places)):
            reading = list(serial)
            for place, replacement in zip(places, replacements, strict=True):
                reading[place] = replacement
            yield "".join(reading)
