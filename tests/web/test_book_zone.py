"""A buyer whose browser is in another zone reads the times of the place, also in the week in which its clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from aftersales.deed import SYSTEM
from aftersales.records import Location, Technician, WorkOrder
from aftersales.solving import ProcessPlanner
from aftersales.technicians import DayPlan, add_shift
from tests.aftersales.conftest import all_of
from tests.web.browsing import Served, open_page, serving, violations
from tests.web.timed import sold

pytestmark = pytest.mark.browser

BEFORE, AFTER = date(2027, 3, 26), date(2027, 3, 30)
"""The last working day before the clocks in Vaduz go forward, and the first one after Easter."""


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small world in the week before the clocks change."""
    planner = ProcessPlanner()
    with serving(tmp_path_factory.mktemp("spring"), planner) as served:
        served.world.clock.move_to(datetime(2027, 3, 24, 6, tzinfo=UTC))
        workers = all_of(served.world.parts, Technician)
        with served.world.parts.doing(SYSTEM) as deed:
            for worker in workers:
                for on in (BEFORE, AFTER):
                    add_shift(
                        deed,
                        worker,
                        "Europe/Vaduz",
                        on,
                        DayPlan(from_time=time(8), to_time=time(17)),
                    )
        yield served
    planner.close()


def far_away(browser: Browser, served: Served) -> tuple[Page, list[str], str]:
    """The times, before a browser in New York; what is heard of it; and the sentence that names the clocks."""
    order, token = sold(served.world)
    with served.world.parts.store.reading() as session:
        town = session.get_one(Location, session.get_one(WorkOrder, order).location_id).town
    page, heard = open_page(
        browser,
        served,
        f"/book/{token}/time",
        role=None,
        timezone_id="America/New_York",
        locale="en-US",
    )
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "America/New_York"
    return page, heard, f"All times are those on the clocks in {town} (Europe/Vaduz)."


def booked(page: Page, day: str, clocks: str) -> None:
    """Book the time from ten to two on a day."""
    assert clocks in page.locator("main").inner_text()
    section = page.locator("section", has_text=day).last
    section.get_by_role("button", name="10:00–14:00").click()
    assert "Between 10:00 and 14:00" in page.locator("h1").inner_text()
    assert clocks in page.locator("main").inner_text()
    page.get_by_role("button", name="Book this time").click()
    headline = page.locator("h1").inner_text().replace("\n", " ")
    assert "between 10:00 and 14:00" in headline
    assert clocks in page.locator("main").inner_text()


def asked(page: Page, name: str) -> dict[str, str]:
    """What the link to a calendar says."""
    href = page.get_by_role("link", name=name, exact=True).get_attribute("href")
    assert href is not None
    return {key: values[0] for key, values in parse_qs(urlsplit(href).query).items()}


def test_buyer_in_new_york_books_by_the_clocks_of_the_place(
    browser: Browser, served: Served
) -> None:
    page, heard, clocks = far_away(browser, served)

    booked(page, "Friday, 27 November", clocks)

    google, outlook = asked(page, "Google"), asked(page, "Outlook")
    assert (google["dates"], google["ctz"]) == ("20261127T090000Z/20261127T130000Z", "Europe/Vaduz")
    assert outlook["startdt"] == "2026-11-27T09:00:00+00:00"
    assert clocks in google["details"]
    assert clocks in outlook["body"]
    assert violations(page) == []
    assert heard == []


@pytest.mark.parametrize(
    ("day", "dates"),
    [
        ("Friday, 26 March", "20270326T090000Z/20270326T130000Z"),
        ("Tuesday, 30 March", "20270330T080000Z/20270330T120000Z"),
    ],
)
def test_week_in_which_the_clocks_change_keeps_the_wall_time_of_the_place(
    browser: Browser, spring: Served, day: str, dates: str
) -> None:
    page, heard, clocks = far_away(browser, spring)

    booked(page, day, clocks)

    assert asked(page, "Google")["dates"] == dates
    path = page.get_by_role("link", name="Calendar file (.ics)").get_attribute("href")
    text = page.request.get(f"{spring.url}{path}").text()
    assert f"DTSTART;TZID=Europe/Vaduz:{dates[:8]}T100000" in text
    assert heard == []
