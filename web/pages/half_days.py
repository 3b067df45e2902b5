"""The half days on which somebody is free to come, as one choice in a form of the staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from aftersales.choices import HALF_DAYS
from aftersales.words import Words


def half_days(_: Words, days: Sequence[date]) -> list[tuple[str, str]]:
    """Each half day as `wished_half` reads it, and in words."""
    return [
        (
            f"{on.isoformat()}/{half}",
            f"{_.day(on)}, {_.time(datetime.combine(on, first))} – {_.time(datetime.combine(on, last))}",
        )
        for on in days
        for half, (first, last) in enumerate(HALF_DAYS)
    ]
