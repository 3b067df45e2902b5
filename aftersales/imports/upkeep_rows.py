"""What a line about maintenance says: a schedule of a model, or a contract about one unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from aftersales.imports.cells import Cents, Code, Day, Text, Wrong, YesNo, one_of, whole_number
from aftersales.imports.rows import Row
from aftersales.maintenance.schedules import MOST_PUT_OFFS
from warranty import StartBasis
from warranty.calendar_months import MONTHS_IN_YEAR
from warranty.maintenance.schedules import MOST_DAYS, MOST_MONTHS, Counting

Days = Annotated[int, BeforeValidator(whole_number(0, MOST_DAYS))]
Month = Annotated[int, BeforeValidator(whole_number(1, MONTHS_IN_YEAR))]


class UpkeepRow(Row):
    """What is done how often, and how its owner is asked."""

    task: Text
    every_months: Annotated[int, BeforeValidator(whole_number(1, MOST_MONTHS))]
    counting: Annotated[str, BeforeValidator(one_of(Counting))] = Counting.LAST_DONE.value
    lead_days: Days = 30
    grace_days: Days = 30
    season_from: Month | None = None
    season_to: Month | None = None
    most_put_offs: Annotated[int, BeforeValidator(whole_number(0, MOST_PUT_OFFS))] = 2
    needs_visit: YesNo = True
    is_required: YesNo = False
    price_cents: Cents | None = Field(default=None, alias="price")
    source: Text

    def contradictions(self) -> Iterator[Wrong]:
        """A season has two ends."""
        if (self.season_from is None) != (self.season_to is None):
            missing = "season_from" if self.season_from is None else "season_to"
            yield missing, "is empty; name the first and the last month of the season, or none."


class ScheduleRow(UpkeepRow):
    """A schedule for every unit of a model, sold before or from now on."""

    code: Code
    sku: Code
    starts: Annotated[str, BeforeValidator(one_of(StartBasis))] = StartBasis.INSTALLATION.value


class ContractTerms(UpkeepRow):
    """What a contract about the maintenance of one unit says."""

    number: Code
    name: Text
    provider: Text
    starts_on: Day
    ends_on: Day
    is_transferable: YesNo = True

    def contradictions(self) -> Iterator[Wrong]:
        """A contract lasts for some time."""
        yield from super().contradictions()
        if self.ends_on <= self.starts_on:
            yield (
                "ends_on",
                f"{self.ends_on} does not lie after {self.starts_on}; correct one of them.",
            )


class ContractRow(ContractTerms):
    """A contract about the unit with a model and serial."""

    sku: Code
    serial: Code
