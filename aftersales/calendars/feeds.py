"""Subscribable calendars: planned times of visits, with a validator that needs no rendering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import nsmallest
from typing import Final, assert_never
from uuid import UUID

from aftersales.calendars.entries import Entry, feed_bytes
from aftersales.calendars.visit_entries import Reader, visit_entry
from aftersales.errors import NotThere
from aftersales.identifiers import digest_of
from aftersales.links import opened
from aftersales.moments import day_bounds, wall_of
from aftersales.queries.feeds import FEEDS, feed_changes, technicians_of_feed
from aftersales.queries.visits import visits_of_technicians
from aftersales.records import (
    Crew,
    Depot,
    FeedDetail,
    FeedKind,
    LinkPurpose,
    SharedFeed,
    Technician,
    Territory,
)
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.words import words_in

PAST: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=180)
"""The span of a feed around today: small enough for every client, long enough for every plan."""

CANCELLED_SHOWN: Final = timedelta(days=14)
"""A cancelled visit stays marked this long, so that every client has taken the change."""

LARGEST: Final = 1_000_000
"""Bytes of a feed: several apps refuse larger ones."""

MOST: Final = 2_000
"""Visits that are written at most; those nearest to today, as with too many bytes."""

TEMPLATE_AT: Final = datetime(2026, 11, 23, tzinfo=UTC)
"""When the texts of an entry changed last: put it forward with them, so that clients fetch them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A calendar by what it shows.

    Attributes:
        name: as calendar apps show it.
        zone: on whose clocks its days begin.
        technicians: whose visits stand in it.
        language: in which it is read.
        detail: how much it tells of customers.
        code: of the technician whose own it is; None for a calendar that was handed to somebody else.
        changed_at: when it was handed out, or others began to stand in it.
    """

    name: str
    zone: str
    technicians: tuple[UUID, ...]
    language: str
    detail: FeedDetail
    code: str | None
    changed_at: datetime

    @property
    def reader(self) -> Reader:
        """Who reads it."""
        return Reader(
            words=words_in(self.language),
            detail=self.detail,
            code=self.code,
            is_shared=self.code is None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What a calendar shows now, without rendering it.

    Attributes:
        feed: which it is.
        validator: changes when the bytes would.
        changed_at: when they changed last, in whole seconds; a new day counts as a change, as the span moves on with it.
    """

    feed: Feed
    validator: str
    changed_at: datetime


def feed_state(session: Session, settings: Settings, now: datetime, token: str) -> FeedState:
    """The state behind a feed address.

    Raises:
        NotThere: the address does not work (any more).
    """
    link = opened(session, now, FEEDS, token)
    feed = (
        own_feed(session, link.subject_id)
        if link.purpose is LinkPurpose.FEED
        else _handed_out(session, link.subject_id)
    )
    today = wall_of(now, feed.zone).date()
    changes = feed_changes(session, feed.technicians)
    begins_at, _tomorrow = day_bounds(today, feed.zone)
    last = max(changes.at or feed.changed_at, feed.changed_at, begins_at, TEMPLATE_AT)
    parts = (
        link.subject_id,
        feed,
        changes.counts,
        today,
        TEMPLATE_AT,
        settings.public_url,
        settings.calendar_domain,
        settings.feed_alarm_minutes,
    )
    return FeedState(
        feed=feed,
        validator=digest_of(":".join(map(repr, parts))),
        changed_at=last.replace(microsecond=0),
    )


def own_feed(session: Session, technician_id: UUID) -> Feed:
    """The calendar of a technician for themselves.

    Raises:
        NotThere: there is no such technician.
    """
    worker = session.get(Technician, technician_id)
    if worker is None:
        raise NotThere("This calendar does not exist any more. Ask the office for a new address.")
    return Feed(
        name=worker.name,
        zone=session.get_one(Territory, worker.territory_id).zone,
        technicians=(worker.id,),
        language=worker.language,
        detail=FeedDetail.FULL,
        code=worker.code,
        changed_at=worker.created_at,
    )


def _handed_out(session: Session, feed_id: UUID) -> Feed:
    shared = session.get_one(SharedFeed, feed_id)
    name, territory_id = subject_of_feed(session, shared.kind, shared.subject_id)
    return Feed(
        name=name,
        zone=session.get_one(Territory, territory_id).zone,
        technicians=tuple(technicians_of_feed(session, shared.kind, shared.subject_id)),
        language=shared.language,
        detail=shared.detail,
        code=None,
        changed_at=shared.changed_at,
    )


def subject_of_feed(session: Session, kind: FeedKind, subject_id: UUID) -> tuple[str, UUID]:
    """The name of whose visits a calendar shows, and their territory."""
    match kind:
        case FeedKind.TECHNICIAN:
            worker = session.get_one(Technician, subject_id)
            return worker.name, worker.territory_id
        case FeedKind.CREW:
            crew = session.get_one(Crew, subject_id)
            return crew.name, crew.territory_id
        case FeedKind.DEPOT:
            depot = session.get_one(Depot, subject_id)
            return depot.name, depot.territory_id
        case FeedKind.TERRITORY:
            area = session.get_one(Territory, subject_id)
            return area.name, area.id
        case _never:
            assert_never(_never)


def written(
    session: Session, settings: Settings, now: datetime, feed: Feed, *, largest: int = LARGEST
) -> bytes:
    """The bytes of a calendar: the same state gives the same ones.

    One that would be larger than `largest` bytes leaves out the visits farthest from today.
    """
    today, _tomorrow = day_bounds(wall_of(now, feed.zone).date(), feed.zone)
    reader = feed.reader
    visits = visits_of_technicians(session, feed.technicians, today - PAST, today + AHEAD)
    shown = [
        visit
        for visit in visits
        if visit.appointment.cancelled_at is None
        or visit.appointment.cancelled_at >= today - CANCELLED_SHOWN
    ]
    entries = _nearest([visit_entry(settings, reader, visit) for visit in shown], today, MOST)
    content = feed_bytes(feed.name, feed.zone, entries)
    while len(content) > largest and entries:
        fitting = min(len(entries) - 1, len(entries) * largest // len(content))
        entries = _nearest(entries, today, fitting)
        content = feed_bytes(feed.name, feed.zone, entries)
    return content


def _nearest(entries: Sequence[Entry], today: datetime, number: int) -> Sequence[Entry]:
    """So many entries, those nearest to a moment, in the order in which they were."""
    if len(entries) <= number:
        return entries
    kept = nsmallest(number, entries, key=lambda entry: (abs(entry.start_at - today), entry.uid))
    uids = {entry.uid for entry in kept}
    return [entry for entry in entries if entry.uid in uids]
