"""Technicians' own calendars are asked over HTTP: what they say counts as absence, and goes when it goes there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from aftersales.busy import follow_calendar, poll_busy
from aftersales.errors import NotUnderstood
from aftersales.records import (
    Absence,
    AbsenceKind,
    BusyCalendar,
    Event,
    Technician,
)
from aftersales.technicians import DayPlan, add_absence, add_shift
from tests.aftersales.calendars.test_busy import calendar
from tests.aftersales.conftest import Village

DENTIST = "DTSTART:20261125T090000Z\nDTEND:20261125T110000Z\nSUMMARY:Dentist"
LUNCH = "DTSTART:20261126T110000Z\nDTEND:20261126T120000Z"


class Elsewhere:
    """A calendar server somewhere on this machine."""

    def __init__(self) -> None:
        self.content = b""
        self.status = 200
        self.url = ""

    @contextmanager
    def open(self) -> Iterator[None]:
        elsewhere = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(elsewhere.status)
                self.end_headers()
                self.wfile.write(elsewhere.content)

            def log_message(self, *_args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}/secret.ics"
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    server = Elsewhere()
    with server.open():
        yield server


@pytest.fixture
def followed(village: Village, elsewhere: Elsewhere) -> Village:
    """A village that may ask this machine, whose first technician has given their calendar."""
    settings = village.parts.settings.model_copy(update={"webhooks_allow_local": True})
    village = replace(village, parts=replace(village.parts, settings=settings))
    follow(village, elsewhere.url)
    return village


def follow(village: Village, url: str) -> None:
    with village.doing() as deed:
        worker = deed.session.get_one(Technician, village.technicians[0].id)
        follow_calendar(deed, worker, url)


def poll(village: Village) -> int:
    return poll_busy(village.parts, lambda: False)


def absences(village: Village) -> list[tuple[AbsenceKind, datetime]]:
    rows = sorted(village.all_of(Absence), key=lambda row: row.from_at)
    return [(row.kind, row.from_at) for row in rows]


def test_busy_times_come_move_and_go_with_the_calendar(
    followed: Village, elsewhere: Elsewhere
) -> None:
    nine, eleven = (datetime(2026, 11, 25, hour, tzinfo=UTC) for hour in (9, 11))
    noon = datetime(2026, 11, 26, 11, tzinfo=UTC)
    with followed.doing() as deed:
        worker = deed.session.get_one(Technician, followed.technicians[0].id)
        add_absence(deed, worker, AbsenceKind.HOLIDAY, eleven, eleven + timedelta(days=9))

    elsewhere.content = calendar(DENTIST, LUNCH)
    assert (poll(followed), poll(followed)) == (1, 1)
    assert absences(followed) == [
        (AbsenceKind.BUSY, nine),
        (AbsenceKind.HOLIDAY, eleven),
        (AbsenceKind.BUSY, noon),
    ]
    told = [each for each in followed.all_of(Event) if each.what == "absence_reported"]
    assert len(told) == 3  # nothing is written down twice
    assert all("Dentist" not in str(row) for row in followed.all_of(Absence))

    elsewhere.content = calendar(DENTIST.replace("T09", "T10"))
    poll(followed)
    assert absences(followed) == [
        (AbsenceKind.BUSY, datetime(2026, 11, 25, 10, tzinfo=UTC)),
        (AbsenceKind.HOLIDAY, eleven),
    ]

    follow(followed, "")
    assert absences(followed) == [(AbsenceKind.HOLIDAY, eleven)]
    assert followed.all_of(BusyCalendar) == []
    assert poll(followed) == 0


def test_a_calendar_that_cannot_be_read_changes_nothing_and_says_why(
    followed: Village, elsewhere: Elsewhere
) -> None:
    elsewhere.content = calendar(DENTIST)
    poll(followed)
    before = absences(followed)

    for status, content, why in (
        (404, b"", "answers 404"),
        (302, b"", "answers 302"),
        (200, b"<html>", "no calendar"),
    ):
        elsewhere.status, elsewhere.content = status, content
        assert poll(followed) == 0
        (row,) = followed.all_of(BusyCalendar)
        assert why in row.problem
        assert absences(followed) == before

    elsewhere.status, elsewhere.content = 200, calendar(DENTIST)
    assert poll(followed) == 1
    (row,) = followed.all_of(BusyCalendar)
    assert (row.problem, row.looked_at) == ("", followed.clock.now())


def test_an_address_inside_the_house_is_not_asked(village: Village, elsewhere: Elsewhere) -> None:
    follow(village, elsewhere.url)

    assert poll(village) == 0
    (row,) = village.all_of(BusyCalendar)
    assert "private network" in row.problem


def test_nobody_is_sent_to_a_visit_while_busy(followed: Village, elsewhere: Elsewhere) -> None:
    with followed.doing() as deed:
        for worker in followed.technicians[:2]:
            for ahead in range(7):
                on = datetime(2026, 11, 24).date() + timedelta(days=ahead)
                plan = DayPlan(
                    from_time=datetime(2026, 1, 1, 8).time(),
                    to_time=datetime(2026, 1, 1, 17).time(),
                )
                add_shift(deed, worker, "Europe/Vaduz", on, plan)
    booked = followed.book(followed.moment(25, 10))
    elsewhere.content = calendar(DENTIST)

    assert poll(followed) == 1

    visit = followed.visit(booked)
    is_left = visit.lead.id != followed.technicians[0].id
    assert is_left or visit.appointment.planned_start_at >= datetime(2026, 11, 25, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("webcal://cal.example/x.ics", "https://cal.example/x.ics"),
        (" https://cal.example/x.ics?a=b ", "https://cal.example/x.ics?a=b"),
    ],
)
def test_addresses_are_kept_as_they_are_asked(village: Village, typed: str, kept: str) -> None:
    follow(village, typed)
    follow(village, typed)

    assert [row.url for row in village.all_of(BusyCalendar)] == [kept]
    told = [each for each in village.all_of(Event) if each.what == "busy_calendar_changed"]
    assert len(told) == 1


@pytest.mark.parametrize(
    "typed",
    ["cal", "ftp://x.example/y", "https://", "https://x y", "file:///etc/passwd", "http://[x"],
)
def test_what_is_no_address_is_refused(village: Village, typed: str) -> None:
    with pytest.raises(NotUnderstood):
        follow(village, typed)

    assert village.all_of(BusyCalendar) == []
