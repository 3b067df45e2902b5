"""The thread on the page of a complaint: it comes before the forms on every screen, and hears what is said meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from aftersales.conversations.own_page import case_of_link, say
from aftersales.deed import SYSTEM
from aftersales.records import Complaint, Role
from tests.web.browsing import Served, open_page
from tests.web.complained import complaints_in
from tests.web.own_case import own_page_of_case

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_what_was_said_comes_before_the_forms_and_grows_while_the_page_is_open(
    browser: Browser, served: Served, width: int
) -> None:
    world = served.world
    complaint_id = complaints_in(world)["offered"]
    page, heard = open_page(
        browser, served, f"/complaints/{complaint_id}", role=Role.SUPPORT, width=width
    )
    said = page.get_by_role("heading", name="What was said").bounding_box()
    form = page.get_by_role("heading", name="The customer answers by phone").bounding_box()
    assert said is not None
    assert form is not None
    assert (said["y"], said["x"]) < (form["y"], form["x"])
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

    with world.parts.store.reading() as session:
        case_id = session.get_one(Complaint, complaint_id).case_id
    token = own_page_of_case(world, case_id).removeprefix("/case/")
    with world.parts.doing(SYSTEM) as deed:
        own = case_of_link(deed.session, deed.settings, deed.now, token)
        say(deed, own, f"On {width} pixels.", said_id=str(width))

    expect(page.locator("ol.thread")).to_contain_text(f"On {width} pixels.")
    assert heard == []
