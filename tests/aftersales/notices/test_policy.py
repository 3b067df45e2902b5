"""The notice policy: quiet hours, what is worth a message, and to which address."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.moments import wall_of
from aftersales.notices.kinds import CAN_WAIT, NoticeKind
from aftersales.notices.policy import (
    contact_for,
    end_of_quiet,
    not_before,
)
from aftersales.records import Channel, Contact

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
TIMES = st.times().map(lambda each: each.replace(second=0, microsecond=0))
ZONES = st.sampled_from(["Europe/Riga", "America/New_York", "Asia/Dhaka", "Australia/Lord_Howe"])


def quiet(wall: time, start: time, end: time) -> bool:
    return start <= wall < end if start <= end else wall >= start or wall < end


@given(MOMENTS, ZONES, TIMES, TIMES, st.sampled_from(sorted(CAN_WAIT)))
def test_not_before_is_the_first_moment_that_is_not_quiet(
    now: datetime, zone: str, start: time, end: time, kind: NoticeKind
) -> None:
    moment = not_before(kind, now, zone, start, end)

    assert moment >= now
    assert moment - now < timedelta(hours=25)
    is_quiet_now = quiet(wall_of(now, zone).time(), start, end)
    assert (moment == now) or is_quiet_now
    offsets = {
        now.astimezone(ZoneInfo(zone)).utcoffset(),
        moment.astimezone(ZoneInfo(zone)).utcoffset(),
    }
    if len(offsets) == 1 and now.astimezone(ZoneInfo(zone)).fold == 0:
        assert not quiet(wall_of(moment, zone).time(), start, end) or start == end


@given(MOMENTS, ZONES, TIMES, TIMES)
def test_not_before_lets_urgent_kinds_pass(
    now: datetime, zone: str, start: time, end: time
) -> None:
    for kind in set(NoticeKind) - CAN_WAIT:
        assert not_before(kind, now, zone, start, end) == now


@given(MOMENTS, ZONES, TIMES, TIMES)
def test_end_of_quiet_is_what_messages_that_can_wait_wait_for(
    now: datetime, zone: str, start: time, end: time
) -> None:
    waited = not_before(NoticeKind.SURVEY, now, zone, start, end)

    assert end_of_quiet(now, zone, start, end) == waited


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T18:59:59", "2026-11-23T18:59:59"),  # 20:59:59 in Riga
        ("2026-11-23T19:00:00", "2026-11-24T06:00:00"),  # 21:00: until 08:00 tomorrow
        ("2026-11-23T23:30:00", "2026-11-24T06:00:00"),  # 01:30: until 08:00 today
        ("2026-11-24T05:59:59", "2026-11-24T06:00:00"),
        ("2026-11-24T06:00:00", "2026-11-24T06:00:00"),
        ("2026-03-28T20:00:00", "2026-03-29T05:00:00"),  # the night that loses an hour
        ("2026-10-24T20:00:00", "2026-10-25T06:00:00"),  # the night that gains one
    ],
)
def test_not_before_spans_midnight_in_the_zone_of_the_recipient(now: str, expected: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)

    moment = not_before(NoticeKind.WINDOW_NARROWED, at, "Europe/Riga", time(21), time(8))

    assert moment == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_not_before_within_one_day_and_in_the_hour_shown_twice() -> None:
    siesta = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 03:30 in Riga for the second time
    kind = NoticeKind.WINDOW_NARROWED

    assert not_before(kind, siesta, "Europe/Riga", time(13), time(15)) == siesta.replace(
        hour=13, minute=0
    )
    assert not_before(kind, second, "Europe/Riga", time(21), time(3, 45)) == second
    assert not_before(kind, siesta, "Europe/Riga", time(9), time(9)) == siesta


def contact(
    number: int,
    channel: Channel = Channel.EMAIL,
    *,
    is_preferred: bool = False,
    is_safety_only: bool = False,
) -> Contact:
    return Contact(
        id=UUID(int=number),
        customer_id=UUID(int=99),
        channel=channel,
        address=f"a{number}",
        created_at=NOON + timedelta(days=number),
        is_preferred=is_preferred,
        is_safety_only=is_safety_only,
    )


def test_contact_for_prefers_the_preferred_then_the_oldest_mail_address() -> None:
    phone = contact(1, Channel.PHONE, is_preferred=True)
    safety = contact(2, is_preferred=True, is_safety_only=True)
    old, new, preferred = contact(3), contact(4), contact(5, is_preferred=True)

    assert contact_for([phone, safety, new, old, preferred]) is preferred
    assert contact_for([phone, safety, new, old]) is old
    assert contact_for([phone, safety]) is None
    assert contact_for([]) is None
