"""English names of the countries a sentence is likely to mention, by ISO 3166-1 alpha-2 code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

COUNTRY_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AT": "Austria",
        "BD": "Bangladesh",
        "BE": "Belgium",
        "BG": "Bulgaria",
        "CH": "Switzerland",
        "CY": "Cyprus",
        "CZ": "Czechia",
        "DE": "Germany",
        "DK": "Denmark",
        "EE": "Estonia",
        "ES": "Spain",
        "FI": "Finland",
        "FR": "France",
        "GB": "the United Kingdom",
        "GR": "Greece",
        "HR": "Croatia",
        "HU": "Hungary",
        "IE": "Ireland",
        "IS": "Iceland",
        "IT": "Italy",
        "LI": "Liechtenstein",
        "LT": "Lithuania",
        "LU": "Luxembourg",
        "LV": "Latvia",
        "MT": "Malta",
        "NL": "the Netherlands",
        "NO": "Norway",
        "PL": "Poland",
        "PT": "Portugal",
        "RO": "Romania",
        "SE": "Sweden",
        "SI": "Slovenia",
        "SK": "Slovakia",
        "US": "the United States",
    }
)
"""The European Economic Area and the other countries of the table of legal guarantees."""


def country_name(country: str) -> str:
    """The English name as it stands inside a sentence, or the code itself when it has none here."""
    return COUNTRY_NAMES.get(country, country)
