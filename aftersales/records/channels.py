"""Channels that fell behind the others."""

from datetime import datetime
from uuid import UUID

from aftersales.records.cases import CaseChannel
from aftersales.records.columns import Record, chosen, key, moment


class ChannelAlarm(Record, table=True):
    """A channel fell behind at a moment, which was told once, and caught up at another."""

    __tablename__ = "channel_alarm"

    id: UUID = key()
    channel: CaseChannel = chosen(CaseChannel)
    behind_at: datetime = moment()
    recovered_at: datetime | None = moment(nullable=True, index=True)
