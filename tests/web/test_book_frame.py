"""The page “book an installation” in a frame of a shop in a real Chromium: one shop is named, another is not."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from aftersales.queries.notices import notices_about
from aftersales.solving import ProcessPlanner
from tests.web.booked import NUMBER, booking_in
from tests.web.browsing import Served, serving

pytestmark = pytest.mark.browser


class Shop(BaseHTTPRequestHandler):
    """A shop whose page shows whatever address it is asked for in a frame."""

    def do_GET(self) -> None:
        """Answer the page."""
        [address] = parse_qs(urlsplit(self.path).query).get("show", ["about:blank"])
        frame = f'<iframe src="{address}" title="Book" width="380" height="700"></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f'<link rel="icon" href="data:,"><h1>Thank you</h1>{frame}'.encode())

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    """Where the shop answers, under another name than ours and so of another site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def framed(tmp_path_factory: pytest.TempPathFactory, shop: str) -> Iterator[Served]:
    """The small world of a house that lets one shop frame its page."""
    planner = ProcessPlanner()
    with serving(tmp_path_factory.mktemp("framed"), planner, embed_in=(shop,)) as served:
        yield served
    planner.close()


def shown_in(browser: Browser, shop: str, address: str) -> tuple[Page, list[str]]:
    """The page of the shop with an address of ours in its frame, and what the browser complained about."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(f"{shop}/thanks?show={address}")
    return page, heard


def test_buyer_asks_for_the_link_inside_the_page_of_the_shop(
    browser: Browser, framed: Served, shop: str
) -> None:
    made = booking_in(framed.world)
    page, heard = shown_in(browser, shop, f"{framed.url}/book")
    inside = page.frame_locator("iframe")

    inside.get_by_label("Order number").fill(NUMBER)
    inside.get_by_label("E-mail address or postcode").fill("9494")
    inside.get_by_role("button", name="Send me the link").click()
    inside.get_by_role("heading", name="Look into your mailbox").wait_for()

    assert page.context.cookies() == []
    assert heard == []
    with framed.world.parts.store.reading() as session:
        told = [each.kind for each in notices_about(session, made.work_id)]
    assert told.count("booking_link") == 2


@pytest.mark.parametrize("path", ["/help", "/find"])
def test_no_other_page_stands_in_its_frame(
    browser: Browser, framed: Served, shop: str, path: str
) -> None:
    page, heard = shown_in(browser, shop, f"{framed.url}{path}")

    assert page.frame_locator("iframe").locator("form").count() == 0
    assert any("frame-ancestors" in each for each in heard)


def test_no_other_shop_frames_it(browser: Browser, framed: Served, shop: str) -> None:
    other = shop.replace("localhost", "127.0.0.1")

    page, heard = shown_in(browser, other, f"{framed.url}/book")

    assert page.frame_locator("iframe").locator("form").count() == 0
    assert any("frame-ancestors" in each for each in heard)
