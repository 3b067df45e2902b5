"""A pin on a map, where no list knows a door, in a real Chromium: by finger, by keys, by typing, with no other host."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from aftersales.records import Location, WorkOrder
from aftersales.solving import ProcessPlanner
from tests.web.booked import FAR, BookingAsked, booking_in
from tests.web.browsing import SMALL, Served, open_page, serving, violations

pytestmark = pytest.mark.browser

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "6460f8cf500f0003860180d5ee3d2a0000000049454e44ae426082"
)


class Tiles(BaseHTTPRequestHandler):
    """A host of tiles that gives the same pixel for everything."""

    def do_GET(self) -> None:
        """Answer the pixel."""
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(PIXEL)

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small world of a house that names a host of tiles."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    Thread(target=server.serve_forever, daemon=True).start()
    planner = ProcessPlanner()
    tiles = f"http://localhost:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    folder = tmp_path_factory.mktemp("tiled")
    with serving(folder, planner, map_tiles=tiles, map_credit="© Tile Makers") as served:
        yield served
    planner.close()
    server.shutdown()
    server.server_close()


def lost(
    browser: Browser, served: Served, made: BookingAsked, width: int, *, is_scripted: bool = True
) -> tuple[Page, list[str]]:
    """The page after an address that no list knows, and what the browser complains about from then on."""
    page, heard = open_page(
        browser,
        served,
        f"/book/{made.token}/address",
        role=None,
        width=width,
        java_script_enabled=is_scripted,
    )
    page.get_by_label("Street", exact=True).fill(f"Hut {str(made.work_id)[-6:]} above the wood")
    page.get_by_label("House number").fill("")
    page.get_by_label("Postcode").fill("9490")
    page.get_by_label("Town").fill("Vaduz")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("alert").wait_for()
    if is_scripted:
        page.locator(".pin-map .pin").wait_for()
    heard.clear()  # the browser itself reports the answer 422
    return page, heard


def place_of(served: Served, made: BookingAsked) -> Location:
    with served.world.parts.store.reading() as session:
        order = session.get_one(WorkOrder, made.work_id)
        return session.get_one(Location, order.location_id)


def typed(page: Page) -> tuple[float, float]:
    latitude, longitude = page.locator("#pin").input_value().split(", ")
    return float(latitude), float(longitude)


@pytest.mark.parametrize("width", [390, 1280])
def test_pin_moves_by_keys_and_says_where_it_is(
    browser: Browser, served: Served, width: int
) -> None:
    made = booking_in(served.world, f"O-PIN-{width}")
    page, heard = lost(browser, served, made, width)
    box = page.get_by_role("application", name="Map with a pin")
    assert page.locator("#pin").input_value() == ""  # nobody has said yet that it is there

    box.focus()
    page.keyboard.press("ArrowUp")
    first = typed(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    then = typed(page)

    assert 0.00001 < then[0] - first[0] < 0.0005
    assert 0.00001 < then[1] - first[1] < 0.0005
    said = page.locator("[data-pin-said]").inner_text()
    assert said == f"The pin is at {then[0]:.5f}, {then[1]:.5f}."
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL) == []
    assert violations(page) == []
    page.get_by_role("button", name="Go on").click()
    assert page.locator("h1").inner_text() == "What do we meet there?"
    assert (place_of(served, made).latitude, place_of(served, made).longitude) == then
    assert heard == []


def test_pin_stands_among_roads_and_houses_of_our_own_and_goes_where_one_touches(
    browser: Browser, served: Served
) -> None:
    made = booking_in(served.world, "O-PIN-TOUCH")
    page, heard = lost(browser, served, made, 390)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    box = page.locator(".pin-map")
    assert page.locator(".pin-map path.house").count() == 4
    page.get_by_role("button", name="Further away").click()
    assert page.locator(".pin-map path:is(.minor, .middle, .major)").count() >= 2

    box.click(position={"x": 60, "y": 60})
    touched = typed(page)
    page.locator(".pin-map .pin").drag_to(box, target_position={"x": 200, "y": 150})
    pulled = typed(page)

    assert pulled[0] < touched[0]
    assert pulled[1] > touched[1]
    page.locator("#pin").fill("47.13955, 9.52205")
    page.locator("#pin").blur()
    assert "47.13955, 9.52205" in page.locator("[data-pin-said]").inner_text()
    assert [url for url in asked if not url.startswith(served.url)] == []
    assert heard == []


def test_two_numbers_are_enough_without_scripts(browser: Browser, served: Served) -> None:
    made = booking_in(served.world, "O-PIN-TYPED")
    page, _heard = lost(browser, served, made, 390, is_scripted=False)

    assert not page.locator(".pin-map").is_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    page.locator("#pin").fill("47.13955, 9.52205")
    page.get_by_role("button", name="Go on").click()

    assert page.locator("h1").inner_text() == "What do we meet there?"
    assert place_of(served, made).latitude == 47.13955


def test_whoever_is_outside_our_area_may_move_the_pin(browser: Browser, served: Served) -> None:
    made = booking_in(served.world, "O-PIN-FAR")
    page, _heard = open_page(browser, served, f"/book/{made.token}/address", role=None)
    page.get_by_label("Street", exact=True).fill(FAR.street)
    page.get_by_label("House number").fill(FAR.house_number)
    page.get_by_label("Postcode").fill(FAR.postcode)
    page.get_by_label("Town").fill(FAR.town)
    page.get_by_label("Country").select_option(FAR.country)
    page.get_by_role("button", name="Go on").click()

    assert "move the pin to your door" in page.get_by_role("alert").inner_text()
    page.locator(".pin-map .pin").wait_for()


def test_tiles_come_only_from_the_host_that_the_settings_name(
    browser: Browser, tiled: Served
) -> None:
    made = booking_in(tiled.world)
    page, heard = lost(browser, tiled, made, 390)
    page.wait_for_function(
        "[...document.querySelectorAll('.leaflet-tile')].some(each => each.naturalWidth)"
    )
    policy = page.request.get(page.url).headers["content-security-policy"]
    other = page.request.get(f"{tiled.url}/book").headers["content-security-policy"]

    assert "© Tile Makers" in page.locator(".pinned").inner_text()
    assert "img-src 'self' data: http://localhost:" in policy
    assert "localhost" not in other
    assert heard == []
