"""Amounts of money as people type them."""

from __future__ import annotations

import re
from typing import Final

MOST: Final = 100_000_000
"""Cents: a million is a mistake of the keyboard."""

_AMOUNT: Final = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")


def cents_of(text: str) -> int | None:
    """Cents of an amount such as “90”, “90.5” or “90,50”; None for nothing or something else."""
    found = _AMOUNT.fullmatch(text.replace(" ", "").replace("\u00a0", ""))
    if found is None:
        return None
    cents = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    return cents if cents <= MOST else None
