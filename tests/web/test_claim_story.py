"""The story of a claim in a real Chromium: a caller's machine is found, the claim decided, the remedy carried out."""

import pytest
from playwright.sync_api import Browser

from aftersales.records import Role
from tests.web.browsing import Served, open_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("width", "is_scripted"), [(390, False), (1280, True)], ids=["phone, no scripts", "desk"]
)
def test_support_finds_decides_and_makes_good_in_one_call(
    browser: Browser, served: Served, width: int, *, is_scripted: bool
) -> None:
    page, complaints = open_page(
        browser,
        served,
        "/units",
        role=Role.SUPPORT,
        width=width,
        java_script_enabled=is_scripted,
    )

    page.get_by_label("What the customer knows").fill("hasler")
    page.get_by_role("button", name="Find", exact=True).click()
    page.locator("main table a").first.click()
    assert "are covered by" in page.locator("p.next").inner_text()

    page.get_by_label("What the unit does, or no longer does").fill("It does not drain.")
    page.get_by_label("Faulty part").fill("pump")
    page.get_by_label("What making it good will cost").fill("90.00")
    page.get_by_role("button", name="Open it and decide").click()
    page.wait_for_url("**/claims/*")
    assert page.locator("h1").inner_text().endswith(": approved")

    page.get_by_label("Repair").check()
    page.get_by_role("button", name="Choose it").click()
    page.get_by_role("button", name="Plan a visit").click()
    page.get_by_label("On which day").fill("2026-11-23")
    page.get_by_role("button", name="Compute the covers anew").click()
    page.get_by_role("button", name="Close the claim").click()

    assert page.locator("h1").inner_text().endswith(": closed")
    page.locator("dl.facts a").first.click()
    assert "Warranty on the repair" in page.locator("main").inner_text()
    assert complaints == []
    page.context.close()
