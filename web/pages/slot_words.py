"""The words around times that can be booked: days and windows, and why there is nothing on other days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, assert_never

from aftersales.booking import NoSlot, Offered, Slot, WhyNot
from aftersales.records import Location
from aftersales.words import Words

NEAREST: Final = 3
"""Times that are shown first, where there is no room for all."""

DAYS_SHOWN: Final = 5
"""Days with times that are shown before one asks for more."""


@dataclass(frozen=True, slots=True)
class SlotShown:
    """One time to choose: its code, its words, and what speaks for it."""

    code: str
    said: str
    is_green: bool


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day: its times, or why there is none."""

    said: str
    slots: tuple[SlotShown, ...]
    why: str


def days_shown(_: Words, offered: Offered) -> tuple[list[DayShown], list[DayShown]]:
    """The first days with times and everything between them, and the days that follow."""
    days: dict[date, list[Slot]] = {}
    for slot in offered.slots:
        days.setdefault(slot.window.on, []).append(slot)
    whys = {each.on: each for each in offered.refused}
    shown: list[DayShown] = []
    cut, with_times = 0, 0
    for on in sorted(days.keys() | whys.keys()):
        slots = days.get(on, [])
        why = "" if slots else why_not(_, whys[on])
        shown.append(DayShown(_.day(on), tuple(slot_shown(_, slot) for slot in slots), why))
        with_times += bool(slots)
        if with_times <= DAYS_SHOWN and slots:
            cut = len(shown)
    return shown[:cut], [day for day in shown[cut:] if day.slots]


def nearest(_: Words, offered: Offered, wished: datetime | None = None) -> list[SlotShown]:
    """The times nearest to one that is wished, else the first ones; with their days."""
    return [
        SlotShown(
            slot.window.code,
            _("{day}, {times}", day=_.day(slot.window.on), times=times_said(_, slot)),
            slot.is_green,
        )
        for slot in offered.nearest(wished, NEAREST)
    ]


def slot_shown(_: Words, slot: Slot) -> SlotShown:
    """One time of a day."""
    return SlotShown(slot.window.code, times_said(_, slot), slot.is_green)


def clocks_said(_: Words, place: Location) -> str:
    """Whose clocks the times are those of: the buyer may be far away."""
    return _(
        "All times are those on the clocks in {town} ({zone}).", town=place.town, zone=place.zone
    )


def times_said(_: Words, slot: Slot) -> str:
    """From when to when."""
    return f"{_.time(slot.window.local_from)}–{_.time(slot.window.local_to)}"


def why_not(_: Words, refused: NoSlot) -> str:
    """Why nothing is offered on a day, kindly and in a few words."""
    match refused.why:
        case WhyNot.TOO_SOON | WhyNot.CUT_OFF:
            return _("too soon for us to come")
        case WhyNot.NOT_READY | WhyNot.UNKNOWN_WHEN_READY:
            return _("what we need for it is not here yet")
        case WhyNot.HOLIDAY:
            return _("public holiday")
        case WhyNot.NOBODY_ON_DUTY | WhyNot.ALL_ABSENT:
            return _("nobody works in your area on this day")
        case WhyNot.NO_SKILL | WhyNot.CERTIFICATE | WhyNot.NO_CREW:
            return _("nobody who does this work is on duty")
        case WhyNot.TOO_FAR:
            return _("the way or the work is too long for this day")
        case WhyNot.QUOTA | WhyNot.FULL:
            return _("fully booked")
        case _never:
            assert_never(_never)
