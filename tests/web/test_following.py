"""The page of a visit on its day: what its customer may know, and how it follows by itself."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from aftersales.day_watch.events import Said, say
from aftersales.deed import SYSTEM
from aftersales.queries.visits import AHEAD, Visit
from aftersales.records import Appointment, Report
from tests.web.browsing import Served, open_page, violations
from tests.web.conftest import World

LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
"""What a browser says when somebody comes back to the page; it looks every minute besides."""


def reported(world: World, visit: Visit, *what: Report) -> None:
    with world.parts.doing(SYSTEM) as deed:
        for each in what:
            say(deed, visit.appointment.id, Said(what=each, at=deed.now))


def tour_of(world: World) -> list[Visit]:
    """The visits of one technician who has several, by planned start."""
    visits = world.visits()
    code = next(
        each.lead.code
        for each in visits
        if sum(other.lead.code == each.lead.code for other in visits) > 1
    )
    return [each for each in visits if each.lead.code == code]


def live(client: TestClient, world: World, visit: Visit) -> str:
    page = client.get(f"/visit/{world.token_of(visit)}").text
    return page.split('<div id="live"')[1].split('<p class="person">')[0]


def test_on_the_day_customers_know_how_many_come_before(client: TestClient, world: World) -> None:
    first, second, *_others = tour_of(world)

    waiting = live(client, world, second)
    reported(world, first, Report.ON_THE_WAY, Report.ARRIVED, Report.DONE)
    next_one = live(client, world, second)

    assert "1 visit comes before yours." in waiting
    assert "hx-get" in waiting
    assert "Yours is the next visit." in next_one
    assert first.customer.name not in waiting + next_one


def test_expected_times_stay_within_the_window_that_was_told(
    client: TestClient, world: World
) -> None:
    visit = tour_of(world)[1]
    said = []

    for late in (-10, 10):
        with world.parts.doing(SYSTEM) as deed:
            row = deed.session.get_one(Appointment, visit.appointment.id)
            row.expected_start_at = row.window_to_at + timedelta(minutes=late)
            deed.add(row)
        said.append("Now expected at about" in live(client, world, visit))

    assert said == [True, False]


def test_who_is_on_the_way_comes_from_somewhere_coarse(client: TestClient, world: World) -> None:
    first, second, *_others = tour_of(world)
    reported(world, first, Report.ON_THE_WAY, Report.ARRIVED, Report.DONE)
    reported(world, second, Report.ON_THE_WAY)

    said = live(client, world, second)

    name = second.lead.name.split()[0]
    assert f"{name} set out for you at 08:00 and is expected at about" in said
    came = f"{name} comes from the direction of {first.location.town}." in said
    assert came == (first.location.town != second.location.town)
    assert first.location.street not in said


def test_what_is_over_or_of_another_day_is_not_followed(client: TestClient, world: World) -> None:
    over, forgotten, *_others = tour_of(world)
    reported(world, over, Report.ON_THE_WAY, Report.ARRIVED, Report.DONE)
    pages = [live(client, world, over)]
    world.clock.move_to(world.clock.now() + timedelta(days=1))
    pages.append(live(client, world, forgotten))

    assert ["hx-get" in each for each in pages] == [False, False]


@pytest.mark.browser
def test_the_page_follows_by_itself(browser: Browser, served: Served) -> None:
    visit = next(each for each in served.world.visits() if each.appointment.state in AHEAD)
    token = served.world.token_of(visit)
    page, complaints = open_page(browser, served, f"/visit/{token}", role=None)
    as_of = page.locator("#live").inner_text()
    faults = violations(page)
    reported(served.world, visit, Report.ON_THE_WAY)

    page.evaluate(LOOK)
    page.locator("#live").get_by_text("set out for you").wait_for()
    reported(served.world, visit, Report.ARRIVED)
    page.evaluate(LOOK)
    page.locator("h1").get_by_text("is with you.").wait_for()

    assert "set out" not in as_of
    assert page.get_by_role("button", name="Keep this time").count() == 0
    assert (complaints, faults, violations(page)) == ([], [], [])
    page.context.close()
