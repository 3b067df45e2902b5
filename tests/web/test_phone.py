"""A technician's day on the phone, in a real Chromium with the network cut."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Dialog, Request

from aftersales.queries.visit_events import said_of
from aftersales.queries.visits import AHEAD, Visit
from aftersales.records import AppointmentState, VisitEvent
from tests.web.browsing import PASSWORD, Served, open_page
from tests.web.phoned import SLOW, account_of, enter, lose_the_answer, phone

pytestmark = pytest.mark.browser

WAITS = "Kept on this phone, will be sent."
SAID = ("I am on the way", "I have arrived", "The work is done")


def ahead(served: Served) -> Visit:
    """A visit of which nothing was said yet."""
    return next(each for each in served.world.visits() if each.appointment.state in AHEAD)


def somebody(served: Served) -> str:
    """The code of a technician."""
    return served.world.visits()[0].lead.code


def said_of_visit(served: Served, visit: Visit) -> Sequence[VisitEvent]:
    """What the server kept of what was said of a visit, in the order in which it happened."""
    with served.world.parts.store.reading() as session:
        return said_of(session, [visit.appointment.id])[visit.appointment.id]


def state_of(served: Served, visit: Visit) -> AppointmentState:
    return served.world.visit(visit.appointment.id).appointment.state


def fields_of(request: Request) -> dict[str, str]:
    """The form that a request carries; nothing if it carries none."""
    return dict(parse_qsl(request.post_data or ""))


def test_what_is_said_without_signal_waits_and_arrives_once_and_in_order(
    browser: Browser, served: Served
) -> None:
    visit = ahead(served)
    with phone(
        browser, served, visit.lead.code, has_sync=False, timezone_id="Asia/Dhaka"
    ) as device:
        device.open()
        sent: list[dict[str, str]] = []
        device.page.on("request", lambda each: sent.append(fields_of(each)))
        device.context.set_offline(True)
        device.tap(visit, *SAID)
        rows = device.card(visit).get_by_role("listitem")
        rows.nth(2).wait_for()

        device.page.reload()
        device.page.get_by_text("as soon as there is signal").wait_for()
        shown = rows.all_inner_texts()
        untold = state_of(served, visit)

        device.context.set_offline(False)
        device.until(lambda: device.waiting() == [])

        assert [re.sub(r"\d\d:\d\d", "10:10", each) for each in shown] == [
            f"{each}, 10:10\n{WAITS}" for each in SAID
        ]
        assert untold in AHEAD
        told = [each for each in sent if each]
        assert [each["what"] for each in told] == ["on_the_way", "arrived", "done"]
        assert len({each["key"] for each in told}) == 3
        moments = [datetime.fromisoformat(each["at"]) for each in told]
        assert moments == sorted(moments)
        assert {each.utcoffset() for each in moments} == {timedelta(hours=6)}
        assert state_of(served, visit) is AppointmentState.DONE
        assert device.page.inner_text("#over > summary") == "Over: 1"
        assert "Done" in device.card(visit).text_content()
        assert device.card(visit).locator("[data-stage] button").count() == 0
        events = said_of_visit(served, visit)
        assert [each.what.value for each in events] == ["on_the_way", "arrived", "done"]
        now = served.world.clock.now()
        assert all(now - SLOW <= each.happened_at < now for each in events)
        assert len({each.happened_at for each in events}) == 3
        assert {each.received_at for each in events} == {now}


def test_that_the_work_begins_is_said_without_signal_once(browser: Browser, served: Served) -> None:
    visit = ahead(served)
    with phone(browser, served, visit.lead.code, has_sync=False) as device:
        device.open()
        device.context.set_offline(True)
        device.tap(visit, *SAID[:2], "I begin the work")
        begin = device.card(visit).get_by_role("button", name="I begin the work")
        done = device.card(visit).get_by_role("button", name=SAID[2])
        device.card(visit).get_by_role("listitem").nth(2).wait_for()
        shown = begin.is_visible(), done.is_visible()

        device.context.set_offline(False)
        device.until(lambda: device.waiting() == [])

        assert shown == (False, True)
        assert state_of(served, visit) is AppointmentState.IN_PROGRESS


def test_what_was_heard_but_not_answered_is_sent_again_under_the_same_key(
    browser: Browser, served: Served
) -> None:
    visit = ahead(served)
    with phone(browser, served, visit.lead.code, has_sync=False) as device:
        device.open()
        sent: list[dict[str, str]] = []
        device.page.on("request", lambda each: sent.append(fields_of(each)))
        device.page.route("**/report", lose_the_answer, times=1)

        device.tap(visit, SAID[0])
        device.until(lambda: state_of(served, visit) is AppointmentState.EN_ROUTE)
        waits = device.waiting()
        device.until(lambda: device.waiting() == [])

        assert waits == [[SAID[0], "waiting"]]
        once, again = [each for each in sent if each]
        assert once == again
        assert UUID(once["key"]).version == 4
        assert state_of(served, visit) is AppointmentState.EN_ROUTE
        assert len(said_of_visit(served, visit)) == 1


def test_the_app_opens_today_without_signal_and_says_when_nothing_is_kept(
    browser: Browser, served: Served
) -> None:
    code = somebody(served)
    with phone(browser, served, code) as device:
        device.open()
        device.context.set_offline(True)

        device.page.goto("/technicians/today")
        opened = device.page.url
        device.page.goto(f"/technicians/{code}/2026-11-30")

        assert opened.endswith(device.day)
        assert device.page.inner_text("h1") == "No signal"


def test_signing_out_forgets_the_day(browser: Browser, served: Served) -> None:
    with phone(browser, served, somebody(served)) as device:
        device.open()

        device.page.get_by_role("button", name="Sign out").click()
        device.page.wait_for_url("**/sign-in")
        kept = device.kept_days()
        device.context.set_offline(True)
        device.page.goto(device.day)

        assert kept == []
        assert device.page.inner_text("h1") == "No signal"


def test_what_waits_outlives_a_sign_out_and_is_nobody_elses(
    browser: Browser, served: Served
) -> None:
    visit = ahead(served)
    other = next(
        each.lead.code for each in served.world.visits() if each.lead.code != visit.lead.code
    )
    with phone(browser, served, visit.lead.code, has_sync=False) as device:
        device.open()
        questions: list[str] = []

        def sign_out_all_the_same(question: Dialog) -> None:
            questions.append(question.message)
            question.accept()

        device.page.on("dialog", sign_out_all_the_same)
        device.page.route("**/report", lambda route: route.abort())
        device.tap(visit, SAID[0])
        device.card(visit).get_by_text(WAITS).wait_for()

        def sign_in_as(code: str) -> None:
            device.page.goto("/sign-in")
            device.page.get_by_label("E-mail address").fill(account_of(served, code))
            device.page.get_by_label("Password").fill(PASSWORD)
            device.page.get_by_role("button", name="Sign in").click()
            device.page.wait_for_url(re.compile(f"/technicians/{code}/"))

        device.page.get_by_role("button", name="Sign out").click()
        device.page.wait_for_url("**/sign-in")
        device.page.unroute("**/report")
        sign_in_as(other)
        device.until(lambda: [other in each for each in device.kept_days()] == [True])
        of_the_other = device.page.inner_text("main")
        state = state_of(served, visit)
        device.page.get_by_role("button", name="Sign out").click()
        device.page.wait_for_url("**/sign-in")
        sign_in_as(visit.lead.code)
        device.until(lambda: device.waiting() == [])

        assert len(questions) == 1
        assert questions[0].startswith("Something that you said has not been sent yet.")
        assert WAITS not in of_the_other
        assert state in AHEAD
        assert state_of(served, visit) is AppointmentState.EN_ROUTE


def test_a_session_that_ended_keeps_everything_and_says_so(
    browser: Browser, served: Served
) -> None:
    visit = ahead(served)
    with phone(browser, served, visit.lead.code) as device:
        device.open()
        cookies = device.context.cookies()
        device.context.clear_cookies()

        device.tap(visit, SAID[0])
        device.page.get_by_text("You were signed out meanwhile.").wait_for()
        waits = device.waiting()
        way = device.page.get_by_role("link", name="Sign in, and it is sent").get_attribute("href")
        device.context.add_cookies(cookies)  # type: ignore[arg-type] # as they came
        device.page.evaluate("dispatchEvent(new Event('online'))")
        device.until(lambda: device.waiting() == [])

        assert waits == [[SAID[0], "waiting"]]
        assert way == f"/sign-in?next={device.day}"
        assert state_of(served, visit) is AppointmentState.EN_ROUTE


def test_what_the_server_refuses_stays_until_it_was_seen(browser: Browser, served: Served) -> None:
    visit = ahead(served)
    sentence = "Somebody else was there first. Look at the day."
    with phone(browser, served, visit.lead.code, has_sync=False) as device:
        device.open()
        device.page.route(
            "**/report", lambda route: route.fulfill(status=409, json={"detail": sentence})
        )

        device.tap(visit, SAID[0])
        row = device.card(visit).get_by_role("listitem")
        row.get_by_text(sentence).wait_for()
        device.page.reload()
        row.get_by_text(sentence).wait_for()
        offered = device.card(visit).get_by_role("button", name=SAID[0]).is_visible()
        device.tap(visit, "I have seen this")
        device.until(lambda: device.waiting() == [])

        assert offered
        assert row.count() == 0


def test_an_app_that_was_open_overnight_shows_the_new_day(browser: Browser, served: Served) -> None:
    clock, code = served.world.clock, somebody(served)
    evening = clock.now()
    with phone(browser, served, code) as device:
        device.open()
        clock.move_to(evening + timedelta(days=1))
        device.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        device.page.get_by_text("You were signed out meanwhile.").wait_for()
        enter(device.context, served, code)

        device.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        device.page.wait_for_url(f"**/technicians/{code}/2026-11-24")

        assert "No visits on this day." in device.page.inner_text("main")
    clock.moment = evening  # for whoever comes after


def test_nobody_elses_page_is_kept(browser: Browser, served: Served) -> None:
    code = somebody(served)
    with phone(browser, served, code) as device:
        device.open()
        page, complaints = open_page(browser, served, device.day)

        assert page.evaluate("navigator.serviceWorker.getRegistration()") is None
        assert page.locator("link[rel=manifest]").count() == 0
        assert complaints == []
        page.context.close()


def test_the_app_can_be_installed(browser: Browser, served: Served) -> None:
    with phone(browser, served, somebody(served), "lv") as device:
        device.open()
        asked = device.context.new_cdp_session(device.page)

        manifest = asked.send("Page.getAppManifest")
        errors = asked.send("Page.getInstallabilityErrors")["installabilityErrors"]

        assert manifest["errors"] == []
        assert manifest["url"].endswith("/technicians/app.webmanifest")
        assert '"lang":"lv"' in manifest["data"]
        # a profile that leaves nothing behind installs nothing, whatever the app
        assert [each["errorId"] for each in errors if each["errorId"] != "in-incognito"] == []
