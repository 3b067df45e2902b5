"""The story of a delay on the running product: said at 10:10, known to the customer by 10:12, and made the best of."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from aftersales.records import VisitEvent
from tests.aftersales.conftest import all_of
from tests.aftersales.small_city import assert_nothing_is_double_booked
from tests.web.browsing import heard_in, violations
from tests.web.delayed_day import DelayedDay, delayed_day

pytestmark = pytest.mark.browser

CUSTOMER, WAITER = "buyer2@example.com", "buyer3@example.com"


def test_overrun_is_told_with_choices_and_the_freed_time_goes_to_who_waits(
    browser: Browser, tmp_path: Path
) -> None:
    with delayed_day(tmp_path, f"sqlite:///{tmp_path / 'a.db'}") as day:
        play(browser, day)


def test_same_story_on_postgresql(browser: Browser, postgres_url: str, tmp_path: Path) -> None:
    with delayed_day(tmp_path, postgres_url) as day:
        play(browser, day)


def play(browser: Browser, day: DelayedDay) -> None:
    """The whole story."""
    booked = len(day.letters_to(CUSTOMER))
    heard = overruns(browser, day)

    day.clock_shows(10, 12)

    (letter,) = day.letters_to(CUSTOMER)[booked:]
    (text,) = [each for each in day.texts() if "will be later" in each]
    told = plain(letter)
    assert str(letter["Subject"]).startswith("Your visit today will be later: 16:35")
    assert "(Repair, 10:00) takes about 4 hours longer than planned." in told
    assert "Before, we had told you between 14:00 and 16:00 on Monday" in told
    assert "You hear from us again by " in told
    assert "Maria Vogt answers for your visit: +423 555 00 00." in told
    assert [each in told for each in ("Keep this time:", "Choose another time:", "Call me:")] == [
        True
    ] * 3
    assert text.splitlines()[0] == letter["Subject"]
    assert day.calendar_of(CUSTOMER) == [(on(23, 15, 30), on(23, 18))]
    assert day.starts_of("T1") == [on(23, 10), on(23, 16, 35)]

    heard += moves(browser, day, path_in(text))
    day.clock_shows(10, 14)
    heard += takes(browser, day)
    day.clock_shows(10, 16)

    assert day.calendar_of(CUSTOMER) == [(on(24, 10), on(24, 14))]
    assert day.calendar_of(WAITER) == [(on(23, 14), on(23, 18))]
    (repair, freed), (hers,) = day.starts_of("T1"), day.starts_of("T2")
    assert repair == on(23, 10)
    assert on(23, 16) < freed < on(23, 18)
    assert on(24, 10) <= hers <= on(24, 14)
    assert_nothing_is_double_booked(day.shop.parts)
    assert heard == []


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """What the clock on the wall shows."""
    return datetime(2026, 11, day, hour, minute)


def plain(letter: EmailMessage) -> str:
    """What a letter says without its markup."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def path_in(text: str) -> str:
    """The page that a message leads to first, as a path of this server."""
    link: str = re.findall(r"https?://\S+/visit/\S+", text)[0]
    return urlsplit(link).path


def overruns(browser: Browser, day: DelayedDay) -> list[str]:
    """The technician is at the customer's at ten, and sees at 10:10 that it takes four hours more."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    day.clock_shows(9, 45)
    page, heard = heard_in(day.signed_in(context, "T1"))
    page.goto(f"{day.url}/technicians/T1/2026-11-23")
    said(day, page, "I am on the way")
    day.clock_shows(10, 0)
    said(day, page, "I have arrived")
    day.clock_shows(10, 10)
    page.get_by_text("It takes longer").first.click()
    said(day, page, "4 hours")
    context.close()
    return [
        each for each in heard if "ERR_ABORTED" not in each
    ]  # a newer look cuts off an older one


def said(day: DelayedDay, page: Page, words: str) -> None:
    """Tap, and wait until the server has it: the phone sends it by itself."""
    before = len(all_of(day.shop.parts, VisitEvent))
    page.get_by_role("button", name=words).first.click()
    for _ in range(100):
        if len(all_of(day.shop.parts, VisitEvent)) > before:
            return
        page.wait_for_timeout(100)
    raise AssertionError("The server did not hear of it within ten seconds.")


def moves(browser: Browser, day: DelayedDay, path: str) -> list[str]:
    """She reads the text message on her phone, and takes another day."""
    page, heard = heard_in(browser.new_context(viewport={"width": 390, "height": 844}))
    page.goto(f"{day.url}{path}")
    assert "between 15:30 and 18:00 on Monday" in page.locator("h1").inner_text()
    for choice in ("Keep this time", "Call me"):
        assert page.get_by_role("button", name=choice).count() == 1
    assert violations(page) == []
    page.get_by_role("button", name="Tuesday, 24 November, 10:00–14:00").click()
    page.get_by_role("button", name="Move the visit").click()
    assert "between 10:00 and 14:00 on Tuesday" in page.locator("h1").inner_text()
    page.context.close()
    return heard


def takes(browser: Browser, day: DelayedDay) -> list[str]:
    """Who waited reads that a time has become free today, and takes it."""
    page, heard = heard_in(browser.new_context(viewport={"width": 390, "height": 844}))
    offered = day.letters_to(WAITER)[-1]
    assert "earlier" in str(offered["Subject"])
    page.goto(f"{day.url}{path_in(plain(offered))}")
    assert "Monday, 23 November" in page.locator("#earlier").inner_text()
    page.get_by_role("button", name="Take the earlier time").click()
    assert "at the earlier time now" in page.get_by_role("status").first.inner_text()
    page.context.close()
    return heard
