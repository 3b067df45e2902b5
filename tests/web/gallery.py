"""Every page as a picture, at four widths, in two themes and three languages, and what is wrong with each.

    python -m tests.web.gallery --out gallery

A page is wrong when something sticks out of it sideways, when a word stayed English in another language,
or when a name from the code is read by people. The folder gets an index.html to look through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, BrowserContext, Page
from rich.console import Console
from rich.progress import Progress
from sqlmodel import select

from aftersales.deed import SYSTEM
from aftersales.logs import configure_logs
from aftersales.queries.access import user_by_email
from aftersales.queries.staff import technician_by_code
from aftersales.records import Customer, Role, UnitTransfer, User
from aftersales.service_partners import add_service_partner
from aftersales.sessions import sign_in
from aftersales.solving import ProcessPlanner
from aftersales.users import add_user
from aftersales.words import LANGUAGES
from tests.web.bettered import improvements_in
from tests.web.browsing import (
    PASSWORD,
    SCHEMES,
    WIDTHS,
    Scheme,
    Served,
    begin,
    chromium,
    open_paths,
    parts_path,
    serving,
    show,
)
from tests.web.cased import cases_in
from tests.web.checked import checklist_in
from tests.web.claimed import claims_in
from tests.web.complained import STATES, complaints_in
from tests.web.goodwill import grants_in, refused_in
from tests.web.maintained import maintained_in
from tests.web.offered import OFFICE_EMAIL
from tests.web.own_case import own_pages, talk_in
from tests.web.posted import letters_in
from tests.web.prevented import alarm_in, case_in, issue_in, playbook_in
from tests.web.recalled import recalls_in
from tests.web.registered import passed_in, registered_in
from tests.web.returned import returns_in
from tests.web.surprised import surprised_in
from web.cookies import PLAIN

STICKS_OUT: Final = """() => {
  const wide = document.scrollingElement.scrollWidth > innerWidth;
  const cut = [...document.querySelectorAll("h1, h2, h3, p, li, dd, dt, label, button, .button, td, th")]
    .filter(e => e.getClientRects().length && !e.closest(".scroll, .unseen, svg") && e.scrollWidth > e.clientWidth + 1
      && getComputedStyle(e).display !== "inline")
    .map(e => e.textContent.trim().slice(0, 60));
  return (wide ? ["the page is wider than the window"] : []).concat(cut);
}"""
"""What is wider than its place."""

SAID: Final = """() => {
  const said = [];
  const language = document.documentElement.lang;
  const isOurs = e => e.closest("[lang]").lang === language && !e.closest("[translate=no], code, script, style");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent.replace(/\\s+/g, " ").trim();
    if (text && isOurs(node.parentElement)) said.push(text);
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const e of document.querySelectorAll(`[${name}]`)) if (isOurs(e)) said.push(e.getAttribute(name));
  said.push(document.title);
  return said;
}"""
"""Everything that a page says in its own language, seen or read aloud."""

STAYED: Final = "stayed English:"

RAW: Final = re.compile(r"\b[a-z]{2,}_[a-z_]{2,}\b")
"""A name from the code."""


@dataclass(frozen=True, slots=True)
class View:
    """One page: its name in the gallery, its address, and who looks at it; samples are English on purpose."""

    name: str
    path: str
    role: Role | None = None
    has_samples: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one picture."""

    picture: str
    sentence: str


REGISTERING: Final = (
    *("register", "registered", "registration-active", "registration-asked"),
    *("pass-on", "passed-on", "transfer"),
)
"""What buyers see when they register, and when a product changes hands."""


BOOKING_STEPS: Final = ("book-ask", "book-received", "book-address", "book-site", "book-contact")
"""What buyers see before they choose a time."""

BOOKING: Final = ("booking-times", "booking-kept", "booking-earlier", "booking-other-times")
"""What buyers see when they book, and when an earlier time is offered to them."""


def views_of(served: Served) -> list[View]:
    """Every page of the small world, as whoever it is for."""
    lead = served.world.visits()[0].lead.code
    begin(served.world)
    letters_in(served.world)
    names = (
        *("sign-in", "lost-link", "visit", "visit-called", "own-visits", "dead-link"),
        *("help", "help-received", "no-signal"),
        *("complain", *(f"own-complaint-{state}" for state in STATES)),
        *("survey", "unsubscribe"),
        *REGISTERING,
        "own-return",
        "partner-offers",
        *BOOKING,
        *own_pages(served.world),
        "guarantee",
        *BOOKING_STEPS,
    )
    strangers = zip(names, open_paths(served), strict=True)
    return [
        *(View(name, path) for name, path in strangers),
        *(View(f"home-{role}", "/", role) for role in Role if role is not Role.TECHNICIAN),
        View("technician-day", f"/technicians/{lead}/2026-11-23", Role.TECHNICIAN),
        View("technician-free-day", f"/technicians/{lead}/2026-11-25", Role.TECHNICIAN),
        View("day", "/day/li/2026-11-23", Role.DISPATCHER),
        View("empty-day", "/day/li/2026-11-24", Role.DISPATCHER),
        View("visits", f"/visits/{served.late}", Role.SUPPORT),
        View("visit-other-times", other_times(served), Role.SUPPORT),
        View("plans", "/plans", Role.DISPATCHER),
        View("customers", "/customers", Role.SUPPORT),
        View("customer", f"/customers/{served.world.customers[0].id}", Role.SUPPORT),
        View("customer-data", f"/customers/{served.world.customers[0].id}/data", Role.SUPPORT),
        View("customers-twice", "/customers/duplicates", Role.SUPPORT),
        View(
            "merge",
            f"/customers/{served.world.customers[0].id}/merge?with={served.world.customers[1].id}",
            Role.SUPPORT,
        ),
        View("registrations", "/registrations", Role.SUPPORT),
        View(
            "registration-desk",
            f"/registrations/{registered_in(served.world).asked_id}",
            Role.SUPPORT,
        ),
        View(
            "registering",
            f"/customers/{served.world.customers[0].id}/registrations/new",
            Role.SUPPORT,
        ),
        View("owners", f"/units/{passed_in(served.world).unit_id}/owners", Role.SUPPORT),
        View("labels", "/labels?model=WM-8000&serials=NW9000001", Role.SUPPORT),
        View("units", "/units", Role.SUPPORT),
        View("unit", f"/units/{served.world.unit_id}", Role.SUPPORT),
        View("cases", "/cases", Role.SUPPORT),
        View("case-new", "/cases/new", Role.SUPPORT),
        View("channels", "/channels", Role.MANAGER),
        View("promises", "/promises", Role.MANAGER),
        *(
            View(name, f"/cases/{case_id}", Role.SUPPORT)
            for name, case_id in cases_in(served.world).items()
        ),
        View("case-talk", f"/cases/{talk_in(served.world)}", Role.SUPPORT),
        View("claims", "/claims", Role.SUPPORT),
        *(
            View(f"claim-{name}", f"/claims/{claim_id}", Role.SUPPORT)
            for name, claim_id in claims_in(served.world).items()
        ),
        View("claim-pack", f"/claims/{claims_in(served.world)['approved']}/pack", Role.SUPPORT),
        View("parts", parts_path(served), Role.SUPPORT),
        View("returns", "/returns", Role.SUPPORT),
        View("return-desk", f"/returns/{returns_in(served.world).arrived}", Role.SUPPORT),
        View("return-awaited", f"/returns/{returns_in(served.world).awaited}", Role.SUPPORT),
        *_recalls(served),
        View("set-aside", "/set-aside", Role.SUPPORT),
        View("complaints", "/complaints", Role.SUPPORT),
        View("surveys", "/surveys?by=channel", Role.SUPPORT),
        *(
            View(f"complaint-{name}", f"/complaints/{complaint_id}", Role.SUPPORT)
            for name, complaint_id in complaints_in(served.world).items()
        ),
        View("claim-goodwill", f"/claims/{refused_in(served.world)}", Role.SUPPORT),
        View("goodwill", "/goodwill", Role.MANAGER),
        *(
            View(f"goodwill-{name}", f"/goodwill/grants/{grant_id}", Role.MANAGER)
            for name, grant_id in grants_in(served.world).items()
        ),
        View("surprises", "/goodwill/surprises", Role.MANAGER),
        View("customer-surprised", f"/customers/{surprised_in(served.world)}", Role.SUPPORT),
        *_prevention(served),
        *_maintenance(served),
        View("quotas", "/quotas", Role.MANAGER),
        View("calendars", "/calendars", Role.MANAGER),
        View("own-calendar", f"/technicians/{lead}/calendar", Role.DISPATCHER),
        View("work-offers", "/work-offers", Role.DISPATCHER),
        View("work-offers-partner", "/work-offers", Role.PARTNER),
        View("password", "/password", Role.SUPPORT),
        View("patterns", "/patterns", Role.ADMIN, has_samples=True),
        View("not-there", "/day/nowhere/2026-11-23", Role.DISPATCHER),
    ]


def other_times(served: Served) -> str:
    """The times that the last visit of Monday could have."""
    return f"/work-orders/{served.world.visits()[-1].work_order.id}/times"


def _prevention(served: Served) -> list[View]:
    alarm = alarm_in(served.world)
    issue = issue_in(served.world)
    return [
        View("alarms", "/alarms", Role.SUPPORT),
        View("issues", "/issues", Role.SUPPORT),
        View("issue", f"/issues/{issue}", Role.MANAGER),
        View("issue-edit", f"/issues/{issue}/edit", Role.SUPPORT),
        View("article", "/help/articles/filter-clogs"),
        View("playbooks", "/playbooks", Role.SUPPORT),
        View("playbook", f"/playbooks/{playbook_in(served.world)}", Role.SUPPORT),
        View("checklists", "/checklists", Role.MANAGER),
        View("checklist", f"/checklists/{checklist_in(served.world)}", Role.MANAGER),
        View("improvements", "/improvements", Role.SUPPORT),
        View("improvement-new", f"/improvements/new?alarm={alarm}", Role.SUPPORT),
        View("improvement-from-answers", "/improvements/new?by=channel&of=visit", Role.SUPPORT),
        View("improvement", f"/improvements/{improvements_in(served.world)['late']}", Role.MANAGER),
        View("triage", f"/cases/{case_in(served.world)}/triage", Role.SUPPORT),
        *(
            View(
                f"arrange-{kind}",
                f"/cases/{case_in(served.world)}/triage/visit?kind={kind}",
                Role.SUPPORT,
            )
            for kind in ("install", "repair")
        ),
    ]


def _maintenance(served: Served) -> list[View]:
    made = maintained_in(served.world)
    return [
        View("maintenance", "/maintenance", Role.SUPPORT),
        View("maintenance-one", f"/maintenance/{made.row_id}", Role.SUPPORT),
        View("maintenance-unit", f"/units/{made.unit_id}", Role.SUPPORT),
        View("maintenance-schedules", "/maintenance/schedules", Role.SUPPORT),
        View("maintenance-schedule", f"/maintenance/schedules/{made.schedule_id}", Role.MANAGER),
        View("maintenance-schedule-new", "/maintenance/schedules/new", Role.MANAGER),
        View("maintenance-contracts", "/maintenance/contracts", Role.SUPPORT),
        View("maintenance-contract", f"/maintenance/contracts/{made.contract_id}", Role.SUPPORT),
        View("maintenance-contract-new", f"/units/{made.unit_id}/contracts/new", Role.SUPPORT),
        View("upkeep", f"/upkeep/{made.token}"),
    ]


def _recalls(served: Served) -> list[View]:
    recalls = recalls_in(served.world)
    told = f"/campaigns/{recalls.published}"
    return [
        View("campaigns", "/campaigns", Role.SUPPORT),
        View("campaign-new", "/campaigns/new", Role.SUPPORT),
        View("campaign-draft", f"/campaigns/{recalls.draft}", Role.MANAGER),
        View("campaign", told, Role.MANAGER),
        View("campaign-owner", f"{told}/responses/{recalls.responses[0]}", Role.SUPPORT),
        View("recall", f"/recall/{recalls.token}"),
        View("recall-have", f"/recall/{recalls.token}?said=have"),
    ]


def shown(
    browser: Browser,
    served: Served,
    *,
    widths: tuple[int, ...] = WIDTHS,
    schemes: tuple[Scheme, ...] = SCHEMES,
    languages: tuple[str, ...] = LANGUAGES,
    folder: Path | None = None,
    on_step: Callable[[], None] = lambda: None,
) -> Iterator[Fault]:
    """Look at every page in every combination; pictures go into the folder, if there is one."""
    views = views_of(served)
    for language in languages:
        _let_buyers_speak(served, language)
        tabs: dict[Role | None, Page] = {}  # opening one takes longer than a page
        for view in views:
            if view.role not in tabs:
                tabs[view.role] = _context(browser, served, view.role, language).new_page()
            page = tabs[view.role]
            page.goto(served.url + view.path)
            for width, scheme in product(widths, schemes):
                show(page, width, scheme)
                name = f"{view.name}-{width}-{scheme}-{language}"
                if folder is not None:
                    page.screenshot(path=folder / f"{name}.png", full_page=True)
                yield from (
                    Fault(name, each)
                    for each in faults_of(page, language)
                    if not (view.has_samples and each.startswith(STAYED))
                )
                on_step()
        for tab in tabs.values():
            tab.context.close()


def faults_of(page: Page, language: str) -> list[str]:
    """What is wrong with a page as it stands."""
    faults = [f"sticks out: {each}" for each in page.evaluate(STICKS_OUT)]
    answered = page.evaluate("document.documentElement.lang")
    if answered != language:
        faults.append(f"answers in {answered}")
    texts: list[str] = page.evaluate(SAID)
    faults += [f"a name from the code: {text[:80]}" for text in texts if RAW.search(text)]
    if language != "en":
        faults += [f"{STAYED} {text[:80]}" for text in texts if is_english(text, language)]
    return faults


@cache
def is_english(text: str, language: str) -> bool:
    """Whether this is a sentence of the code that has, or should have, other words in the language.

    Pages say much that others say too, and each text is held against a thousand sentences.
    """
    exact, patterns = _english(language)
    return text in exact or any(pattern.fullmatch(text) for pattern in patterns)


@lru_cache(maxsize=len(LANGUAGES))
def _english(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    path = files("aftersales.words") / "locale" / language / "LC_MESSAGES" / "aftersales.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    exact, patterns = set(), []
    theirs: set[str] = set()
    for message in catalogue:
        said = message.id if isinstance(message.id, tuple | list) else (message.id,)
        told = message.string if isinstance(message.string, tuple | list) else (message.string,)
        theirs.update(filter(None, told))
        for each in said:
            if not each or each in told:
                continue
            if "{" not in each:
                exact.add(each)
            elif len(re.sub(r"\{\w+\}|\W", "", each)) > 8:
                parts = re.split(r"\{\w+\}", each)
                patterns.append(re.compile(".+".join(re.escape(part) for part in parts)))
    # a word may be one of both languages, such as “No”, which is “from” in Latvian
    return frozenset(exact - theirs), tuple(patterns)


def _let_buyers_speak(served: Served, language: str) -> None:
    with served.world.parts.doing(SYSTEM) as deed:
        for row in deed.session.exec(select(Customer)):
            row.language = language
            deed.add(row)
        for offered in deed.session.exec(select(UnitTransfer)):
            offered.language = language
            deed.add(offered)
        for office in deed.session.exec(select(User).where(User.email == OFFICE_EMAIL)):
            office.language = language
            deed.add(office)


def _context(browser: Browser, served: Served, role: Role | None, language: str) -> BrowserContext:
    context = browser.new_context(locale=language, reduced_motion="reduce")
    if role is not None:
        context.add_cookies(
            [{"name": PLAIN, "value": _token(served, role, language), "url": served.url}]
        )
    return context


def _token(served: Served, role: Role, language: str) -> str:
    """A session of the user with this role who reads this language."""
    parts, email = served.world.parts, f"{role}.{language}@shop.example"
    with parts.doing(SYSTEM) as deed:
        if user_by_email(deed.session, email) is None:
            lead = served.world.visits()[0].lead.code
            worker = technician_by_code(deed.session, lead)
            assert worker is not None
            if role is Role.PARTNER and worker.service_partner_id is None:
                worker.service_partner_id = add_service_partner(
                    deed, code="P1", name="Hilfe AG", email="p1@example.org", phone="+423 555 03 04"
                ).id
                deed.add(worker)
            add_user(
                deed,
                email=email,
                name="Maximiliane Hasler-Frommelt",
                role=role,
                language=language,
                password=PASSWORD,
                technician_id=worker.id if role is Role.TECHNICIAN else None,
                service_partner_id=worker.service_partner_id if role is Role.PARTNER else None,
            )
    return sign_in(parts, email, PASSWORD, "127.0.0.1").token


def _index(folder: Path) -> None:
    """A page to look through the pictures."""
    pictures = sorted(path.name for path in folder.glob("*.png"))
    figures = "\n".join(
        f'<figure><a href="{escape(name)}"><img src="{escape(name)}" width="320" loading="lazy" alt=""></a>'
        f"<figcaption>{escape(name.removesuffix('.png'))}</figcaption></figure>"
        for name in pictures
    )
    (folder / "index.html").write_text(
        f'<!doctype html><meta charset="utf-8"><title>Gallery</title>'
        f'<main style="display:flex;flex-wrap:wrap;align-items:start">{figures}</main>\n',
        encoding="utf-8",
    )


def main(
    out: Annotated[Path, typer.Option(help="Folder for the pictures.")] = Path("gallery"),
) -> None:
    """Make every picture and say what is wrong with any; ends with status 1 if something is."""
    configure_logs("error")
    out.mkdir(parents=True, exist_ok=True)
    console = Console(highlight=False)
    planner = ProcessPlanner()
    with (
        TemporaryDirectory() as folder,
        chromium() as browser,
        serving(Path(folder), planner) as served,
        Progress(console=Console(stderr=True)) as progress,
    ):
        total = len(views_of(served)) * len(WIDTHS) * len(SCHEMES) * len(LANGUAGES)
        task = progress.add_task("Pages", total=total)
        faults = list(shown(browser, served, folder=out, on_step=lambda: progress.advance(task)))
    planner.close()
    _index(out)
    for fault in faults:
        console.print(f"{fault.picture}: {fault.sentence}", markup=False)
    console.print(f"{total} pictures in {out}, {len(faults)} faults.")
    raise typer.Exit(1 if faults else 0)


if __name__ == "__main__":
    typer.run(main)
