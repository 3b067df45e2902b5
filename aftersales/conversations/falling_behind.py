"""A channel falls behind the others: managers hear it once, and again only after it has caught up."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from aftersales.channel_parity import ChannelSpeed
from aftersales.conversations.comparing import compared_channels
from aftersales.deed import SYSTEM, Deed
from aftersales.notices.facts import BehindFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import colleague, write_notice
from aftersales.parts import Parts
from aftersales.queries.access import users
from aftersales.queries.channels import channels_behind
from aftersales.records import ChannelAlarm, Role, User

DAYS: Final = 30
"""So many days of cases are compared."""


def watch_channels(parts: Parts) -> int:
    """Compare the channels, raise an alarm for each that fell behind and end those of the others; answers how many are new."""
    behind = {each.channel: each for each in compared_channels(parts, DAYS) if each.is_behind}
    with parts.store.reading() as session:
        if {each.channel for each in channels_behind(session)} == behind.keys():
            return 0
    with parts.doing(SYSTEM) as deed:
        standing = {each.channel: each for each in channels_behind(deed.session)}
        for channel, alarm in standing.items():
            if channel not in behind:
                alarm.recovered_at = deed.now
                deed.add(alarm)
                deed.note("channel_recovered", alarm)
        new = [each for channel, each in behind.items() if channel not in standing]
        for speed in new:
            _raise_alarm(deed, speed)
    return len(new)


def _raise_alarm(deed: Deed, speed: ChannelSpeed) -> None:
    alarm = ChannelAlarm(id=deed.new_id(), channel=speed.channel, behind_at=deed.now)
    deed.add(alarm)
    deed.session.flush()
    deed.note("channel_behind", alarm, facts={"channel": speed.channel.value})
    median = speed.first_median or timedelta()
    facts = BehindFacts(
        channel=speed.channel.value, minutes=round(median / timedelta(minutes=1)), days=DAYS
    )
    for user in _managers(deed):
        write_notice(
            deed,
            NoticeKind.CHANNEL_BEHIND,
            colleague(user),
            alarm,
            revision=1,
            zone="UTC",
            facts=facts,
        )


def _managers(deed: Deed) -> list[User]:
    """Whoever manages; the admins of a house without anybody who does."""
    active = [each for each in users(deed.session) if each.is_active]
    managers = [each for each in active if each.role is Role.MANAGER]
    return managers or [each for each in active if each.role is Role.ADMIN]
