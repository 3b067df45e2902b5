"""What a phone keeps of forms and sends later: any form that says so, with files, and with the page closed."""

import pytest
from playwright.sync_api import Browser, Request

from aftersales.queries.visits import AHEAD
from aftersales.records import AppointmentState
from tests.web.browsing import Served
from tests.web.phoned import phone

pytestmark = pytest.mark.browser

FORM = """([about, action]) => document.querySelector("[data-day]").insertAdjacentHTML("beforeend", `
  <form method="post" enctype="multipart/form-data" data-outbox="${about}" data-said="Photo of the tap" action="${action}">
    <input type="hidden" name="csrf" value="of an earlier sign-in">
    <input name="note"><input type="file" name="files"><button>Keep</button>
  </form>`)"""
"""Another form than those for reports, as pages may have them."""


def test_any_form_that_says_so_is_kept_with_its_files(browser: Browser, served: Served) -> None:
    visit = served.world.visits()[0]
    sent: list[Request] = []
    with phone(browser, served, visit.lead.code, has_sync=False) as device:
        device.open()
        device.page.evaluate(FORM, ["", "/somewhere"])
        device.context.set_offline(True)
        device.page.locator("form[action='/somewhere'] [name=note]").fill(
            "Old tap, needs a new washer"
        )
        device.page.locator("form[action='/somewhere'] [name=files]").set_input_files(
            {"name": "tap.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8 a tap \xff\xd9"}
        )
        device.page.get_by_role("button", name="Keep", exact=True).click()
        device.page.locator("[data-kept='']").get_by_text("Photo of the tap").wait_for()
        device.page.reload()
        device.page.locator("[data-kept='']").get_by_text("Photo of the tap").wait_for()

        device.page.on("request", lambda each: sent.append(each) if each.method == "POST" else None)
        device.page.route("**/somewhere", lambda route: route.fulfill(status=204))
        device.context.set_offline(False)
        device.until(lambda: device.waiting() == [])

        [request] = sent
        said = request.post_data_buffer or b""
        assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
        assert b'name="note"\r\n\r\nOld tap, needs a new washer\r\n' in said
        assert b'filename="tap.jpg"' in said
        assert b"\xff\xd8 a tap \xff\xd9" in said
        assert b'name="at"' in said
        assert b'name="key"' in said
        assert b"csrf" not in said
        assert request.headers["x-csrf-token"] not in ("", "of an earlier sign-in")


def test_one_after_the_other_and_a_server_that_cannot_now_is_asked_again(
    browser: Browser, served: Served
) -> None:
    visit = served.world.visits()[0]
    answers = [503, 204, 429, 204, 204]
    sent: list[str] = []
    with phone(browser, served, visit.lead.code, has_sync=False) as device:
        device.open()
        device.page.evaluate(FORM, ["", "/somewhere"])
        device.page.on(
            "request",
            lambda each: sent.append(each.post_data or "") if each.method == "POST" else None,
        )
        device.page.route(
            "**/somewhere", lambda route: route.fulfill(status=answers.pop(0), body="")
        )
        device.context.set_offline(True)
        for number, note in enumerate(("first", "second", "third")):
            device.page.locator("form[action='/somewhere'] [name=note]").fill(note)
            device.page.get_by_role("button", name="Keep", exact=True).click()
            device.page.locator("[data-kept=''] li").nth(number).wait_for()

        device.context.set_offline(False)
        for _ in range(2):  # rather than wait for the timer
            device.page.wait_for_timeout(300)
            device.page.evaluate("dispatchEvent(new Event('online'))")
        device.until(lambda: device.waiting() == [])

        notes = [
            next(note for note in ("first", "second", "third") if note in each) for each in sent
        ]
        assert notes == ["first", "first", "second", "second", "third"]


def test_what_waits_is_sent_by_the_worker_when_the_page_is_closed(
    browser: Browser, served: Served
) -> None:
    visit = next(each for each in served.world.visits() if each.appointment.state in AHEAD)
    with phone(browser, served, visit.lead.code) as device:
        device.open()
        known: list[str] = []
        chrome = device.context.new_cdp_session(device.page)
        chrome.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda told: known.extend(each["registrationId"] for each in told["registrations"]),
        )
        chrome.send("ServiceWorker.enable")
        device.context.set_offline(True)
        device.tap(visit, "I am on the way")
        device.card(visit).get_by_text("Kept on this phone, will be sent.").wait_for()
        device.page.goto("about:blank")
        device.context.set_offline(False)
        untold = served.world.visit(visit.appointment.id).appointment.state

        def is_told() -> bool:
            """The browser lets the worker send, as it does again and again while that fails."""
            chrome.send(
                "ServiceWorker.dispatchSyncEvent",
                {
                    "origin": served.url,
                    "registrationId": known[0],
                    "tag": "outbox",
                    "lastChance": False,
                },
            )
            device.page.wait_for_timeout(500)
            state = served.world.visit(visit.appointment.id).appointment.state
            return state is AppointmentState.EN_ROUTE

        device.until(lambda: bool(known))
        device.until(is_told)

        assert untold in AHEAD


def test_what_somebody_is_writing_is_not_taken_away(browser: Browser, served: Served) -> None:
    visit = next(each for each in served.world.visits() if each.appointment.state in AHEAD)
    with phone(browser, served, visit.lead.code, has_sync=False) as device:
        device.open()
        device.page.evaluate(FORM, ["", "/somewhere"])
        field = device.page.locator("form[action='/somewhere'] [name=note]")
        field.fill("Half a sen")

        device.tap(visit, "I am on the way")
        device.card(visit).get_by_text("Sent.").wait_for()
        written = field.input_value()
        offered = device.card(visit).get_by_role("button", name="I have arrived").is_visible()
        field.fill("")
        device.page.evaluate("dispatchEvent(new Event('online'))")
        device.until(lambda: device.waiting() == [])

        assert written == "Half a sen"
        assert offered
        assert field.count() == 0
