"""Days as people type them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from web.api.fields import FIRST, LAST

_YEAR_FIRST: Final = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-./ ]{1,2}(\d{1,2})[-./ ]{1,2}(\d{4})\.?")


def day_typed(text: str) -> date | None:
    """A day such as 2026-11-23 or 23.11.2026, in the digits of any script; nothing for what is none."""
    plain = "".join(str(int(each)) if each.isdecimal() else each for each in text.strip())
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    return on if FIRST <= on <= LAST else None
