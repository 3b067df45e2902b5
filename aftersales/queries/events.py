"""What happened last?"""

from datetime import datetime

from sqlmodel import Session, func, select

from aftersales.records import Event


def newest_event_at(session: Session) -> datetime | None:
    """When the last thing happened; nothing in an empty house."""
    return session.exec(select(func.max(Event.at))).one()
