"""Legal guarantees by country, read from a table inside the package; what is not sure is not answered.

The table is `warranty/data/legal_guarantees.csv`: a row for each country with its source and whether
somebody has verified it. A row that is not verified is kept for the one who will verify it; it never
becomes an answer. The row `EU` holds the minimum of Directive (EU) 2019/771 for its member states to
transpose; it is no country's law and answers for none.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from warranty.products import StartBasis

DIRECTIVE: Final = "EU"
"""The row that holds the directive's minimum."""

_VERIFIED: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalGuarantee:
    """What the law of one country makes a seller answer for; lengths in calendar months.

    Attributes:
        country: ISO 3166-1 alpha-2, or `EU` for the directive's minimum.
        term_months: how long the seller answers (Directive (EU) 2019/771 Art. 10), None when not known.
        burden_of_proof_months: how long a defect is presumed to have been there at delivery (Art. 11), None when not known.
        starts: the event that both are counted from.
        repair_extension_months: what a chosen repair adds (Directive (EU) 2024/1799 Art. 16), None when not known.
        note: a remark for staff, possibly empty.
        source: law or text that it was read from.
        is_verified: somebody has checked it against the source.
    """

    country: str
    term_months: int | None
    burden_of_proof_months: int | None
    starts: StartBasis
    repair_extension_months: int | None
    note: str
    source: str
    is_verified: bool

    def __post_init__(self) -> None:
        if not re.fullmatch("[A-Z]{2}", self.country):
            raise ValueError(f"A country is two capital letters of ISO 3166-1: {self.country!r}.")
        term, burden = self.term_months, self.burden_of_proof_months
        if any(
            months is not None and months < 1
            for months in (term, burden, self.repair_extension_months)
        ):
            raise ValueError(f"{self.country}: lengths are at least one month or not known.")
        if burden is not None and (term is None or burden > term):
            raise ValueError(f"{self.country}: the presumption lasts no longer than the term.")
        if self.is_verified and not self.source:
            raise ValueError(f"{self.country}: what is verified names its source.")


class WhyUnknown(StrEnum):
    """Why there is no answer about the legal guarantee of a country."""

    NOT_LISTED = "not_listed"
    NOT_A_COUNTRY = "not_a_country"
    NO_TERM = "no_term"
    NOT_VERIFIED = "not_verified"


@dataclass(frozen=True, slots=True)
class UnknownGuarantee:
    """The answer "unknown, ask" for one country, with the reason for staff."""

    country: str
    why: WhyUnknown


def guarantees_in(text: str) -> tuple[LegalGuarantee, ...]:
    """Read the table from CSV text with a header line, in the order of its rows.

    Raises:
        ValueError: a row is malformed or its country stands in the table twice.
    """
    guarantees = tuple(_guarantee_from(row) for row in csv.DictReader(text.splitlines()))
    if len({guarantee.country for guarantee in guarantees}) < len(guarantees):
        raise ValueError("A country stands in the table of legal guarantees only once.")
    return guarantees


@cache
def legal_guarantees() -> tuple[LegalGuarantee, ...]:
    """All rows of the table in the package, verified or not; for screens that show what is known."""
    table = files("warranty").joinpath("data", "legal_guarantees.csv")
    return guarantees_in(table.read_text(encoding="utf-8"))


def legal_guarantee_of(country: str) -> LegalGuarantee | UnknownGuarantee:
    """The verified guarantee of a country (ISO 3166-1 alpha-2, capitals), or "unknown, ask"."""
    if country == DIRECTIVE:
        return UnknownGuarantee(country, WhyUnknown.NOT_A_COUNTRY)
    for guarantee in legal_guarantees():
        if guarantee.country == country:
            return known_or_unknown(guarantee)
    return UnknownGuarantee(country, WhyUnknown.NOT_LISTED)


def known_or_unknown(guarantee: LegalGuarantee) -> LegalGuarantee | UnknownGuarantee:
    """The guarantee itself when it is verified and has a term, otherwise "unknown, ask"."""
    if guarantee.term_months is None:
        return UnknownGuarantee(guarantee.country, WhyUnknown.NO_TERM)
    if not guarantee.is_verified:
        return UnknownGuarantee(guarantee.country, WhyUnknown.NOT_VERIFIED)
    return guarantee


def _guarantee_from(row: Mapping[str, str]) -> LegalGuarantee:
    if row["verified"] not in _VERIFIED:
        raise ValueError(f"{row['country']}: verified is yes or no, not {row['verified']!r}.")
    return LegalGuarantee(
        country=row["country"],
        term_months=_months(row["term_months"]),
        burden_of_proof_months=_months(row["burden_of_proof_months"]),
        starts=StartBasis(row["starts"]),
        repair_extension_months=_months(row["repair_extension_months"]),
        note=row["note"],
        source=row["source"],
        is_verified=_VERIFIED[row["verified"]],
    )


def _months(cell: str) -> int | None:
    return int(cell) if cell else None
