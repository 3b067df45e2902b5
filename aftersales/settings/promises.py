"""What customers are promised: windows, delays, business hours and how soon they are answered."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, Field, field_validator


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


LONGEST_TARGET: Final = 400
"""Business hours that a target may have at most: ten weeks."""

WORKDAYS: Final = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)


def _check_week(week: object) -> None:
    """An office must open at all, and each span must end after it begins."""
    spans = [span for day in week.values() for span in day] if isinstance(week, dict) else []
    if not spans:
        raise ValueError("must open on at least one day")
    if any(closes != time(0) and closes <= opens for opens, closes in spans):
        raise ValueError('must close after it opens, as in [["08:00", "17:00"]]')


class PromiseSettings(BaseModel):
    """What customers are promised: windows, delays, business hours and how soon they are answered."""

    delay_notices: bool = Field(
        default=True,
        description="Whether buyers are told of delays that the day watch sees coming.",
    )
    delay_mending: bool = Field(
        default=True,
        description="Whether the day watch serves visits in another order, or by somebody else, before it tells of a delay.",
    )
    mend_driving_minutes: int = Field(
        default=10,
        ge=1,
        description="Extra minutes of driving that one more kept promise may cost when the day is mended.",
    )
    delay_sure: float = Field(
        default=0.95,
        gt=0,
        le=1,
        description="A delay at least this probable is told at once.",
    )
    delay_likely: float = Field(
        default=0.8,
        gt=0,
        le=1,
        description="A delay at least this probable is told when the window ends within the lead time, or when it comes of what a technician said.",
    )
    delay_lead_minutes: int = Field(
        default=40,
        ge=0,
        description="Lead time: what a customer needs to arrange for a delay.",
    )
    delay_most_notices: int = Field(
        default=3, ge=1, description="Most delay and recovery notices of one visit."
    )
    delay_window_kept: float = Field(
        default=0.9,
        gt=0,
        lt=1,
        description="Probability with which the new window of a delay notice is to be kept.",
    )
    delay_window_minutes: int = Field(
        default=60, ge=15, le=240, description="Least length of the new window in a delay notice."
    )
    next_update_minutes: int = Field(
        default=60,
        ge=5,
        description="A delay notice promises the next update within this time, or half an hour before the new window ends if that is later.",
    )
    tell_on_the_way: bool = Field(
        default=True,
        description="Whether customers hear that the technician has set out, and when they arrive.",
    )
    tell_done: bool = Field(
        default=True,
        description="Whether customers are told a quarter of an hour after a visit what was done.",
    )
    reminder_hours: int = Field(
        default=5,
        ge=0,
        le=24,
        description="Hours before its window at which a customer is reminded of a visit; 0 for never. The evening before, those are reminded who are told no shorter window.",
    )
    window_hours: int = Field(
        default=4, ge=1, le=4, description="Longest arrival window that is promised when booked."
    )
    narrowed_hours: int = Field(
        default=2,
        ge=1,
        le=4,
        description="Least length of the arrival window told the evening before.",
    )
    narrowed_kept: float = Field(
        default=0.95,
        gt=0,
        lt=1,
        description="Probability with which that window is to be kept; where it would not be, it is longer.",
    )
    narrow_at: time = Field(
        default=time(17),
        description="From this local time on the buyers of the next day are told shorter windows.",
    )
    business_hours: dict[Weekday, tuple[tuple[time, time], ...]] = Field(
        default=dict.fromkeys(WORKDAYS, ((time(8), time(17)),)),
        description="When the office is there: spans of local time by day of the week, as a JSON object; 00:00 ends a day.",
    )
    business_hours_of: dict[str, dict[Weekday, tuple[tuple[time, time], ...]]] = Field(
        default={}, description="The same for single territories, by their code, where they differ."
    )
    holiday_regions: dict[str, str] = Field(
        default={},
        description="Regions whose holidays count, by the code of the territory (ISO 3166-2 without its country); the country's without one.",
    )
    sla_hours: dict[str, tuple[float, float]] = Field(
        default={
            "support": (4, 40),
            "complaint": (4, 24),
            "high": (2, 16),
            "emergency": (1, 8),
        },
        description="Business hours to the first answer and to the solution of a case, by its kind or, if urgent, its "
        "priority, as a JSON object; the same on every channel. A complaint is taken on within the first, answered within the second.",
    )
    sla_warn_minutes: int = Field(
        default=60,
        ge=10,
        description="Minutes before which the owner of a case is warned of what runs out.",
    )

    @field_validator("business_hours", "business_hours_of")
    @classmethod
    def _real_weeks(cls, given: dict[str, object]) -> dict[str, object]:
        for week in (
            given.values() if all(isinstance(each, dict) for each in given.values()) else (given,)
        ):
            _check_week(week)
        return given

    @field_validator("sla_hours")
    @classmethod
    def _whole_targets(
        cls, hours: dict[str, tuple[float, float]]
    ) -> dict[str, tuple[float, float]]:
        missing = sorted({"support", "complaint", "high", "emergency"} - hours.keys())
        if missing:
            raise ValueError(f"must name hours for {', '.join(missing)}, too")
        if any(not 0 < first <= most <= LONGEST_TARGET for first, most in hours.values()):
            raise ValueError(
                f"must be hours above 0 and up to {LONGEST_TARGET}, the first answer before the solution"
            )
        return hours
