"""Which times customers can book, how long one is kept for them, and how they may change it."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import BaseModel, Field, field_validator

LONGEST_WINDOW_HOURS = 4
"""Hours of an arrival window at most (California Civil Code 1722)."""


class BookingSettings(BaseModel):
    """Which times customers can book, how long one is kept for them, and how they may change it."""

    slot_windows: tuple[tuple[time, time], ...] = Field(
        default=(
            (time(8), time(12)),
            (time(10), time(14)),
            (time(12), time(16)),
            (time(14), time(18)),
        ),
        description="Arrival windows that are offered on every day, in wall time of the place, as a JSON list; none longer than four hours, and cut where AFTERSALES_WINDOW_HOURS is less.",
    )
    booking_days: int = Field(
        default=14, ge=1, le=60, description="Calendar days ahead that can be booked."
    )
    booking_lead_hours: int = Field(
        default=12,
        ge=0,
        le=336,
        description="Hours from a booking to the beginning of its arrival window at least.",
    )
    booking_cutoff: time = Field(
        default=time(16),
        description="From this local time on nothing can be booked for the next day; 00:00 for never.",
    )
    booking_on_holidays: bool = Field(
        default=False, description="Also offer times on public holidays, if somebody works."
    )
    hold_minutes: int = Field(
        default=10, ge=1, le=60, description="Minutes for which a chosen time is kept."
    )
    change_notice_hours: int = Field(
        default=24,
        ge=0,
        le=336,
        description="Hours before its window up to which a customer may move or cancel a visit by themselves.",
    )
    changes_most: int = Field(
        default=3, ge=0, le=20, description="How often a customer may move a visit by themselves."
    )
    booking_reminder_days: tuple[Annotated[int, Field(ge=1, le=90)], ...] = Field(
        default=(3, 10),
        description="Days after which a customer who was asked to choose a time and has not is asked again, as a JSON list; [] for never.",
    )
    earlier_hold_minutes: int = Field(
        default=60,
        ge=5,
        le=1440,
        description="Minutes for which an earlier time is kept for a customer to whom it was offered.",
    )
    earlier_offers_most: int = Field(
        default=3,
        ge=1,
        le=20,
        description="Earlier times that are offered to a waiting customer before they are asked no more.",
    )

    @field_validator("booking_reminder_days")
    @classmethod
    def _days_in_order(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(days)))

    @field_validator("slot_windows")
    @classmethod
    def _short_windows(
        cls, windows: tuple[tuple[time, time], ...]
    ) -> tuple[tuple[time, time], ...]:
        if not windows:
            raise ValueError("must name at least one window")
        for opens, closes in windows:
            minutes = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
            if not 0 < minutes <= LONGEST_WINDOW_HOURS * 60:
                raise ValueError("must end after it begins, and within four hours of it")
        return tuple(sorted(windows))
