"""Whose visits does a calendar show, and when did they change last?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from aftersales.records import (
    Appointment,
    Assignment,
    CrewMember,
    FeedKind,
    Link,
    LinkPurpose,
    SharedFeed,
    Technician,
)


@dataclass(frozen=True, slots=True)
class FeedChanges:
    """How often these visits went to somebody, or left them, and how often those there changed; and when last.

    Apart, because a visit that leaves takes its own changes along.
    """

    counts: tuple[int, int]
    at: datetime | None


def technicians_of_feed(session: Session, kind: FeedKind, subject_id: UUID) -> Sequence[UUID]:
    """Whose visits stand in a calendar, former technicians included, in a fixed order."""
    chosen: ColumnElement[bool]
    match kind:
        case FeedKind.TECHNICIAN:
            return [subject_id]
        case FeedKind.CREW:
            chosen = col(Technician.id).in_(
                select(CrewMember.technician_id).where(CrewMember.crew_id == subject_id)
            )
        case FeedKind.DEPOT:
            chosen = col(Technician.depot_id) == subject_id
        case FeedKind.TERRITORY:
            chosen = col(Technician.territory_id) == subject_id
        case _never:
            assert_never(_never)
    return session.exec(select(Technician.id).where(chosen).order_by(col(Technician.id))).all()


def feed_changes(session: Session, technicians: Sequence[UUID]) -> FeedChanges:
    """The changes of the visits of these technicians, and of who has them."""
    taken, taken_at = session.exec(
        select(
            func.coalesce(func.sum(Technician.calendar_revision), 0),
            func.max(Technician.calendar_changed_at),
        ).where(col(Technician.id).in_(technicians))
    ).one()
    changed, changed_at = session.exec(
        select(func.coalesce(func.sum(Appointment.revision), 0), func.max(Appointment.modified_at))
        .join(Assignment, col(Assignment.appointment_id) == Appointment.id)
        .where(col(Assignment.technician_id).in_(technicians))
    ).one()
    return FeedChanges((taken, changed), max(filter(None, (taken_at, changed_at)), default=None))


def open_feeds(session: Session) -> Sequence[SharedFeed]:
    """The calendars that were handed out and still open, the oldest first."""
    live = select(Link.subject_id).where(
        Link.purpose == LinkPurpose.SHARED_FEED, col(Link.revoked_at).is_(None)
    )
    return session.exec(
        select(SharedFeed).where(col(SharedFeed.id).in_(live)).order_by(col(SharedFeed.id))
    ).all()


def feeds_of_depots(session: Session, depots: Iterable[UUID]) -> Sequence[SharedFeed]:
    """The calendars of these depots that were handed out."""
    return session.exec(
        select(SharedFeed).where(
            SharedFeed.kind == FeedKind.DEPOT, col(SharedFeed.subject_id).in_(depots)
        )
    ).all()


FEEDS = frozenset({LinkPurpose.FEED, LinkPurpose.SHARED_FEED})
"""What opens a calendar."""
