"""A channel falls behind: managers hear it once, and again only after it has caught up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aftersales.conversations.falling_behind import DAYS, watch_channels
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.wording import worded
from aftersales.records import CaseChannel, CaseState, ChannelAlarm, Notice, Role, User
from aftersales.words import words_in
from tests.aftersales.complaints.conftest import add_colleague
from tests.aftersales.conversations.conftest import Desk


def lived(desk: Desk, channel: CaseChannel, minutes: int, number: int) -> None:
    """Five people write there, and are answered after a while."""
    clock = desk.village.clock
    for each in range(5):
        message = desk.came(
            channel=channel,
            address=f"{number}{each}@example.org"
            if channel is CaseChannel.EMAIL
            else f"+3712000{number:02}{each:02}",
            outside_id=f"{channel}-{number}-{each}",
            subject=f"{number} {each}",
            name="",
        )
        clock.move_to(clock.now() + timedelta(minutes=minutes))
        desk.answered(desk.case_of(message), state=CaseState.RESOLVED)


def told(desk: Desk) -> list[Notice]:
    return desk.village.notices(NoticeKind.CHANNEL_BEHIND)


@pytest.fixture
def slow(desk: Desk) -> Desk:
    """Two managers, and e-mail that takes long."""
    desk.village.clock.move_to(desk.village.moment(23, 8))
    add_colleague(desk.village, "Max", Role.MANAGER)
    add_colleague(desk.village, "Mia", Role.MANAGER)
    add_colleague(desk.village, "Ada", Role.ADMIN)
    lived(desk, CaseChannel.SMS, 2, 1)
    lived(desk, CaseChannel.EMAIL, 60, 2)
    return desk


def test_managers_hear_once_of_a_channel_that_falls_behind(slow: Desk) -> None:
    found = [watch_channels(slow.village.parts) for _ in range(3)]

    assert found == [1, 0, 0]
    (alarm,) = slow.village.all_of(ChannelAlarm)
    assert (alarm.channel, alarm.recovered_at) == (CaseChannel.EMAIL, None)
    names = {user.id: user.name for user in slow.village.all_of(User)}
    assert {names[each.recipient_id] for each in told(slow)} == {"Max", "Mia"}
    message = worded(
        NoticeKind.CHANNEL_BEHIND, words_in("en"), told(slow)[0].facts, "https://x/channels"
    )
    assert message.subject == "e-mail falls behind the other channels"
    assert "longer than 60 minutes of business time" in message.paragraphs[0]


def test_they_hear_again_only_after_it_caught_up(slow: Desk) -> None:
    watch_channels(slow.village.parts)

    clock = slow.village.clock
    clock.move_to(clock.now() + timedelta(days=DAYS + 1))
    caught_up = watch_channels(slow.village.parts)
    first = slow.village.all_of(ChannelAlarm)[0]
    clock.move_to(slow.village.moment(28, 9, month=12))
    lived(slow, CaseChannel.SMS, 2, 3)
    lived(slow, CaseChannel.EMAIL, 60, 4)
    again = watch_channels(slow.village.parts)

    assert (caught_up, again) == (0, 1)
    assert first.recovered_at is not None
    assert len(told(slow)) == 4
    assert len(slow.village.all_of(ChannelAlarm)) == 2


def test_house_without_a_manager_tells_its_admins(desk: Desk) -> None:
    desk.village.clock.move_to(desk.village.moment(23, 8))
    add_colleague(desk.village, "Ada", Role.ADMIN)
    lived(desk, CaseChannel.SMS, 2, 1)
    lived(desk, CaseChannel.EMAIL, 60, 2)

    watch_channels(desk.village.parts)

    assert len(told(desk)) == 1
