"""A technician's feed: planned times of their visits, subscribable, with a validator that needs no rendering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.calendars.entries import Entry, feed_bytes
from aftersales.errors import NotThere
from aftersales.identifiers import digest_of
from aftersales.links import subject_of
from aftersales.moments import day_bounds, wall_of
from aftersales.places import one_line
from aftersales.queries.visits import Visit, visit_changes, visits_of_technician
from aftersales.records import AppointmentState, LinkPurpose, Technician, Territory
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work

PAST: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=180)
"""The span of a feed around today: small enough for every client, long enough for every plan."""

CANCELLED_SHOWN: Final = timedelta(days=14)
"""A cancelled visit stays marked this long, so that every client has taken the change."""

TEMPLATE: Final = 1
"""Grows when the texts of an entry change, so that clients fetch them again."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the feed of a technician shows now, without rendering it."""

    technician: Technician
    zone: str
    validator: str


def feed_state(session: Session, now: datetime, token: str) -> FeedState:
    """The state behind a feed address; the validator changes when the bytes would.

    Raises:
        NotThere: the address does not work (any more).
    """
    technician_id = subject_of(session, now, LinkPurpose.FEED, token)
    worker = session.get(Technician, technician_id)
    if worker is None:
        raise NotThere("This calendar does not exist any more. Ask the office for a new address.")
    zone = session.get_one(Territory, worker.territory_id).zone
    today = wall_of(now, zone).date().isoformat()
    changes = f"{worker.calendar_revision}:{visit_changes(session, worker.id)}"
    return FeedState(
        worker,
        zone,
        digest_of(f"{worker.id}:{changes}:{today}:{worker.language}:{TEMPLATE}"),
    )


def technician_feed(session: Session, settings: Settings, now: datetime, state: FeedState) -> bytes:
    """The feed of one technician: the same state gives the same bytes."""
    return feed_of(session, settings, now, state.technician.id, state.zone)


def feed_of(
    session: Session, settings: Settings, now: datetime, technician_id: UUID, zone: str
) -> bytes:
    """The feed of a technician by identifier, as it is written into a file."""
    worker = session.get_one(Technician, technician_id)
    words = words_in(worker.language)
    today, _tomorrow = day_bounds(wall_of(now, zone).date(), zone)
    visits = visits_of_technician(session, worker.id, today - PAST, today + AHEAD)
    entries = [
        _entry(settings, words, visit)
        for visit in visits
        if visit.appointment.cancelled_at is None
        or visit.appointment.cancelled_at >= today - CANCELLED_SHOWN
    ]
    return feed_bytes(worker.name, zone, entries)


def _entry(settings: Settings, _: Words, visit: Visit) -> Entry:
    appointment = visit.appointment
    is_cancelled = appointment.state is AppointmentState.CANCELLED
    what = work(_, visit.work_type.kind.value, visit.product_type)
    summary = f"{what} · {visit.customer.name}"
    if is_cancelled:
        summary = _("Cancelled: {what}", what=summary)
    window = _(
        "Promised: {from_time} to {to_time}",
        from_time=_.time_at(appointment.window_from_at, appointment.zone),
        to_time=_.time_at(appointment.window_to_at, appointment.zone),
    )
    lines = (visit.work_order.reference, window, visit.location.access_notes, visit.work_order.note)
    return Entry(
        uid=f"{appointment.id}@{settings.calendar_domain}",
        sequence=appointment.feed_sequence,
        changed_at=appointment.modified_at,
        start_at=appointment.planned_start_at,
        end_at=appointment.planned_end_at,
        zone=appointment.zone,
        summary=summary,
        description="\n".join(line for line in lines if line),
        location=one_line(visit.location),
        latitude=visit.location.latitude,
        longitude=visit.location.longitude,
        is_cancelled=is_cancelled,
    )
