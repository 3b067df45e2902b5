"""The story of a complaint in a real Chromium: told on a phone, answered at a desk, accepted and settled on the phone."""

import pytest
from playwright.sync_api import Browser

from aftersales.records import Role
from tests.web.browsing import Served, open_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("is_scripted", [False, True], ids=["no scripts", "scripts"])
def test_buyer_complains_and_calls_it_settled_and_staff_answer_in_between(
    browser: Browser, served: Served, *, is_scripted: bool
) -> None:
    visit = served.world.visits()[0 if is_scripted else 1]
    phone, heard = open_page(
        browser,
        served,
        f"/visit/{served.world.token_of(visit)}",
        role=None,
        java_script_enabled=is_scripted,
    )
    phone.get_by_role("link", name="Something went wrong? Tell us").click()
    phone.get_by_label("What happened").fill("I waited all morning.")
    phone.get_by_label("What would settle it for you").fill("An apology.")
    phone.get_by_role("button", name="Send it").click()
    assert phone.locator("h1").inner_text().startswith("We have your complaint.")
    reference = phone.locator("p.quiet").first.inner_text().rpartition(" ")[2]

    desk, said = open_page(
        browser,
        served,
        "/complaints",
        role=Role.SUPPORT,
        width=1280,
        java_script_enabled=is_scripted,
    )
    desk.get_by_role("link", name=reference).click()
    desk.get_by_role("button", name="Take it on and tell the customer").click()
    desk.get_by_label("What it costs us").fill("30.00")
    desk.get_by_label("The offer, as the customer reads it").fill("For the morning that you lost.")
    desk.get_by_role("button", name="Offer it").click()
    assert desk.locator("h1").inner_text().endswith(": offer made")

    phone.goto(phone.url.partition("?")[0])
    phone.get_by_role("button", name="Accept the offer").click()
    assert "Thank you. We carry it out." in phone.locator("main").inner_text()

    desk.goto(desk.url)
    desk.get_by_label("What was done, as the customer reads it").fill("The voucher was sent.")
    desk.get_by_role("button", name="Tell the customer, and ask in some days").click()
    phone.goto(phone.url.partition("?")[0])
    phone.get_by_role("button", name="Yes, it is settled").click()
    assert phone.locator("h1").inner_text().startswith("Your complaint is settled.")
    assert phone.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

    desk.goto(desk.url)
    assert desk.locator("h1").inner_text().endswith(": settled")
    assert (heard, said) == ([], [])
    phone.context.close()
    desk.context.close()
