"""The story of a survey in a real Chromium: one tap in the mail, a thank-you on the phone, and a low score at a desk."""

import pytest
from playwright.sync_api import Browser

from aftersales.records import Role
from tests.web.browsing import Served, open_page
from tests.web.surveyed import own_survey_of, surveys_in

pytestmark = pytest.mark.browser


def test_one_tap_leads_to_thanks_and_a_low_score_to_somebody_who_answers(
    browser: Browser, served: Served
) -> None:
    first, *others = surveys_in(served.world)
    second = [each for each in others if not each.text][-1]  # nobody has said anything there yet
    happy = own_survey_of(served.world, first)
    unhappy = own_survey_of(served.world, second)

    phone, heard = open_page(browser, served, f"{happy}?score=5", role=None)
    phone.get_by_role("button", name="Send the answer").click()
    assert "Thank you. Your answer is kept." in phone.locator("main").inner_text()
    assert phone.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

    phone.goto(served.url + f"{unhappy}?score=1")
    phone.get_by_label("What should we know?").fill("Nobody called.")
    phone.get_by_role("button").click()
    assert phone.url.startswith(served.url + "/complaint/")
    assert phone.locator("h1").inner_text().startswith("We have your complaint.")

    desk, said = open_page(browser, served, "/surveys", role=Role.SUPPORT, width=1280)
    for name in ("By partner", "By model", "By channel", "By technician"):
        desk.get_by_role("link", name=name).click()
        assert desk.locator("h1").inner_text() == "What customers said"
    row = desk.locator("li", has_text="Nobody called.")
    row.get_by_role("link", name="See the complaint").click()
    assert "Nobody called." in desk.locator("main").inner_text()
    desk.get_by_role("link", name="Begin an improvement").click()
    desk.get_by_label("What is to become better, in one line").fill("Call before we come")
    desk.get_by_role("button", name="Begin it").click()
    assert desk.locator("h1").inner_text() == "Call before we come"
    assert (heard, said) == ([], [])
    phone.context.close()
    desk.context.close()
