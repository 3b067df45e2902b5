"""The kinds of values that requests carry, checked before anything is asked of the database.

Control characters are refused: PostgreSQL keeps no NUL, and nobody types the others. Days lie between
2000 and 2100, so that no arithmetic about them can leave the calendar.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Final
from uuid import UUID

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.config import JsonValue
from pydantic.types import NaiveDatetime

from aftersales.words import LANGUAGES

FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2100, 12, 31)

LONGEST_PAGE: Final = 200
"""Rows that a list answers at most."""

_PLAIN: Final = r"^[^\x00-\x1f\x7f]*$"
_CLOCK: Final = re.compile("[0-9]{2}:[0-9]{2}(:00)?")
_LINES: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


def _written(value: object) -> object:
    """Refuse numbers, which would be read as seconds since 1970."""
    if isinstance(value, str) and not value.strip().lstrip("-").isdecimal():
        return value
    if isinstance(value, date):
        return value
    raise ValueError("must be written as ISO 8601, such as 2026-11-23 or 2026-11-23T08:00:00")


def _on_the_clock(value: object) -> object:
    """Refuse numbers and offsets: hours and minutes, as a clock on the wall shows them."""
    if isinstance(value, time) or (isinstance(value, str) and _CLOCK.fullmatch(value)):
        return value
    raise ValueError("must be written as hours and minutes, such as 08:00")


Code = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=_PLAIN)
]
"""A code, number or reference of at most 64 characters."""

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=320, pattern=_PLAIN),
]
"""A single line of at most 320 characters."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=_LINES)]
"""Some sentences, at most 2,000 characters."""

LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8000, pattern=_LINES)]
"""A description of at most 8,000 characters."""

Day = Annotated[date, BeforeValidator(_written), Field(ge=FIRST, le=LAST)]
"""A calendar day."""

_WALL: Final = {
    "type": "string",
    "format": "date-time-local",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d",
}
"""A time without an offset, which JSON Schema has no format for; the OpenAPI registry has."""

Wall = Annotated[
    NaiveDatetime,
    BeforeValidator(_written),
    Field(
        ge=datetime.combine(FIRST, time()),
        le=datetime.combine(LAST, time()),
        examples=["2026-11-24T08:00:00"],
    ),
    WithJsonSchema(_WALL | {"examples": ["2026-11-24T08:00:00"]}),
]
"""A time on the wall of the place, without an offset."""

WallShown = Annotated[datetime, WithJsonSchema(_WALL)]
"""A time on the wall of the place, as it is answered."""

Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written),
    Field(
        ge=datetime.combine(FIRST, time(), UTC),
        le=datetime.combine(LAST, time(), UTC),
        examples=["2026-11-24T08:00:00+01:00"],
    ),
    AfterValidator(lambda moment: moment.astimezone(UTC)),
]
"""A moment with its offset, read as UTC, so that it is shown as it is kept."""

Clock = Annotated[time, BeforeValidator(_on_the_clock), Field(examples=["08:00"])]
"""A time of day on the wall of the place."""

NewCode = Annotated[str, StringConstraints(max_length=64, pattern=r"^\w[\w.-]*$")]
"""A code that is given out now: it will stand in addresses, so it has no blanks and no slashes."""

Short = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=_PLAIN)
]
"""A single line of at most 64 characters, such as a phone number."""

Country = Annotated[
    str, StringConstraints(pattern="^[A-Z]{2}$"), Field(description="ISO 3166.", examples=["LI"])
]
"""A country by its two letters."""

Currency = Annotated[
    str, StringConstraints(pattern="^[A-Z]{3}$"), Field(description="ISO 4217.", examples=["CHF"])
]
"""A currency by its three letters."""

Language = Annotated[
    str, StringConstraints(pattern=f"^({'|'.join(LANGUAGES)})$"), Field(examples=["en"])
]
"""A language in which the house writes."""

Percent = Annotated[int, Field(ge=0, le=100)]
"""A share of a cost."""

CodeInPath = Annotated[Code, Path()]
DayInPath = Annotated[Day, Path()]
CodeAsked = Annotated[Code | None, Query()]
DayAsked = Annotated[Day | None, Query()]
LineAsked = Annotated[Line | None, Query()]
MomentAsked = Annotated[Moment | None, Query()]

Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="Rows to answer at most.")]
After = Annotated[
    UUID | None, Query(description="The `next` of the answer before; begins at the first without.")
]


class Sent(BaseModel):
    """A request body: a key that is not known is a mistake and is said."""

    model_config = ConfigDict(extra="forbid")


class Edited(Sent):
    """The body of an edit: what is left out, or null, stays as it is."""


class Shown(BaseModel):
    """An answer, read from the attributes of a row."""

    model_config = ConfigDict(from_attributes=True)


def example(**values: JsonValue) -> ConfigDict:
    """The settings of a model with one whole example, which a test sends or reads."""
    return ConfigDict(json_schema_extra={"examples": [values]})
