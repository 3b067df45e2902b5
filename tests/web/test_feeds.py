"""A technician's calendar over HTTP."""

from datetime import datetime, time, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from icalendar import Calendar

from aftersales.deed import SYSTEM
from aftersales.links import revoke_links
from aftersales.queries.staff import technician_by_code
from aftersales.records import LinkPurpose
from aftersales.work_orders import CancelledBy, cancel_visit
from tests.web.conftest import World


def test_the_feed_shows_the_planned_times(client: TestClient, world: World) -> None:
    answer = client.get(f"/feeds/{world.feed_token}.ics")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, max-age=900"
    assert answer.headers["content-disposition"] == 'inline; filename="aftersales.ics"'
    starts = {
        event.decoded("DTSTART") for event in Calendar.from_ical(answer.content).walk("VEVENT")
    }
    mine = {
        visit.appointment.planned_start_at for visit in world.visits() if visit.lead.code == "T1"
    }
    assert mine
    assert starts == mine


def test_nothing_is_sent_again_while_nothing_changed(client: TestClient, world: World) -> None:
    address = f"/feeds/{world.feed_token}.ics"
    validator = client.get(address).headers["etag"]

    for sent in (validator, f"W/{validator}", f'"other", {validator}', "*"):
        same = client.get(address, headers={"if-none-match": sent})
        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["etag"] == validator
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200

    world.clock.move_to(world.clock.now() + timedelta(days=1))
    assert client.get(address, headers={"if-none-match": validator}).status_code == 200


def test_head_tells_the_validator_without_the_calendar(client: TestClient, world: World) -> None:
    address = f"/feeds/{world.feed_token}.ics"

    answer = client.head(address)

    assert answer.content == b""
    assert answer.headers["etag"] == client.get(address).headers["etag"]


def test_every_address_that_does_not_work_gets_the_same_answer(
    client: TestClient, world: World
) -> None:
    visit_token = world.token_of(world.visits()[0])
    assert client.get(f"/feeds/{world.feed_token}.ics").status_code == 200
    with world.parts.doing(SYSTEM) as deed:
        worker = technician_by_code(deed.session, "T1")
        assert worker is not None
        revoke_links(deed, LinkPurpose.FEED, worker.id)

    answers = [
        client.get(f"/feeds/{token}.ics")
        for token in (world.feed_token, visit_token, "x", "%00", "a" * 3000)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert {answer.headers["content-type"] for answer in answers} == {"text/plain; charset=utf-8"}


def modified(answer: Response) -> datetime:
    return parsedate_to_datetime(answer.headers["last-modified"])


def test_date_of_the_last_change_moves_with_changes_removals_and_days(
    client: TestClient, world: World
) -> None:
    address = f"/feeds/{world.feed_token}.ics"
    world.clock.move_to(world.clock.now() + timedelta(minutes=10))
    first = client.get(address)
    visit = next(each for each in world.visits() if each.lead.code == "T1")

    world.clock.move_to(world.clock.now() + timedelta(minutes=10))
    with world.parts.doing(SYSTEM) as deed:
        cancel_visit(deed, visit, by=CancelledBy.HOUSE, reason="No part.")
    at_once = client.get(address)
    cancelled_at = world.clock.now()
    world.clock.move_to(cancelled_at + timedelta(minutes=10))
    second = client.get(address)
    world.clock.move_to(cancelled_at + timedelta(days=1))
    third = client.get(address)

    assert "last-modified" not in at_once.headers
    assert modified(first) < modified(second) == cancelled_at < modified(third)
    assert (modified(third).astimezone(ZoneInfo("Europe/Vaduz"))).time() == time(0)
    assert len({each.headers["etag"] for each in (first, at_once, third)}) == 3
    assert at_once.headers["etag"] == second.headers["etag"]


def test_date_is_asked_only_where_no_validator_is_sent(client: TestClient, world: World) -> None:
    address = f"/feeds/{world.feed_token}.ics"
    world.clock.move_to(world.clock.now() + timedelta(minutes=10))
    answer = client.get(address)
    known, tag = answer.headers["last-modified"], answer.headers["etag"]
    before = format_datetime(modified(answer) - timedelta(seconds=1), usegmt=True)

    asked = [
        {"if-modified-since": known},
        {"if-modified-since": before},
        {"if-modified-since": "yesterday"},
        {"if-modified-since": "Mon, 01 Jan 2026 00:00:00 +99999999999999999"},
        {"if-modified-since": known, "if-none-match": '"other"'},
        {"if-modified-since": before, "if-none-match": tag},
    ]
    answers = [client.get(address, headers=each) for each in asked]

    assert [each.status_code for each in answers] == [304, 200, 200, 200, 200, 304]
    for each in answers:
        assert (each.headers["etag"], each.headers["last-modified"]) == (tag, known)
        assert each.headers["cache-control"] == "private, max-age=900"
        assert "accept-encoding" in each.headers["vary"].lower()


@pytest.mark.parametrize(
    ("asked", "is_packed"),
    [
        ("gzip, deflate", True),
        ("GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0, *", False),
        ("gzip; q=0.000", False),
        ("identity", False),
        ("", False),
    ],
)
def test_calendar_is_packed_for_who_asks_for_it(
    client: TestClient, world: World, asked: str, *, is_packed: bool
) -> None:
    address = f"/feeds/{world.feed_token}.ics"
    plain = client.get(address, headers={"accept-encoding": "identity"})

    answer = client.get(address, headers={"accept-encoding": asked})

    assert answer.content == plain.content
    assert ("content-encoding" in answer.headers) is is_packed
    assert (answer.headers["etag"] == plain.headers["etag"]) is not is_packed
    for tag in (answer.headers["etag"], plain.headers["etag"]):
        headers = {"accept-encoding": asked, "if-none-match": tag}
        again = client.get(address, headers=headers)
        assert (again.status_code, again.headers["etag"]) == (304, answer.headers["etag"])


def test_calendar_apps_get_neither_cookies_nor_redirects(client: TestClient, world: World) -> None:
    for address in (f"/feeds/{world.feed_token}.ics", "/feeds/unknown.ics"):
        for method in ("GET", "HEAD"):
            answer = client.request(method, address, follow_redirects=False)
            assert answer.status_code in {200, 404}
            assert "set-cookie" not in answer.headers
            assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}
