"""A shop whose letters leave by a real mail server and whose text messages by a real bridge, on a day that goes wrong."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Event
from typing import Final
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from icalendar import Calendar
from playwright.sync_api import BrowserContext
from pydantic import SecretStr

from aftersales.booking import set_quota, wait_for_earlier
from aftersales.bootstrap import bootstrap
from aftersales.clock import SetClock, SystemClock
from aftersales.deed import SYSTEM
from aftersales.identifiers import Identifiers, link_token
from aftersales.jobs.rounds import do_rounds, rounds
from aftersales.links import issue_link
from aftersales.notices.delivery import send_due
from aftersales.queries.places import territory_by_code
from aftersales.queries.staff import technician_by_code
from aftersales.queries.visits import visits_by_id
from aftersales.records import JobKind, LinkPurpose, Role, WorkKind
from aftersales.sessions import sign_in
from aftersales.settings import Settings
from aftersales.technicians import DayPlan
from aftersales.users import add_user
from tests.aftersales.booking.conftest import Shop
from tests.aftersales.channels.test_mail import Inbox
from tests.aftersales.channels.test_mail import serving as taking_mail
from tests.aftersales.small_city import MONDAY, TUESDAY, WEDNESDAY, found_city
from tests.aftersales.webhooks.shop_system import Answering, ShopSystem
from tests.conftest import MONDAY_MORNING
from tests.web.browsing import PASSWORD, answering
from tests.web.phoned import CLOCK
from web.cookies import PLAIN

LATE_SHIFT: Final = DayPlan(
    from_time=time(8),
    to_time=time(20),
    break_from=time(11, 30),
    break_to=time(13, 30),
    break_minutes=30,
)
NEAR: Final = ((47.1664, 9.5091), (47.1601, 9.5101), (47.1702, 9.5002))
"""A few minutes from the depot and from each other."""

TEN, AFTERNOON = (time(10), time(12)), (time(14), time(16))

WATCHED: Final = (JobKind.WATCH, JobKind.BOOKINGS)
"""What the server does by itself each minute about such a day, beside delivering."""


@dataclass(frozen=True)
class DelayedDay:
    """One technician's Monday: a repair at ten, an installation promised between two and four; somebody waits for Tuesday.

    Attributes:
        shop: who works there, and what they do.
        url: where its pages answer.
        inbox: what the mail server took.
        bridge: what was texted.
    """

    shop: Shop
    url: str
    inbox: Inbox
    bridge: ShopSystem

    def clock_shows(self, hour: int, minute: int) -> None:
        """It is so late on Monday; what the server does each minute is done."""
        self.shop.clock.move_to(self.shop.at(MONDAY, hour, minute))
        with ThreadPoolExecutor(1) as beside:  # this thread belongs to the browser
            beside.submit(self._minute).result()

    def _minute(self) -> None:
        for each in rounds():
            if each.kind in WATCHED:
                do_rounds(self.shop.parts, each, Event())
        send_due(self.shop.parts)

    def letters_to(self, address: str) -> list[EmailMessage]:
        """What the mail server took for somebody, the oldest first."""
        return [
            message_from_bytes(content, policy=policy.default)
            for _sender, recipients, content in self.inbox.taken
            if address in recipients
        ]

    def texts(self) -> list[str]:
        """What was texted, the oldest first."""
        return [each.content["text"] for each in self.bridge.taken]

    def calendar_of(self, address: str) -> list[tuple[datetime, datetime]]:
        """What stands in the calendar of somebody who takes every invitation that comes by mail."""
        kept: dict[str, tuple[int, str, datetime, datetime]] = {}
        for calendar in self._invitations_to(address):
            (event,) = calendar.walk("VEVENT")
            uid, sequence = str(event["UID"]), event.decoded("SEQUENCE")
            if uid not in kept or kept[uid][0] <= sequence:
                span = self.wall(event.decoded("DTSTART")), self.wall(event.decoded("DTEND"))
                kept[uid] = (sequence, str(calendar["METHOD"]), *span)
        return sorted((start, end) for _seq, how, start, end in kept.values() if how == "REQUEST")

    def _invitations_to(self, address: str) -> list[Calendar]:
        """The calendar parts of the letters to somebody, the oldest first."""
        return [
            Calendar.from_ical(str(part.get_content()))
            for letter in self.letters_to(address)
            for part in letter.walk()
            if part.get_content_type() == "text/calendar"
        ]

    def wall(self, moment: datetime) -> datetime:
        """What the clock on the wall shows at a moment."""
        return moment.astimezone(ZoneInfo(self.shop.zone)).replace(tzinfo=None)

    def starts_of(self, code: str) -> list[datetime]:
        """When the visits begin that the calendar of a technician shows, as their app fetches it."""
        with self.shop.parts.doing(SYSTEM) as deed:
            worker = technician_by_code(deed.session, code)
            assert worker is not None
            token = link_token(
                self.shop.parts.secret, issue_link(deed, LinkPurpose.FEED, worker.id)
            )
        with urlopen(f"{self.url}/feeds/{token}.ics") as answer:
            calendar = Calendar.from_ical(answer.read())
        return sorted(self.wall(event.decoded("DTSTART")) for event in calendar.walk("VEVENT"))

    def signed_in(self, context: BrowserContext, code: str) -> BrowserContext:
        """A browser in which this technician has signed in."""
        with self.shop.parts.doing(SYSTEM) as deed:
            worker = technician_by_code(deed.session, code)
            assert worker is not None
            user = add_user(
                deed,
                email=worker.email,
                name=worker.name,
                role=Role.TECHNICIAN,
                password=PASSWORD,
                technician_id=worker.id,
            )
        behind = self.shop.clock.now() - SystemClock().now()  # the phone lives on that day, too
        context.add_init_script(CLOCK % (behind / timedelta(milliseconds=1)))
        token = sign_in(self.shop.parts, user.email, PASSWORD, "127.0.0.1").token
        context.add_cookies([{"name": PLAIN, "value": token, "url": self.url}])
        return context


@contextmanager
def delayed_day(folder: Path, database_url: str) -> Iterator[DelayedDay]:
    """The shop, everybody told of their visits the day before."""
    clock = SetClock(MONDAY_MORNING - timedelta(days=1))
    inbox = Inbox()
    with taking_mail(inbox) as mail_port, ShopSystem() as bridge:
        bridge.usual = Answering(200, body=b"{}")
        settings = Settings(
            database_url=database_url,
            outbox=folder / "outbox",
            uploads_folder=folder / "uploads",
            secret_key=SecretStr("k" * 43),
            requests_per_minute=100_000,
            smtp_host="127.0.0.1",
            smtp_port=mail_port,
            smtp_starttls=False,
            bridge_url=f"http://127.0.0.1:{bridge.port}/out",
            message_secret=SecretStr("whsec_" + base64.b64encode(b"k" * 32).decode()),
            webhooks_allow_local=True,
            booking_lead_hours=2,
        )
        with bootstrap(settings, clock=clock, ids=Identifiers(1)) as parts:
            parts.store.migrate()
            city = found_city(parts, clock)
            shop = Shop(city.parts, city.clock, city.zone)
            _book(shop)
            with answering(shop.parts) as url:
                yield DelayedDay(shop, url, inbox, bridge)


def _book(shop: Shop) -> None:
    """Somebody's repair at ten, somebody's machine in the afternoon, and who waits for an earlier time."""
    shop.hire("T1", MONDAY, WEDNESDAY, plan=LATE_SHIFT)
    shop.hire("T2", TUESDAY, plan=LATE_SHIFT)
    shop.asks((MONDAY, TEN), place=NEAR[0], minutes=120, kind=WorkKind.REPAIR)
    shop.asks((MONDAY, AFTERNOON), place=NEAR[1], minutes=45)
    shop.plan(MONDAY, 1)
    waiting = shop.books(shop.sells(place=NEAR[2], minutes=45), "2026-11-24T08:00/12:00")
    with shop.parts.doing(SYSTEM) as deed:
        wait_for_earlier(deed, visits_by_id(deed.session, [waiting])[waiting])
        area = territory_by_code(deed.session, "li")
        assert area is not None
        set_quota(deed, area, None, weekday=None, on=MONDAY, most=2)  # the day is full
    send_due(shop.parts)
