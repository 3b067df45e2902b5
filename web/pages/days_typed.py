"""Days as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from fastapi import Depends, Form

from aftersales.records import Unit
from aftersales.registrations import UnitDays
from aftersales.words import Words
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysTyped:
    """The days of a unit as somebody typed them."""

    purchased_on: str = ""
    delivered_on: str = ""
    installed_on: str = ""

    @classmethod
    def of(cls, unit: Unit) -> DaysTyped:
        """The days that are kept, to be corrected."""
        kept = (unit.purchased_on, unit.delivered_on, unit.installed_on)
        bought, delivered, installed = ("" if each is None else each.isoformat() for each in kept)
        return cls(purchased_on=bought, delivered_on=delivered, installed_on=installed)

    def problems(self, _: Words) -> list[tuple[str, str]]:
        """What is no day, by field."""
        found = []
        if day_typed(self.purchased_on) is None:
            said = _("Write the day of the purchase, such as 2026-11-23.")
            found.append(("purchased_on", said))
        for name in ("delivered_on", "installed_on"):
            text = getattr(self, name).strip()
            if text and day_typed(text) is None:
                found.append((name, _("Write a day such as 2026-11-23, or leave it empty.")))
        return found

    def read(self) -> UnitDays:
        """The days themselves, once nothing is wrong with them.

        Raises:
            ValueError: something is.
        """
        bought = day_typed(self.purchased_on)
        if bought is None:
            raise ValueError("The day of the purchase was not looked at.")
        return UnitDays(
            purchased_on=bought,
            delivered_on=day_typed(self.delivered_on),
            installed_on=day_typed(self.installed_on),
        )


_Short = Annotated[str, Form(max_length=64)]


def _days(
    purchased_on: _Short = "", delivered_on: _Short = "", installed_on: _Short = ""
) -> DaysTyped:
    return DaysTyped(
        purchased_on=purchased_on, delivered_on=delivered_on, installed_on=installed_on
    )


DaysIn = Annotated[DaysTyped, Depends(_days)]
"""Asks for the days of a unit in a form."""
