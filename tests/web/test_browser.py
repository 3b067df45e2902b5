"""The pages in a real Chromium: they fit, are readable by everybody, and are refused nothing."""

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from aftersales.records import Role
from tests.web.browsing import (
    CONTRASTS,
    SMALL,
    WIDTHS,
    Scheme,
    Served,
    heard_in,
    open_page,
    open_paths,
    pale_texts,
    show,
    signed_in,
    staff_paths,
    violations,
)
from tests.web.gallery import STICKS_OUT

pytestmark = pytest.mark.browser

CLOSELY = (390, 1280)
"""Widths at which everything is looked at; at the others, whether pages fit and are readable."""
LOOKS: Final[tuple[tuple[Scheme, int], ...]] = (
    *(("light", width) for width in WIDTHS),
    *(("dark", width) for width in CLOSELY),
)
"""A colour scheme changes no sizes."""
REFUSAL = "Failed to load resource: the server responded with a status of 404 (Not Found)"
"""What Chromium itself says of a page that answers 404, as two of ours are meant to."""


def all_paths(served: Served) -> list[tuple[str, Role | None]]:
    """Every page with somebody who may see it."""
    return [
        *((path, Role.ADMIN) for path in staff_paths(served)),
        *((path, None) for path in open_paths(served)),
    ]


@dataclass
class Faults:
    """What is wrong with the pages, each fault with its address."""

    unfit: list[object] = field(default_factory=list)
    unreadable: list[object] = field(default_factory=list)
    refused: list[object] = field(default_factory=list)
    against_wcag: list[object] = field(default_factory=list)
    mute_without_scripts: list[object] = field(default_factory=list)


@pytest.fixture(scope="module")
def faults(browser: Browser, served: Served) -> Faults:
    """Those of every page: each is opened once with scripts, looked at on every screen, and once without.

    Whoever looks does so in one tab: opening another takes longer than the page.
    """
    faults = Faults()
    with ExitStack() as contexts:

        @cache
        def tab(role: Role | None, *, is_scripted: bool) -> tuple[Page, list[str]]:
            context = contexts.enter_context(
                browser.new_context(
                    viewport={"width": 390, "height": 844},
                    reduced_motion="reduce",
                    java_script_enabled=is_scripted,
                )
            )
            return heard_in(signed_in(context, served, role))

        for path, role in all_paths(served):
            page, complaints = tab(role, is_scripted=True)
            show(page, 390, "light")
            page.goto(served.url + path)
            said = page.locator("main").inner_text()
            _look(page, path, faults)
            faults.refused += [(path, each) for each in complaints if each != REFUSAL]
            complaints.clear()
            page, _complaints = tab(role, is_scripted=False)
            page.goto(served.url + path)
            if page.locator("main").inner_text() != said or not said:
                faults.mute_without_scripts.append(path)
    return faults


def _look(page: Page, path: str, faults: Faults) -> None:
    if page.locator("h1").count() != 1:
        faults.unfit.append((path, "not one h1"))
    for scheme, width in LOOKS:
        show(page, width, scheme)
        if not page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"):
            faults.unfit.append((path, width))
        unreadable = page.evaluate(CONTRASTS) + page.evaluate(SMALL)
        faults.unreadable += [(path, width, scheme, each) for each in unreadable]
        if width in CLOSELY:
            faults.unfit += [(path, width, each) for each in page.evaluate(STICKS_OUT)]
            found = violations(page) if scheme == "light" else pale_texts(page)
            faults.against_wcag += [(path, width, scheme, each) for each in found]


def test_pages_fit_on_every_screen(faults: Faults) -> None:
    assert faults.unfit == []


def test_pages_are_readable_and_their_buttons_large_enough(faults: Faults) -> None:
    assert faults.unreadable == []


def test_pages_are_refused_nothing(faults: Faults) -> None:
    assert faults.refused == []


def test_pages_meet_wcag_as_axe_sees_it(faults: Faults) -> None:
    assert faults.against_wcag == []


def test_pages_say_the_same_without_javascript(faults: Faults) -> None:
    assert faults.mute_without_scripts == []


def test_the_checks_can_fail(browser: Browser, served: Served) -> None:
    page, complaints = open_page(browser, served, "/sign-in", role=None)

    page.evaluate("document.querySelector('h1').attributeStyleMap.set('color', '#cccccc')")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('h1').setAttribute('style', 'color: red')")

    assert page.evaluate(CONTRASTS) != []
    found = violations(page)
    assert [each for each in found if each.startswith("label:")] != []
    assert [each for each in found if "color-contrast" in each] == pale_texts(page) != []
    assert any("Content Security Policy" in each for each in complaints)


def test_a_buyer_keeps_and_asks_for_a_call_by_keyboard(browser: Browser, served: Served) -> None:
    visit = served.world.visits()[-1]
    token = served.world.token_of(visit)
    page, complaints = open_page(browser, served, f"/visit/{token}#keep", role=None)

    def chosen() -> str | None:
        return served.world.visit(visit.appointment.id).appointment.customer_choice

    press_on(page, "Keep this time")
    page.wait_for_url(re.compile("said=kept"))
    assert "The time stays as it is" in page.inner_text("[role=status]")
    assert chosen() == "keep"

    page.goto(f"{served.url}/visit/{token}#call")
    press_on(page, "Call me")
    page.wait_for_url(re.compile("said=called"))
    assert "calls you" in page.inner_text("[role=status]")
    assert complaints == []


def test_rows_are_walked_and_opened_by_keys(browser: Browser, served: Served) -> None:
    page, complaints = open_page(browser, served, "/day/li/2026-11-23", width=1280)
    names = page.locator(".row a").all_inner_texts()

    walked = []
    for key in ("j", "j", "k", "j", "j"):
        page.keyboard.press(key)
        walked.append(focused(page))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/visits/"))

    assert walked == [names[0], names[1], names[0], names[1], names[2]]
    assert names[2] in page.inner_text("main")
    assert complaints == []


def test_keys_are_letters_in_fields_and_can_be_turned_off(browser: Browser, served: Served) -> None:
    page, _complaints = open_page(browser, served, "/patterns", width=1280)
    field = page.locator("[data-filter]")

    page.keyboard.press("/")
    page.keyboard.type("jk/")
    typed = field.input_value()
    page.get_by_role("button", name="Keys: j and k").click()
    page.keyboard.press("j")
    after_turning_off = focused(page)
    page.reload()
    page.keyboard.press("/")

    assert typed == "jk/"
    assert after_turning_off.startswith("Keys:")
    assert page.evaluate("document.activeElement === document.body")
    assert page.get_by_role("button", name="Keys: j and k").get_attribute("aria-pressed") == "false"


def test_row_and_stop_light_up_together(browser: Browser, served: Served) -> None:
    page, _complaints = open_page(browser, served, "/day/li/2026-11-23", width=1280)
    row, stop = page.locator("li[data-stop=A1]"), page.locator("svg [data-stop=A1]")
    other = page.locator("svg [data-stop^=B]").last
    name = other.get_attribute("data-stop")

    def is_lit(mark: str) -> list[str]:
        found: list[str] = page.eval_on_selector_all(
            f"{mark} .is-lit", "all => all.map(each => each.dataset.stop)"
        )
        return found

    row.hover()
    by_row = is_lit("svg")
    other.hover()
    by_stop = is_lit(".rows")
    page.mouse.move(0, 0)
    by_nothing = is_lit("main")
    row.locator("a").focus()
    by_focus = is_lit("svg")
    other.click()

    assert (by_row, by_stop, by_nothing, by_focus) == (["A1"], [name], [], ["A1"])
    assert page.evaluate("document.activeElement.closest('.row').dataset.stop") == name
    assert stop.count() == 1


def test_summary_of_problems_takes_the_focus_and_leads_to_the_field(
    browser: Browser, served: Served
) -> None:
    page, _complaints = open_page(browser, served, "/find", role=None)

    page.get_by_label("E-mail address").fill("anna at example")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-problems]")
    is_focused = page.evaluate("document.activeElement.matches('[data-problems]')")
    page.get_by_role("link", name="Type the e-mail address").click()

    assert is_focused
    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.id") == "email"
    field = page.locator("#email")
    assert field.input_value() == "anna at example"
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby") or ""
    assert "Type the e-mail address" in page.inner_text(f"#{described.split()[-1]}")


def test_motion_stops_and_paper_shows_no_buttons(browser: Browser, served: Served) -> None:
    page, _complaints = open_page(
        browser, served, f"/visits/{served.late}", width=1280, reduced_motion="reduce"
    )
    length = "getComputedStyle(document.querySelector('button')).transitionDuration"

    still = page.evaluate(length)
    page.emulate_media(reduced_motion="no-preference")
    moving = page.evaluate(length)
    page.emulate_media(media="print")

    assert (still, moving) == ("0s", "0.12s")
    assert not page.locator("header").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".letter").first.is_visible()


def test_signing_out_by_the_button_ends_the_session(browser: Browser, served: Served) -> None:
    page, _complaints = open_page(browser, served, "/", role=Role.SUPPORT)

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/sign-in"))
    page.goto(f"{served.url}/")

    assert "/sign-in" in page.url


def focused(page: Page) -> str:
    """What stands on the element that has the focus."""
    text: str = page.evaluate("document.activeElement.innerText")
    return text


def press_on(page: Page, label: str) -> None:
    """Go to a button with the tabulator only, see that it shows its focus, and press it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page) == label:
            break
    assert focused(page) == label
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
