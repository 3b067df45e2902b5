"""The story before a time in a real Chromium: address, place and contact on a phone and at a desk, and back again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.web.booked import booking_in
from tests.web.browsing import SMALL, Served, open_page, violations

pytestmark = pytest.mark.browser


def fits(page: Page) -> None:
    """The page is whole on this screen, for thumbs and for screen readers."""
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize(
    ("width", "is_scripted"),
    [(390, False), (1280, True)],
    ids=["phone without scripts", "desk"],
)
def test_buyer_tells_where_what_and_whom_and_comes_to_the_times(
    browser: Browser, served: Served, width: int, *, is_scripted: bool
) -> None:
    token = booking_in(served.world, f"O-STORY-{width}").token
    page, heard = open_page(
        browser,
        served,
        f"/book/{token}",
        role=None,
        width=width,
        java_script_enabled=is_scripted,
    )
    fits(page)
    page.get_by_label("Street", exact=True).fill("Aeulestrase")
    page.get_by_label("House number").fill("32")
    page.get_by_label("Postcode").fill("9490")
    page.get_by_label("Town").fill("Vaduz")
    page.get_by_label("How do we get in?").fill("Green gate")
    page.get_by_role("button", name="Go on").click()
    assert "We cannot find this address" in page.get_by_role("alert").inner_text()
    fits(page)
    page.get_by_label("Aeulestrasse 32, 9490 Vaduz").check()
    page.get_by_role("button", name="Go on").click()

    assert page.locator("h1").inner_text() == "What do we meet there?"
    fits(page)
    page.get_by_label("On the second floor").check()
    page.get_by_role("button", name="Go on").click()
    assert "Please choose an answer." in page.get_by_role("alert").inner_text()
    assert page.get_by_label("On the second floor").is_checked()
    for group in ("lift", "parking", "water", "power", "old"):
        page.locator(f"#{group} input").first.check()
    page.get_by_role("button", name="Go on").click()

    assert page.locator("h1").inner_text() == "Whom do we meet?"
    fits(page)
    page.get_by_label("Phone number").fill("+423 555 33 44")
    page.get_by_role("link", name="Back").click()
    assert page.get_by_label("On the second floor").is_checked()
    page.get_by_role("link", name="Address").click()
    assert page.get_by_label("Street", exact=True).input_value() == "Aeulestrasse"
    assert page.get_by_label("How do we get in?").input_value() == "Green gate"
    page.goto(f"{served.url}/book/{token}/contact")
    if is_scripted:
        assert violations(page) == []
    page.get_by_label("Phone number").fill("+423 555 33 44")
    page.get_by_role("button", name="Choose a time").click()
    assert page.locator("h1").inner_text() == "When may we come?"
    # the browser itself reports the answers 422 in which something was missing
    assert [each for each in heard if "422" not in each] == []
