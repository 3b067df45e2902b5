"""The story of a claim in a real Chromium: a caller's machine is found, the claim decided, the remedy carried out."""

import pytest
from playwright.sync_api import Browser

from aftersales.records import Role
from tests.web.browsing import Served, open_page
from tests.web.returned import returns_in

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

    page.get_by_role("button", name="Choose a time").click()
    page.get_by_label("The next plan finds a time").check()
    page.get_by_label("Note for the technician").fill("Parts: pump")
    page.get_by_role("button", name="Arrange the visit").click()
    page.locator("p.crumbs a").click()
    assert page.locator("h1").inner_text().endswith(": visit planned")
    assert "a time is looked for" in page.locator("main").inner_text()
    page.get_by_label("On which day").fill("2026-11-23")
    page.get_by_role("button", name="Compute the covers anew").click()
    page.get_by_role("button", name="Close the claim").click()

    assert page.locator("h1").inner_text().endswith(": closed")
    page.locator("dl.facts a").first.click()
    assert "Warranty on the repair" in page.locator("main").inner_text()
    assert complaints == []
    page.context.close()


def test_label_leads_to_an_inspection_and_a_new_unit(browser: Browser, served: Served) -> None:
    returned = returns_in(served.world)
    buyer, complaints = open_page(browser, served, f"/return/{returned.token}", role=None)
    assert buyer.locator("h1").inner_text() == "Please send us the unit"
    assert returned.awaited in buyer.locator(".parcel").inner_text()
    with buyer.expect_download() as download:
        buyer.get_by_role("link", name="Label as a PDF").click()
    assert download.value.suggested_filename == f"{returned.awaited}.pdf"

    desk, others = open_page(browser, served, "/returns", role=Role.SUPPORT, width=1280)
    desk.get_by_label("Number on the label").fill(
        f"{served.url}/returns/{returned.awaited}".lower()
    )
    desk.get_by_role("button", name="Open it").click()
    desk.get_by_role("button", name="It is here: tell the customer").click()
    desk.get_by_label("Serial as read on the unit").fill("nw-ooooo06")
    desk.get_by_label("Used, as its age lets expect").check()
    desk.get_by_label("Switched on").check()
    desk.get_by_label("The fault was confirmed").check()
    desk.get_by_role("button", name="Keep it, and let the claim go on").click()
    assert desk.locator("h1").inner_text().endswith(": inspected")
    buyer.reload()
    assert buyer.locator("h1").inner_text() == "It is here, and we have looked at it"

    desk.get_by_role("link", name="How the claim goes on").click()
    assert desk.locator("h1").inner_text().endswith(": inspected")
    desk.get_by_label("On which day").fill("2026-11-23")
    desk.get_by_label("Serial of the new unit").fill("NW7000001")
    desk.get_by_role("button", name="Compute the covers anew").click()
    assert desk.locator("h1").inner_text().endswith(": made good")
    assert complaints == others == []
    buyer.context.close()
    desk.context.close()
