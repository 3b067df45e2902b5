"""A storm of delays: the process that tells them is killed twice, and everybody is told once, by mail and by text."""

from __future__ import annotations

import base64
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from aftersales.clock import SetClock
from aftersales.day_watch.reports import report_arrived, report_overrun
from aftersales.moments import CELL, grid_up
from aftersales.notices.delivery import send_due
from aftersales.notices.kinds import NoticeKind
from aftersales.parts import Parts
from aftersales.places import Address
from aftersales.records import Notice, NoticeState
from aftersales.technicians import add_technician
from tests.aftersales.channels.test_mail import Inbox
from tests.aftersales.channels.test_mail import serving as taking_mail
from tests.aftersales.conftest import VADUZ, Village, build_village
from tests.aftersales.jobs.conftest import wait_for
from tests.aftersales.jobs.running import runner
from tests.aftersales.small_city import assert_nothing_is_double_booked
from tests.aftersales.webhooks.shop_system import Answering, ShopSystem

LONG = 120.0
TEAM, VISITS = 12, 4
LATE = TEAM * VISITS

PLACES: Final = {  # somebody is at work in one of them at any hour
    "America/Los_Angeles": ("US", 34.05, -118.24),
    "America/New_York": ("US", 40.71, -74.0),
    "Europe/Vaduz": (VADUZ.country, VADUZ.latitude, VADUZ.longitude),
    "Asia/Dhaka": ("BD", 23.81, 90.41),
    "Asia/Tokyo": ("JP", 35.68, 139.77),
    "Australia/Lord_Howe": ("AU", -31.55, 159.08),
}


def somewhere_at_work() -> Address:
    """A place where it is a working hour now, whenever this runs: processes to be killed live by the real clock."""
    now = datetime.now(UTC)
    zone = next(zone for zone in PLACES if 8 <= now.astimezone(ZoneInfo(zone)).hour < 16)
    country, latitude, longitude = PLACES[zone]
    return replace(VADUZ, country=country, latitude=latitude, longitude=longitude)


@pytest.fixture
def bridge() -> Iterator[ShopSystem]:
    with ShopSystem() as system:
        system.usual = Answering(200, body=b"{}")
        yield system


def full_day(parts: Parts, clock: SetClock) -> tuple[Village, list[UUID], list[UUID]]:
    """Everybody is at their first customer's, and others wait for them; answers the first visits and the later ones."""
    clock.moment = datetime.now(UTC)
    village = build_village(parts, clock, base=somewhere_at_work())
    with village.doing() as deed:
        team = [
            add_technician(
                deed,
                village.territory,
                code=f"s{number}",
                name=f"Tom Vogt {number}",
                email=f"s{number}@aftersales.example",
                phone="+423 111 11 11",
                language="en",
                skills={"plumbing": None},
                cost_per_hour_cents=4000,
                depot_id=village.depot.id,
            )
            for number in range(TEAM)
        ]
    village = replace(village, technicians=tuple(team))
    start_at = grid_up(clock.moment) - 6 * CELL
    firsts, later = [], []
    for number in range(TEAM):
        firsts.append(village.book(start_at, crew=(number,)))
        for visit in range(VISITS):
            at = start_at + timedelta(hours=1, minutes=10 * visit)
            window = at - timedelta(minutes=10), at + timedelta(minutes=50)
            later.append(village.book(at, minutes=10, crew=(number,), window=window))
    send_due(parts)
    for first in firsts:
        with village.doing() as deed:
            report_arrived(deed, first, start_at)
    return village, firsts, later


def told(village: Village) -> list[Notice]:
    """The news of delays."""
    return village.notices(NoticeKind.DELAYED.value)


def storm(village: Village, firsts: list[UUID]) -> None:
    """Everybody says at once that it takes all day."""
    for first in firsts:
        with village.doing() as deed:
            report_overrun(deed, first, deed.now, 600)


def test_storm_of_delays_outlives_two_power_cuts(
    parts: Parts,
    clock: SetClock,
    bridge: ShopSystem,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    village, firsts, later = full_day(parts, clock)
    today = clock.moment.date()
    inbox = Inbox()
    storm(village, firsts)

    with taking_mail(inbox) as port:
        for name, value in {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(port),
            "SMTP_STARTTLS": "false",
            "BRIDGE_URL": f"http://127.0.0.1:{bridge.port}/out",
            "MESSAGE_SECRET": "whsec_" + base64.b64encode(b"k" * 32).decode(),
            "WEBHOOKS_ALLOW_LOCAL": "true",
        }.items():
            monkeypatch.setenv(f"AFTERSALES_{name}", value)

        def cut_off(when: Callable[[], bool], on: date = today) -> int:
            """Let the runner work until something is so, then cut its power; answers how many letters had left."""
            with runner(village.parts, on, tmp_path) as running:
                wait_for(when, LONG)
                assert running.poll() is None
            return len(inbox.taken)

        first = cut_off(lambda: len(inbox.taken) >= 3)
        second = cut_off(lambda: len(told(village)) == LATE and len(inbox.taken) >= LATE // 2)
        assert 3 <= first < second < 2 * LATE
        cut_off(
            lambda: {each.state for each in told(village)} == {NoticeState.SENT},
            today + timedelta(days=1),  # what was begun when the power went is tried again by then
        )

    assert Counter(each.subject_id for each in told(village)) == Counter(later)
    assert_every_letter_is_one_news(inbox, told(village))
    assert_every_text_is_one_news(bridge)
    assert {each.attempts for each in told(village)} <= {2, 3, 4}
    assert_nothing_is_double_booked(parts)


def assert_every_letter_is_one_news(inbox: Inbox, news: list[Notice]) -> None:
    """Each was told, and whatever came twice is the very same letter."""
    letters = defaultdict(set)
    for _sender, _to, content in inbox.taken:
        message = message_from_bytes(content)
        if "will be later" in str(message["Subject"]):
            letters[message["Message-ID"]].add(content)
    assert len(letters) == len(news)
    assert {len(each) for each in letters.values()} == {1}


def assert_every_text_is_one_news(bridge: ShopSystem) -> None:
    """The same of text messages: a repeat has the same identifier and says the same."""
    texts = defaultdict(set)
    for each in bridge.taken:
        texts[each.id].add(each.content["text"])
    assert len(texts) == LATE
    assert {len(each) for each in texts.values()} == {1}
