"""Windows that a customer chose with an order: `2026-11-24 08:00-12:00|2026-11-25 12:00-16:00`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Final

from pydantic import BeforeValidator

from aftersales.bookings import Wish
from aftersales.imports.cells import parts_of

EXAMPLE: Final = "2026-11-24 08:00-12:00"
_WINDOW: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")


def wishes_of(text: str) -> tuple[Wish, ...]:
    """The windows in a cell.

    Raises:
        ValueError: a part of the cell is no day with a span of time.
    """
    return tuple(_wish(part) for part in parts_of(text))


def _wish(text: str) -> Wish:
    found = _WINDOW.fullmatch(text)
    day, first, last = found.groups() if found else ("", "", "")
    try:
        return Wish(
            datetime.fromisoformat(f"{day} {first:0>5}"),
            datetime.fromisoformat(f"{day} {last:0>5}"),
        )
    except ValueError as error:
        raise ValueError(
            f"“{text}” is not a day and a span of time; write it as {EXAMPLE}"
        ) from error


Wishes = Annotated[tuple[Wish, ...], BeforeValidator(wishes_of)]
