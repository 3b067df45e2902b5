"""The story of a booking in a real Chromium: chosen, confirmed, moved, cancelled, and offered to somebody who waited."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page

from aftersales.booking import confirm_hold, hold_slot, set_quota, tend_bookings, wait_for_earlier
from aftersales.booking.asked import token_of_visit
from aftersales.deed import SYSTEM
from aftersales.queries.places import territory_by_code
from aftersales.queries.visits import visits_by_id
from aftersales.records import Appointment, AppointmentState
from aftersales.solving import ProcessPlanner
from tests.aftersales.conftest import all_of
from tests.web.browsing import SMALL, Served, open_page, serving, violations
from tests.web.conftest import World
from tests.web.timed import sold

pytestmark = pytest.mark.browser

WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
LATE = "2026-11-27T08:00/12:00"


def fits(page: Page, *, is_scripted: bool) -> None:
    """The page is whole on this screen, for thumbs and for screen readers."""
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL) == []
    if is_scripted:
        assert violations(page) == []


def one_a_day(world: World) -> None:
    """Wednesday has room for one more booking, Thursday for none."""
    taken = sum(
        each.window_local_from.date() == WEDNESDAY and each.state is AppointmentState.BOOKED
        for each in all_of(world.parts, Appointment)
    )
    with world.parts.doing(SYSTEM) as deed:
        area = territory_by_code(deed.session, "li")
        assert area is not None
        for on, most in ((WEDNESDAY, taken + 1), (THURSDAY, 0)):
            set_quota(deed, area, None, weekday=None, on=on, most=most)


def unlimited(world: World) -> None:
    """For whoever comes next."""
    with world.parts.doing(SYSTEM) as deed:
        area = territory_by_code(deed.session, "li")
        assert area is not None
        for on in (WEDNESDAY, THURSDAY):
            set_quota(deed, area, None, weekday=None, on=on, most=99)


def waits(world: World) -> str:
    """Somebody whose visit is on Friday would come earlier; answers the path of their page."""
    order, _token = sold(world)
    hold_slot(world.parts, SYSTEM, order, LATE)
    with world.parts.doing(SYSTEM) as deed:
        visit = confirm_hold(deed, order, LATE)
        deed.session.flush()
        wait_for_earlier(deed, visits_by_id(deed.session, [visit.id])[visit.id])
    with world.parts.store.reading() as session:
        return f"/visit/{token_of_visit(session, world.parts.secret, visit, world.clock.now())}"


@pytest.mark.parametrize(
    ("width", "is_scripted"),
    [(390, False), (390, True), (1280, True)],
    ids=["phone without scripts", "phone", "desk"],
)
def test_a_time_is_booked_moved_cancelled_and_given_to_who_waited(
    browser: Browser, served: Served, width: int, *, is_scripted: bool
) -> None:
    play(browser, served, width, is_scripted=is_scripted)


def test_same_story_on_postgresql(browser: Browser, postgres_url: str, tmp_path: Path) -> None:
    planner = ProcessPlanner()
    with serving(tmp_path, planner, database_url=postgres_url) as served:
        play(browser, served, 390, is_scripted=True)
    planner.close()


def play(browser: Browser, served: Served, width: int, *, is_scripted: bool) -> None:
    """The whole story on one screen."""
    world = served.world
    waiting = waits(world)
    one_a_day(world)
    _order, token = sold(world)
    page, heard = open_page(
        browser,
        served,
        f"/book/{token}/time",
        role=None,
        width=width,
        java_script_enabled=is_scripted,
    )
    fits(page, is_scripted=is_scripted)
    assert "fully booked" in page.locator("main").inner_text()
    friday = page.locator("section", has_text="Friday, 27 November").last
    friday.get_by_role("button", name="10:00–14:00").click()
    assert "This time is kept for you until" in page.locator("main").inner_text()
    fits(page, is_scripted=is_scripted)
    page.get_by_role("button", name="Book this time").click()
    assert "Thank you. Your visit is booked." in page.get_by_role("status").inner_text()
    fits(page, is_scripted=is_scripted)

    page.get_by_role("link", name="See all times").click()
    wednesday = page.locator("section", has_text="Wednesday, 25 November").last
    wednesday.get_by_role("button", name="10:00–14:00").click()
    page.get_by_role("button", name="Move the visit").click()
    assert "between 10:00 and 14:00 on Wednesday" in page.locator("h1").inner_text().replace(
        "\n", " "
    )

    tend_bookings(world.parts, "li", Event())
    page.get_by_text("Nobody needs to come").click()
    page.get_by_role("button", name="Cancel the visit").click()
    assert "Your visit is cancelled. Nobody comes." in page.get_by_role("status").inner_text()
    fits(page, is_scripted=is_scripted)

    tend_bookings(world.parts, "li", Event())
    page.goto(f"{served.url}{waiting}")
    assert "Wednesday, 25 November" in page.locator("#earlier").inner_text()
    fits(page, is_scripted=is_scripted)
    page.get_by_role("button", name="Take the earlier time").click()
    assert "at the earlier time now" in page.get_by_role("status").inner_text()
    assert "Wednesday, 25 November" in page.locator("h1").inner_text()
    unlimited(world)
    assert heard == []
