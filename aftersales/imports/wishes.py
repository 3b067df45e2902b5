"""Windows that a customer chose with an order: `2026-11-24 08:00-12:00|2026-11-25 12:00-16:00`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Final

from pydantic import BeforeValidator

from aftersales.bookings import Wish
from aftersales.imports.cells import parts_of

EXAMPLE: Final = "2026-11-24 08:00-12:00"
_WINDOW: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")


def wishes_of(value: object) -> object:
    """The windows in a cell; what is none is refused with an example."""
    listed = parts_of(value)
    if not isinstance(listed, Iterable):
        return listed
    return tuple(part if isinstance(part, Wish) else _wish(str(part)) for part in listed)


def _wish(text: str) -> Wish:
    found = _WINDOW.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        day, first, last = found.groups()
        return Wish(
            datetime.fromisoformat(f"{day} {first:0>5}"),
            datetime.fromisoformat(f"{day} {last:0>5}"),
        )
    except ValueError as error:
        raise ValueError(
            f"“{text}” is not a day and a span of time; write it as {EXAMPLE}"
        ) from error


Wishes = Annotated[tuple[Wish, ...], BeforeValidator(wishes_of)]
