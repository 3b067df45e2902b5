"""Precedents: what was decided in cases like this one, so that like cases end alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Final

NEAR_AGE: Final = 12
"""Months by which the ages of units in similar cases differ at most."""

NEAR_EXPIRY: Final = 45
"""Days by which the times since the cover ended differ at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodwillCase:
    """What makes cases similar.

    Attributes:
        product_type: of the unit.
        component: the faulty one, "" if nobody knows.
        age_months: of the unit.
        days_past_expiry: since the last cover that answered ended; None if none ever did.
    """

    product_type: str
    component: str
    age_months: int
    days_past_expiry: int | None

    def is_like(self, other: GoodwillCase) -> bool:
        """Whether the two should end alike."""
        if (self.product_type, self.component) != (other.product_type, other.component):
            return False
        if abs(self.age_months - other.age_months) > NEAR_AGE:
            return False
        one, two = self.days_past_expiry, other.days_past_expiry
        if one is None or two is None:
            return one is two
        return abs(one - two) <= NEAR_EXPIRY


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case that was decided: what it was, and how many hundredths were granted, 0 for none."""

    case: GoodwillCase
    percent: int


@dataclass(frozen=True, slots=True)
class Precedents:
    """How many similar cases there are, in how many something was granted, and how much in the middle of those."""

    similar: int
    granted: int
    median_percent: int | None


def precedents(case: GoodwillCase, past: Sequence[PastCase]) -> Precedents:
    """What was decided in cases like this one."""
    alike = [each.percent for each in past if case.is_like(each.case)]
    granted = [percent for percent in alike if percent > 0]
    return Precedents(len(alike), len(granted), median_low(granted) if granted else None)
