"""The kinds of values that requests carry, checked before anything is asked of the database.

Control characters are refused: PostgreSQL keeps no NUL, and nobody types the others. Days lie between
2000 and 2100, so that no arithmetic about them can leave the calendar.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Final
from uuid import UUID

from fastapi import Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.types import NaiveDatetime

FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2100, 12, 31)

LONGEST_PAGE: Final = 200
"""Rows that a list answers at most."""

_PLAIN: Final = r"^[^\x00-\x1f\x7f]*$"
_LINES: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


def _written(value: object) -> object:
    """Refuse numbers, which would be read as seconds since 1970."""
    if isinstance(value, str) and not value.strip().lstrip("-").isdecimal():
        return value
    if isinstance(value, date):
        return value
    raise ValueError("must be written as ISO 8601, such as 2026-11-23 or 2026-11-23T08:00:00")


Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=_PLAIN)]
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

Wall = Annotated[
    NaiveDatetime,
    BeforeValidator(_written),
    Field(
        ge=datetime.combine(FIRST, time()),
        le=datetime.combine(LAST, time()),
        examples=["2026-11-24T08:00:00"],
    ),
]
"""A time on the wall of the place, without an offset."""

CodeInPath = Annotated[Code, Path()]
DayInPath = Annotated[Day, Path()]
CodeAsked = Annotated[Code | None, Query()]
DayAsked = Annotated[Day | None, Query()]

Limit = Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="Rows to answer at most.")]
After = Annotated[
    UUID | None, Query(description="The `next` of the answer before; begins at the first without.")
]


class Sent(BaseModel):
    """A request body: a key that is not known is a mistake and is said."""

    model_config = ConfigDict(extra="forbid")


class Shown(BaseModel):
    """An answer, read from the attributes of a row."""

    model_config = ConfigDict(from_attributes=True)
