"""The story of a case in a real Chromium: asked with a photograph, answered, talked over, solved; in three languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from aftersales.records import Role
from aftersales.words import words_in
from tests.aftersales.uploads.files import picture
from tests.web.browsing import Served, open_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "is_scripted"),
    [("en", True), ("lv", True), ("bn", False)],
    ids=["English", "Latvian", "Bengali without scripts"],
)
def test_buyer_and_staff_talk_until_it_is_solved(
    browser: Browser, served: Served, language: str, *, is_scripted: bool
) -> None:
    _ = words_in(language)
    phone, heard = open_page(
        browser, served, "/help", role=None, locale=language, java_script_enabled=is_scripted
    )
    ask(phone, language, f"It hums ({language}).")
    reference = phone.locator("p.quiet").first.inner_text().rpartition(" ")[2]
    assert _("We have your request.") in phone.inner_text("[role=status]")

    desk, said = open_page(
        browser,
        served,
        "/cases",
        role=Role.SUPPORT,
        width=1280,
        java_script_enabled=is_scripted,
    )
    if is_scripted:  # a page that is open says so, and the list shows who waits
        desk.locator("#talks").get_by_role("link", name=reference).click()
    else:
        desk.get_by_role("link", name=reference).click()
    assert desk.locator(".thread .files img").count() == 1
    desk.get_by_label("Answer in the chat").fill("Open the <b>filter</b>.")
    desk.get_by_role("button", name="Send it").click()

    looked_for(phone, _("Look for an answer"), "Open the <b>filter</b>.", is_scripted=is_scripted)
    phone.get_by_label(_("Write to us")).fill("It is dry now.")
    phone.get_by_role("button", name=_("Send it"), exact=True).click()
    looked_for(phone, _("Look for an answer"), "It is dry now.", is_scripted=is_scripted)
    if not is_scripted:
        desk.reload()
    expect(desk.locator(".thread")).to_contain_text("It is dry now.")

    phone.get_by_role("button", name=_("Yes, it is solved")).click()
    expect(phone.locator("h1")).to_have_text(_("For us this is settled. Is it for you?"))
    if not is_scripted:
        desk.reload()
    expect(desk.locator("h1")).to_contain_text(": settled")
    assert phone.locator(".thread > li").count() == 3
    assert phone.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert (heard, said) == ([], [])
    phone.context.close()
    desk.context.close()


def ask(phone: Page, language: str, text: str) -> None:
    """The form, with a photograph, by somebody who stays for an answer."""
    _ = words_in(language)
    phone.get_by_label(_("What happened?")).fill(text)
    phone.locator("input[type=file]").set_input_files(
        {"name": "plate.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")}
    )
    phone.get_by_label(_("How do we reach you?")).fill(f"story-{language}@example.org")
    phone.get_by_role("button", name=_("Send it and stay for an answer (chat)")).click()
    phone.wait_for_url(re.compile("/case/"))


def looked_for(phone: Page, label: str, text: str, *, is_scripted: bool) -> None:
    """What was said comes by itself, or when they look for it."""
    if not is_scripted:
        phone.get_by_role("link", name=label).click()
    expect(phone.locator(".thread")).to_contain_text(text)


def test_what_is_typed_survives_a_break_of_the_line(browser: Browser, served: Served) -> None:
    phone, _heard = open_page(browser, served, "/help", role=None, locale="en")
    ask(phone, "en", "It hums louder.")
    phone.wait_for_timeout(500)  # the line is open
    phone.context.set_offline(True)
    phone.evaluate("window.dispatchEvent(new Event('offline'))")
    phone.get_by_label("Write to us").fill("Half a sentence")
    phone.context.set_offline(False)

    phone.reload()

    expect(phone.get_by_label("Write to us")).to_have_value("Half a sentence")
    phone.context.close()
