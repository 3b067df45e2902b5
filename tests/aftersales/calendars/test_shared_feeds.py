"""Calendars of technicians, crews, depots and territories for others, who learn as much as they may."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from aftersales.calendars.feeds import LARGEST, feed_state, own_feed, written
from aftersales.errors import NotThere, NotUnderstood
from aftersales.feeds import renew_shared_feed, share_feed, withdraw_feed
from aftersales.identifiers import link_token
from aftersales.queries.feeds import open_feeds
from aftersales.records import Crew, CrewMember, FeedDetail, FeedKind, StartsFrom, Technician
from aftersales.roster import edit_technician
from aftersales.technician_facts import facts_of
from tests.aftersales.calendars.conftest import calendar_of
from tests.aftersales.conftest import Village

HOUR = timedelta(hours=1)


def shared(
    village: Village,
    kind: FeedKind = FeedKind.TERRITORY,
    code: str = "village",
    detail: FeedDetail = FeedDetail.FULL,
) -> str:
    with village.doing() as deed:
        link_id = share_feed(
            deed, kind=kind, code=code, detail=detail, language="en", purpose="The warehouse"
        )
    return link_token(village.parts.secret, link_id)


def fetched(village: Village, token: str) -> tuple[str, datetime, bytes]:
    now = village.clock.now()
    with village.parts.store.reading() as session:
        state = feed_state(session, village.parts.settings, now, token)
        content = written(session, village.parts.settings, now, state.feed)
    return state.validator, state.changed_at, content


def events(content: bytes) -> list[Any]:
    return list(calendar_of(content).walk("VEVENT"))


def test_territory_shows_every_visit_once_and_who_comes(village: Village) -> None:
    nine = village.moment(24, 9)
    booked = [village.book(nine, crew=(0, 1)), village.book(nine + 2 * HOUR, crew=(1,))]

    _validator, _at, content = fetched(village, shared(village))

    assert [str(each["UID"]).split("@")[0] for each in events(content)] == list(map(str, booked))
    assert [str(each["SUMMARY"]).split(":")[0] for each in events(content)] == [
        village.visit(each).lead.name for each in booked
    ]
    assert all("URL" not in each for each in events(content))


@pytest.mark.parametrize(
    ("detail", "told", "held_back"),
    [
        (FeedDetail.FULL, [b"Anna Beck", b"Aeulestrasse 31", b"Ring twice", b"GEO:"], []),
        (
            FeedDetail.DISTRICT,
            [b"washing machine", b"Anna\\, 9490 Vaduz", b"LOCATION:9490 Vaduz"],
            [b"Beck", b"Aeulestrasse", b"Ring twice", b"GEO:", b"W-"],
        ),
        (
            FeedDetail.BUSY,
            [b"Busy"],
            [b"Anna", b"Vaduz\r", b"9490", b"washing", b"Ring twice", b"GEO:", b"W-", b"COLOR"],
        ),
    ],
)
def test_a_calendar_tells_no_more_than_it_may(
    village: Village, detail: FeedDetail, told: list[bytes], held_back: list[bytes]
) -> None:
    village.book(village.moment(24, 9))

    content = fetched(village, shared(village, detail=detail))[2].split(b"BEGIN:VEVENT")[1]
    content = content.replace(b"\r\n ", b"")

    assert [each for each in told if each not in content] == []
    assert [each for each in held_back if each in content] == []


def test_crew_and_depot_and_technician_show_theirs_only(village: Village) -> None:
    nine = village.moment(24, 9)
    first, second = village.book(nine, crew=(0,)), village.book(nine, crew=(1,))
    with village.doing() as deed:
        crew = Crew(id=deed.new_id(), territory_id=village.territory.id, code="c1", name="Van 1")
        deed.add(crew)
        deed.session.flush()
        member = village.technicians[1].id
        deed.add(CrewMember(crew_id=crew.id, technician_id=member, is_lead=True))

    def uids(kind: FeedKind, code: str) -> list[str]:
        content = fetched(village, shared(village, kind, code))[2]
        return sorted(str(each["UID"]).split("@")[0] for each in events(content))

    assert uids(FeedKind.CREW, "c1") == [str(second)]
    assert uids(FeedKind.TECHNICIAN, "t0") == [str(first)]
    assert uids(FeedKind.DEPOT, "yard") == sorted([str(first), str(second)])


def test_a_renewed_or_withdrawn_calendar_opens_under_its_newest_address_only(
    village: Village,
) -> None:
    former = shared(village)
    with village.doing() as deed:
        (feed,) = open_feeds(deed.session)
        newest = link_token(village.parts.secret, renew_shared_feed(deed, feed))
    assert fetched(village, newest)
    with pytest.raises(NotThere):
        fetched(village, former)

    with village.doing() as deed:
        (feed,) = open_feeds(deed.session)
        assert (withdraw_feed(deed, feed), withdraw_feed(deed, feed)) == (1, 0)
    with pytest.raises(NotThere):
        fetched(village, newest)


def test_validators_differ_by_what_is_told_and_change_with_any_visit(village: Village) -> None:
    full, busy = shared(village), shared(village, detail=FeedDetail.BUSY)
    village.clock.move_to(village.clock.now() + timedelta(minutes=1))
    before = fetched(village, full)
    assert before[0] != fetched(village, busy)[0]

    village.clock.move_to(village.clock.now() + timedelta(minutes=1))
    village.book(village.moment(24, 9), crew=(1,))

    after = fetched(village, full)
    assert after[0] != before[0]
    assert before[1] < after[1] == village.clock.now()


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"purpose": " "}, NotUnderstood),
        ({"language": "xx"}, NotUnderstood),
        ({"code": "nowhere"}, NotThere),
        ({"kind": FeedKind.CREW}, NotThere),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_handed_out(
    village: Village, how: dict[str, Any], error: type[Exception]
) -> None:
    values: dict[str, Any] = {
        "kind": FeedKind.TERRITORY,
        "code": "village",
        "detail": FeedDetail.BUSY,
        "language": "lv",
        "purpose": "The warehouse",
    }
    with pytest.raises(error), village.doing() as deed:
        share_feed(deed, **(values | how))

    with village.parts.store.reading() as session:
        assert open_feeds(session) == []


def test_a_depot_is_read_again_when_a_technician_leaves_it(village: Village) -> None:
    village.book(village.moment(24, 9), crew=(1,))
    home = village.visit(village.book(village.moment(25, 9), crew=(0,))).location
    token = shared(village, FeedKind.DEPOT, "yard")
    before = fetched(village, token)
    village.clock.move_to(village.clock.now() + timedelta(minutes=1))

    with village.doing() as deed:
        worker = deed.session.get_one(Technician, village.technicians[1].id)
        facts = replace(
            facts_of(worker),
            depot_id=None,
            starts_from=StartsFrom.HOME,
            home_location_id=home.id,
        )
        edit_technician(deed, worker, facts)

    after = fetched(village, token)
    assert after[0] != before[0]
    assert after[1] == village.clock.now()


def test_a_feed_that_would_be_too_large_leaves_out_what_is_farthest_from_today(
    village: Village,
) -> None:
    days = (village.moment(day, 9) for day in (24, 26, 25, 30))
    near, _third, second, _last = (village.book(at) for at in days)
    now = village.clock.now()
    with village.parts.store.reading() as session:
        feed = own_feed(session, village.technicians[0].id)
        whole = written(session, village.parts.settings, now, feed)
        part = written(session, village.parts.settings, now, feed, largest=len(whole) * 2 // 3)
        none = written(session, village.parts.settings, now, feed, largest=1)

    assert len(whole) < LARGEST
    assert len(part) <= len(whole) * 2 // 3
    assert [str(each["UID"]).split("@")[0] for each in calendar_of(part).walk("VEVENT")] == [
        str(near),
        str(second),
    ]
    assert len(calendar_of(none).walk("VEVENT")) == 0
