"""Amounts of money in the smallest unit of their currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WHOLE: Final = (
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
    *("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
)
_THOUSANDTHS: Final = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")

DECIMALS: Final = dict.fromkeys(_WHOLE, 0) | dict.fromkeys(_THOUSANDTHS, 3)
"""Digits behind the point by currency where they are not two (ISO 4217, list one)."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount, never negative.

    Attributes:
        currency: three capital letters of ISO 4217.
        minor: in the currency's smallest unit, such as cents.
    """

    currency: str
    minor: int

    def __post_init__(self) -> None:
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise ValueError(f"A currency is three capital letters of ISO 4217: {self.currency!r}.")
        if self.minor < 0:
            raise ValueError(f"An amount is never negative: {self.minor}.")

    def __add__(self, other: Money) -> Money:
        """Both together; they share a currency."""
        self._check(other)
        return Money(self.currency, self.minor + other.minor)

    def is_at_most(self, other: Money) -> bool:
        """Whether it is no larger; they share a currency."""
        self._check(other)
        return self.minor <= other.minor

    @property
    def text(self) -> str:
        """As an English sentence says it: "120.50 EUR"."""
        decimals = DECIMALS.get(self.currency, 2)
        whole, part = divmod(self.minor, 10**decimals)
        behind = f".{part:0{decimals}}" if decimals else ""
        return f"{whole:,}{behind} {self.currency}"

    def percent(self, share: int) -> Money:
        """So many hundredths of it, halves rounded up: the customer's favour."""
        return Money(self.currency, (self.minor * share + 50) // 100)

    def _check(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be compared or added.")
