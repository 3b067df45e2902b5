"""How long a claim can be brought before a court, by country, read from a table inside the package.

The table is `warranty/data/limitation_periods.csv`: a row for each country with its source and whether somebody has
verified it. A row that is not verified never becomes an answer; whoever asks then takes a time of their own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

_VERIFIED: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationPeriod:
    """The time after which claims from a sale to a consumer can no longer be enforced in one country.

    Attributes:
        country: ISO 3166-1 alpha-2.
        years: the longest time that may apply, None when not known.
        note: a remark for staff, possibly empty.
        source: law or text that it was read from.
        is_verified: somebody has checked it against the source.
    """

    country: str
    years: int | None
    note: str
    source: str
    is_verified: bool

    def __post_init__(self) -> None:
        if not re.fullmatch("[A-Z]{2}", self.country):
            raise ValueError(f"A country is two capital letters of ISO 3166-1: {self.country!r}.")
        if self.years is not None and self.years < 1:
            raise ValueError(f"{self.country}: the time is at least a year or not known.")
        if self.is_verified and (not self.source or self.years is None):
            raise ValueError(f"{self.country}: what is verified has a time and names its source.")


def periods_in(text: str) -> tuple[LimitationPeriod, ...]:
    """Read the table from CSV text with a header line, in the order of its rows.

    Raises:
        ValueError: a row is malformed or its country stands in the table twice.
    """
    periods = tuple(_period_from(row) for row in csv.DictReader(text.splitlines()))
    if len({period.country for period in periods}) < len(periods):
        raise ValueError("A country stands in the table of limitation periods only once.")
    return periods


@cache
def limitation_periods() -> tuple[LimitationPeriod, ...]:
    """All rows of the table in the package, verified or not."""
    table = files("warranty").joinpath("data", "limitation_periods.csv")
    return periods_in(table.read_text(encoding="utf-8"))


def limitation_years_of(country: str) -> int | None:
    """The verified time of a country in years; None when it is unknown."""
    for period in limitation_periods():
        if period.country == country and period.is_verified:
            return period.years
    return None


def first_day_after_limitation(day: date, years: int) -> date:
    """The first day on which nobody can bring a claim of a day any more: so many full years after its year.

    That is how German law counts (BGB § 199 Abs. 1); countries that count from the day itself are never later.
    """
    return date(day.year + years + 1, 1, 1)


def _period_from(row: Mapping[str, str]) -> LimitationPeriod:
    if row["verified"] not in _VERIFIED:
        raise ValueError(f"{row['country']}: verified is yes or no, not {row['verified']!r}.")
    return LimitationPeriod(
        country=row["country"],
        years=int(row["years"]) if row["years"] else None,
        note=row["note"],
        source=row["source"],
        is_verified=_VERIFIED[row["verified"]],
    )
