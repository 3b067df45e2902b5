"""Which channels are behind the others?"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from aftersales.records import ChannelAlarm


def channels_behind(session: Session) -> Sequence[ChannelAlarm]:
    """The alarms that stand, the first first."""
    return session.exec(
        select(ChannelAlarm)
        .where(col(ChannelAlarm.recovered_at).is_(None))
        .order_by(col(ChannelAlarm.id))
    ).all()
