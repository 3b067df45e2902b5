"""The pages in a real Chromium: nothing overflows, nothing is refused, everything works by keyboard."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.identifiers import Identifiers
from aftersales.settings import Settings
from aftersales.solving import ProcessPlanner
from tests.conftest import MONDAY_MORNING
from tests.web.conftest import World, build_world
from tests.web.test_pages import make_late
from web.app import create_app
from web.server import listen, server_of

pytestmark = pytest.mark.browser

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

CONTRASTS = """() => {
  const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const worst = [];
  for (const element of document.querySelectorAll("body *:not(svg *)")) {
    const says = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!says || !element.getClientRects().length) continue;
    const [one, two] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) worst.push(`${element.tagName} ${element.textContent.trim().slice(0, 30)} ${ratio}`);
  }
  return worst;
}"""
"""Texts whose contrast to what is behind them is below 4.5 to 1 (WCAG 2.1, 1.4.3)."""

SMALL = """() => [...document.querySelectorAll("button, .button, .slot, .top a, summary")]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44)
  .map(e => e.textContent.trim())"""
"""What is pressed with a thumb and lower than 44 pixels."""


@dataclass(frozen=True)
class Served:
    """The small world behind a real server."""

    url: str
    world: World
    late: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without one the tests are skipped, but never in CI."""
    path = next((path for path in CHROMIUM if Path(path).exists()), None)
    if path is None:
        reason = "No Chromium is installed (apt-get install chromium)."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path, planner: ProcessPlanner) -> Iterator[Served]:
    """A late day on a free port of this machine."""
    clock = SetClock(MONDAY_MORNING)
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'a.db'}",
        outbox=tmp_path / "outbox",
        secret_key="k" * 43,
    )
    with bootstrap(settings, clock=clock, ids=Identifiers(1)) as parts:
        parts.store.migrate()
        world = build_world(replace(parts, planner=planner), clock)
        late = make_late(world)
        listening = listen("127.0.0.1", 0)
        server = server_of(create_app(world.parts))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        pause = Event()
        while not server.started:
            pause.wait(0.02)
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", world, late)
        server.should_exit = True
        thread.join(20)
        listening.close()


def open_page(
    browser: Browser, served: Served, path: str, *, width: int = 390, scheme: str = "light"
) -> tuple[Page, list[str]]:
    """A page at a width, and everything that the browser complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(served.url + path)
    return page, complaints


def paths_of(served: Served) -> list[str]:
    """Every page of the small world."""
    visit = next(
        visit for visit in served.world.visits() if str(visit.appointment.id) == served.late
    )
    return [
        "/",
        "/day/li/2026-11-23",
        f"/visit/{served.world.token_of(visit)}",
        f"/visits/{served.late}",
        f"/technicians/{visit.lead.code}/2026-11-23",
        "/api",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_pages_fit_are_readable_and_refused_nothing(
    browser: Browser, served: Served, width: int, scheme: str
) -> None:
    for path in paths_of(served):
        page, complaints = open_page(browser, served, path, width=width, scheme=scheme)

        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), path
        assert complaints == [], path
        assert page.evaluate(CONTRASTS) == [], path
        assert page.evaluate(SMALL) == [], path
        assert page.locator("h1").count() == 1, path
        page.context.close()


def test_the_contrast_check_can_fail(browser: Browser, served: Served) -> None:
    page, _complaints = open_page(browser, served, "/")

    page.evaluate("document.querySelector('h1').attributeStyleMap.set('color', '#cccccc')")

    assert page.evaluate(CONTRASTS) != []


def test_a_buyer_keeps_moves_and_asks_for_a_call_by_keyboard(
    browser: Browser, served: Served
) -> None:
    visit = served.world.visits()[-1]
    token = served.world.token_of(visit)
    page, complaints = open_page(browser, served, f"/visit/{token}#keep")

    def chosen() -> str | None:
        return served.world.visit(visit.appointment.id).appointment.customer_choice

    press_on(page, "Keep this time")
    page.wait_for_url(re.compile("said=kept"))
    assert "The time stays as it is" in page.inner_text("[role=status]")
    assert chosen() == "keep"

    page.goto(f"{served.url}/visit/{token}#move")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "when":
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    press_on(page, "Ask for this time")
    page.wait_for_url(re.compile("said=moved"))
    assert chosen() == "move"

    page.goto(f"{served.url}/visit/{token}#call")
    press_on(page, "Call me")
    page.wait_for_url(re.compile("said=called"))
    assert "calls you" in page.inner_text("[role=status]")
    assert complaints == []


def press_on(page: Page, label: str) -> None:
    """Go to a button with the tabulator only, see that it shows its focus, and press it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == label:
            break
    assert page.evaluate("document.activeElement.innerText") == label
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
