"""Where consumers are reminded of the legal guarantee by the harmonised notice of the European Union.

Directive 2011/83/EU Art. 5(1)(e), 6(1)(l) and 22a as amended by Directive (EU) 2024/825, from 27 September 2026 on; the picture
itself is laid down in Annex I of Implementing Regulation (EU) 2025/1960 and may be neither changed nor redrawn.
"""

from __future__ import annotations

from datetime import date
from typing import Final

EUROPEAN_UNION: Final = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
        "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip
"""Its 27 members."""

APPLIES_FROM: Final = date(2026, 9, 27)
"""First day on which the notice is due; reminding somebody of their rights before is no wrong."""


def is_notice_due(country: str, *, is_consumer: bool) -> bool:
    """Whether somebody who bought in this country (ISO 3166-1 alpha-2) is to be reminded: consumers in the Union."""
    return is_consumer and country in EUROPEAN_UNION
