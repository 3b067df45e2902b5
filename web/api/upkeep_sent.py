"""What is agreed about maintenance, as a schedule of a model and a contract about a unit both send it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from aftersales.maintenance.schedules import MOST_PUT_OFFS, Upkeep, upkeep_agreed
from warranty import StartBasis
from warranty.maintenance.schedules import MOST_DAYS, MOST_MONTHS, Counting
from web.api.claims import Cents
from web.api.fields import Line, Sent

Days = Annotated[int, Field(ge=0, le=MOST_DAYS)]
Month = Annotated[int, Field(ge=1, le=12)]


class UpkeepSent(Sent):
    """What is done how often, and how its owner is asked."""

    task: Line = Field(description="What is done, as its owner reads it.")
    every_months: int = Field(ge=1, le=MOST_MONTHS)
    counting: Counting = Counting.LAST_DONE
    lead_days: Days = Field(default=30, description="The owner is asked so many days before.")
    grace_days: Days = Field(default=30, description="It is in time for so many days after.")
    season_from: Month | None = Field(default=None, description="First month in which it is done.")
    season_to: Month | None = Field(default=None, description="Last month in which it is done.")
    most_put_offs: int = Field(default=2, ge=0, le=MOST_PUT_OFFS)
    needs_visit: bool = Field(default=True, description="Without one its owner does it.")
    is_required: bool = Field(
        default=False, description="Covers that ask for maintenance mean this."
    )
    price_cents: Cents | None = Field(default=None, description="0 for nothing; empty if unknown.")
    source: Line = Field(description="Where it is written.")


def upkeep_of(sent: UpkeepSent, starts: StartBasis) -> Upkeep:
    """What is agreed, as the house keeps it.

    Raises:
        NotUnderstood: a season has only one end.
    """
    return upkeep_agreed(**sent.model_dump(include=set(UpkeepSent.model_fields)), starts=starts)
