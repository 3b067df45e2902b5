"""A technician's calendar over HTTP."""

from datetime import timedelta

from fastapi.testclient import TestClient
from icalendar import Calendar

from aftersales.deed import SYSTEM
from aftersales.links import revoke_links
from aftersales.queries.staff import technician_by_code
from aftersales.records import LinkPurpose
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
