"""A technician's phone before the small world: signed in, with or without signal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from playwright.sync_api import Browser, BrowserContext, Page, Route

from aftersales.clock import SystemClock
from aftersales.deed import SYSTEM
from aftersales.queries.access import user_by_email
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import Visit
from aftersales.records import Role
from aftersales.sessions import sign_in
from aftersales.users import add_user
from tests.web.browsing import PASSWORD, Served
from web.cookies import PLAIN

KEPT_DAYS = """async () => {
  const names = (await caches.keys()).filter(each => each.startsWith("aftersales-day-"));
  const kept = await Promise.all(names.map(async each => (await (await caches.open(each)).keys()).map(one => one.url)));
  return kept.flat();
}"""
"""The addresses of the pages that the browser keeps for use without signal."""

SLOW = timedelta(minutes=10)
"""How far the clock of the phone is behind that of the world."""

CLOCK = """{
  const Real = Date, behind = %d;
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + behind); }
    static now() { return Real.now() + behind; }
  };
}"""
"""Lets the phone live on the day of the world, whatever the day of this machine."""

WAITING = """() => new Promise((resolve, reject) => {
  const opened = indexedDB.open("aftersales", 1);
  opened.onerror = () => reject(opened.error);
  opened.onsuccess = () => {
    const database = opened.result;
    const asked = database.transaction("outbox").objectStore("outbox").getAll();
    asked.onsuccess = () => { database.close(); resolve(asked.result.map(each => [each.words, each.state])); };
  };
})"""
"""What the device keeps of what was said on it: its words, and how it stands."""


@dataclass(frozen=True)
class Phone:
    """A technician's browser with one page; `day` is the path of that page."""

    context: BrowserContext
    page: Page
    day: str

    def open(self) -> None:
        """Open the day and wait until the phone keeps it."""
        self.page.goto(self.day)
        self.until(lambda: any(each.endswith(self.day) for each in self.kept_days()))
        self.until(lambda: bool(self.page.evaluate("navigator.serviceWorker.controller !== null")))

    def kept_days(self) -> list[str]:
        """What opens without signal."""
        return cast("list[str]", self.page.evaluate(KEPT_DAYS))

    def waiting(self) -> list[list[str]]:
        """What was said on this phone and is not on the page of the server yet."""
        return cast("list[list[str]]", self.page.evaluate(WAITING))

    def tap(self, visit: Visit, *labels: str) -> None:
        """Press the buttons of a visit, one after the other."""
        for label in labels:
            self.card(visit).get_by_role("button", name=label).click()

    def card(self, visit: Visit) -> Any:
        """What stands of a visit on the page."""
        return self.page.locator(f"[data-visit='{visit.appointment.id}']")

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for up to ten seconds."""
        for _ in range(100):
            if is_so():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("It did not happen within ten seconds.")


@contextmanager
def phone(
    browser: Browser,
    served: Served,
    code: str,
    language: str = "en",
    *,
    has_sync: bool = True,
    **options: Any,
) -> Iterator[Phone]:
    """The phone of a technician who has signed in; without sync only an open page sends, as on iPhones."""
    context = browser.new_context(
        base_url=served.url, viewport={"width": 390, "height": 844}, **options
    )
    if not has_sync:
        context.add_init_script("delete ServiceWorkerRegistration.prototype.sync")
    behind = served.world.clock.now() - SLOW - SystemClock().now()
    context.add_init_script(CLOCK % (behind / timedelta(milliseconds=1)))
    enter(context, served, code, language)
    try:
        yield Phone(context, context.new_page(), f"/technicians/{code}/2026-11-23")
    finally:
        context.close()


def enter(context: BrowserContext, served: Served, code: str, language: str = "en") -> None:
    """Let the technician sign in, once more if they had."""
    email = account_of(served, code, language)
    token = sign_in(served.world.parts, email, PASSWORD, "127.0.0.1").token
    context.add_cookies([{"name": PLAIN, "value": token, "url": served.url}])


def account_of(served: Served, code: str, language: str = "en") -> str:
    """What a technician signs in with."""
    email = f"{code.lower()}-{language}@shop.example"
    with served.world.parts.doing(SYSTEM) as deed:
        worker = technician_by_code(deed.session, code)
        assert worker is not None
        if user_by_email(deed.session, email) is None:
            add_user(
                deed,
                email=email,
                name=worker.name,
                role=Role.TECHNICIAN,
                language=language,
                password=PASSWORD,
                technician_id=worker.id,
            )
    return email


def lose_the_answer(route: Route) -> None:
    """Let the server do what is asked, and let nobody hear that it did."""
    route.fetch(max_redirects=0)
    route.abort()
