"""A technician's feed: planned times of their visits, subscribable, with a validator that needs no rendering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.calendars.entries import Entry, feed_bytes
from aftersales.errors import NotThere
from aftersales.identifiers import digest_of
from aftersales.links import subject_of
from aftersales.moments import day_bounds, wall_of
from aftersales.places import one_line
from aftersales.queries.visits import Visit, visit_changes, visits_of_technician
from aftersales.records import AppointmentState, LinkPurpose, Technician, Territory, WorkKind
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.words import Words, words_in
from aftersales.words.sentences import work

PAST: Final = timedelta(days=30)
AHEAD: Final = timedelta(days=180)
"""The span of a feed around today: small enough for every client, long enough for every plan."""

CANCELLED_SHOWN: Final = timedelta(days=14)
"""A cancelled visit stays marked this long, so that every client has taken the change."""

TEMPLATE_AT: Final = datetime(2026, 11, 23, tzinfo=UTC)
"""When the texts of an entry changed last: put it forward with them, so that clients fetch them again."""


COLORS: Final = {
    WorkKind.INSTALL: "steelblue",
    WorkKind.REPAIR: "firebrick",
    WorkKind.DIAGNOSIS: "darkorange",
    WorkKind.MAINTENANCE: "seagreen",
    WorkKind.RECALL_VISIT: "purple",
    WorkKind.SURVEY: "slategray",
}
"""Of the kinds of work, as CSS names them; apps that know no colours leave them out."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the feed of a technician shows now, without rendering it.

    Attributes:
        technician: whose it is.
        zone: on whose clocks its days begin.
        validator: changes when the bytes would.
        changed_at: when they changed last, in whole seconds; a new day counts as a change, as the span moves on with it.
    """

    technician: Technician
    zone: str
    validator: str
    changed_at: datetime


def feed_state(session: Session, settings: Settings, now: datetime, token: str) -> FeedState:
    """The state behind a feed address.

    Raises:
        NotThere: the address does not work (any more).
    """
    technician_id = subject_of(session, now, LinkPurpose.FEED, token)
    worker = session.get(Technician, technician_id)
    if worker is None:
        raise NotThere("This calendar does not exist any more. Ask the office for a new address.")
    zone = session.get_one(Territory, worker.territory_id).zone
    today = wall_of(now, zone).date()
    count, visits_at = visit_changes(session, worker.id)
    changes = f"{worker.calendar_revision}:{count}"
    changed_at = max(
        worker.calendar_changed_at,
        visits_at or worker.calendar_changed_at,
        day_bounds(today, zone)[0],
        TEMPLATE_AT,
    )
    return FeedState(
        technician=worker,
        zone=zone,
        validator=digest_of(
            f"{worker.id}:{changes}:{today}:{worker.language}:{TEMPLATE_AT}:{_written_with(settings)}"
        ),
        changed_at=changed_at.replace(microsecond=0),
    )


def _written_with(settings: Settings) -> str:
    """The settings that stand in an entry."""
    return f"{settings.public_url}:{settings.calendar_domain}:{settings.feed_alarm_minutes}"


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
        _entry(settings, words, worker.code, visit)
        for visit in visits
        if visit.appointment.cancelled_at is None
        or visit.appointment.cancelled_at >= today - CANCELLED_SHOWN
    ]
    return feed_bytes(worker.name, zone, entries)


def _entry(settings: Settings, _: Words, code: str, visit: Visit) -> Entry:
    """A visit as the technician with this code reads it."""
    appointment = visit.appointment
    on = wall_of(appointment.planned_start_at, appointment.zone).date()
    alarm = settings.feed_alarm_minutes
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
        url=f"{settings.public_url}/technicians/{code}/{on}#{visit.work_order.reference}",
        color=COLORS[visit.work_type.kind],
        alarm=timedelta(minutes=alarm) if alarm else None,
        is_cancelled=is_cancelled,
    )
