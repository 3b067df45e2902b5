"""The form of a rule of surprises, as it was typed and as the house takes it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pydantic import BaseModel

from aftersales.goodwill.surprises import SurpriseWanted
from warranty.goodwill.surprises import Occasion, SurpriseKind
from web.pages.amounts import cents_of
from web.pages.days_typed import day_typed
from web.pages.typed import Line

_CODE: Final = re.compile(r"\w[\w.-]{0,63}")


class RuleTyped(BaseModel):
    """What was typed, as it was typed; `way` says whether it is only looked at."""

    code: Line = ""
    kind: Line = SurpriseKind.VOUCHER.value
    worth_cents: Line = ""
    gift: Line = ""
    occasion: Line = Occasion.ANNIVERSARY.value
    number: Line = "1"
    every_months: Line = "12"
    starts_on: Line = ""
    ends_on: Line = ""
    most_a_day: Line = "10"
    most: Line = "100"
    valid_days: Line = "180"
    way: Line = ""

    def wrong_fields(self, *, is_made: bool) -> list[str]:
        """The fields in which no code or no day stands; only a rule that is made needs a code."""
        wrong = ["code"] if is_made and not _CODE.fullmatch(self.code.strip()) else []
        days = ("starts_on", "ends_on")
        return wrong + [name for name in days if day_typed(getattr(self, name)) is None]

    def wanted(self) -> SurpriseWanted:
        """As the house takes it; what is no number is 0, which no rule has."""
        return SurpriseWanted(
            kind=SurpriseKind(self.kind)
            if self.kind in set(SurpriseKind)
            else SurpriseKind.VOUCHER,
            worth_cents=cents_of(self.worth_cents) or 0,
            gift=self.gift,
            occasion=Occasion(self.occasion)
            if self.occasion in set(Occasion)
            else Occasion.ANNIVERSARY,
            number=_count(self.number),
            every_months=_count(self.every_months),
            starts_on=day_typed(self.starts_on) or date.max,
            ends_on=day_typed(self.ends_on) or date.min,
            most_a_day=_count(self.most_a_day),
            most=_count(self.most),
            valid_days=_count(self.valid_days),
        )


def _count(text: str) -> int:
    """A number in the digits of any script, 0 for anything else."""
    plain = text.strip()
    return int(plain) if plain.isdecimal() and len(plain) <= 6 else 0  # noqa: PLR2004 - no rule is so large
