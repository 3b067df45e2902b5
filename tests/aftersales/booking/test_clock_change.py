"""Windows are wall time of the place, also in the weeks in which its clocks change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from aftersales.moments import utc_of
from aftersales.technicians import DayPlan
from tests.aftersales.booking.conftest import Shop

RIGA = ("Europe/Riga", "LV", (56.9496, 24.1052))
NEW_YORK = ("America/New_York", "US", (40.7484, -73.9857))
LORD_HOWE = ("Australia/Lord_Howe", "AU", (-31.5550, 159.0770))

NIGHT = DayPlan(from_time=time(0), to_time=time(9))
DAY = DayPlan(from_time=time(7, 30), to_time=time(17))


def opened(
    open_shop: Callable[..., Shop], place: tuple[str, str, tuple[float, float]], on: date
) -> Shop:
    """A shop somewhere, three days before a day on which the clocks change there."""
    zone, country, depot = place
    shop = open_shop(depot=depot, zone=zone, country=country)
    settings = shop.parts.settings.model_copy(update={"booking_on_holidays": True})
    shop.parts = replace(shop.parts, settings=settings)
    shop.clock.moment = utc_of(datetime.combine(on - timedelta(days=3), time(9)), zone)
    return shop


@pytest.mark.parametrize(
    ("place", "changes_on", "before", "after"),
    [
        (RIGA, date(2027, 3, 28), "06:00", "05:00"),
        (RIGA, date(2026, 10, 25), "05:00", "06:00"),
        (NEW_YORK, date(2027, 3, 14), "13:00", "12:00"),
        (NEW_YORK, date(2026, 11, 1), "12:00", "13:00"),
        (LORD_HOWE, date(2026, 10, 4), "21:30", "21:00"),
        (LORD_HOWE, date(2027, 4, 4), "21:00", "21:30"),
    ],
    ids=[
        "Riga spring",
        "Riga autumn",
        "New York spring",
        "New York autumn",
        "Lord Howe spring",
        "Lord Howe autumn",
    ],
)
def test_eight_in_the_morning_is_eight_on_the_walls_before_and_after(
    open_shop: Callable[..., Shop],
    place: tuple[str, str, tuple[float, float]],
    changes_on: date,
    before: str,
    after: str,
) -> None:
    shop = opened(open_shop, place, changes_on)
    days = [changes_on - timedelta(days=1), changes_on + timedelta(days=2)]
    shop.hire("T1", *days, changes_on, plan=DAY)
    order = shop.sells(place=place[2])

    found = {
        slot.window.on: slot.window
        for slot in shop.offered(order).slots
        if slot.window.local_from.hour == 8
    }

    told = [f"{found[on].from_at.astimezone(UTC):%H:%M}" for on in days]
    assert told == [before, after]
    visit = shop.books(order, found[changes_on].code)
    (promise,) = shop.promises(visit)
    assert promise.from_at == shop.at(changes_on, 8)
    assert promise.to_at - promise.from_at == timedelta(hours=4)


def test_window_in_the_hours_that_change_is_never_longer_than_four(
    open_shop: Callable[..., Shop],
) -> None:
    autumn = date(2026, 10, 25)
    shop = opened(open_shop, RIGA, autumn)
    spans = ((time(0), time(4)), (time(1), time(4)), (time(4), time(8)))
    settings = shop.parts.settings.model_copy(update={"slot_windows": spans})
    shop.parts = replace(shop.parts, settings=settings)
    shop.hire("T1", autumn, plan=NIGHT)

    slots = shop.offered(shop.sells(place=RIGA[2])).slots

    lengths = {slot.window.code[11:]: slot.window.to_at - slot.window.from_at for slot in slots}
    assert lengths == {"01:00/04:00": timedelta(hours=4), "04:00/08:00": timedelta(hours=4)}
