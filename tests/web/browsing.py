"""A real Chromium before the small world behind a real server, and what it is asked about a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final, Literal, cast

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)
from sqlmodel import select

from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock
from aftersales.codes import ask_code, redeem_code
from aftersales.deed import SYSTEM
from aftersales.identifiers import Identifiers, code_digits
from aftersales.parts import Parts
from aftersales.records import OneTimeCode, Role
from aftersales.sessions import sign_in
from aftersales.settings import Settings
from aftersales.solving import ProcessPlanner
from aftersales.users import add_user
from tests.conftest import MONDAY_MORNING
from tests.web.booked import booking_in
from tests.web.checked import checklist_in
from tests.web.claimed import claims_in
from tests.web.complained import complaints_in, own_page_of
from tests.web.conftest import World, build_world
from tests.web.goodwill import grants_in, refused_in
from tests.web.maintained import maintained_in
from tests.web.offered import offers_in
from tests.web.own_case import own_pages, talk_in
from tests.web.prevented import alarm_in, case_in, issue_in, playbook_in
from tests.web.recalled import recalls_in
from tests.web.registered import passed_in, registered_in
from tests.web.returned import returns_in
from tests.web.spared import spared_in
from tests.web.surprised import surprised_in
from tests.web.surveyed import own_survey_of, surveys_in
from tests.web.test_pages import make_late
from tests.web.timed import booking_pages
from web.app import create_app
from web.cookies import PLAIN
from web.server import listen, server_of

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "a long enough sentence"
AXE = Path(__file__).parents[2] / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]

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

SMALL = """() => [...document.querySelectorAll(
    "button, .button, .slot, .choice, .top a, summary, input:not([type=radio], [type=checkbox]), select, textarea"
  )]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44)
  .map(e => e.outerHTML.slice(0, 80))"""
"""What is pressed with a thumb and lower than 44 pixels."""

Scheme = Literal["light", "dark"]

WIDTHS: Final = (390, 768, 1280, 1920)
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")


@dataclass(frozen=True)
class Served:
    """The small world behind a real server.

    Attributes:
        url: where it answers.
        world: what it knows.
        late: the appointment of a visit that is late.
        mine: what opens a buyer's list of visits.
        tokens: those of the users who have signed in.
    """

    url: str
    world: World
    late: str
    mine: str
    tokens: dict[Role, str] = field(default_factory=dict)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """Debian's Chromium; without one the tests are skipped, but never in CI."""
    path = next((path for path in CHROMIUM if Path(path).exists()), None)
    if path is None:
        reason = "No Chromium is installed (apt-get install chromium)."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])
        yield browser
        browser.close()


@contextmanager
def serving(folder: Path, planner: ProcessPlanner, **changed: Any) -> Iterator[Served]:
    """A late day on a free port of this machine; settings that are `changed` are by their names."""
    clock = SetClock(MONDAY_MORNING)
    usual: dict[str, Any] = {
        "database_url": f"sqlite:///{folder / 'a.db'}",
        "outbox": folder / "outbox",
        "uploads_folder": folder / "uploads",
        "secret_key": "k" * 43,
        "requests_per_minute": 100_000,
    }
    settings = Settings(**(usual | changed))
    with bootstrap(settings, clock=clock, ids=Identifiers(1)) as parts:
        parts.store.migrate()
        world = build_world(replace(parts, planner=planner), clock)
        late = make_late(world)
        mine = _list_of_a_buyer(world)
        with answering(world.parts) as url:
            yield Served(url, world, late, mine)


@contextmanager
def answering(parts: Parts) -> Iterator[str]:
    """A real server on a free port of this machine; answers its address."""
    listening = listen("127.0.0.1", 0)
    server = server_of(create_app(parts))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    pause = Event()
    while not server.started:
        pause.wait(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
    assert not thread.is_alive()


def signed_in(context: BrowserContext, served: Served, role: Role | None) -> BrowserContext:
    """A browser in which somebody with a role has signed in; nobody without a role."""
    if role is None:
        return context
    if role not in served.tokens:
        parts = served.world.parts
        with parts.doing(SYSTEM) as deed:
            user = add_user(
                deed,
                email=f"{role}@shop.example",
                name=f"{role.title()} Muster",
                role=role,
                password=PASSWORD,
            )
        served.tokens[role] = sign_in(parts, user.email, PASSWORD, "127.0.0.1").token
    context.add_cookies([{"name": PLAIN, "value": served.tokens[role], "url": served.url}])
    return context


def open_page(
    browser: Browser,
    served: Served,
    path: str,
    *,
    width: int = 390,
    scheme: Scheme = "light",
    role: Role | None = Role.ADMIN,
    **options: Any,
) -> tuple[Page, list[str]]:
    """A page at a width, and everything that the browser complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, **options
    )
    return opened_in(signed_in(context, served, role), served, path)


def opened_in(context: BrowserContext, served: Served, path: str) -> tuple[Page, list[str]]:
    """A page in a browser that is open already, and everything that the browser complained about."""
    page, complaints = heard_in(context)
    page.goto(served.url + path)
    return page, complaints


def heard_in(context: BrowserContext) -> tuple[Page, list[str]]:
    """An empty tab, and everything that the browser will complain about in it."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: _heard(message, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: _failed(request, complaints))
    return page, complaints


def show(page: Page, width: int, scheme: Scheme) -> None:
    """The same page on another screen: loading it anew would show nothing else and take most of the time."""
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)


def _heard(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type in {"error", "warning"}:  # the others are hints
        complaints.append(message.text)


def _failed(request: Request, complaints: list[str]) -> None:
    # The icon alone is fetched after a page counts as loaded, so only it is cut off by going on.
    is_left = request.failure == "net::ERR_ABORTED" and request.url.endswith("/static/icon.svg")
    if not is_left:
        complaints.append(f"{request.url}: {request.failure}")


def begin(world: World) -> None:
    """What comes before everything else: a unit changes hands later, and a gift waits while anything is open."""
    maintained_in(world)
    surprised_in(world)


def parts_path(served: Served) -> str:
    """The page of parts, with something on it."""
    spared_in(served.world)
    return "/parts"


def staff_paths(served: Served) -> list[str]:
    """Every page of the house."""
    begin(served.world)
    lead = served.world.visits()[0].lead.code
    return [
        "/cases",
        f"/cases/{talk_in(served.world)}",
        "/registrations",
        f"/registrations/{registered_in(served.world).asked_id}",
        "/labels?model=WM-8000&serials=NW9000001",
        f"/units/{passed_in(served.world).unit_id}/owners",
        f"/customers/{served.world.customers[0].id}/registrations/new",
        "/units",
        f"/units/{served.world.unit_id}",
        "/claims",
        f"/claims/{claims_in(served.world)['in-review']}",
        *_recall_paths(served),
        f"/claims/{claims_in(served.world)['approved']}/pack",
        "/returns",
        f"/returns/{returns_in(served.world).arrived}",
        "/complaints",
        "/surveys",
        *(f"/complaints/{each}" for each in complaints_in(served.world).values()),
        f"/claims/{refused_in(served.world)}",
        "/goodwill",
        *(f"/goodwill/grants/{grant_id}" for grant_id in grants_in(served.world).values()),
        "/goodwill/surprises",
        f"/customers/{surprised_in(served.world)}",
        *_prevention_paths(served),
        *_maintenance_paths(served),
        parts_path(served),
        "/",
        "/day/li/2026-11-23",
        "/day/li/2026-11-24",
        f"/visits/{served.late}",
        f"/technicians/{lead}/2026-11-23",
        f"/technicians/{lead}/2026-11-25",
        f"/technicians/{lead}/calendar",
        "/plans",
        "/quotas",
        "/calendars",
        "/work-offers",
        "/password",
        "/api",
        "/patterns",
        "/patterns?language=bn",
        "/nothing",
    ]


def _prevention_paths(served: Served) -> list[str]:
    alarm_in(served.world)
    issue = issue_in(served.world)
    return [
        "/alarms",
        "/issues",
        f"/issues/{issue}",
        f"/issues/{issue}/edit",
        "/help/articles/filter-clogs",
        "/playbooks",
        f"/playbooks/{playbook_in(served.world)}",
        "/checklists",
        f"/checklists/{checklist_in(served.world)}",
        f"/cases/{case_in(served.world)}/triage",
        f"/cases/{case_in(served.world)}/triage/visit?kind=install",
        f"/cases/{case_in(served.world)}/triage/visit?kind=repair",
    ]


def _maintenance_paths(served: Served) -> list[str]:
    made = maintained_in(served.world)
    return [
        "/maintenance",
        f"/maintenance/{made.row_id}",
        f"/maintenance/{made.row_id}/book",
        "/maintenance/schedules",
        "/maintenance/schedules/new",
        f"/maintenance/schedules/{made.schedule_id}",
        "/maintenance/contracts",
        f"/maintenance/contracts/{made.contract_id}",
        f"/units/{made.unit_id}/contracts/new",
    ]


def _recall_paths(served: Served) -> list[str]:
    recalls = recalls_in(served.world)
    told = f"/campaigns/{recalls.published}"
    return [
        "/campaigns",
        "/campaigns/new",
        f"/campaigns/{recalls.draft}",
        told,
        f"{told}/responses/{recalls.responses[0]}",
        f"/recall/{recalls.token}",
    ]


def open_paths(served: Served) -> list[str]:
    """Every page for whoever has no account."""
    visit = next(
        visit for visit in served.world.visits() if str(visit.appointment.id) == served.late
    )
    token = served.world.token_of(visit)
    booked = booking_in(served.world).token
    registered, passed = registered_in(served.world), passed_in(served.world)
    return [
        "/sign-in",
        "/find",
        f"/visit/{token}",
        f"/visit/{token}?said=called",
        f"/mine/{served.mine}",
        "/visit/nonsense",
        "/help",
        "/help/received",
        "/technicians/no-signal",
        f"/visit/{token}/complaint",
        *(own_page_of(served.world, each) for each in complaints_in(served.world).values()),
        f"{own_survey_of(served.world, surveys_in(served.world)[0])}?score=4",
        f"{own_survey_of(served.world, surveys_in(served.world)[0])}/unsubscribe",
        "/register?model=WM-8000&serial=NW9000001",
        f"/register/{registered.thanked}",
        f"/registration/{registered.active}",
        f"/registration/{registered.asked}",
        f"/registration/{registered.active}/transfer",
        f"/registration/{passed.owner}/transfer",
        f"/transfer/{passed.new}",
        f"/return/{returns_in(served.world).token}",
        offers_in(served.world),
        *booking_pages(served.world),
        *own_pages(served.world).values(),
        "/guarantee/PT",
        "/book",
        "/book/received",
        *(f"/book/{booked}/{step}" for step in ("address", "site", "contact")),
    ]


def violations(page: Page) -> list[str]:
    """Where a page breaks WCAG 2.1 A or AA, as axe sees it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    return _found(page, {"type": "tag", "values": WCAG})


@cache
def _axe() -> str:
    assert AXE.exists(), "axe is not installed. Run “pip install -e '.[dev]'”."
    return AXE.read_text(encoding="utf-8")


def pale_texts(page: Page) -> list[str]:
    """Where texts are too pale: all that another colour scheme can change; `violations` ran before."""
    return _found(page, {"type": "rule", "values": ["color-contrast"]})


def _found(page: Page, only: dict[str, Any]) -> list[str]:
    found = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only
    )
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary']}"
        for rule in cast("list[dict[str, Any]]", found["violations"])
        for node in rule["nodes"]
    ]


def _list_of_a_buyer(world: World) -> str:
    """What opens a buyer's list of visits, got as a buyer gets it but for the mail."""
    parts, email = world.parts, "buyer0@example.org"
    ask_code(parts, email, "en", "127.0.0.1")
    with parts.store.reading() as session:
        [code] = session.exec(select(OneTimeCode)).all()
    return redeem_code(parts, email, code_digits(parts.secret, code.id), "127.0.0.1")
